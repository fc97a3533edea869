# Noise of 100 numbers, whatever input_dim says.
# fails: sample-grid-image
# says: draw noise of this shape
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, 100, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
