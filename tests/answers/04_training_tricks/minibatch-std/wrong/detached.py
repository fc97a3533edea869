# The deviation is a plain number, so G never learns from it.
# fails: minibatch-std-value
# says: passes through the new feature
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = ((x - x.mean(0)).square().mean(0) + 1e-8).sqrt().mean().item()
        return torch.cat([x, torch.full_like(x[:, :1], s)], dim=1)
