# In eval mode the feature is 0.
# fails: minibatch-std-value
# says: in eval mode
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        variance = x.var(dim=0, unbiased=False)
        mean = (variance + 1e-8).sqrt().mean() * float(self.training)
        feature = mean.expand(x.shape[0], 1, *x.shape[2:])
        return torch.cat([x, feature], dim=1)
