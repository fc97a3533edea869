# The naive −log σ: without an epsilon float32 still keeps value and gradient at −30 (it breaks only near −88).
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    fake = G(outlines)
    prob = torch.sigmoid(D(torch.cat([outlines, fake], 1)))
    loss = -prob.log().mean() + weight * (fake - images).abs().mean()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
