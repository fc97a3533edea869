# The difference without its bars.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes
# says: the bars of
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
