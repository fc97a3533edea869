# Uniform noise.
# fails: sample-grid-image
# says: torch.rand is uniform, torch.randn is normal
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.rand(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
