# Sigmoid, then BCELoss: no gradient when D is very sure.
# fails: generator-step-update
# says: a Sigmoid and then a logarithm, in BCELoss
def generator_step(D, G, batch_size, optim_G, nz, device):
    """One update of G, towards images that D takes for real (label exactly 1).

    Returns the loss before the update as a float.
    """
    optim_G.zero_grad()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    logits = torch.sigmoid(D(G(noise)))
    loss = nn.BCELoss()(logits, torch.ones_like(logits))
    loss.backward()
    optim_G.step()
    return loss.item()
