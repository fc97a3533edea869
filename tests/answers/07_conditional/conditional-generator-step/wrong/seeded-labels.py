# A generator of its own with a fixed seed draws the same labels each time.
# fails: conditional-generator-step-draws
# says: the same labels in two calls
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    drawn = torch.randint(classes, (batch_size,), generator=torch.Generator().manual_seed(1)).to(device)
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    on_fake = D(G(noise, drawn), drawn)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    loss.backward()
    optim_G.step()
    return loss.item()
