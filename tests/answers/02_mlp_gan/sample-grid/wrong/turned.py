# Exchanges rows and columns of each image.
# fails: sample-grid-image
# says: rows and columns of the images are exchanged
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28).transpose(2, 3)
    return make_grid((fake + 1) / 2, nrow=8)
