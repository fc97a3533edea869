# Height and width first, as imshow wants it.
# fails: sample-grid-image
# says: should be (3, H, W), not (
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8).permute(1, 2, 0)
