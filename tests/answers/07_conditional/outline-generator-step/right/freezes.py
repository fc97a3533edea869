# Freezes D for the step.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    o, x = outlines.to(device), images.to(device)
    for p in D.parameters():
        p.requires_grad_(False)
    made = G(o)
    logits = D(torch.cat((o, made), dim=1))
    loss = nn.functional.softplus(-logits).mean() + weight * nn.functional.l1_loss(made, x)
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    for p in D.parameters():
        p.requires_grad_(True)
    return float(loss)
