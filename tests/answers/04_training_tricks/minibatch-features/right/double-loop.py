# Two loops over the samples, j = i skipped.
def minibatch_features(x, T):
    A, B, C = T.shape
    M = torch.tensordot(x, T, dims=1)
    rows = []
    for i in range(len(x)):
        o = M.new_zeros(B)
        for j in range(len(x)):
            if j != i:
                o = o + torch.exp(-torch.linalg.vector_norm(M[i] - M[j], ord=1, dim=1))
        rows.append(o)
    return torch.stack(rows)
