# Leaves out the points where a density is 0.
def jensen_shannon(p, q, dx):
    m, total = (p + q) / 2, 0.0
    for density in (p, q):
        there = density > 0
        total = total + 0.5 * torch.sum(density[there] * torch.log(density[there] / m[there])) * dx
    return total
