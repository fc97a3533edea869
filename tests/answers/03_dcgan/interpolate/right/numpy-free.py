# Angles in Python numbers, points stacked.
def interpolate(z0, z1, steps):
    cosine = max(-1.0, min(1.0, (z0 @ z1 / z0.norm() / z1.norm()).item()))
    angle, points = math.acos(cosine), []
    for i in range(steps):
        t = i / (steps - 1)
        if math.sin(angle) < 1e-3:
            points.append(torch.lerp(z0, z1, t))
        else:
            points.append((math.sin((1 - t) * angle) * z0 + math.sin(t * angle) * z1) / math.sin(angle))
    return torch.stack(points)
