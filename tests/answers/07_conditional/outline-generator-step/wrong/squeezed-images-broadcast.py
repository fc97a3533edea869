# Images lose their channel axis, so each G(outlines) is compared with all images (N, N, H, W).
# fails: outline-generator-step-loss, outline-generator-step-update, outline-generator-step-modes
# says: each of G(outlines) is compared with every image: of the two, one has
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    outlines = outlines.to(device)
    target = images.squeeze(1).to(device)
    fake = G(outlines)
    on_pair = D(torch.cat([outlines, fake], dim=1))
    loss_gan = nn.functional.softplus(-on_pair).mean()
    loss_l1 = torch.abs(fake - target).mean()
    loss = loss_gan + weight * loss_l1
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
