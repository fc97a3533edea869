# Scales the fresh images in place.
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
        fake.add_(1).div_(2)
    return make_grid(fake, nrow=8)
