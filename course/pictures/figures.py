"""What every lesson shows: grids of images, losses, curves, values."""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from torchvision.utils import make_grid

from course import budget

# One look for the whole course.
COLOURS = {"D": "#d1495b", "G": "#00798c", "real": "#2e4057", "noise": "#8d96a3"}


def show(figure: Figure) -> None:
    """Show a figure; where nobody waits for it without layout and ticks, in half of the time."""
    if budget.full():
        figure.tight_layout()
    else:
        for axes in figure.axes:
            axes.set(xticks=[], yticks=[])
    plt.show()


def show_grid(grid: torch.Tensor, title: str = "", size: float = 6) -> None:
    """Show an image grid.

    Args:
        grid: tensor (3, H, W), (1, H, W) or (H, W) with values in [0, 1].
        title: words above the picture.
        size: width in inches.
    """
    picture = grid.detach().cpu().clamp(0, 1)
    picture = picture.permute(1, 2, 0).squeeze(-1) if picture.dim() == 3 else picture
    height = size * picture.shape[0] / picture.shape[1]
    axes = plt.figure(figsize=(size, height + 0.3)).add_axes((0, 0, 1, height / (height + 0.3)))
    axes.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    axes.set_title(title)
    axes.axis("off")
    plt.show()


def show_images(images: torch.Tensor, title: str = "", columns: int = 16, size: float = 8) -> None:
    """Show images (N, 1, H, W) with values in [0, 1] as a grid of so many columns."""
    show_grid(make_grid(images, nrow=columns, padding=1), title, size)


def show_growth(
    grids: Sequence[torch.Tensor], titles: Sequence[str], columns: int = 3, size: float = 9
) -> None:
    """Show several grids side by side, for example from the same noise at several epochs."""
    rows = -(-len(grids) // columns)
    height, width = grids[0].shape[-2:]
    figure, axes = plt.subplots(
        rows, columns, figsize=(size, rows * (size / columns * height / width + 0.3)), squeeze=False
    )
    for place in axes.flat:
        place.axis("off")
    for place, grid, title in zip(axes.flat, grids, titles, strict=False):
        place.imshow(grid.detach().cpu().clamp(0, 1).permute(1, 2, 0), interpolation="nearest")
        place.set_title(title, fontsize=10)
    show(figure)


def show_losses(history: Sequence[tuple[float, float]], title: str = "The two losses") -> None:
    """Show both losses per epoch, with the values that D would give if it could only guess.

    Args:
        history: list of (loss_d, loss_g), one pair for each epoch.
    """
    losses = torch.tensor(history, dtype=torch.float64)
    epochs = range(1, len(losses) + 1)
    figure, axes = plt.subplots(figsize=(7, 3.2))
    for column, name, label in ((0, "D", "discriminator"), (1, "G", "generator")):
        axes.plot(epochs, losses[:, column], color=COLOURS[name], label=label)
    for value, name in ((2 * 0.6931, "D"), (0.6931, "G")):
        axes.axhline(value, color=COLOURS[name], linestyle=":", linewidth=1)
    axes.set(xlabel="epoch", ylabel="loss", title=title)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(title="dotted: D answers 1/2", frameon=False)
    show(figure)


def show_answers(runs: Mapping[str, Sequence[tuple[float, float, float, float]]]) -> None:
    """Show D's mean answers through the training, one panel a run.

    Args:
        runs: by name a list of (epoch, answer on training images, on held-out ones, on fakes).
    """
    figure, axes = plt.subplots(1, len(runs), figsize=(4.4 * len(runs), 3.2), sharey=True, squeeze=False)
    lines = (("training digits", "real", "-"), ("held-out digits", "real", "--"), ("fakes", "G", "-"))
    for place, (name, looks) in zip(axes.flat, runs.items(), strict=True):
        epochs, *answers = zip(*looks, strict=True)
        for values, (label, colour, style) in zip(answers, lines, strict=True):
            place.plot(epochs, values, style, color=COLOURS[colour], marker=".", label=label)
        place.axhline(0.5, color=COLOURS["noise"], linestyle=":", linewidth=1)
        place.set(title=name, xlabel="epoch", ylim=(0, 1))
    axes[0, 0].set_ylabel("D's mean answer")
    axes[0, 0].legend(frameon=False, fontsize=9)
    show(figure)


def show_curves(
    curves: Mapping[str, Callable[[torch.Tensor], torch.Tensor]],
    low: float = -3.0,
    high: float = 3.0,
    title: str = "",
    xlabel: str = "",
    ylim: tuple[float, float] | None = None,
    ylabel: str = "",
) -> None:
    """Show functions of one number.

    Args:
        curves: functions of a tensor, each under its name.
        low, high: where the curves begin and end.
        ylim: (lowest, highest) value shown.
        ylabel: what the curves are, with their unit.
    """
    x = torch.linspace(low, high, 301)
    beside = len(curves) > 2  # the legend: in the picture three lines of it would cover a curve
    figure, axes = plt.subplots(figsize=(8 if beside else 6, 3.2))
    for name, curve in curves.items():
        axes.plot(x, curve(x), label=name)
    axes.axhline(0, color=COLOURS["noise"], linewidth=0.8)
    axes.set(title=title, xlabel=xlabel, ylabel=ylabel, ylim=ylim)
    place = {"loc": "center left", "bbox_to_anchor": (1, 0.5)} if beside else {"loc": "best"}
    axes.legend(frameon=False, **place)
    show(figure)


def show_values(
    sets: Mapping[str, torch.Tensor],
    title: str = "",
    low: float = -1.1,
    high: float = 1.1,
    what: str = "pixel value",
) -> None:
    """Show how often each value occurs, one histogram a set.

    Args:
        sets: tensors of any shape, each under its name; of large ones some 200,000 values are counted.
        low, high: range of values shown.
        what: what the values are, for the axis.
    """
    figure, axes = plt.subplots(len(sets), figsize=(6, 1.3 * len(sets) + 0.6), sharex=True)
    for place, (name, values) in zip(axes, sets.items(), strict=True):
        values = values.detach().flatten()[:: max(1, values.numel() // 200_000)]
        counted = values.cpu().clamp(low, high).numpy()
        place.hist(counted, bins=60, range=(low, high), color=COLOURS["real"], histtype="stepfilled")
        place.set_ylabel(name, rotation=0, ha="right", va="center")
        place.set_yticks([])
    axes[0].set_title(title)
    axes[-1].set_xlabel(what)
    show(figure)
