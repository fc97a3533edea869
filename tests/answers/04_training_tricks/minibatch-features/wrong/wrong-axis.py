# Sums the distances over B (dim 2) in place of C (dim 3), so the answer is (N, C).
# fails: minibatch-features-by-hand, minibatch-features-batch
# says: sum over the last dimension, C
def minibatch_features(x, T):
    """Minibatch discrimination: for each sample, how close the other samples are.

    x: features (N, A); T: learned tensor (A, B, C). M = x·T has shape (N, B, C).
    o[i, b] = sum over j ≠ i of exp(−‖M[i, b] − M[j, b]‖₁), the L1 norm over the C numbers.
    Returns o, shape (N, B), also for N = 1. A sample is not compared with itself. Gradients pass
    to x and to T.
    """
    M = torch.tensordot(x, T, dims=1)
    distances = (M.unsqueeze(0) - M.unsqueeze(1)).abs().sum(dim=2)
    return torch.exp(-distances).sum(dim=1) - 1
