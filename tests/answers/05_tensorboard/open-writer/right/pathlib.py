# Paths from pathlib, numbers from itertools.
from itertools import count
from pathlib import Path


def open_writer(root, name):
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    free = next(Path(root) / each for each in names if not (Path(root) / each).exists())
    return SummaryWriter(log_dir=free)
