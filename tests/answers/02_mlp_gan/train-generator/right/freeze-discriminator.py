# Freezes D while the gradient runs through it, and thaws it afterwards.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    """One update of G, towards images that D takes for real."""
    D.requires_grad_(False)
    optim_G.zero_grad()
    noise = torch.randn(batch_size, input_dim, device=device)
    answers = D(G(noise))
    loss = loss_func(answers, torch.ones_like(answers))
    loss.backward()
    optim_G.step()
    D.requires_grad_(True)
    return loss.item()
