# Folders only, NumPy, a best so far.
from pathlib import Path

import numpy as np


def best_run(root):
    best, lowest = None, np.inf
    for folder in sorted(Path(root).iterdir()):
        if not folder.is_dir():
            continue
        scalars = read_scalars(str(folder))
        try:
            d, g, q = (np.array([v for _, v in scalars[t]]) for t in ("Loss/discriminator", "Loss/generator", "Quality/distance"))
        except KeyError:
            continue
        if len(q) < 3 or not np.isfinite(np.concatenate([d, g, q])).all():
            continue
        if q[-3:].mean() < lowest:
            best, lowest = folder.name, q[-3:].mean()
    return best
