# The other samples are constants.
# fails: minibatch-features-batch
# says: the other samples are detached
def minibatch_features(x, T):
    M = torch.tensordot(x, T, dims=1)
    return torch.exp(-(M[None] - M.detach()[:, None]).abs().sum(3)).sum(0) - 1
