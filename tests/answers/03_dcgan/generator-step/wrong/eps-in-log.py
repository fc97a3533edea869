# Writes −log(σ(logit) + 1e-8), whose gradient is gone at a logit of −30.
# fails: generator-step-update
# says: a small number added, lose the gradient
def generator_step(D, G, batch_size, optim_G, nz, device):
    """One update of G's weights, and of no others, towards images that D takes for real (label exactly 1).

    Normal noise (batch_size, nz, 1, 1) on `device`, drawn anew in each call.
    Both networks are in train mode, and stay in it. Gradients of earlier steps play no part.
    D may collect gradients; its weights stay, and ask for gradients afterwards as before.
    The loss keeps its gradient where D is sure of a fake image, with a logit of −30.
    Returns the loss before the update as a float.
    """
    optim_G.zero_grad()
    p = torch.sigmoid(D(G(torch.randn(batch_size, nz, 1, 1, device=device))))
    loss = -torch.log(p + 1e-8).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
