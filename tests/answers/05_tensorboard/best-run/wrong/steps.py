# Takes the steps for the values.
# fails: best-run-quality
# says: as if steps were taken for values
def best_run(root):
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    means = {}
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, [])] for tag in tags]
        if all(columns) and all(math.isfinite(v) for column in columns for v in column) and len(columns[2]) >= 3:
            means[name] = sum(step for step, _ in scalars["Quality/distance"][-3:]) / 3
    return min(means, key=means.get, default=None)
