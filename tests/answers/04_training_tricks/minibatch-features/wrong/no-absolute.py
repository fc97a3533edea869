# The absolute value is missing: differences cancel.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: the absolute value is missing
def minibatch_features(x, T):
    M = torch.einsum("na,abc->nbc", x, T)  # (N, B, C)
    distances = (M.unsqueeze(0) - M.unsqueeze(1)).sum(dim=3)  # (N, N, B)
    return torch.exp(-distances).sum(dim=1) - 1
