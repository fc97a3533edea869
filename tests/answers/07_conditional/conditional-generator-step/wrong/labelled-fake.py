# Labels its images 0.
# fails: conditional-generator-step-loss, conditional-generator-step-update, conditional-generator-step-modes
# says: labelled
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    loss_func = nn.BCEWithLogitsLoss()
    drawn = torch.randint(classes, (batch_size,), device=device)
    noise = torch.randn(batch_size, nz, 1, 1, device=device)
    optim_G.zero_grad()
    on_fake = D(G(noise, drawn), drawn)
    loss = loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_G.step()
    return loss.item()
