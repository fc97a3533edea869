# Labels from torch.full, flat answers, gradients of G only.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    labels = torch.full((batch_size,), 1.0, dtype=torch.float, device=device)
    noise = torch.normal(0.0, 1.0, (batch_size, input_dim)).to(device)
    errG = loss_func(D(G(noise)).view(-1), labels)
    optim_G.zero_grad()
    errG.backward(inputs=list(G.parameters()))
    optim_G.step()
    return errG.item()
