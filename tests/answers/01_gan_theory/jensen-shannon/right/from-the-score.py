# From V(D*, G), where 0 · log 0 is left out.
def jensen_shannon(p, q, dx):
    real, fake = p > 0, q > 0
    score = (p[real] * torch.log(p[real] / (p + q)[real])).sum() + (q[fake] * torch.log(q[fake] / (p + q)[fake])).sum()
    return (score * dx + math.log(4)) / 2
