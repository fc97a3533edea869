# BCELoss, which wants probabilities.
# fails: generator-step-loss, generator-step-update, generator-step-noise, generator-step-device
# says: a D that gives logits needs BCEWithLogitsLoss
def generator_step(D, G, batch_size, optim_G, nz, device):
    optim_G.zero_grad()
    answers = D(G(torch.randn(batch_size, nz, 1, 1, device=device)))
    loss = nn.BCELoss()(answers, torch.ones_like(answers))
    loss.backward()
    optim_G.step()
    return loss.item()
