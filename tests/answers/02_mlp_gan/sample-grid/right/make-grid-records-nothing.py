# Without no_grad: make_grid itself records no gradient, so the grid carries none.
def sample_grid(G, n, input_dim, device):
    noise = torch.randn(n, input_dim, device=device)
    fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
