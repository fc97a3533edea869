# BCE as cross-entropy of the classes [logit, 0]; the pair is built by zero-padding channels and adding.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    o, x = outlines.to(device), images.to(device)
    fake = G(o)
    pair = nn.functional.pad(o, (0, 0, 0, 0, 0, 1)) + nn.functional.pad(fake, (0, 0, 0, 0, 1, 0))
    logits = D(pair).reshape(-1)
    two = torch.stack([logits, torch.zeros_like(logits)], 1)
    real = torch.zeros(len(two), dtype=torch.long, device=two.device)  # class 0: real
    loss = nn.functional.cross_entropy(two, real) + weight * torch.linalg.vector_norm(fake - x, 1) / x.numel()
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
