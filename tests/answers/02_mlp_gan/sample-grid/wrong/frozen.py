# Freezes G in place of no_grad.
# fails: sample-grid-quiet
# says: left G frozen
def sample_grid(G, n, input_dim, device):
    G.requires_grad_(False)
    fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
