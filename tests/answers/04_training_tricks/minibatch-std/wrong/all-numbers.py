# The deviation of all numbers together.
# fails: minibatch-std-value
# says: of all numbers together
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = (x.var(correction=0) + 1e-8).sqrt()
        return torch.cat([x, s.expand_as(x[:, :1])], dim=1)
