"""Pictures of sick and healthy training: points on the ring, losses side by side, tricks compared."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import torch

from course import ring
from course.pictures.figures import COLOURS, show

# Measured by `python -m bench tricks`, which writes it: every copy of the course shows the same figures.
TRICKS = Path(__file__).with_name("tricks.md")
Triple = tuple[float, float, float]  # mean, lowest, highest


def scored(points: torch.Tensor) -> str:
    """How many modes of the ring these points cover, and how many of them are good, in words."""
    modes, share = ring.modes_covered(points)
    return f"{modes} mode{'s' * (modes != 1)}, {share:.0%} good"


def show_rings(
    frames: Iterable[torch.Tensor], titles: Sequence[str], columns: int = 6, size: float = 9.6,
    colours: Sequence[str] = (),
) -> None:
    """Show generated points on the ring, one small picture for each set.

    Args:
        frames: tensors (N, 2).
        titles: words above each.
        columns: pictures in a row.
        size: width in inches.
        colours: names of `COLOURS`, one for each set; without them all points are those of G.
    """  # fmt: skip
    sets, lines = list(frames), max(title.count("\n") for title in titles) + 1
    rows = -(-len(sets) // columns)
    height = rows * (size / columns + 0.1 + 0.15 * lines)
    figure, axes = plt.subplots(rows, columns, figsize=(size, height), squeeze=False)
    for place in axes.flat:
        place.axis("off")
    names = colours or ["G"] * len(sets)
    for place, points, title, name in zip(axes.flat, sets, titles, names, strict=False):
        _ring(place, points, name)
        place.set_title(title, fontsize=9)
    show(figure)


def _ring(place, points, colour="G", limit=1.6):
    """The eight real modes as circles of 3 standard deviations, and generated points."""
    for x, y in ring.CENTERS.tolist():
        place.add_patch(plt.Circle((x, y), 3 * ring.STD, color=COLOURS["real"], alpha=0.25, linewidth=0))
    points = points.detach().cpu()
    place.plot(points[:, 0], points[:, 1], ".", color=COLOURS[colour], markersize=2.5, alpha=0.6)
    place.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")


def show_symptoms(runs: Mapping[str, Sequence[tuple[float, float, float]]]) -> None:
    """Show the losses of several runs side by side, and below them the share of modes covered.

    Args:
        runs: for each title a history, a list of (loss_d, loss_g, covered).
    """
    size = (2.1 * len(runs), 3.4)
    figure, axes = plt.subplots(2, len(runs), figsize=size, sharex="col", height_ratios=(2, 1))
    for (above, below), (title, history) in zip(axes.T, runs.items(), strict=True):
        table = torch.tensor(history, dtype=torch.float64)
        for column, name in ((0, "D"), (1, "G")):
            above.plot(table[:, column], color=COLOURS[name], linewidth=1.2, label=f"loss of {name}")
        sick = (~table[:, :2].isfinite()).any(dim=1).nonzero()
        if len(sick):
            above.axvspan(int(sick[0]), len(table) - 1, color=COLOURS["noise"], alpha=0.3, linewidth=0)
            above.text((int(sick[0]) + len(table) - 1) / 2, 5, "NaN", ha="center")
        losses = table[:, :2].nan_to_num(0, 0, 0)
        if losses.max() > 10:  # the line leaves the picture: say how far
            place, column = divmod(int(losses.argmax()), 2)
            side = "right" if place > len(table) / 2 else "left"
            above.text(place, 10.2, f"↑ {losses.max():.0f}", color=COLOURS["DG"[column]], ha=side,
                       va="top", fontsize=8)  # fmt: skip
        above.set(ylim=(-0.5, 10.5), xlim=(-1, len(table)), title=title)
        above.title.set_fontsize(9)
        below.fill_between(range(len(table)), table[:, 2], color=COLOURS["real"], alpha=0.5, linewidth=0)
        below.set(ylim=(0, 1.05), xlabel="checkpoint")
        for place in (above, below):
            place.tick_params(labelsize=7)
            if place not in axes[:, 0]:
                place.set_yticklabels([])
    axes[0, 0].legend(frameon=False, fontsize=8)
    axes[1, 0].set_ylabel("share of modes", fontsize=8)
    show(figure)


def show_best_answers(amount: float) -> None:
    """Show the best D(x) for two overlapping densities: plain labels, one- and two-sided smoothing."""
    x = torch.linspace(-4, 5, 400)
    real, fake = (torch.exp(-((x - mean) ** 2) / 2) / (2 * torch.pi) ** 0.5 for mean in (-1.0, 1.5))
    fake = fake.clamp(min=1e-12)
    figure, axes = plt.subplots(figsize=(7, 3.2))
    axes.fill_between(x, real, color=COLOURS["real"], alpha=0.3, linewidth=0, label="real")
    axes.fill_between(x, fake, color=COLOURS["G"], alpha=0.3, linewidth=0, label="fake")
    total = real + fake
    axes.plot(x, real / total, color=COLOURS["noise"], label="best D: plain labels")
    axes.plot(x, (1 - amount) * real / total, color=COLOURS["D"], label="one-sided")
    axes.plot(x, ((1 - amount) * real + amount * fake) / total, "--", color=COLOURS["D"], label="two-sided")
    axes.set(ylim=(-0.02, 1.05), xlabel="x", ylabel="D(x)", title="What the best D answers")
    axes.legend(frameon=False, fontsize=8, loc="center right")
    show(figure)


def show_overlap(stds: Sequence[float]) -> None:
    """Show two narrow densities, real and fake, under noise of these standard deviations, and the best D."""
    x = torch.linspace(-2.5, 2.5, 500)
    figure, axes = plt.subplots(1, len(stds), figsize=(4 * len(stds), 2.9), sharey=True)
    for place, std in zip(axes, stds, strict=True):
        width = (0.1**2 + std**2) ** 0.5
        real, fake = (torch.exp(-((x - mean) ** 2) / (2 * width**2)) / width for mean in (-0.8, 0.8))
        logit = (-((x + 0.8) ** 2) + (x - 0.8) ** 2) / (2 * width**2)
        for density, name in ((real, "real"), (fake, "G")):
            place.fill_between(x, density / density.max(), color=COLOURS[name], alpha=0.4, linewidth=0,
                               label={"G": "fake"}.get(name, name))  # fmt: skip
        place.plot(x, torch.sigmoid(logit), color=COLOURS["D"], label="best D(x)")
        place.set(title=f"noise of standard deviation {std}", xlabel="x")
    axes[0].legend(frameon=False, fontsize=8)
    show(figure)


def show_batches(batches: Mapping[str, torch.Tensor]) -> None:
    """Show batches of points, each with its mean standard deviation in the title."""
    figure, axes = plt.subplots(1, len(batches), figsize=(3.2 * len(batches), 3.3))
    for place, (name, points) in zip(axes, batches.items(), strict=True):
        _ring(place, points, "real" if name == "real" else "G")
        place.axis("off")
        deviation = points.std(dim=0, correction=0).mean().item()
        place.set_title(f"{name}: mean standard deviation {deviation:.2f}", fontsize=10)
    show(figure)


def show_duel(history: Sequence[tuple[float, float]], title: str) -> None:
    """Show both losses of every step."""
    losses = torch.tensor(history)
    figure, axes = plt.subplots(figsize=(7, 2.6))
    for column, name in ((0, "D"), (1, "G")):
        axes.plot(losses[:, column], color=COLOURS[name], label=f"loss of {name}")
    axes.set(xlabel="step", ylim=(0, 6), title=title)
    axes.legend(frameon=False)
    show(figure)


def show_slopes(players: Mapping[str, torch.nn.Module], device: torch.device | str = "cpu") -> None:
    """Show each D's logit, and the length of its slope, along a line through the ring's middle.

    Args:
        players: discriminators of points, each under its name.
        device: where they are.
    """
    line = torch.stack([torch.linspace(-1.6, 1.6, 301), torch.zeros(301)], dim=1)
    figure, axes = plt.subplots(1, 2, figsize=(9, 2.9))
    for (name, D), style in zip(players.items(), ("-", "--"), strict=False):
        x = line.clone().to(device).requires_grad_(True)
        logits = D(x)
        (slope,) = torch.autograd.grad(logits.sum(), x)
        for place, values in zip(axes, (logits[:, 0], slope.norm(dim=1)), strict=True):
            place.plot(line[:, 0], values.detach().cpu(), style, color=COLOURS["D"], label=name)
    for place, title in zip(axes, ("D's logit", "length of its slope"), strict=True):
        place.set(title=title, xlabel="place on the line")
        place.axvspan(-1.15, -0.85, color=COLOURS["real"], alpha=0.2)
        place.axvspan(0.85, 1.15, color=COLOURS["real"], alpha=0.2, label="a mode")
        place.axvspan(-0.2, 0.2, color=COLOURS["G"], alpha=0.2, label="the fakes")
    axes[1].axhline(1, color=COLOURS["noise"], linewidth=0.8, label="slope 1")
    axes[1].legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    show(figure)


def show_tricks(table: Mapping[str, tuple[Triple, Triple, str]], title: str = "") -> None:
    """Show what each trick brought: modes covered and share of good points, with their spread.

    Args:
        table: for each trick two triples (mean, lowest, highest), of the modes and of the good share, and
            how many runs were repaired, in words.
        title: words above the picture.
    """
    figure, axes = plt.subplots(1, 2, figsize=(9, 0.27 * len(table) + 1.2), sharey=True)
    for row, (*values, repaired) in enumerate(table.values()):
        axes[1].text(1.02, row, repaired, fontsize=8, va="center")
        for place, (mean, low, high) in zip(axes, values, strict=True):
            place.barh(row, mean, color=COLOURS["G"] if row else COLOURS["noise"], alpha=0.5, height=0.7)
            place.plot([low, high], [row, row], color=COLOURS["real"], linewidth=1.5)
    axes[0].set_yticks(range(len(table)), list(table), fontsize=8)
    axes[0].invert_yaxis()
    axes[0].set(xlim=(0, 8.2), xlabel="modes covered, of 8")
    axes[1].set(xlim=(0, 1), xlabel="share of good points")
    axes[0].axvline(7, color=COLOURS["D"], linestyle=":")
    axes[1].axvline(0.2, color=COLOURS["D"], linestyle=":")
    figure.suptitle(title, fontsize=11)
    show(figure)


def measured(path: Path = TRICKS) -> dict[str, tuple[Triple, Triple, str, str]]:
    """Read the table of measured tricks: for each row (modes, good share, repaired, verdict).

    Modes and share are triples (mean, lowest, highest).  Without the file the table is empty.
    """
    if not path.is_file():
        print(f"{path.name} is not here: `make bench` measures it")
        return {}
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")]
             for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]  # fmt: skip
    rows = [row for row in cells if len(row) == 5 and "(" in row[1]]
    return {row[0]: (_triple(row[1]), _triple(row[2]), row[3], row[4]) for row in rows}


def _triple(cell):
    """Mean, lowest and highest of a cell such as "7.3 (2.0 to 8.0)"."""
    scale = 0.01 if "%" in cell else 1
    return tuple(scale * float(number) for number in re.findall(r"\d+(?:\.\d+)?", cell)[:3])
