"""Pictures of styles: two generators side by side, channels, mixing matrices, obedience, growing."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from torchvision.utils import make_grid

from course.pictures.figures import COLOURS, show

LAYERS = ("4 × 4", "8 × 8", "16 × 16", "32 × 32", "colours")


def show_plan() -> None:
    """Show lesson 3's generator beside one with styles: where the noise comes in."""
    figure, axes = plt.subplots(1, 2, figsize=(8.6, 3.5), width_ratios=(1, 2.2))
    heights = [3.4 - 0.8 * n for n in range(5)]
    for place, left, first in zip(axes, (1.0, 3.6), ("noise z", "constant"), strict=True):
        _box(place, left, 4.2, first, COLOURS["noise"] if first == "noise z" else COLOURS["real"])
        for height, words in zip(heights, LAYERS, strict=True):
            _box(place, left, height, words, COLOURS["G"], full=True)
            _arrow(place, (left, height + 0.55), (left, height + 0.25))
        place.axis("off")
    axes[0].set(xlim=(0, 2), ylim=(-0.2, 4.9), title="lesson 3")
    styled = axes[1]
    for height, words in zip((4.2, 3.4, 2.6), ("noise z", "pixel norm", "linear layers"), strict=True):
        _box(
            styled,
            0.7,
            height,
            words,
            COLOURS["noise"] if words == "noise z" else COLOURS["D"],
            words != "noise z",
        )
    _arrow(styled, (0.7, 3.95), (0.7, 3.65))
    _arrow(styled, (0.7, 3.15), (0.7, 2.85))
    _arrow(styled, (0.7, 2.35), (0.7, 1.75))
    styled.text(0.7, 1.5, "style w", ha="center", va="center", fontsize=11, color=COLOURS["D"])
    for height, words in zip(heights, LAYERS, strict=True):
        _arrow(styled, (1.2, 1.5), (3.0, height), COLOURS["D"])
        if words != "colours":
            _arrow(styled, (5.0, height), (4.2, height), COLOURS["noise"])
            styled.text(
                5.1, height, "fresh noise, × strength", va="center", fontsize=8, color=COLOURS["noise"]
            )
    styled.set(xlim=(0, 6.8), ylim=(-0.2, 4.9), title="StyleGAN: a style for each layer")
    show(figure)


def _box(place: Axes, x: float, y: float, words: str, colour: str, full: bool = False) -> None:
    style = {"facecolor": colour, "alpha": 0.9} if full else {"facecolor": "white", "edgecolor": colour}
    box = {"boxstyle": "round,pad=0.35", **style}
    place.text(x, y, words, ha="center", va="center", fontsize=9, color="white" if full else colour, bbox=box)


def _arrow(place: Axes, start: tuple[float, float], end: tuple[float, float], colour: str = "gray") -> None:
    place.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": colour})


def show_channels(sets: Mapping[str, torch.Tensor]) -> None:
    """Show channels (C, H, W), a row each set, all on one scale of colours within a row."""
    count = len(next(iter(sets.values())))
    figure, axes = plt.subplots(
        len(sets), count, figsize=(2.1 * count + 1.6, 1.7 * len(sets) + 0.3), squeeze=False
    )
    for row, (name, channels) in zip(axes, sets.items(), strict=True):
        limit = channels.abs().max().item()
        for number, (place, channel) in enumerate(zip(row, channels, strict=True)):
            image = place.imshow(channel, cmap="RdBu_r", vmin=-limit, vmax=limit)
            place.set(xticks=[], yticks=[])
            place.set_title(f"channel {number}, deviation {channel.std():.2f}", fontsize=9)
        row[0].set_ylabel(name, fontsize=10)
        figure.colorbar(image, ax=row.tolist(), fraction=0.04)
    if figure.axes:
        plt.show()


def show_matrix(images: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor, title: str = "") -> None:
    """Show a matrix of mixed images with those that they were mixed of.

    Args:
        images: (R·C, 3, H, W) in [0, 1], row by row.
        rows, columns: (R, 3, H, W) and (C, 3, H, W), shown on the left and above.
        title: words above the picture.
    """
    count = len(columns)
    white = torch.ones_like(columns[:1])
    lines = [torch.cat([white, columns])]
    lines += [torch.cat([row[None], line]) for row, line in zip(rows, images.split(count), strict=True)]
    grid = make_grid(torch.cat(lines).detach().cpu(), nrow=count + 1, padding=2, pad_value=1.0).clamp(0, 1)
    figure, place = plt.subplots(figsize=(0.62 * (count + 1), 0.62 * (len(rows) + 1) + 0.4))
    place.imshow(grid.permute(1, 2, 0), interpolation="nearest")
    side = images.shape[-1] + 2
    place.axhline(side + 0.5, color=COLOURS["real"], linewidth=2)
    place.axvline(side + 0.5, color=COLOURS["real"], linewidth=2)
    place.text(side / 2, side / 2, "coarse ↓\nfine →", ha="center", va="center", fontsize=8)
    place.axis("off")
    place.set_title(title, fontsize=11)
    show(figure)


def show_obedience(table: Mapping[int, Mapping[str, float]], by_chance: float) -> None:
    """Show how many mixed images obey which of their two styles: by crossover, shares by name.

    ``by_chance``: how often two digits are the same anyway.
    """
    figure, place = plt.subplots(figsize=(7.4, 3.1))
    G, D, real = (COLOURS[name] for name in ("G", "D", "real"))
    looks = ((G, "-"), (G, ":"), ("#66a182", "-"), (D, "-"), (real, "-"))
    for (colour, line), name in zip(looks, next(iter(table.values())), strict=True):
        values = [shares[name] for shares in table.values()]
        place.plot(list(table), values, line, marker="o", color=colour, label=name)
    for chance in (by_chance, 0.5):
        place.axhline(chance, color=COLOURS["noise"], linewidth=1, linestyle="--")
    place.set(
        xlabel="so many layers have z1's style, the others z2's",
        ylabel="share of images",
        xticks=list(table),
        ylim=(0, 1.03),
    )
    place.legend(
        frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5), title="dashed: chance"
    )
    show(figure)


def show_timetable(entries: Sequence[tuple[int, float]]) -> None:
    """Show sizes and alphas of a timetable, one entry a step."""
    figure, place = plt.subplots(figsize=(7, 2.1))
    sizes, alphas = zip(*entries, strict=True)
    place.plot(alphas, color=COLOURS["G"], label="α")
    for size in sorted(set(sizes)):
        steps = [step for step, here in enumerate(sizes) if here == size]
        place.axvspan(steps[0], steps[-1] + 1, color=COLOURS["real"], alpha=0.05 + 0.006 * size, linewidth=0)
        place.text(sum(steps) / len(steps), 1.12, f"{size} px", ha="center", fontsize=9)
    place.set(xlabel="step", ylabel="α", ylim=(-0.05, 1.3), xlim=(0, len(sizes)))
    show(figure)
