# Returns one channel only.
# fails: sample-grid-image
# says: should have shape (3, 'any', 'any'), not (1,
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)[:1]
