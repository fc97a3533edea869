# The batch is rolled by 1, 2, …, N - 1 and compared place by place.
def minibatch_features(x, T):
    M = torch.stack([x @ T[:, b] for b in range(T.shape[1])], dim=1)  # (N, B, C)
    o = torch.zeros_like(M[:, :, 0])
    for shift in range(1, len(x)):
        o = o + (M - torch.roll(M, shift, 0)).abs().sum(-1).neg().exp()
    return o
