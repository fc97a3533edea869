# inference_mode in place of no_grad.
def sample_grid(G, n, input_dim, device):
    with torch.inference_mode():
        z = torch.randn(n, input_dim, device=device)
        images = G(z).unflatten(1, (1, 28, 28)) * 0.5 + 0.5
        return make_grid(images)
