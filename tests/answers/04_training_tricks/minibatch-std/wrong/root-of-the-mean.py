# The root of the mean variance.
# fails: minibatch-std-value
# says: first the root, then the mean
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = (x.var(0, correction=0).mean() + 1e-8).sqrt()
        return torch.cat([x, s.expand_as(x[:, :1])], dim=1)
