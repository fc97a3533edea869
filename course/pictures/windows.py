"""Pictures of convolutions: which pixels an output sees, and how often a pixel is covered."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import torch

from course.pictures.figures import COLOURS, show

SHADES = (COLOURS["G"], COLOURS["D"])


def show_windows(cases: Mapping[str, tuple[int, int, int]], pixels: int = 8) -> None:
    """Show which input pixels each output of a strided convolution sees, in one dimension.

    Each output stands above the pixels that it replaces; a line runs from it to the middle of
    its window, so a slanting line is a shift.

    Args:
        cases: (kernel, stride, padding), each under its title.
        pixels: number of input pixels.
    """
    figure, axes = plt.subplots(1, len(cases), figsize=(4.6 * len(cases), 2.3), squeeze=False)
    for place, (title, (kernel, stride, padding)) in zip(axes.flat, cases.items(), strict=True):
        for pixel in range(-padding, pixels + padding):
            inside = 0 <= pixel < pixels
            _square(place, pixel, 0, COLOURS["real"] if inside else "white", "0.6")
        for output in range((pixels + 2 * padding - kernel) // stride + 1):
            colour = SHADES[output % 2]
            first = output * stride - padding
            middle, above = first + (kernel - 1) / 2, output * stride + (stride - 1) / 2
            place.fill([first - 0.4, first + kernel - 0.6, above + 0.4, above - 0.4],
                       [0.5, 0.5, 1.6, 1.6], color=colour, alpha=0.25, linewidth=0)
            place.plot([middle, above], [0.5, 1.6], color=colour, linewidth=1.5)
            _square(place, above, 2, colour, colour)
        place.set(title=title, xlim=(-padding - 0.7, pixels + padding - 0.3), ylim=(-0.7, 2.7))
        place.set_aspect("equal")
        place.axis("off")
    show(figure)


def show_overlap(cases: Mapping[str, torch.Tensor]) -> None:
    """Show how often each output pixel is covered, along a line and over an area.

    Args:
        cases: counts along a line, a tensor (length,), each under its title.
    """
    figure, axes = plt.subplots(2, len(cases), figsize=(3.4 * len(cases), 4.6), squeeze=False)
    most = max(int(counts.max()) for counts in cases.values())
    for (line, area), (title, counts) in zip(axes.T, cases.items(), strict=True):
        counts = counts.detach().cpu().double()
        line.bar(range(len(counts)), counts.tolist(), color=COLOURS["G"], width=0.9)
        line.set(title=title, ylim=(0, most + 0.4), xticks=[], yticks=range(most + 1))
        area.imshow(torch.outer(counts, counts).numpy(), cmap="gray", vmin=0, vmax=most**2)
        area.set(xticks=[], yticks=[])
    axes[0, 0].set_ylabel("covered, along a line")
    axes[1, 0].set_ylabel("covered, over an area")
    show(figure)


def show_maps(
    maps: Mapping[str, torch.Tensor],
    size: float = 9,
    low: float = 0.0,
    high: float | None = None,
    lines: int = 0,
) -> None:
    """Show images (H, W) side by side, each under its title and with its scale, from black at ``low``.

    Args:
        high: the value shown white; without it, each image's own largest.
        lines: draw a line after each so many pixels, and no scale; 0: none.
    """
    figure, axes = plt.subplots(1, len(maps), figsize=(size, size / len(maps) + 0.4), squeeze=False)
    for place, (title, image) in zip(axes.flat, maps.items(), strict=True):
        pixels = image.detach().cpu().numpy()
        most = pixels.max() if high is None else high
        drawn = place.imshow(pixels, cmap="gray", vmin=low, vmax=most, interpolation="nearest")
        place.set_title(title, fontsize=10)
        place.set(xticks=[], yticks=[])
        if not lines:
            figure.colorbar(drawn, ax=place, fraction=0.046, pad=0.03)
            continue
        height, width = pixels.shape
        across, down = ([k - 0.5 for k in range(0, n + 1, lines)] for n in (width, height))
        place.vlines(across, -0.5, height - 0.5, COLOURS["D"], linewidth=1)
        place.hlines(down, -0.5, width - 0.5, COLOURS["D"], linewidth=1)
    show(figure)


def _square(place, x, y, colour, edge):
    place.add_patch(plt.Rectangle((x - 0.42, y - 0.42), 0.84, 0.84, facecolor=colour, edgecolor=edge))
