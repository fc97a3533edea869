# normalize=True stretches from the darkest to the brightest pixel.
# fails: sample-grid-image
# says: the values are stretched
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid(fake, nrow=8, normalize=True)
