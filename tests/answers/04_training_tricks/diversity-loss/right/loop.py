# Pair by pair.
def diversity_loss(images, z):
    n = z.size(0) // 2
    r = 0
    for i in range(n):
        r = r + (images[i] - images[i + n]).abs().mean() / ((z[i] - z[i + n]).abs().mean() + 1e-8)
    return 1.0 / (r / n + 1e-5)
