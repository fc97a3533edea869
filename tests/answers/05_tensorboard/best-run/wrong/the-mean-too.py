# Returns the mean beside the name.
# fails: best-run-quality, best-run-sick, best-run-broken
# says: should return a name or None, not tuple
def best_run(root):
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    best = None
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, [])] for tag in tags]
        finite = all(math.isfinite(value) for column in columns for value in column)
        if all(columns) and finite and len(columns[2]) >= 3:
            mean = sum(columns[2][-3:]) / 3
            if best is None or mean < best[1]:
                best = name, mean
    return best
