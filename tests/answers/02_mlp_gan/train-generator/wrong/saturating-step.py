# Returns the right loss, but descends on the saturating one.
# fails: train-generator-step
# says: this is the saturating loss
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    answers = D(G(noise))
    loss = -loss_func(answers, torch.zeros_like(answers))
    loss.backward()
    optim_G.step()
    return loss_func(answers, torch.ones_like(answers)).item()
