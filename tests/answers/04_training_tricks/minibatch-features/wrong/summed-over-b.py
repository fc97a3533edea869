# The distance sums over the rows B, too, and every row gets the same number.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: runs over the rows b too
def minibatch_features(x, T):
    M = torch.einsum("na,abc->nbc", x, T)  # (N, B, C)
    distances = (M.unsqueeze(0) - M.unsqueeze(1)).abs().sum(dim=3).sum(dim=2, keepdim=True).expand(-1, -1, T.shape[1])
    return torch.exp(-distances).sum(dim=1) - 1
