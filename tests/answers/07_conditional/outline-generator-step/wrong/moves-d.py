# Moves D's weights by hand too.
# fails: outline-generator-step-update
# says: changed D
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    with torch.no_grad():
        for p in D.parameters():
            if p.grad is not None:
                p -= 0.1 * p.grad
    return loss.item()
