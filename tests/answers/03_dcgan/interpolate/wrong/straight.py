# A straight line.
# fails: interpolate-arc
# says: and it comes at a right angle too
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps)[:, None]
    return (1 - t) * z0 + t * z1
