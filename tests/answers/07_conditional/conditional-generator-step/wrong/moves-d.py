# Moves D's weights by hand too.
# fails: conditional-generator-step-update
# says: changed D
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    drawn = torch.randint(classes, (batch_size,), device=device)
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    on_fake = D(G(noise, drawn), drawn)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    loss.backward()
    optim_G.step()
    with torch.no_grad():
        for parameter in D.parameters():
            parameter -= 0.01 * parameter.grad
    return loss.item()
