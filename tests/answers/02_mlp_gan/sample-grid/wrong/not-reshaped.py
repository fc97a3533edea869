# Hands flat images to make_grid, which takes them for one picture.
# fails: sample-grid-image
# says: should be 8 in a row, each 28 × 28
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device))
    return make_grid((fake + 1) / 2, nrow=8)
