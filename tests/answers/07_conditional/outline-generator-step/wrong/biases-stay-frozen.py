# Thaws only D's parameters named weight, its biases stay frozen.
# fails: outline-generator-step-update
# says: the generator's step left D frozen: set requires_grad back to True
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    for p in D.parameters():
        p.requires_grad_(False)
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], 1))
    loss = nn.functional.softplus(-on_pair).mean() + weight * (fake - images).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    for name, p in D.named_parameters():
        if name.endswith("weight"):
            p.requires_grad_(True)
    return loss.item()
