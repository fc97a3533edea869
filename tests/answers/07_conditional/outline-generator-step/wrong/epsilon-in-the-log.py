# 1e-8 inside the logarithm drowns the probability of a sure D.
# fails: outline-generator-step-update
# says: a Sigmoid and then a logarithm, in BCELoss or with a small number
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    p = D(torch.cat([o, fake], 1)).sigmoid()
    loss = -torch.log(p + 1e-8).mean() + weight * (fake - x).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
