# Looks for NaN, not for infinity.
# fails: best-run-sick
# says: NaN is found, infinity is not
def best_run(root):
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    means = {}
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, [])] for tag in tags]
        finite = all(not math.isnan(value) for column in columns for value in column)
        if all(columns) and finite and len(columns[2]) >= 3:
            means[name] = sum(columns[2][-3:]) / 3
    return min(means, key=means.get, default=None)
