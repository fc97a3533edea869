# One formula with a sign.
def adapt(p, signs, target, rate):
    step = torch.sign(signs.mean() - target).item()
    return max(0.0, min(1.0, p + rate * step))
