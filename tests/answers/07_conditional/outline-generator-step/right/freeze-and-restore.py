# Freezes D by requires_grad and restores each flag in a finally; softplus.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    flags = [p.requires_grad for p in D.parameters()]
    D.requires_grad_(False)
    try:
        made = G(outlines)
        gan = nn.functional.softplus(-D(torch.cat([outlines, made], 1))).mean()
        loss = gan + weight * nn.functional.l1_loss(made, images)
        optim_G.zero_grad()
        loss.backward()
        optim_G.step()
    finally:
        for p, flag in zip(D.parameters(), flags):
            p.requires_grad_(flag)
    return loss.item()
