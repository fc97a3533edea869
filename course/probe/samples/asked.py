"""Generators that are asked for digits: known ones, which write down what they were asked."""

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course import data, metrics
from course.probe.samples.noise import check_noise
from course.probe.steps.players import kept
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import classes as labels_of
from course.probe.values.draws import normal, uniform

SIDE, MARGIN, PICTURES = 32, 2, 1500


class Writer(nn.Module):
    """A generator with one picture for each digit, which the noise makes brighter or darker."""

    def __init__(self, nz: int) -> None:
        super().__init__()
        self.noises: list[torch.Tensor] = []
        self.labels: list[torch.Tensor] = []
        self.pictures = nn.Parameter(normal(10, SIDE * SIDE))
        self.weight = nn.Parameter(normal(nz, SIDE * SIDE) / nz**0.5)

    def forward(self, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(y) or y.dtype != torch.int64 or y.dim() != 1:
            raise ValueError("G takes labels (N,), whole numbers (torch.int64)")
        assert not self.training, "G was asked in train mode: sample puts it in eval mode, and back"
        self.noises.append(kept(z).flatten(1))
        self.labels.append(kept(y))
        return self.images(z.flatten(1), y)

    def images(self, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """The images (N, 1, 32, 32) in [−1, 1] for noise (N, nz) and labels (N,)."""
        return torch.tanh(self.pictures[y] + z @ self.weight).reshape(-1, 1, SIDE, SIDE)

    def seen(self) -> tuple[torch.Tensor, torch.Tensor]:
        """All noise, (n, nz), and all labels, (n,), in the order in which they came."""
        assert self.noises, "G is never asked: its images come from sample(G, z, y)"
        return torch.cat(self.noises), torch.cat(self.labels)


class Parrot(Writer):
    """A generator that shows real digits: of the class it was asked for, or of another one."""

    def __init__(self, nz: int, classes: int) -> None:
        super().__init__(nz)
        self.gallery = _gallery()
        self.obeys = uniform(classes, low=0.3, high=0.9)
        self.shown: list[torch.Tensor] = []

    def images(self, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        other = labels_of(len(y), 10)
        chosen = torch.where(uniform(len(y)) < self.obeys[y.cpu()], y.cpu(), other)
        turn = uniform(len(y)).tolist()
        shelves = [self.gallery[digit] for digit in chosen.tolist()]
        made = torch.stack([shelf[int(t * len(shelf))] for shelf, t in zip(shelves, turn, strict=True)])
        self.shown.append(made)
        return made.to(z.device)

    def read(self) -> torch.Tensor:
        """What the classifier reads in all that was shown, (n,)."""
        return metrics.read(self._all()[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN])

    def misread(self) -> list[torch.Tensor]:
        """What it reads in their upper left part, in their lower right part, and where they are shrunk."""
        made = self._all()
        small = nn.functional.interpolate(made, size=SIDE - 2 * MARGIN)
        parts = made[:, :, : -2 * MARGIN, : -2 * MARGIN], made[:, :, 2 * MARGIN :, 2 * MARGIN :], small
        return [metrics.read(part) for part in parts]

    def _all(self):
        return (torch.cat(self.shown) + 1) / 2


@functools.cache
def _gallery():
    """Real digits of each class, (n, 1, 32, 32) in [−1, 1], which a wrong cut often turns into other ones.

    Their margin is white; with it, or with a part of it, most of them look like something else.
    """
    images, labels = (part[:PICTURES] for part in data.digits("train"))
    framed = torch.ones(len(images), 1, SIDE, SIDE)
    framed[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN] = images
    right, low = metrics.read(images), metrics.read(framed[:, :, 2 * MARGIN :, 2 * MARGIN :])
    shelves = [2 * framed[(labels == digit) & (right != low)] - 1 for digit in range(10)]
    return [shelf if len(shelf) else 2 * framed[labels == digit] - 1 for digit, shelf in enumerate(shelves)]


def _asked_for(obedience, G, classes, n):
    __tracebackhide__ = True
    shares = attempt("obedience", obedience, G, classes, n)
    _, labels = G.seen()
    counts = labels.bincount(minlength=classes).tolist()
    assert counts == [n] * classes, (
        f"obedience(G, {classes}, {n}) asked for the classes 0, 1, … {counts} times: {n} images of each"
    )
    return shares, labels


def check_obedience(
    obedience: Callable[..., Any], classes: int, n: int, nz: int, place: torch.device | str = "cpu"
) -> None:
    """Check the share of each class, on a generator that obeys now and then, and is on ``place``."""
    __tracebackhide__ = True
    G = Parrot(nz, classes).to(place)
    shares, labels = _asked_for(obedience, G, classes, n)
    what = f"obedience(G, {classes}, {n})"
    if torch.is_tensor(shares) and shares.dim() == 0:
        raise AssertionError(f"{what} is one number: give one share for each class")
    tensor(shares, (classes,), what)
    assert shares.is_floating_point(), f"{what} holds {shares.dtype}: a share is a float"
    seen = G.read()
    hits = (seen == labels).float()
    right, top, low, small = (
        torch.stack([(read == labels).float()[labels == k].mean() for k in range(classes)])
        for read in (seen, *G.misread())
    )
    same(shares, right, f"a share of {what}", {
        "the images of different classes are mixed up: are the shares taken in the order of the labels?": [
            hits.reshape(classes, n).mean(1), hits.reshape(n, classes).mean(0),
        ],
        "the margin is cut off on one side only: 2 pixels on each of the four": [top, low],
        "the images are made smaller: cut their margin off": small,
        "these are the shares that were not read as asked": 1 - right,
        "these are counts: divide by n": n * right,
        "the counts are divided by the number of all images: divide by n": right / classes,
        "this is how often each digit was read, whatever was asked":
            seen.bincount(minlength=classes)[:classes] / n,
        "it is the share of those read as a digit: divide by those asked for": torch.stack(
            [hits[seen == k].sum() / (seen == k).sum().clamp(min=1) for k in range(classes)]
        ),
        "each class has the mean of all: take one share for each class": hits.mean().expand(classes),
    })  # fmt: skip


def check_asking(obedience: Callable[..., Any], classes: int, n: int, nz: int) -> None:
    """Check that each image has fresh normal noise of its own."""
    __tracebackhide__ = True
    noises = []
    for _ in range(2):
        G = Writer(nz)
        _asked_for(obedience, G, classes, n)
        noises.append(G.seen()[0])
    check_noise(noises, (classes * n, nz))
    rows = torch.cat(noises).unique(dim=0)
    assert len(rows) == 2 * classes * n, "several images come from the same noise: draw one for each image"
