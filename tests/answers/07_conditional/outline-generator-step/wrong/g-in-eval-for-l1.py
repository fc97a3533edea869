# L1 is taken on an image that G makes in eval mode.
# fails: outline-generator-step-modes
# says: D was never shown the pairs of outlines and G(outlines) as they are
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    on_pair = D(torch.cat([outlines, G(outlines)], 1))
    loss_gan = nn.functional.binary_cross_entropy_with_logits(on_pair, torch.ones_like(on_pair))
    G.eval()
    loss_l1 = nn.functional.l1_loss(G(outlines), images)
    G.train()
    loss = loss_gan + weight * loss_l1
    loss.backward()
    optim_G.step()
    return loss.item()
