# Uses the loss for logits on probabilities.
# fails: train-generator-loss, train-generator-step
# says: a Sigmoid is applied to D's answer
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    answers = D(G(torch.randn(batch_size, input_dim, device=device)))
    loss = nn.functional.binary_cross_entropy_with_logits(answers, torch.ones_like(answers))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
