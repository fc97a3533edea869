# Seeds inside, so each grid shows the same images.
# fails: sample-grid-image
# says: two calls used the same noise: a seed is set inside the function
def sample_grid(G, n, input_dim, device):
    torch.manual_seed(42)
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
