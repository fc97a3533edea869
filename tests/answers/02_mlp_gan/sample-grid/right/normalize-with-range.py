# Lets make_grid scale, with the range given; wider padding, white.
@torch.no_grad()
def sample_grid(G, n, input_dim, device):
    noise = torch.randn(n, input_dim).to(device)
    images = G(noise).view(n, 1, 28, 28)
    return make_grid(images, nrow=8, normalize=True, value_range=(-1, 1), padding=3, pad_value=1)
