# The angle from its sine: obtuse angles come out acute.
# fails: interpolate-arc
# says: θ comes out acute: arcsin gives no obtuse angle
def interpolate(z0, z1, steps):
    """Points along the arc from z0 to z1, both ends included, at even angles.

    z0, z1: vectors (nz,). Returns (steps, nz), for steps >= 2. Parallel vectors: a straight line.
    """
    t = torch.linspace(0, 1, steps, dtype=z0.dtype, device=z0.device)[:, None]
    cos = (z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1)
    theta = torch.asin((1 - cos**2).sqrt())
    sin = torch.sin(theta)
    if sin < 1e-3:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * theta) * z0 + torch.sin(t * theta) * z1) / sin
