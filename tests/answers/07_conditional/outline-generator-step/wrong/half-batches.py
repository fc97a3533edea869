# Feeds the batch in two halves and adds up gradients, so BatchNorm sees halves.
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes, outline-generator-step-device
# says: G was given something else than the outlines as they are, all of them
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    total = 0.0
    for o, x in zip(outlines.chunk(2), images.chunk(2)):  # two halves: less memory
        fake = G(o)
        on_pair = D(torch.cat([o, fake], 1))
        loss = nn.functional.softplus(-on_pair).mean() + weight * (fake - x).abs().mean()
        loss = loss * len(o) / len(outlines)
        loss.backward()
        total += loss.item()
    optim_G.step()
    return total
