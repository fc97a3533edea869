# L1 as a sum over the pixels of each image.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes
# says: L1 is summed over the pixels
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().sum((1, 2, 3)).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
