# Sigmoid, then BCELoss: no gradient where D is sure.
# fails: outline-generator-step-update
# says: lose the gradient where D is sure and wrong
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.BCELoss()(on_pairs.sigmoid(), torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
