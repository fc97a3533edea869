"""What TensorBoard shows, drawn once more from event files so that a page can hold it."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import torch

from course.pictures.figures import COLOURS, show

if TYPE_CHECKING:  # they bring TensorBoard, which takes a second
    from tensorboard.backend.event_processing.event_accumulator import HistogramValue

    from course.runs import Embedding, Run

DIGITS = [*(f"C{k}" for k in range(7)), "black", "C8", "C9"]  # no grey, which fakes have
WINDOW = 25  # steps that a bold point is the mean of
LINES = ["#00798c", "#d1495b", "#edae49", "#2e4057", "#66a182"]


def show_scalars(
    runs: Mapping[str, "Run"],
    tags: Sequence[str],
    level: Mapping[str, float] | None = None,
    losses: tuple[float, float] | None = None,
) -> None:
    """Show one panel a tag, two in a row, one colour a run: pale what was logged, over it a running mean.

    Args:
        runs: `course.runs.Run` by name.
        tags: the tags to show.
        level: values to mark by a dotted line, by tag.
        losses: (lowest, highest) value shown under tags that begin with Loss.
    """
    rows = -(-len(tags) // 2)
    figure, axes = plt.subplots(rows, 2, figsize=(9.2, 3 * rows + 0.6), squeeze=False, sharex=True)
    for place, tag in zip(axes.flat, tags, strict=False):
        for colour, (name, run) in zip(LINES, runs.items(), strict=False):
            steps, values = zip(*run.scalars.get(tag, [(0, math.nan)]), strict=True)
            window = WINDOW if len(values) > 4 * WINDOW else 1
            place.plot(steps, values, color=colour, linewidth=0.7, alpha=0.25 if window > 1 else 1)
            middle = slice(window // 2, len(values) - (window - 1) // 2)
            means = np.convolve(values, np.ones(window) / window, "valid")
            place.plot(steps[middle], means, color=colour, label=name, linewidth=1.6)
            _mark_the_end(place, steps, values, colour)
        if level and tag in level:
            place.axhline(level[tag], color=COLOURS["noise"], linestyle=":", linewidth=1.2)
        limits = losses if tag.startswith("Loss") else (0, None)
        place.set(title=tag, ylim=limits)
    for place in axes[-1]:
        place.set(xlabel="step")
    words = f"losses: bold is the mean of {WINDOW} steps, pale is every step"
    lines, names = axes.flat[0].get_legend_handles_labels()
    below: dict[str, Any] = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.04), "ncols": len(runs)}
    figure.legend(lines, names, title=words, frameon=False, **below)
    show(figure)


def _mark_the_end(place, steps, values, colour):
    """A cross where the last finite value stands before NaN or infinity."""
    finite = [k for k, value in enumerate(values) if math.isfinite(value)]
    if finite and len(finite) < len(values):
        last = finite[-1]
        place.plot(steps[last], values[last], "x", color=colour, markersize=9, markeredgewidth=2)


def show_strip(
    pictures: Sequence[tuple[int, np.ndarray]], rows: int, columns: int = 8, side: int = 30, title: str = ""
) -> None:
    """Show the first images of several logged grids, one row a grid: the same noises over time.

    Args:
        pictures: pairs (step, array (H, W, 3)) as read back.
        rows: how many of them to show, evenly spaced.
        columns: how many images of each.
        side: pixels from one image to the next, padding included.
        title: words above the picture.
    """
    chosen = [pictures[k] for k in np.linspace(0, len(pictures) - 1, min(rows, len(pictures))).astype(int)]
    size = (0.75 * columns, 0.75 * len(chosen) + 0.2)
    figure, axes = plt.subplots(len(chosen), figsize=size, squeeze=False)
    for place, (step, picture) in zip(axes.flat, chosen, strict=True):
        place.imshow(picture[: side + 2, : columns * side + 2], interpolation="nearest")
        place.set_ylabel(f"step {step}", rotation=0, ha="right", va="center")
        place.set(xticks=[], yticks=[])
    axes[0, 0].set_title(title)
    show(figure)


def show_smoothing(
    values: Sequence[float], smoothed: Mapping[float, Sequence[float]], title: str = ""
) -> None:
    """Show a curve pale, and smoothed ones over it, each under its weight."""
    figure, place = plt.subplots(figsize=(7, 3.2))
    place.plot(values, color=COLOURS["noise"], alpha=0.6, linewidth=1, label="as logged")
    for colour, (weight, curve) in zip(LINES, smoothed.items(), strict=False):
        place.plot(curve, color=colour, label=f"smoothing {weight}")
    place.set(xlabel="step", ylabel="loss", title=title)
    place.legend(frameon=False)
    show(figure)


def show_histograms(
    histograms: Sequence[Sequence[tuple[int, "HistogramValue"]]], titles: Sequence[str]
) -> None:
    """Show how the spread of values moves through the steps, the latest in front.

    Args:
        histograms: one list of pairs (step, TensorBoard histogram) for each panel.
        titles: words above each panel.
    """
    figure, axes = plt.subplots(1, len(titles), figsize=(4.6 * len(titles), 3.4), squeeze=False)
    # One scale for all panels; tails are a few values.
    reach = 4.5 * max((h.sum_squares / h.num) ** 0.5 for entries in histograms for _, h in entries)
    grid = np.linspace(-reach, reach, 160)
    for place, entries, title in zip(axes.flat, histograms, titles, strict=True):
        counts = [_rebinned(histogram, grid) for _, histogram in entries]
        lift = 0.35 * max(c.max() for c in counts)
        middle = (grid[1:] + grid[:-1]) / 2
        for k, (count, (step, _)) in enumerate(zip(counts, entries, strict=True)):
            base = -k * lift
            shade = plt.cm.GnBu(0.35 + 0.6 * k / len(entries))
            place.fill_between(middle, base, base + count, color=shade, ec="white", lw=0.8, zorder=k)
            if k % max(1, len(entries) // 5) == 0:
                place.text(-reach, base, f"step {step}", fontsize=8, va="bottom", zorder=99)
        place.set(title=title, xlabel="value", yticks=[])
        place.locator_params(axis="x", nbins=5)
    show(figure)


def _rebinned(histogram, grid):
    """Counts of a TensorBoard histogram on other bins, assuming even spread inside each bin."""
    edges = np.array([histogram.min, *histogram.bucket_limit])
    edges[-1] = max(min(edges[-1], histogram.max), edges[-2])
    below = np.concatenate([[0], np.cumsum(histogram.bucket)])
    order = np.maximum.accumulate(edges)
    return np.diff(np.interp(grid, order, below, left=0))


def show_projection(embedding: "Embedding", title: str = "", thumbnails: int = 40) -> None:
    """Show an embedding by its two principal components, coloured by label, some images on it.

    Args:
        embedding: `course.runs.Embedding`.
        title: words above the picture.
        thumbnails: how many images to draw.
    """
    points = torch.from_numpy(embedding.points)
    flat = (points - points.mean(0)) @ torch.linalg.svd(points - points.mean(0), full_matrices=False)[2][:2].T
    flat = flat.numpy()
    figure, place = plt.subplots(figsize=(7.5, 5.5))
    names = sorted(set(embedding.labels))
    for k, name in enumerate(names):
        chosen = np.array([label == name for label in embedding.labels])
        colour = COLOURS["noise"] if name == "fake" else DIGITS[k % 10]
        x, y = flat[chosen].T
        place.scatter(x, y, s=16, color=colour, label=name, marker="ox"[name == "fake"])
    width = 0.022 * np.ptp(flat[:, 0])
    if embedding.images is not None:
        for k in np.linspace(0, len(flat) - 1, thumbnails).astype(int):
            x, y = flat[k]
            place.imshow(embedding.images[k], extent=(x - width, x + width, y - width, y + width), zorder=3)
    place.set(title=title, xticks=[], yticks=[], aspect="equal")
    place.margins(0.05)
    place.autoscale()
    place.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure)


def show_riddles() -> None:
    """Show three pairs of loss curves, sketched by formulas after runs of this lesson: A, B, C."""
    random = np.random.default_rng(0)
    step = np.arange(600)

    def rough(size):
        return size * random.standard_normal(600)

    fall, wave = np.exp(-step / 90), np.sin(step / 22)
    sketches = {
        "A": (0.02 + 1.36 * fall * np.exp(rough(0.1)), 0.7 + 7 * (1 - fall) + rough(0.3) * (1 - fall)),
        "B": (1.386 + rough(0.004), 0.693 + rough(0.004)),
        "C": (1.0 + 0.7 * step / 600 * wave + rough(0.05), 1.9 - 1.6 * step / 600 * wave + rough(0.05)),
    }
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.2))
    for place, (name, (loss_d, loss_g)) in zip(axes, sketches.items(), strict=True):
        place.plot(step, loss_d, color=COLOURS["D"], linewidth=1, label="discriminator")
        place.plot(step, loss_g, color=COLOURS["G"], linewidth=1, label="generator")
        for value, player in ((1.386, "D"), (0.693, "G")):
            place.axhline(value, color=COLOURS[player], linestyle=":", linewidth=1)
        place.set(title=name, xlabel="step", ylim=(0, None))
    axes[0].set_ylabel("loss")
    axes[0].legend(frameon=False, fontsize=9)
    show(figure)
