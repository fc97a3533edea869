# Reads with the course's own reader.
def best_run(root):
    best, least = None, math.inf
    for name, run in runs.read_all(root).items():
        try:
            losses = [v for tag in ("Loss/discriminator", "Loss/generator") for _, v in run.scalars[tag]]
            distances = [v for _, v in run.scalars["Quality/distance"]]
        except KeyError:
            continue
        mean = sum(distances[-3:]) / 3
        if len(distances) >= 3 and all(abs(v) < math.inf for v in losses + distances) and mean < least:
            best, least = name, mean
    return best
