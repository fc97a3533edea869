# The deviation is computed without gradients.
# fails: minibatch-std-value
# says: passes through the new feature
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        with torch.no_grad():
            s = ((x - x.mean(0)).square().mean(0) + 1e-8).sqrt().mean()
        return torch.cat([x, s.expand_as(x[:, :1])], dim=1)
