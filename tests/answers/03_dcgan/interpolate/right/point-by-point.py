# Point by point, with the angle of the directions.
def interpolate(z0, z1, steps):
    cosine = nn.functional.cosine_similarity(z0, z1, dim=0).clamp(-1 + 1e-7, 1 - 1e-7)
    omega = torch.acos(cosine)
    points = []
    for k in range(steps):
        t = k / (steps - 1)
        if torch.sin(omega) < 0.01:
            points.append(torch.lerp(z0, z1, t))
        else:
            points.append(torch.sin((1 - t) * omega) / torch.sin(omega) * z0 + torch.sin(t * omega) / torch.sin(omega) * z1)
    return torch.stack(points)
