"""Pictures of judging: balls around samples, precision against recall, a biased distance, runs compared."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import torch
from torchvision.utils import make_grid

from course.pictures.figures import COLOURS, show

LINES = ["#00798c", "#d1495b", "#edae49", "#66a182", "#8d96a3", "#2e4057", "#7d4f9c"]
MARKS = "osD^vPX*"


def show_rows(rows: Mapping[str, torch.Tensor], title: str = "", size: float = 8) -> None:
    """Show images (N, 1, H, W) in [0, 1], a row each set, with its name on the left; all of one N."""
    n = len(next(iter(rows.values())))
    tall = len(rows) * (0.85 * size / n + 0.04) + 0.4 * bool(title)
    figure, axes = plt.subplots(len(rows), 1, figsize=(size, tall), squeeze=False)
    for place, (name, images) in zip(axes.flat, rows.items(), strict=True):
        grid = make_grid(images.detach().cpu(), nrow=n, padding=1, pad_value=0.5)
        place.imshow(grid.clamp(0, 1).permute(1, 2, 0), interpolation="nearest")
        place.set(xticks=[], yticks=[])
        place.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=9)
        for edge in place.spines.values():
            edge.set_visible(False)
    figure.suptitle(title, fontsize=11)
    show(figure)


def show_balls(real: torch.Tensor, fake: torch.Tensor, k: int = 3) -> None:
    """Show whose samples lie in whose balls, in the plane: precision on the left, recall on the right.

    Args:
        real, fake: points (N, 2) and (M, 2), some dozens of each.
        k: a ball reaches as far as the k-th nearest other point of the same set.
    """
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 4.2))
    sides = (("precision: fakes in balls of real ones", real, fake, "real", "G"),
             ("recall: real ones in balls of fakes", fake, real, "G", "real"))  # fmt: skip
    for place, (title, owners, asked, owner, other) in zip(axes, sides, strict=True):
        radii = torch.cdist(owners, owners).kthvalue(k + 1, dim=1).values
        for (x, y), radius in zip(owners.tolist(), radii.tolist(), strict=True):
            place.add_patch(plt.Circle((x, y), radius, color=COLOURS[owner], alpha=0.12, linewidth=0))
        place.plot(*owners.T.tolist(), ".", color=COLOURS[owner], markersize=4, label="centres")
        inside = (torch.cdist(asked, owners) <= radii).any(1)
        words = (f"inside: {int(inside.sum())}", f"outside: {int((~inside).sum())}")
        place.plot(*asked[inside].T.tolist(), "o", color=COLOURS[other], markersize=5, label=words[0])
        place.plot(*asked[~inside].T.tolist(), "x", color=COLOURS["D"], label=words[1])
        place.set(title=title, xticks=[], yticks=[], aspect="equal")
        place.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3)
    lows, highs = zip(*(place.get_xlim() for place in axes), strict=True)
    bottoms, tops = zip(*(place.get_ylim() for place in axes), strict=True)
    for place in axes:
        place.set(xlim=(min(lows), max(highs)), ylim=(min(bottoms), max(tops)))
    show(figure)


def show_bias(sizes: Sequence[int], distances: Sequence[Sequence[float]], limit: float) -> None:
    """Show how a distance depends on the number of samples: against N, and against 1/N with a line.

    Args:
        sizes: numbers of samples.
        distances: for each of them the distances of some draws.
        limit: the value at 1/N = 0 of the line to draw.
    """
    means = [sum(draws) / len(draws) for draws in distances]
    figure, axes = plt.subplots(1, 2, figsize=(8.4, 3.2))
    for place, power in zip(axes, (1, -1), strict=True):
        places = [size**power for size in sizes]
        for x, draws in zip(places, distances, strict=True):
            place.plot([x] * len(draws), draws, ".", color=COLOURS["G"], alpha=0.6)
        place.plot(places, means, color=COLOURS["real"], linewidth=1)
        place.set_ylim(bottom=0)
    axes[0].set(xlabel="number of samples N", ylabel="distance", title="real digits against real digits")
    axes[1].plot([0, 1 / sizes[-1]], [limit, means[-1]], ":", color=COLOURS["D"])
    star: dict[str, Any] = {"color": COLOURS["D"], "markersize": 11, "clip_on": False, "linestyle": ""}
    axes[1].plot([0], [limit], marker="*", label=f"at 1/N = 0: {limit:.1f}", **star)
    axes[1].set(xlabel="1/N", xlim=(0, None), title="nearly a straight line in 1/N")
    axes[1].legend(frameon=False)
    show(figure)


def show_precision_recall(
    points: Mapping[str, tuple[float, float]],
    curves: Mapping[str, tuple[Sequence[str], torch.Tensor]] | None = None,
    title: str = "",
) -> None:
    """Show precision against recall: one mark a set of images, one line a generator with its settings.

    Args:
        points: (precision, recall) by name.
        curves: by name the labels of the settings and their rows (precision, recall), (S, 2).
        title: words above the picture.
    """
    figure, place = plt.subplots(figsize=(7.6, 4.2))
    for n, (name, (precision, recall)) in enumerate(points.items()):
        look: dict[str, Any] = {"color": LINES[n % 7], "markersize": 9, "clip_on": False, "zorder": 3}
        place.plot(recall, precision, MARKS[n % 8], label=name, **look)
    for name, (labels, rows) in (curves or {}).items():
        place.plot(rows[:, 1].tolist(), rows[:, 0].tolist(), ".-", color=COLOURS["real"], label=name)
        kept = None  # no label on the place of another
        for label, (precision, recall) in reversed(list(zip(labels, rows.tolist(), strict=True))):
            if kept is None or abs(recall - kept[0]) > 0.04 or abs(precision - kept[1]) > 0.06:
                kept = recall, precision
                place.annotate(label, kept, (6, 4), textcoords="offset points", fontsize=9)
    place.set(xlabel="recall: does it make all there is?", ylabel="precision: is what it makes real?",
              xlim=(-0.02, 1.02), ylim=(-0.02, 1.04), title=title)  # fmt: skip
    place.grid(alpha=0.3)
    place.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.02, 0.5))
    show(figure)


def show_seeds(
    results: Mapping[str, Sequence[Sequence[float]]], measures: Sequence[str],
    controls: Mapping[str, Sequence[float]], title: str = "",
) -> None:  # fmt: skip
    """Show several runs a row, one panel a measure: a point a seed, a bar at their mean, controls dotted.

    Args:
        results: by name of the setting one sequence of measures for each seed.
        measures: their names.
        controls: the same measures of a control, by its name.
        title: words above the picture.
    """
    figure, axes = plt.subplots(1, len(measures), figsize=(3 * len(measures), 2.9), squeeze=False)
    for column, (place, measure) in enumerate(zip(axes.flat, measures, strict=True)):
        for n, seeds in enumerate(results.values()):
            values = [run[column] for run in seeds]
            place.bar(n, sum(values) / len(values), color=LINES[n], alpha=0.45, width=0.7)
            place.plot([n + 0.12 * (s - (len(values) - 1) / 2) for s in range(len(values))], values, "o",
                       color=LINES[n], markersize=5, clip_on=False, zorder=3)  # fmt: skip
        for style, (name, level) in zip((":", "--"), controls.items(), strict=False):
            place.axhline(level[column], color=COLOURS["real"], linestyle=style, linewidth=1.2, label=name)
        place.set(title=measure, ylim=(0, None))
        place.set_xticks(range(len(results)), results, rotation=20, ha="right", fontsize=9)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), frameon=False, fontsize=9, loc="upper right")
    figure.suptitle(title, fontsize=11)
    show(figure)


def show_rise(histories: Mapping[str, Sequence[float]], title: str = "") -> None:
    """Show how the probability of augmentation went, a line each run, over the updates."""
    figure, place = plt.subplots(figsize=(7, 2.4))
    for n, (name, history) in enumerate(histories.items()):
        place.plot(history, color=LINES[n % 7], label=name)
    place.set(xlabel="update", ylabel="p", ylim=(-0.02, 1.02), title=title)
    place.legend(frameon=False, fontsize=9)
    show(figure)
