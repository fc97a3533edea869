"""Discriminators whose slope is known everywhere, for penalties on the slope.

They are plain functions of their input: whoever asks them sample by sample, or through
``torch.func``, gets the same answers.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal, uniform

BATCHES, BATCH = 16, 16  # calls with a batch, and its size
SHARES = (-6.0, 7.0)  # what can be read of ε
Penalty = Callable[..., Any]


class Plane(nn.Module):
    """w·x + b, one logit for each image of this shape: (N, 1), or (N,) if flat."""

    def __init__(self, image: Sequence[int], flat: bool = False) -> None:
        super().__init__()
        self.layer, self.image, self.flat = nn.Linear(math.prod(image), 1), tuple(image), flat

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _check_images(x, self.image)
        logits = self.layer(x.flatten(1))
        return logits[:, 0] if self.flat else logits


def plane(image: Sequence[int], flat: bool = False, steep: bool = True) -> tuple[Plane, float]:
    """A plane with a random slope, and the length of that slope: above 1.4 if steep, else below 0.7."""
    D = Plane(image, flat)
    length = (uniform(1, low=1.4, high=2.5) if steep else uniform(1, low=0.2, high=0.7)).item()
    w = normal(*D.layer.weight.shape)
    with torch.no_grad():
        D.layer.weight.copy_(length * w / w.norm())
    return D, length


class Bowl(nn.Module):
    """‖x‖²/2 for images of this shape, whose slope at x is x."""

    def __init__(self, image: Sequence[int]) -> None:
        super().__init__()
        self.image = tuple(image)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _check_images(x, self.image)
        return x.flatten(1).square().sum(1, keepdim=True) / 2


class Valley(nn.Module):
    """A slope of length 2 along a direction, and more of it wherever x is not on that line, if steep."""

    def __init__(self, direction: torch.Tensor, steep: float) -> None:
        super().__init__()
        self.direction, self.image, self.steep = direction, tuple(direction.shape), steep

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _check_images(x, self.image)
        flat, way = x.flatten(1), self.direction.flatten()
        along = flat @ way  # (N,)
        aside = flat - along[:, None] * way
        return (2 * along + self.steep * aside.square().sum(1))[:, None]


def _check_images(x, image):
    if tuple(x.shape[1:]) != image:
        wanted = ", ".join(map(str, image))
        raise ValueError(f"D takes images (N, {wanted}), but was given {tuple(x.shape)}")


def _direction(image):
    way = normal(*image)
    return way / way.norm()


def r1_mistakes(norms: torch.Tensor, x: torch.Tensor) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Values of R1 under likely mistakes, where D's slopes at the images x have these lengths (N,)."""
    squares = norms.square()
    return {
        "the half is missing": squares.mean(),
        "the square is missing": [norms.mean() / 2, norms.mean()],
        "1 was subtracted, as in the gradient penalty: R1 wants slope 0": [
            (norms - 1).square().mean() * part for part in (1, 0.5)],
        "it is summed over the batch: take the mean over the images": [squares.sum() / 2, squares.sum()],
        "the mean runs over all numbers: sum the squares of each image first": [
            squares.sum() / x.numel() * part for part in (1, 0.5)],
        "the mean of the lengths was squared: first the square, for each image": [
            norms.mean().square() * part for part in (1, 0.5)],
        "its sign is turned round": -squares.mean() / 2,
        "the slope is that of D's mean answer, divided by the number of images: take the sum of its answers":
            squares.mean() / 2 / len(x) ** 2,
    }  # fmt: skip


def check_mixture(gradient_penalty: Penalty, image: Sequence[int], calls: int) -> None:
    """Check where D is asked: between fake and real, one uniform share ε for each sample, anew on each call.

    The places are read from the penalty alone, whatever it makes of a slope (see `_shares`).
    ``calls``: with one sample each, to see how ε is spread.
    """
    __tracebackhide__ = True
    way = _direction(image)
    real, fake = uniform(6, low=1, high=2).reshape(-1, *[1] * len(image)) * way, torch.zeros(6, *image)
    on_line, aside = (_penalty(gradient_penalty, Valley(way, steep), real, fake) for steep in (0.0, 5.0))
    assert abs(aside - on_line) <= 0.05 * abs(on_line), (
        "D is asked beside the straight line from fake to real: draw one ε for each sample, of shape "
        "(N, 1, …, 1), not one for each number of an image"
    )
    share = _shares(gradient_penalty, way, 1, calls)
    few = share[:5]
    for value, words in ((1, "real images"), (0, "fake images"), (0.5, "the middle between fake and real")):
        only = bool(((few - value).abs() < 1e-3).all())
        assert not only, f"D is asked about {words} only: draw ε with torch.rand"
    assert few.std() > 1e-3, "ε is the same on every call: draw it inside, without a seed"
    assert bool((share > -0.05).all()) and bool((share < 1.05).all()), _outside(share)
    gap = (share.sort().values - (torch.arange(calls) + 0.5) / calls).abs().max().item()
    spread = abs(share.std().item() - 12**-0.5)
    # Kolmogorov–Smirnov, and six standard errors: a right answer exceeds either once in a billion.
    assert gap < (10.7 / calls) ** 0.5 and spread < 6 * (60 * calls) ** -0.5, (
        f"ε should be uniform in [0, 1], with mean 0.50 and standard deviation 0.29; it has "
        f"{share.mean():.2f} and {share.std():.2f}: use torch.rand"
    )
    # With one ε for each of 16 samples their mean hardly moves, by 0.07; with one for all it moves by 0.29.
    together = _shares(gradient_penalty, way, BATCH, BATCHES)
    assert together.std() < 0.145, "all samples share one ε: draw one for each"


def _outside(share):
    """What to say of shares that leave [0, 1]."""
    low, high, calls = share.min().item(), share.max().item(), len(share)
    edges = ["beyond " * (value in SHARES) + f"{value:.2f}" for value in (low, high)]
    # Six standard errors; a uniform number with the same mean and deviation never is beyond 2.2.
    centred = abs(share.mean().item()) < 6 / calls**0.5
    spread = abs(share.std().item() - 1) < 6 / (2 * calls) ** 0.5
    if centred and spread and bool((share.abs() > 2.2).any()):
        cause = "it looks normal, so draw it with torch.rand, not torch.randn"
    else:
        cause = "draw it from [0, 1] with torch.rand, and mix ε·real + (1 − ε)·fake"
    return f"ε goes from {edges[0]} to {edges[1]}: {cause}"


def _shares(gradient_penalty, way, n, calls):
    """The share ε of real on each of some calls with n samples: of the mean penalty, where n is not 1.

    Real images are 11·w and fake ones 10·w, with w of length 1, so that the slope of ‖x‖²/2 has
    length 10 + ε.  What the penalty is for that length is read where real and fake are the same.
    """
    __tracebackhide__ = True
    D, batch = Bowl(way.shape), way.expand(n, *way.shape)

    def ask(real, fake):
        return _penalty(gradient_penalty, D, real * batch, fake * batch)

    known = torch.linspace(*SHARES, 53, dtype=torch.float64)
    values = torch.tensor([ask(10 + e, 10 + e) for e in known.tolist()], dtype=torch.float64)
    order = values.argsort()
    known, values = known[order], values[order]
    found = torch.tensor([ask(11.0, 10.0) for _ in range(calls)], dtype=torch.float64)
    right = torch.searchsorted(values, found).clamp(1, len(values) - 1)
    low, high = values[right - 1], values[right]
    part = ((found - low) / (high - low).clamp(min=1e-12)).clamp(0, 1)
    return known[right - 1] + part * (known[right] - known[right - 1])


def _penalty(function, *args):
    __tracebackhide__ = True
    penalty = attempt("gradient_penalty", function, *args)
    tensor(penalty, (), "gradient_penalty(D, real, fake)")
    assert bool(penalty.isfinite()), f"the penalty is {penalty.item()}, not a finite number"
    return penalty.item()


def check_learning(what: str, penalty: Penalty, wanted: Penalty, image: Sequence[int]) -> None:
    """Check that D learns from a penalty: right gradients at its parameters, and ``.grad`` left alone.

    Args:
        what: the function's name.
        penalty: the student's, a function of D and of images, real and fake alike.
        wanted: the length of the slopes (N,) → what the penalty should be.
        image: shape of one image.
    """
    __tracebackhide__ = True
    D = nn.Sequential(nn.Flatten(), nn.Linear(math.prod(image), 6), nn.Tanh(), nn.Linear(6, 1))
    with torch.no_grad():
        for p in D.parameters():
            p.copy_(normal(*p.shape))
            p.grad = normal(*p.shape)
    names, old = zip(*D.named_parameters(), strict=True)
    kept, x = [p.grad.clone() for p in old], normal(5, *image)
    loss = attempt(what, penalty, D, x)
    tensor(loss, (), what)
    left = all(p.grad is not None and torch.equal(p.grad, g) for p, g in zip(old, kept, strict=True))
    gone = all(p.grad is None or not p.grad.any() for p in old)
    assert not gone, f"{what} cleared D's own gradients: leave out zero_grad(), and leave .grad as it was"
    assert left, f"{what} left gradients in D, or took some away: use torch.autograd.grad, not backward()"
    assert loss.requires_grad, (
        "D cannot learn from this penalty: is create_graph=True missing, or is there .data, detach() or "
        "no_grad() after the gradient?"
    )
    slopes = torch.autograd.grad(loss, old, allow_unused=True)
    assert any(slope is not None for slope in slopes), (
        "no gradient comes to D's weights: is create_graph=True missing?"
    )
    right = torch.autograd.grad(wanted(_lengths(D, x)), old, allow_unused=True)
    for name, p, slope, should in zip(names, old, slopes, right, strict=True):
        zero = torch.zeros_like(p)
        same(zero if slope is None else slope, zero if should is None else should,
             f"the gradient of {what} at {name} of a D with a hidden layer", tolerance=1e-3)  # fmt: skip


def _lengths(D, x):
    """The lengths of D's slopes at each sample of x (N,), as part of a graph."""
    x = x.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return slope.flatten(1).norm(dim=1)


def check_penalty_on(device: torch.device, what: str, penalty: Penalty, image: Sequence[int]) -> None:
    """Check that a penalty works where D and the images are, backward included."""
    __tracebackhide__ = True
    D, x = Plane(image).to(device), normal(3, *image).to(device)
    loss = attempt(f"{what} on another device", penalty, D, x)
    tensor(loss, (), what)
    attempt(f"backward through {what} on another device", loss.backward)
