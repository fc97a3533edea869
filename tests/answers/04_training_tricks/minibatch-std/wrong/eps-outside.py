# Adds 1e-8 after the root, where it does not help the gradient.
# fails: minibatch-std-value
# says: the gradient is not finite
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = ((x - x.mean(0)).square().mean(0).sqrt() + 1e-8).mean()
        return torch.cat([x, s.expand_as(x[:, :1])], dim=1)
