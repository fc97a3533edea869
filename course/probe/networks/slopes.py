"""Discriminators whose slope is known, for the gradient penalty, and networks that are too steep."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt
from course.probe.values.draws import integer, normal, uniform

KINDS = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)


class Plane(nn.Module):
    """w·x + b, one logit for each image of this shape: (N, 1), or (N,) if flat."""

    def __init__(self, image: Sequence[int], flat: bool = False) -> None:
        super().__init__()
        self.layer, self.image, self.flat = nn.Linear(math.prod(image), 1), tuple(image), flat

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        _check_images(x, self.image)
        logits = self.layer(x.flatten(1))
        return logits[:, 0] if self.flat else logits


def plane(image: Sequence[int], flat: bool = False) -> tuple[Plane, float]:
    """A plane with a random slope, and the length of that slope, well away from 1."""
    D = Plane(image, flat)
    length = uniform(1, low=0.2, high=0.7).item() if integer(0, 2) else uniform(1, low=1.4, high=2.5).item()
    w = normal(*D.layer.weight.shape)
    with torch.no_grad():
        D.layer.weight.copy_(length * w / w.norm())
    return D, length


class Bowl(nn.Module):
    """‖x‖²/2, whose slope at x is x; it remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[torch.Tensor] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.given.append(x.detach().clone())
        return x.flatten(1).square().sum(1, keepdim=True) / 2

    def seen(self, shape: Sequence[int]) -> torch.Tensor:
        """The batch that D was asked about, of this shape."""
        __tracebackhide__ = True
        assert self.given, "gradient_penalty never asks D"
        _check_images(self.given[-1], tuple(shape[1:]))
        return self.given[-1]


def _check_images(x, image):
    if tuple(x.shape[1:]) != image:
        wanted = ", ".join(map(str, image))
        raise ValueError(f"D takes images (N, {wanted}), but was given {tuple(x.shape)}")


def check_mixture(gradient_penalty: Callable[..., Any], image: Sequence[int]) -> None:
    """Check where D is asked: between fake and real, with one uniform share for each sample."""
    __tracebackhide__ = True
    n, D = 3000, Bowl()
    fake = normal(n, *image)
    real = fake + uniform(n, *image, low=1, high=2)  # so that the share can be computed everywhere
    for _ in range(2):
        attempt("gradient_penalty", gradient_penalty, D, real, fake)
    shares = [((x - fake) / (real - fake)).flatten(1).double() for x in (D.seen(real.shape), D.given[0])]
    share, again = shares
    both = torch.cat(shares)  # one ε for all can lie near 0, 1/2 or 1 once, hardly twice
    for value, words in ((1, "real images"), (0, "fake images"), (0.5, "the middle between fake and real")):
        only = bool(((both - value).abs() < 1e-4).all())
        assert not only, f"D is asked about {words} only: draw ε with torch.rand"
    assert bool((share > -1e-3).all()) and bool((share < 1 + 1e-3).all()), (
        f"ε goes from {share.min():.2f} to {share.max():.2f}: draw it from [0, 1] with torch.rand, and mix "
        "ε·real + (1 − ε)·fake"
    )
    assert bool(((share - share[:, :1]).abs() < 1e-3).all()), (
        "ε differs from number to number of one image: draw one for each sample, of shape (N, 1, …, 1)"
    )
    assert not bool(((share - share[:1]).abs() < 1e-3).all()), "all samples share one ε: draw one for each"
    assert not torch.equal(share, again), "ε is the same on every call: draw it inside, without a seed"
    ranked = share[:, 0].sort().values
    gap = (ranked - (torch.arange(n) + 0.5) / n).abs().max().item()
    # Kolmogorov–Smirnov: a right answer exceeds 0.06 once in a billion.
    assert gap < 0.06, (
        f"ε should be uniform in [0, 1], with mean 1/2, but its mean is {ranked.mean():.2f}: use torch.rand"
    )


def steep_network(kind: str) -> tuple[nn.Module, torch.Tensor]:
    """A network whose layers all have a largest singular value of 3 to 8, and an input for it."""
    network, shape = {
        "plain": (nn.Sequential(nn.Linear(6, 10), nn.LeakyReLU(0.2), nn.Linear(10, 1)), (8, 6)),
        "nested": (_Nested(), (8, 5)),
        "convolutions": (_convolutions(), (4, 1, 8, 8)),
    }[kind]
    for layer in _layers(network):
        with torch.no_grad():
            u, values, v = torch.linalg.svd(_matrix(layer), full_matrices=False)
            # One value well above the others, so that a few iterations are enough to find it.
            values[0] = uniform(1, low=3, high=8).item()
            values[1:] *= 0.5 * values[0] / max(values[1:].max().item(), 1e-6) if len(values) > 1 else 1
            matrix = u @ torch.diag(values) @ v
            layer.weight.copy_(_unmatrix(layer, matrix))
    return network, normal(*shape)


class _Nested(nn.Module):
    """Layers inside layers, as in most networks that people write."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Sequential(nn.Linear(12, 9), nn.ReLU()))
        self.head = nn.Linear(9, 1)

    def forward(self, x):
        return self.head(self.body(x))


def _convolutions():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),  # (N, 4, 8, 8)
        nn.LeakyReLU(0.2),
        nn.ConvTranspose2d(4, 6, 4, stride=2, padding=1),  # (N, 6, 16, 16)
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(6 * 16 * 16, 1),
    )


def _layers(network):
    return [layer for layer in network.modules() if isinstance(layer, KINDS)]


def _matrix(layer):
    """The weight as the matrix (outputs, everything else) that spectral normalisation speaks of."""
    weight = layer.weight.detach()
    return (weight.transpose(0, 1) if isinstance(layer, nn.ConvTranspose2d) else weight).flatten(1)


def _unmatrix(layer, matrix):
    weight = layer.weight
    if isinstance(layer, nn.ConvTranspose2d):
        return matrix.reshape(weight.transpose(0, 1).shape).transpose(0, 1)
    return matrix.reshape(weight.shape)


def check_spectral_norm(network: nn.Module, x: torch.Tensor) -> None:
    """Check that each layer's largest singular value is 1 after forward passes, and stays so."""
    __tracebackhide__ = True
    assert isinstance(network, nn.Module), (
        f"with_spectral_norm should return the network, not {type(network).__name__}: is a return missing?"
    )
    _check_values(network, x, "after 30 forward passes")
    trained = [p for p in network.parameters() if p.requires_grad]
    assert trained, "the network has no parameters left to train"
    optimizer = torch.optim.Adam(trained, lr=0.5)
    for _ in range(3):
        optimizer.zero_grad()
        attempt("the network", network, x).sum().backward()
        optimizer.step()
    _check_values(network, x, "after three large steps and 30 more forward passes", trained=True)


def _check_values(network, x, when, trained=False):
    __tracebackhide__ = True
    network.train()
    with torch.no_grad():
        for _ in range(30):
            attempt("the network", network, x)
    for layer in _layers(network):
        value = torch.linalg.matrix_norm(_matrix(layer), 2).item()
        kind = type(layer).__name__.removeprefix("Parametrized")
        cause = "was it left out?" if value > 2.5 and not trained else "is the weight divided only once?"
        assert abs(value - 1) < 0.1, (
            f"the largest singular value of a {kind} layer is {value:.2f} {when}, expected 1: {cause}"
        )
