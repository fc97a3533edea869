# Lays the images out as a square.
# fails: sample-grid-image
# says: should be 8 in a row
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=int(n**0.5))
