# nn.L1Loss, nn.BCEWithLogitsLoss and labels of the right shape.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.BCEWithLogitsLoss()(on_pairs, torch.full(on_pairs.shape, 1.0, device=on_pairs.device))
    loss = loss + weight * nn.L1Loss()(fakes, images)
    loss.backward()
    optim_G.step()
    return loss.item()
