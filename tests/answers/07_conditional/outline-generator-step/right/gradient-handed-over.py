# Both losses are taken on a detached leaf; its gradient is then handed to G by fake.backward(gradient).
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    leaf = fake.detach().requires_grad_(True)
    logits = D(torch.cat([o, leaf], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    loss = loss + weight * (leaf - x).abs().mean()
    (toward_image,) = torch.autograd.grad(loss, leaf)
    optim_G.zero_grad()
    fake.backward(toward_image)
    optim_G.step()
    return loss.item()
