# T gets no gradient, so it is never learned.
# fails: minibatch-features-batch
# says: to T
def minibatch_features(x, T):
    M = torch.tensordot(x, T.detach(), dims=1)
    return torch.exp(-(M[None] - M[:, None]).abs().sum(3)).sum(0) - 1
