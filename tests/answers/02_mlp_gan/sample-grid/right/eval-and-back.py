# Puts G into eval mode and back into the mode it was in, detaches, clamps.
def sample_grid(G, n, input_dim, device):
    was_training = G.training
    G.eval()
    fake = G(torch.randn(n, input_dim, device=device)).detach().cpu()
    G.train(was_training)
    fake = fake.view(-1, 1, 28, 28)
    return make_grid((fake.clamp(-1, 1) + 1) / 2, nrow=8)
