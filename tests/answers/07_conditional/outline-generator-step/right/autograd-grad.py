# No backward: torch.autograd.grad for G's parameters only, written into .grad; D collects nothing.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    loss = -nn.functional.logsigmoid(D(torch.cat([o, fake], 1))).mean() + weight * (x - fake).abs().mean()
    optim_G.zero_grad()
    wanted = [p for p in G.parameters() if p.requires_grad]
    for p, gradient in zip(wanted, torch.autograd.grad(loss, wanted, allow_unused=True)):
        p.grad = gradient
    optim_G.step()
    return loss.item()
