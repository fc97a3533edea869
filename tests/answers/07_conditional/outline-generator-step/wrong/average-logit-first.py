# Averages an image's logits and takes the BCE of that average.
# fails: outline-generator-step-loss, outline-generator-step-update
# says: logits are averaged image by image
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    logit = D(torch.cat([o, fake], 1)).flatten(1).mean(1)  # one verdict an image
    loss_gan = nn.functional.binary_cross_entropy_with_logits(logit, torch.ones_like(logit))
    loss = loss_gan + weight * (fake - x).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
