# Switches gradients off for the whole notebook.
# fails: sample-grid-quiet
# says: switched gradients off for good
def sample_grid(G, n, input_dim, device):
    torch.set_grad_enabled(False)
    fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
