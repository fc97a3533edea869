# t is 0.5 in every step.
# fails: interpolate-arc, interpolate-parallel
# says: all points are the middle one
def interpolate(z0, z1, steps):
    t = torch.full((steps, 1), 0.5, device=z0.device)
    angle = torch.acos((z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1))
    if torch.sin(angle) < 1e-3:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
