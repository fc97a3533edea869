# Looks at the distances only.
# fails: best-run-sick, best-run-broken
# says: only the distances are searched
def best_run(root):
    tags = ("Quality/distance",)
    means = {}
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, [])] for tag in tags]
        finite = all(math.isfinite(value) for column in columns for value in column)
        if all(columns) and finite and len(columns[0]) >= 3:
            means[name] = sum(columns[0][-3:]) / 3
    return min(means, key=means.get, default=None)
