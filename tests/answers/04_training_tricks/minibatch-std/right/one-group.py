# As in StyleGAN code, with groups, here one group of the whole batch.
class MinibatchStdDev(nn.Module):
    def forward(self, x):
        n = x.shape[0]
        y = x.reshape(1, n, -1)
        y = y - y.mean(dim=1, keepdim=True)
        y = (y.square().mean(dim=1) + 1e-8).sqrt().mean(dim=1)
        shape = (n, 1) + tuple(x.shape[2:])
        return torch.cat([x, y.view(1, *[1] * (x.dim() - 1)).expand(shape)], dim=1)
