# The step in a closure.
def discriminator_step(D, G, real, optim_D, nz, device):
    bce = nn.functional.binary_cross_entropy_with_logits
    n = len(real)
    fake = G(torch.empty(n, nz, 1, 1, device=device).normal_()).detach()

    def closure():
        optim_D.zero_grad()
        loss = bce(D(real.to(device)).squeeze(1), torch.full((n,), 1.0, device=device))
        loss = loss + bce(D(fake).squeeze(1), torch.full((n,), 0.0, device=device))
        loss.backward()
        return loss

    return float(optim_D.step(closure))
