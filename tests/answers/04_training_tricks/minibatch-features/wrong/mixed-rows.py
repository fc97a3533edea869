# Reshapes to (N, C, B) and turns it round.
# fails: minibatch-features-batch
# says: the rows of M are mixed up
def minibatch_features(x, T):
    a, b, c = T.shape
    M = (x @ T.reshape(a, c * b)).reshape(len(x), c, b).transpose(1, 2)
    return torch.exp(-(M[None] - M[:, None]).abs().sum(3)).sum(0) - 1
