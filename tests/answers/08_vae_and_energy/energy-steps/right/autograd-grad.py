# Gradients by torch.autograd.grad, put into .grad by hand; no zero_grad needed.
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    noise = torch.normal(0.0, 1.0, size=(len(x), latent), device=x.device)
    with torch.no_grad():
        fake = G(noise)
    hinge = torch.maximum(margin - D.energy(fake), torch.zeros(len(x), device=x.device))
    loss = torch.mean(D.energy(x)) + torch.mean(hinge)
    parameters = [p for group in optim_D.param_groups for p in group["params"]]
    for p, grad in zip(parameters, torch.autograd.grad(loss, parameters, allow_unused=True)):
        p.grad = grad
    optim_D.step()
    return loss.item()


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    noise = torch.normal(0.0, 1.0, size=(n, latent), device=device)
    fake = G(noise)
    loss = torch.mean(D.energy(fake)) + weight * pulling_away_term(D.encode(fake))
    parameters = [p for group in optim_G.param_groups for p in group["params"]]
    for p, grad in zip(parameters, torch.autograd.grad(loss, parameters, allow_unused=True)):
        p.grad = grad
    optim_G.step()
    return loss.item()
