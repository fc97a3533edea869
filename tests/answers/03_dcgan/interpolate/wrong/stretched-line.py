# A straight line, stretched to the sphere.
# fails: interpolate-arc
# says: their angles are not even
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps)[:, None]
    line = (1 - t) * z0 + t * z1
    return line / line.norm(dim=1, keepdim=True) * ((1 - t) * z0.norm() + t * z1.norm())
