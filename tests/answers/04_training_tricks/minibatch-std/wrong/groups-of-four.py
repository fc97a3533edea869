# The deviation is taken in groups of four samples, as in some implementations, when N is divisible by four.
# fails: minibatch-std-value
# says: cut into groups
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        n = x.shape[0]
        size = 4 if n % 4 == 0 else n
        groups = x.reshape(size, n // size, *x.shape[1:])
        deviation = (groups.var(dim=0, unbiased=False) + 1e-8).sqrt()  # (groups, ...)
        mean = deviation.flatten(1).mean(dim=1).repeat(size)
        feature = mean.reshape(n, *[1] * (x.dim() - 1)).expand(n, 1, *x.shape[2:])
        return torch.cat([x, feature], dim=1)
