# L1 is the absolute value of the mean difference.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes
# says: the bars of
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    on_pair = D(torch.cat([o, fake], 1))
    bce = nn.functional.binary_cross_entropy_with_logits(on_pair, torch.ones_like(on_pair))
    loss = bce + weight * (fake - x).mean().abs()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
