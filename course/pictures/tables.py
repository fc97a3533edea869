"""Images and shares by the digit that was asked for; what an edit moves."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch

from course.pictures.figures import COLOURS, show


def show_table(images: torch.Tensor, columns: Sequence[str], title: str = "", size: float = 7) -> None:
    """Show images (N, 1, H, W) in [0, 1] row by row, with words above the columns.

    Args:
        columns: words above each column; N is a multiple of their number.
        title: words above the picture.
        size: width in inches.
    """
    across = len(columns)
    height, width = images.shape[-2:]
    rows = len(images) // across
    cells = images.detach().cpu().reshape(rows, across, height, width)
    picture = cells.transpose(1, 2).reshape(rows * height, across * width)
    figure, place = plt.subplots(figsize=(size, size * rows * height / (across * width) + 0.6))
    place.imshow(picture.clamp(0, 1).numpy(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    middles = [(column + 0.5) * width for column in range(across)]
    place.set_xticks(middles, columns)
    place.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    place.set(title=title, yticks=[])
    show(figure)


def show_confusion(table: torch.Tensor, title: str = "") -> None:
    """Show how often each digit that was asked for (rows) was read as which (columns), in per cent.

    Args:
        table: shares (classes, classes), each row with sum 1.
    """
    figure, place = plt.subplots(figsize=(5.4, 4.8))
    place.imshow(table.numpy(), cmap="Blues", vmin=0, vmax=1)
    for asked, row in enumerate(table.tolist()):
        for seen, share in enumerate(row):
            if share >= 0.005:
                colour = "white" if share > 0.5 else "black"
                words = f"{100 * share:.0f}"
                place.text(seen, asked, words, ha="center", va="center", color=colour, fontsize=9)
    digits = range(len(table))
    place.set(xlabel="read", ylabel="asked", title=title, xticks=digits, yticks=digits)
    show(figure)


def show_bars(values: Mapping[str, Sequence[float]], title: str = "", ylabel: str = "") -> None:
    """Show one bar for each digit, side by side for each name; values from 0 to 1."""
    figure, place = plt.subplots(figsize=(7, 3))
    width = 0.8 / len(values)
    for number, (name, heights) in enumerate(values.items()):
        middle = [k + (number - (len(values) - 1) / 2) * width for k in range(len(heights))]
        colour = list(COLOURS.values())[number]
        place.bar(middle, list(heights), width, color=colour, label=name)
    place.set(xlabel="asked digit", ylabel=ylabel, ylim=(0, 1.05), title=title, xticks=range(len(heights)))
    place.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure)


def show_edits(
    amounts: Sequence[float], measured: Mapping[str, Sequence[float]], kept: Sequence[float], title: str = ""
) -> None:
    """Show what an edit moves: measures, in their own deviations, and the share still read as asked.

    Args:
        amounts: how far z was moved.
        measured: by name the mean of a measure at each amount, in units of its standard deviation.
        kept: the share of images whose digit stayed, at each amount.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
    for (name, values), colour in zip(measured.items(), ("G", "D"), strict=False):
        left.plot(amounts, values, marker=".", color=COLOURS[colour], label=name)
    left.axhline(0, color=COLOURS["noise"], linewidth=0.8)
    left.set(xlabel="amount", ylabel="change, in deviations", title=title)
    left.legend(frameon=False)
    right.plot(amounts, kept, marker=".", color=COLOURS["real"])
    right.axhline(0.8, color=COLOURS["noise"], linestyle=":", linewidth=1, label="8 of 10")
    right.legend(frameon=False, loc="lower center")
    right.set(xlabel="amount", ylim=(0, 1.05), title="share still read as the digit asked for")
    show(figure)
