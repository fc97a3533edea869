# Each part goes back by itself, and the gradients add up.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    pairs = torch.empty(len(fakes), 2, *fakes.shape[2:], device=device)
    pairs[:, :1], pairs[:, 1:] = outlines, fakes
    logits = D(pairs)
    adversarial = nn.functional.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    distance = weight * torch.mean(torch.abs(images - fakes))
    adversarial.backward(retain_graph=True)
    distance.backward()
    optim_G.step()
    return adversarial.item() + distance.item()
