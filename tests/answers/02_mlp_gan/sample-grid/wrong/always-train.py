# Puts G into train mode afterwards, in whatever mode it was.
# fails: sample-grid-quiet
# says: G was in eval mode before, and in train mode after
def sample_grid(G, n, input_dim, device):
    G.eval()
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    G.train()
    return make_grid((fake + 1) / 2, nrow=8)
