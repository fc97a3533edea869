# Labels its images 0, as D does.
# fails: train-generator-loss, train-generator-step
# says: in the generator's step its images are labelled 1
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    zeros = torch.zeros(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)
    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), zeros)
    loss.backward()
    optim_G.step()
    return loss.item()
