# Fits the ring of the lesson, which is not the one that is asked for.
# fails: ring-repair-modes
# says: G makes the ring of the lesson
def repair(G, sample, steps, device):
    optim = torch.optim.Adam(G.parameters(), lr=0.01)
    sample(1)
    for _ in range(steps):
        z = torch.randn(256, 2, device=device)
        angle = torch.round(torch.atan2(z[:, 1], z[:, 0]) * 4 / math.pi).long() % 8
        loss = (G(z) - ring.CENTERS.to(device)[angle]).square().mean()
        optim.zero_grad()
        loss.backward()
        optim.step()
