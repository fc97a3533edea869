# The deviation goes over the features (dim 1) of each sample.
# fails: minibatch-std-value
# says: it should run over the batch
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        variance = x.var(dim=1, unbiased=False)
        mean = (variance + 1e-8).sqrt().mean()
        return torch.cat([x, mean.expand(x.shape[0], 1, *x.shape[2:])], dim=1)
