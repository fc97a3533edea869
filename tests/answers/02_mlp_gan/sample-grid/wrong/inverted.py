# Black and white are exchanged.
# fails: sample-grid-image
# says: black and white are exchanged
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((1 - fake) / 2, nrow=8)
