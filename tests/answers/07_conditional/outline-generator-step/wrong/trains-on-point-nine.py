# Updates with label 0.9 while it returns the loss with label 1.
# fails: outline-generator-step-update, outline-generator-step-modes
# says: the label looks smoothed to
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    bce = nn.functional.binary_cross_entropy_with_logits
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], 1))
    l1 = (fake - images).abs().mean()
    optim_G.zero_grad()
    (bce(on_pair, torch.full_like(on_pair, 0.9)) + weight * l1).backward()  # smooth labels: more stable
    optim_G.step()
    return (bce(on_pair, torch.ones_like(on_pair)) + weight * l1).item()
