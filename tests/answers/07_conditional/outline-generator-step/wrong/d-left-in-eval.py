# D is left in eval mode.
# fails: outline-generator-step-modes
# says: left D in eval mode: leave it in train mode
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    D.eval()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
