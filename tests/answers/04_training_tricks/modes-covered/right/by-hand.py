# Distances by broadcasting, a loop over the centres.
def modes_covered(samples, centers, std):
    away = (samples[:, None, :] - centers[None, :, :]).pow(2).sum(-1).sqrt()
    good = away <= 3 * std
    modes = sum(bool(good[:, k].any()) for k in range(len(centers)))
    return modes, float(good.any(dim=1).float().mean())
