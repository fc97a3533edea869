# Every gradient value is cut off at ±0.1 before the step.
# fails: outline-generator-step-update, outline-generator-step-modes
# says: a weight's move in G (largest right one
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad(set_to_none=True)
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pair, torch.ones_like(on_pair))
    loss = loss + weight * nn.functional.l1_loss(fake, images)
    loss.backward()
    nn.utils.clip_grad_value_(G.parameters(), 0.1)  # for stable training
    optim_G.step()
    return loss.item()
