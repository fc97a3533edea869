# Turns the direction along the arc, and the length evenly.
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, device=z0.device)[:, None]
    a, b = z0 / z0.norm(), z1 / z1.norm()
    lengths = (1 - t) * z0.norm() + t * z1.norm()
    across = (b - (a @ b) * a).norm()
    if across < 1e-3:
        return z0 + t * (z1 - z0)
    angle = torch.atan2(across, a @ b)
    side = (b - (a @ b) * a) / torch.sin(angle)
    return lengths * (torch.cos(t * angle) * a + torch.sin(t * angle) * side)
