"""Small known networks for a step from outlines to images: G makes the image, D judges the pair."""

import math

import torch
from torch import nn

from course.probe.steps.players import (
    INNER,
    Diary,
    NormedDiscriminator,
    StubDiscriminator,
    StubGenerator,
    kept,
    settle,
)
from course.probe.values.draws import normal


class PairedGenerator(StubGenerator):
    """A stub from outlines (N, 1, H, W) to images of this shape; remembers outlines and pairs."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(z) or tuple(z.shape[1:]) != self.shape:
            came = tuple(z.shape) if torch.is_tensor(z) else type(z).__name__
            raise ValueError(f"G takes outlines (batch_size, {_words(self.shape)}), but was given {came}")
        fake = self.plain(z)
        self.noises.append(kept(z))
        self.fakes.append(kept(torch.cat([z.to(fake.device), fake], 1)))
        return fake

    def plain(self, z: torch.Tensor) -> torch.Tensor:
        """The images alone."""
        return super().images(z)

    def images(self, z: torch.Tensor) -> torch.Tensor:
        """The pairs of outlines and images, (N, 2, H, W)."""
        return torch.cat([z, self.plain(z)], 1)


class NormedPairedGenerator(PairedGenerator):
    """Two convolutions with BatchNorm between them."""

    normed = True

    def __init__(self, shape: tuple[int, ...]) -> None:
        nn.Module.__init__(self)
        self.shape = shape
        self.first, self.norm = nn.Conv2d(1, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, 1, 3, 1, 1)
        self.noises, self.fakes = Diary(), Diary()
        with torch.no_grad():
            for layer in (self.first, self.last):
                layer.weight.copy_(normal(*layer.weight.shape) / 3)
        settle(self.norm)

    def plain(self, z: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.last(torch.relu(self.norm(self.first(z)))))


class PairedDiscriminator(StubDiscriminator):
    """A stub with four logits for each pair, (N, 1, 2, 2), as of four patches."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__(math.prod(shape), shape, "logit")
        self.out = nn.Linear(INNER, 4)
        with torch.no_grad():
            self.out.weight.copy_(0.5 * normal(4, INNER) / INNER**0.5)
            self.out.bias.copy_(-0.5 + 0.3 * normal(4))

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        return super().logits(x).reshape(-1, 1, 2, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return _paired(super().forward, x, self.shape)


class NormedPairedDiscriminator(NormedDiscriminator):
    """The same with BatchNorm, and one logit for each pair."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return _paired(super().forward, x, self.shape)


def _paired(forward, x, shape):
    if not torch.is_tensor(x) or tuple(x.shape[1:]) != shape:
        came = tuple(x.shape) if torch.is_tensor(x) else type(x).__name__
        words = f"D takes pairs (batch_size, {_words(shape)}), outline and image, but was given {came}"
        raise ValueError(words)
    return forward(x)


def _words(shape):
    return ", ".join(map(str, shape))
