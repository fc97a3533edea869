# A straight line.
# fails: interpolate-arc
# says: this is the straight line
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps)[:, None]
    return (1 - t) * z0 + t * z1
