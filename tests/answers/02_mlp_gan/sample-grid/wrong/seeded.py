# Seeds before each look.
# fails: sample-grid-image
# says: two calls used the same noise: a seed is set inside the function
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        torch.manual_seed(0)
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
