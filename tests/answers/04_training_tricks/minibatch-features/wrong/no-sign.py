# exp of the distance, without its minus sign.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: this is exp(+distance)
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp((M[None] - M[:, None]).abs().sum(3)).sum(0) - 1
