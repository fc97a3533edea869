# Any tag with NaN disqualifies a run, not only the three.
# fails: best-run-sick
# says: whatever other tags hold
def best_run(root):
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    means = {}
    for name in sorted(os.listdir(root)):
        folder = os.path.join(root, name)
        if not os.path.isdir(folder):
            continue
        try:
            scalars = read_scalars(folder)
        except Exception:
            continue
        if any(tag not in scalars for tag in tags):
            continue
        if not all(math.isfinite(value) for tag in scalars for _, value in scalars[tag]):
            continue
        distances = [value for _, value in scalars["Quality/distance"]]
        if len(distances) < 3:
            continue
        means[name] = sum(distances[-3:]) / 3
    return min(means, key=means.get) if means else None
