# The mean over the samples, and then 1 less.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: the mean was taken over the samples
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp(-(M[None] - M[:, None]).abs().sum(3)).mean(0) - 1
