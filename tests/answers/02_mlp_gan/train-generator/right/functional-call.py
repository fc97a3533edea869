# Calls D with detached weights, so that no gradient comes to it.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    weights = {name: p.detach() for name, p in D.named_parameters()}
    fake = G(torch.randn(batch_size, input_dim, device=device))
    answers = torch.func.functional_call(D, weights, (fake,))
    loss = loss_func(answers, torch.ones_like(answers))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
