# D sees the deviation of its hidden features over the batch.
class Deviation(nn.Module):
    def forward(self, x):
        s = ((x - x.mean(0)).square().mean(0) + 1e-8).sqrt().mean()
        return torch.cat([x, s.expand_as(x[:, :1])], 1)


def repair(G, sample, steps, device):
    D = nn.Sequential(
        nn.Linear(2, 32), nn.LeakyReLU(0.2), nn.Linear(32, 32), nn.LeakyReLU(0.2), Deviation(), nn.Linear(33, 1)
    ).to(device)
    train_ring(G, D, sample, steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
