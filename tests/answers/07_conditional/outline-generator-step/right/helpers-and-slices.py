# Inner helpers, under enable_grad; the pair is a repeated copy of the outline whose second channel is overwritten; |a − b| as a maximum; loss item taken before the update.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    def paired(o, image):
        pair = o.repeat(1, 2, 1, 1)  # always a copy: the outlines stay
        pair[:, 1:] = image
        return pair

    def believable(logits):
        return nn.functional.logsigmoid(logits).mean().neg()

    def near(a, b):
        return torch.maximum(a - b, b - a).mean()

    o, x = outlines.detach().clone().to(device), images.detach().clone().to(device)
    with torch.enable_grad():
        fake = G(o)
        loss = believable(D(paired(o, fake))) + weight * near(fake, x)
    before = loss.item()
    G.zero_grad()
    loss.backward()
    optim_G.step()
    return before
