# Noise from a generator of its own, on the device, with a fresh seed.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    source = torch.Generator(device=device)
    source.seed()
    z = torch.randn(batch_size, input_dim, generator=source, device=device)
    answers = D(G(z))
    loss = loss_func(answers, torch.ones_like(answers))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
