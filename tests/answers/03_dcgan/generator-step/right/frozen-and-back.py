# Freezes D by requires_grad_, uses softplus and normal.
def generator_step(D, G, batch_size, optim_G, nz, device):
    D.requires_grad_(False)
    noise = torch.normal(0.0, 1.0, (batch_size, nz, 1, 1), device=device)
    loss = nn.functional.softplus(-D(G(noise))).mean()
    optim_G.zero_grad(set_to_none=False)
    loss.backward()
    optim_G.step()
    D.requires_grad_(True)
    return loss.detach().cpu().numpy().item()
