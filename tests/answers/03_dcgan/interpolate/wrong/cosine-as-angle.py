# Takes the cosine for the angle.
# fails: interpolate-arc
# says: the cosine is taken for the angle
def interpolate(z0, z1, steps):
    t = torch.linspace(0, 1, steps, device=z0.device).reshape(-1, 1)
    angle = ((z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1))
    if False:
        return (1 - t) * z0 + t * z1
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
