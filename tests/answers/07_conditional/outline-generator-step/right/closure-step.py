# The optimizer calls a closure that zeroes, computes and differentiates; step returns the loss before the update.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    def closure():
        optim_G.zero_grad()
        o, x = outlines.to(device), images.to(device)
        fake = G(o)
        on_pair = D(torch.hstack([o, fake]))
        loss = nn.functional.softplus(-on_pair).mean() + weight * (fake - x).abs().mean()
        loss.backward()
        return loss

    return optim_G.step(closure).item()
