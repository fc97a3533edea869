# Own loop: hinge losses, two time scales.
def repair(G, sample, steps, device):
    D = make_D().to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.006, betas=(0.5, 0.999))
    for _ in range(steps):
        fake = G(torch.randn(128, 2, device=device))
        loss = torch.relu(1 - D(sample(128))).mean() + torch.relu(1 + D(fake.detach())).mean()
        optim_D.zero_grad()
        loss.backward()
        optim_D.step()
        loss = -D(G(torch.randn(128, 2, device=device))).mean()
        optim_G.zero_grad()
        loss.backward()
        optim_G.step()
