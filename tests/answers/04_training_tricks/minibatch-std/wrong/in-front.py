# The new feature comes first.
# fails: minibatch-std-shape
# says: stands before the others
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = ((x - x.mean(0)).square().mean(0) + 1e-8).sqrt().mean()
        return torch.cat([s.expand_as(x[:, :1]), x], dim=1)
