# D's BatchNorm layers use their running statistics during the step.
# fails: outline-generator-step-modes
# says: D was in eval mode, and judged with its running averages: leave it in
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    norms = [layer for layer in D.modules() if isinstance(layer, nn.BatchNorm2d)]
    for layer in norms:
        layer.eval()  # G's step must not change D's running mean
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], 1))
    bce = nn.functional.binary_cross_entropy_with_logits(on_pair, torch.ones_like(on_pair))
    loss = bce + weight * (fake - images).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    for layer in norms:
        layer.train()
    return loss.item()
