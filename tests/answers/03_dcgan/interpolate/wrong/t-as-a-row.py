# Keeps t in a row.
# fails: interpolate-arc, interpolate-parallel, interpolate-device
# says: give it a size of 1 for each dimension that it lacks
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, device=z0.device)
    angle = torch.acos((z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1))
    if torch.sin(angle) < 1e-3:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
