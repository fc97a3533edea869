"""Pictures of codes and energies: clouds, maps, divergences, energies against a margin."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from torchvision.utils import make_grid

from course.pictures.figures import COLOURS, show

MIDDLE = 0.5  # height of the plan


def show_plan() -> None:
    """Show a variational autoencoder as boxes: image, encoder, a cloud, a draw from it, decoder, image."""
    figure, place = plt.subplots(figsize=(8.4, 1.9))
    boxes = {
        0.0: "image x",
        1.5: "encoder",
        3.1: "μ, log σ²",
        4.9: "z = μ + σ ε",
        6.6: "decoder",
        8.1: "image",
    }
    for x, words in boxes.items():
        network = words in ("encoder", "decoder")
        colour = COLOURS["G"] if words == "decoder" else COLOURS["D"] if network else COLOURS["real"]
        style = (
            {"facecolor": colour, "alpha": 0.9} if network else {"facecolor": "white", "edgecolor": colour}
        )
        ink, box = "white" if network else colour, {"boxstyle": "round,pad=0.5", **style}
        place.text(x, MIDDLE, words, ha="center", va="center", fontsize=10, color=ink, bbox=box)
    for start, end in ((0.5, 0.95), (2.05, 2.45), (3.75, 4.1), (5.7, 6.05), (7.15, 7.6)):
        place.annotate("", (end, MIDDLE), (start, MIDDLE), arrowprops={"arrowstyle": "->", "color": "gray"})
    place.text(4.9, 1.25, "ε from N(0, 1)", ha="center", fontsize=9, color=COLOURS["noise"])
    place.annotate("", (4.9, 0.85), (4.9, 1.2), arrowprops={"arrowstyle": "->", "color": COLOURS["noise"]})
    place.set(xlim=(-0.7, 8.8), ylim=(0, 1.5))
    place.axis("off")
    show(figure)


def show_divergence() -> None:
    """Show the divergence of a one-dimensional cloud from N(0, 1), by its mean and by its deviation."""
    figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.8), sharey=True)
    mu, sigma = torch.linspace(-3, 3, 200), torch.linspace(0.02, 2.5, 200)
    axes[0].plot(mu, mu**2 / 2, color=COLOURS["D"])
    axes[0].set(xlabel="μ, where σ = 1", ylabel="divergence in nats")
    axes[1].plot(sigma, -0.5 * (1 + 2 * sigma.log() - sigma**2), color=COLOURS["G"])
    axes[1].set(xlabel="σ, where μ = 0")
    figure.suptitle("What a cloud costs that is not N(0, 1)", fontsize=11)
    show(figure)


def show_bound(history: Sequence[tuple[float, float]]) -> None:
    """Show both parts of the bound over the epochs.

    Args:
        history: (error, divergence) of each epoch, in nats.
    """
    figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.6))
    parts = zip(
        axes, zip(*history, strict=True), ("error of what is rebuilt", "divergence"), ("D", "G"), strict=True
    )
    for place, values, name, colour in parts:
        place.plot(range(1, len(values) + 1), values, color=COLOURS[colour])
        place.set(title=name, xlabel="epoch", ylabel="nats an image", ylim=(0, None))
    show(figure)


def show_map(centres: torch.Tensor, labels: torch.Tensor, atlas: torch.Tensor, reach: float) -> None:
    """Show codes of two numbers, coloured by digit, beside what is drawn of a grid of codes.

    Args:
        centres: (N, 2); labels: (N,), 0 to 9.
        atlas: images (M · M, 1, H, W) in [0, 1], row by row from the top left.
        reach: how far from 0 the grid of their codes goes.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 4.6))
    points = left.scatter(*centres.T.tolist(), c=labels.tolist(), cmap="tab10", s=5, vmin=-0.5, vmax=9.5)
    figure.colorbar(points, ax=left, ticks=range(10), shrink=0.8)
    left.add_patch(plt.Rectangle((-reach, -reach), 2 * reach, 2 * reach, fill=False, linewidth=1.5))
    left.set(title="centres of the clouds, by digit", xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), aspect="equal")
    across = round(len(atlas) ** 0.5)
    right.imshow(make_grid(atlas, nrow=across, padding=0)[0].clamp(0, 1), cmap="gray", vmin=0, vmax=1)
    right.set(title="what is drawn inside of the box", xticks=[], yticks=[])
    show(figure)


def show_angles(features: Mapping[str, torch.Tensor]) -> None:
    """Show features (N, 2) as arrows from 0, one panel a set."""
    figure, axes = plt.subplots(1, len(features), figsize=(2.6 * len(features), 2.8), squeeze=False)
    for place, (name, rows) in zip(axes.flat, features.items(), strict=True):
        for x, y in rows.tolist():
            place.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "->", "color": COLOURS["G"]})
        place.set(title=name, xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), xticks=[], yticks=[], aspect="equal")
    show(figure)


def show_energies(runs: Mapping[str, Sequence[tuple[float, float, float]]], margin: float) -> None:
    """Show mean energies through training, against the margin, one panel a run.

    Args:
        runs: by name for each epoch the energies of training digits, of new digits and of fakes.
    """
    wide = 3.8 * len(runs) + 1.4
    figure, axes = plt.subplots(1, len(runs), figsize=(wide, 3.0), sharey=True, squeeze=False)
    for place, (name, history) in zip(axes.flat, runs.items(), strict=True):
        _energies(place, history, margin)
        place.set(title=name, xlabel="epoch")
    axes[0, 0].set_ylabel("mean energy")
    axes[0, -1].legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure)


def _energies(place: Axes, history: Sequence[tuple[float, float, float]], margin: float) -> None:
    lines = (("training digits", "real", "-"), ("new digits", "real", "--"), ("fakes", "G", "-"))
    for values, (label, colour, style) in zip(zip(*history, strict=True), lines, strict=True):
        place.plot(range(1, len(values) + 1), values, style, color=COLOURS[colour], label=label)
    place.axhline(margin, color=COLOURS["D"], linestyle=":", linewidth=1.2, label="the margin")
    place.set_ylim(0, 2 * margin)
