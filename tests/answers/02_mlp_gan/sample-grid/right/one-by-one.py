# Makes the images one at a time.
def sample_grid(G, n, input_dim, device):
    images = []
    with torch.no_grad():
        for _ in range(n):
            image = G(torch.randn(1, input_dim, device=device))
            images.append((image.reshape(1, 28, 28) + 1) / 2)
    return make_grid(images, nrow=8)
