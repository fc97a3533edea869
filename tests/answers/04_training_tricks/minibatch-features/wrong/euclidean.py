# The Euclidean norm.
# fails: minibatch-features-batch
# says: use the L1 norm
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp(-((M[None] - M[:, None]).square().sum(3) + 1e-12).sqrt()).sum(0) - 1
