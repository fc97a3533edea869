# Makes a new Adam in each call in place of stepping optim_G.
# fails: outline-generator-step-update, outline-generator-step-modes
# says: times: step() was called on another optimizer, not on the one handed
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines, images = outlines.to(device), images.to(device)
    optimizer = torch.optim.Adam(G.parameters(), lr=optim_G.param_groups[0]["lr"], betas=(0.5, 0.999))
    optimizer.zero_grad()
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pair, torch.ones_like(on_pair))
    loss = loss + weight * nn.functional.l1_loss(fake, images)
    loss.backward()
    optimizer.step()
    return loss.item()
