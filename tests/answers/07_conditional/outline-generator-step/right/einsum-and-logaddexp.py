# L1 as an einsum over all axes by the number of pixels, BCE as logaddexp(0, −logit), pair by stack and flatten.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    logits = D(torch.stack([o, fake], 1).flatten(1, 2))
    minus_log_d = torch.logaddexp(torch.zeros_like(logits), -logits)
    l1 = torch.einsum("nchw->", (fake - x).abs()) / fake.numel()
    loss = minus_log_d.sum() / logits.numel() + weight * l1
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.detach().cpu().tolist()
