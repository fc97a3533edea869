"""Generators that are asked for digits: known ones, which write down what they were asked."""

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

SIDE, MARGIN = 32, 2


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
        images, labels = data.digits("train")
        self.gallery = [2 * data.padded(images[labels == digit]) - 1 for digit in range(10)]
        self.obeys = uniform(classes, low=0.2, high=0.9)
        self.shown: list[torch.Tensor] = []

    def images(self, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        other = labels_of(len(y), 10)
        chosen = torch.where(uniform(len(y)) < self.obeys[y.cpu()], y.cpu(), other)
        turn = labels_of(len(y), len(self.gallery[0]))
        made = torch.stack([self.gallery[c][t] for c, t in zip(chosen.tolist(), turn.tolist(), strict=True)])
        self.shown.append(made)
        return made.to(z.device)

    def read(self) -> torch.Tensor:
        """What the classifier reads in all that was shown, (n,)."""
        made = torch.cat(self.shown)[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN]
        return metrics.read((made + 1) / 2)


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
    right = torch.stack([hits[labels == k].mean() for k in range(classes)])
    same(shares, right, f"a share of {what}", {
        "the images of different classes are mixed up: are the shares taken in the order of the labels?": [
            hits.reshape(classes, n).mean(1), hits.reshape(n, classes).mean(0),
        ],
        "these are the shares that were not read as asked": 1 - right,
        "these are counts: divide by n": n * right,
        "the counts are divided by the number of all images: divide by n": right / classes,
        "this is how often each digit was read, whatever was asked":
            seen.bincount(minlength=classes)[:classes] / n,
        "it is the share of those read as a digit: divide by those asked for": torch.stack(
            [hits[seen == k].mean() if bool((seen == k).any()) else hits[0] for k in range(classes)]
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


def check_writing(
    write: Callable[..., Any], text: str, nz: int, place: torch.device | str = "cpu"
) -> None:
    """Check that the digits of a text stand side by side, in an image on the CPU; G is on ``place``."""
    __tracebackhide__ = True
    G, what = Writer(nz).to(place), f"write(G, {text!r})"
    picture = attempt(what, write, G, text)
    tensor(picture, (1, SIDE, SIDE * len(text)), what)
    assert picture.device.type == "cpu", f"{what} is on {picture.device}: sample gives images on the CPU"
    noises, labels = G.seen()
    G = G.cpu()
    digits = torch.tensor([int(character) for character in text])
    got = torch.bincount(labels, minlength=10).gt(0)
    wanted = torch.bincount(digits, minlength=10).gt(0)
    assert bool((got == wanted).all()), (
        f"{what} asks G for the digits {sorted(set(labels.tolist()))}, not for {sorted(set(digits.tolist()))}"
    )
    with torch.no_grad():
        tiles = (G.images(noises[:1].expand(len(digits), nz), digits) + 1) / 2  # (n, 1, 32, 32)
        own = (G.images(noises, labels) + 1) / 2
    row = torch.cat(list(tiles), 2)
    each = [torch.cat(list(own), 2)] if torch.equal(labels, digits) else []  # its own noise for each digit
    same(picture, [row, *each], f"a pixel of {what}", {
        "the digits stand in the opposite order": torch.cat(list(tiles.flip(0)), 2),
        "rows and digits are mixed up: reshape does not move pixels, torch.cat(list(images), 2) does":
            tiles.reshape(1, SIDE, -1),
        "the images are in [−1, 1]: those of sample are in [0, 1] already": 2 * row - 1,
        "the images are scaled once more: those of sample are in [0, 1] already": (row + 1) / 2,
        "black and white are exchanged": 1 - row,
    })  # fmt: skip


def check_hand(write: Callable[..., Any], nz: int) -> None:
    """Check that a text is written with one normal noise, and the next one with another."""
    __tracebackhide__ = True
    noises = []
    for _ in range(60):
        G = Writer(nz)
        attempt("write", write, G, "2077")
        rows = G.seen()[0]
        assert bool((rows == rows[:1]).all()), (
            "the digits of one text come from different noises, so from different hands: repeat one row"
        )
        noises.append(rows[:1])
    half = len(noises) // 2
    same_noise = all(torch.equal(noises[0], noise) for noise in noises)
    assert not same_noise, "each call of write uses the same noise: draw it inside, without a fixed seed"
    check_noise([torch.cat(noises[:half]), torch.cat(noises[half:])], (half, nz))


def check_refused(what: str, function: Callable[..., Any], *args: Any, shows: str = "") -> None:
    """Check that a call raises a ValueError whose sentence is one line, and shows what was wrong."""
    __tracebackhide__ = True
    try:
        value = function(*args)
    except NotImplementedError:
        raise
    except ValueError as error:
        words = str(error).strip()
        assert words and "\n" not in words, f"{what}: its ValueError should say in one sentence what is wrong"
        assert shows in words, f"{what}: its ValueError says {words!r:.60}; it should show the text {shows!r}"
        return
    except Exception as error:
        words = f"{what} stopped with {type(error).__name__}: raise a ValueError with a sentence"
        raise AssertionError(words) from error
    raise AssertionError(f"{what} gives a {type(value).__name__}: raise a ValueError with a sentence")
