"""Sampling from a generator, watched: noise in, an image grid out."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.steps.players import kept
from course.probe.values.compare import TOLERANCE, attempt, kind, same, tensor
from course.probe.values.draws import normal

SIDE = 28


class PlainGenerator(nn.Module):
    """One linear layer and Tanh to flat 28 × 28 images; remembers its noises and images.

    ``states``: torch's random state before and after it was sampled from.
    """

    def __init__(self, input_dim: int) -> None:
        super().__init__()
        self.layer = nn.Linear(input_dim, SIDE * SIDE)
        self.noises: list[torch.Tensor] = []
        self.images: list[torch.Tensor] = []
        self.gradients_on = True
        self.states: list[torch.Tensor] = []
        with torch.no_grad():
            self.layer.weight.copy_(normal(SIDE * SIDE, input_dim) / input_dim**0.5)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        size = self.layer.in_features
        if z.dim() != 2 or z.shape[1] != size:
            raise ValueError(f"G takes noise (n, {size}), but was given {tuple(z.shape)}")
        images = torch.tanh(self.layer(z))  # (N, 784)
        self.noises.append(kept(z))
        self.images.append(kept(images))
        return images

    def seen(self) -> tuple[torch.Tensor, torch.Tensor]:
        """All noise that came, (n, input_dim), and the images made of it, (n, 784)."""
        assert self.noises, "sample_grid never calls G: the images are G(noise)"
        return torch.cat(self.noises), torch.cat(self.images)


def sample(
    sample_grid: Callable[..., Any],
    model: PlainGenerator,
    n: int,
    input_dim: int,
    device: torch.device | str = "cpu",
) -> Any:
    """Call a student's ``sample_grid``; note whether it left gradients on, and put them on again."""
    __tracebackhide__ = True
    model.states = [torch.get_rng_state()]
    try:
        return attempt("sample_grid", sample_grid, model, n, input_dim, device)
    finally:
        model.states.append(torch.get_rng_state())
        model.gradients_on = torch.is_grad_enabled()
        torch.set_grad_enabled(True)


def image(grid: object, what: str) -> None:
    """Check that ``grid`` is an image tensor: (C, H, W) or (H, W), finite, in [0, 1]."""
    __tracebackhide__ = True
    assert torch.is_tensor(grid), f"{what} should be an image tensor, not {kind(grid)}"
    if grid.dim() != 2:
        tensor(grid, (None, None, None), what)
        assert grid.shape[0] in (1, 3), f"{what} should be (3, H, W), not {tuple(grid.shape)}"
    low, high = grid.min().item(), grid.max().item()
    assert low >= -1e-6 and high <= 1 + 1e-6, (
        f"{what} should have values in [0, 1], but they reach from {low:.2f} to {high:.2f}: "
        "scale the images from [−1, 1], (x + 1) / 2"
    )


CUT = "negative values were cut off: (x + 1) / 2 takes [−1, 1] to [0, 1]"


def shows(
    grid: torch.Tensor, images: torch.Tensor, what: str, columns: int = 8, tolerance: float = TOLERANCE,
    cut: str = CUT,
) -> None:
    """Check that ``grid`` shows these images (n, 784), from [−1, 1], in rows of ``columns``.

    Any padding between the images is right, none too, and so is a shorter or a filled-up row.
    ``tolerance``: allowed difference of a pixel; more where the grid was stored as whole greys.
    ``cut``: what to say where all below 0 is black.
    """  # fmt: skip
    __tracebackhide__ = True
    n, grid = len(images), grid.detach().cpu()
    channels = grid[None] if grid.dim() == 2 else grid
    places = _places(channels.shape[1:], n, columns)
    assert places, (
        f"{what} of {n} images should be {columns} in a row, each 28 × 28, but it has "
        f"{channels.shape[1]} × {channels.shape[2]} pixels"
    )
    for channel in channels:
        found = torch.stack([channel[y : y + SIDE, x : x + SIDE].flatten() for y, x in places])
        lowest, highest = images.min(), images.max()
        least, most = images.min(1, keepdim=True).values, images.max(1, keepdim=True).values
        same(found, (images + 1) / 2, what, {
            "the images are not scaled: (x + 1) / 2 takes [−1, 1] to [0, 1]": images,
            cut: images.clamp(0, 1),
            "the values are stretched from the darkest pixel to the brightest: scale by (x + 1) / 2":
                (images - lowest) / (highest - lowest),
            "each image is stretched by itself: scale all by (x + 1) / 2": (images - least) / (most - least),
            "1 is added after halving: (x + 1) / 2 takes [−1, 1] to [0, 1]": (images / 2 + 1).clamp(max=1),
            "black and white are exchanged": (1 - images) / 2,
            "the sign of the values is lost: (x + 1) / 2 takes [−1, 1] to [0, 1]": images.abs(),
            "rows and columns of the images are exchanged":
                (images.reshape(-1, SIDE, SIDE).transpose(1, 2).flatten(1) + 1) / 2,
        }, tolerance)  # fmt: skip


def _places(size, n, columns):
    """The upper left corners of n images in a grid of this size; none if they do not fit."""
    for across in {min(columns, n), columns}:
        down = -(-n // columns)
        padding, rest = divmod(size[0] - down * SIDE, down + 1)
        if rest == 0 and padding >= 0 and size[1] == across * (SIDE + padding) + padding:
            step = SIDE + padding
            return [(padding + k // columns * step, padding + k % columns * step) for k in range(n)]
    return []
