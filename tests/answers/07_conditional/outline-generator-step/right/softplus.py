# softplus(−logit) is BCE with label 1.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    loss = nn.functional.softplus(-on_pairs).mean()
    loss = loss + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
