# Softplus of the logits.
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    drawn = torch.randint(classes, (batch_size,), device=device)
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    on_fake = D(G(noise, drawn), drawn)
    loss = nn.functional.softplus(-on_fake).mean()
    loss.backward()
    optim_G.step()
    return loss.item()
