# The cosine is not clamped: rounding can make it larger than 1.
# fails: interpolate-parallel
# says: clamp the cosine
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps)[:, None]
    angle = torch.acos(z0 @ z1 / (z0.norm() * z1.norm()))
    if torch.sin(angle) < 1e-3:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
