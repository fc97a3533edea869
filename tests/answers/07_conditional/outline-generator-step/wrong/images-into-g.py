# G is given the images.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes, outline-generator-step-device
# says: G was given the images
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(images)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
