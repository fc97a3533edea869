# No case for parallel vectors.
# fails: interpolate-parallel
# says: parallel vectors give NaN: sin θ is 0 there, so take the straight line
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps)[:, None]
    angle = torch.acos((z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1))
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
