# Cuts negative values off.
# fails: sample-grid-image
# says: negative values were cut off
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28).clamp(0, 1)
    return make_grid(fake, nrow=8)
