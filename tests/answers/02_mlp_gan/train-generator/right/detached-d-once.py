# Keeps D's gradients cleared and its answer in a list.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    answers = [D(x[None]) for x in G(noise)]
    loss = loss_func(torch.cat(answers), ones)
    loss.backward()
    optim_G.step()
    return loss.item()
