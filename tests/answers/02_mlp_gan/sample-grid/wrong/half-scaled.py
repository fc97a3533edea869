# Halves, and adds 1 after that.
# fails: sample-grid-image
# says: should have values in [0, 1]
# says: scale the images from [−1, 1], (x + 1) / 2
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid(fake / 2 + 1, nrow=8)
