# The outlines stay where they are.
# fails: outline-generator-step-device
# says: on the CPU
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    images = images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
