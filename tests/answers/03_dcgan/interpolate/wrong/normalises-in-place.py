# Normalises the vectors in place.
# fails: interpolate-arc, interpolate-device, interpolate-parallel
# says: changed its input z0 in place
def interpolate(z0, z1, steps):
    z0.div_(z0.norm())
    z1.div_(z1.norm())
    t = torch.linspace(0, 1, steps, device=z0.device).reshape(-1, 1)
    angle = torch.acos((z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1))
    if torch.sin(angle) < 1e-3:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
