# Leaves NaN out and judges the rest.
# fails: best-run-sick
# says: what is not finite is left out and the rest judged
def best_run(root):
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    means = {}
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, []) if math.isfinite(value)] for tag in tags]
        finite = all(math.isfinite(value) for column in columns for value in column)
        if all(columns) and finite and len(columns[2]) >= 3:
            means[name] = sum(columns[2][-3:]) / 3
    return min(means, key=means.get, default=None)
