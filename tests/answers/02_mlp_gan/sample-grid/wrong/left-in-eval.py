# Leaves G in eval mode.
# fails: sample-grid-quiet
# says: G was in train mode before, and in eval mode after
def sample_grid(G, n, input_dim, device):
    G.eval()
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
