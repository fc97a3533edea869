# D sees real and made pairs as one batch of 2N, which shifts its BatchNorm statistics.
# fails: outline-generator-step-modes
# says: D was shown more than the pairs of outlines and G(outlines), and
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    fake = G(outlines)
    pairs = torch.cat([torch.cat([outlines, images], 1), torch.cat([outlines, fake], 1)])
    on_real, on_fake = D(pairs).chunk(2)
    loss = nn.functional.binary_cross_entropy_with_logits(on_fake, torch.ones_like(on_fake))
    loss = loss + weight * (fake - images).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
