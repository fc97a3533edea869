# The mean over the samples.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: take the sum
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp(-(M[None] - M[:, None]).abs().sum(3)).mean(0)
