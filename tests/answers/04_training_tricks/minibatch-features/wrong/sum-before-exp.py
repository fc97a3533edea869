# exp of the summed distances.
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: exp was taken of the sum
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp(-(M[None] - M[:, None]).abs().sum(3).sum(0))
