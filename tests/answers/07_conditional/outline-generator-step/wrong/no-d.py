# Only L1.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes
# says: D plays no part
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
