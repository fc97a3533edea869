# Shows one image n times.
# fails: sample-grid-image
# says: all rows of the noise are the same
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(1, input_dim, device=device).expand(n, -1)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
