# torch.std divides by N − 1, and has no 1e-8.
# fails: minibatch-std-value
# says: divides by N − 1
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        s = x.std(dim=0).nan_to_num(0).mean()
        return torch.cat([x, s.expand_as(x[:, :1])], dim=1)
