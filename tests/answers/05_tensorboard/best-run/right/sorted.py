# A sorted list, sums in place of means.
def healthy(scalars):
    wanted = [scalars.get(tag, []) for tag in ("Loss/discriminator", "Loss/generator", "Quality/distance")]
    values = torch.tensor([value for points in wanted for _, value in points])
    return min(map(len, wanted)) > 0 and len(wanted[2]) > 2 and bool(values.isfinite().all())


def best_run(root):
    ranked = []
    for entry in os.scandir(root):
        if entry.is_dir() and healthy(scalars := read_scalars(entry.path)):
            ranked.append((sum(value for _, value in scalars["Quality/distance"][-3:]), entry.name))
    ranked.sort()
    return ranked[0][1] if ranked else None
