# Clears the gradients of both networks, before and after.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    for network in (D, G):
        for p in network.parameters():
            p.grad = None
    labels = torch.ones((batch_size, 1)).to(device)
    fake_images = G(torch.randn(size=(batch_size, input_dim), device=device))
    loss = loss_func(D(fake_images), labels)
    result = loss.item()
    loss.backward()
    optim_G.step()
    D.zero_grad()
    return result
