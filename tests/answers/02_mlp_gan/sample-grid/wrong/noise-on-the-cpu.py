# Noise made on the CPU.
# fails: sample-grid-quiet
# says: a tensor was left on the CPU
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
