"""How data flow through the two networks and gradients come back; how G pushes noise to a density."""

import itertools
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course.pictures.figures import COLOURS, show

PLACES = {"z": 0.0, "G": 1.6, "G(z)": 3.4, "D": 5.3, "loss": 7.2}
WIDTH = {"z": 0.7, "G": 0.9, "G(z)": 1.0, "D": 0.9, "loss": 1.1}
LEVEL = 1.0


def show_flow() -> None:
    """Show one update of D and one of G: what flows forward, where gradients come back, where they stop."""
    figure, axes = plt.subplots(2, 1, figsize=(7.2, 4.6))
    for place, player in zip(axes, "DG", strict=True):
        _boxes(place, player)
        for one, other in itertools.pairwise(PLACES):
            _arrow(place, one, other, 0.12, COLOURS["noise"])
        back = [("loss", "D")] if player == "D" else [("loss", "D"), ("D", "G(z)"), ("G(z)", "G")]
        for one, other in back:
            _arrow(place, one, other, -0.12, COLOURS["D"])
        place.set(xlim=(-0.6, 8.2), ylim=(-0.35, 1.75))
        place.axis("off")
    axes[0].set_title("D's update: fakes are detached", loc="left", fontsize=11)
    axes[1].set_title("G's update: the gradient runs through D, and changes G only", loc="left", fontsize=11)
    _real(axes[0])
    cut = (PLACES["G(z)"] + WIDTH["G(z)"] / 2 + PLACES["D"] - WIDTH["D"] / 2) / 2
    axes[0].plot([cut, cut], [LEVEL - 0.42, LEVEL + 0.42], color=COLOURS["D"], linewidth=2.5)
    axes[0].text(cut, LEVEL + 0.5, "detach()", ha="center", color=COLOURS["D"], fontsize=10)
    axes[1].text(4.35, LEVEL - 0.62, "gray: data    red: gradients", ha="center", fontsize=9)
    show(figure)


def _boxes(place, player):
    """The stations; the network that is updated is filled."""
    for name, x in PLACES.items():
        network = name in "GD"
        colour = COLOURS[name] if network else COLOURS["real"]
        fill = colour if name == player else "white"
        box = {"boxstyle": "round,pad=0.45", "facecolor": fill, "edgecolor": colour, "linewidth": 1.8}
        shade = "white" if name == player else colour
        if not network:
            box = {"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": "white"}
        label = {"loss": f"$L_{player}$", "z": "$z$", "G(z)": "$G(z)$"}.get(name, f"${name}$")
        place.text(x, LEVEL, label, ha="center", va="center", fontsize=14, color=shade, bbox=box, zorder=3)


def _arrow(place, one, other, lift, colour):
    """An arrow from one station to the next one, or back."""
    sign = 1 if PLACES[other] > PLACES[one] else -1
    start = PLACES[one] + sign * WIDTH[one] / 2
    end = PLACES[other] - sign * WIDTH[other] / 2
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    place.annotate("", (end, LEVEL + lift), (start, LEVEL + lift), arrowprops=style)


def _real(place):
    """The real samples, which D alone sees."""
    x = PLACES["D"]
    place.text(x, -0.15, "real $x$", ha="center", va="center", fontsize=12, color=COLOURS["real"])
    style = {"arrowstyle": "-|>", "color": COLOURS["noise"], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    place.annotate("", (x, LEVEL - 0.36), (x, 0.08), arrowprops=style)


def show_latent(
    G: nn.Module, density: Callable[[torch.Tensor], torch.Tensor], count: int = 20_000, reach: float = 3.0
) -> None:
    """Show a latent plane coloured by what G makes of each point, and the density that comes of it.

    Args:
        G: maps noise (N, 2) to numbers (N, 1).
        density: of the real numbers.
        count: how many numbers of G the histogram holds.
        reach: the plane is shown from −reach to reach.
    """
    place = next(G.parameters()).device
    line = torch.linspace(-reach, reach, 121)
    plane = torch.cartesian_prod(line, line).to(place)  # (14641, 2)
    noise = torch.randn(count, 2, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        made = G(plane).cpu().reshape(121, 121).T.numpy()
        samples = G(noise.to(place)).cpu().flatten().numpy()
    low, high = np.quantile(samples, [0.001, 0.999])
    norm = plt.Normalize(low, high)
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), width_ratios=(1, 1.25))
    left.imshow(made, origin="lower", extent=(-reach, reach) * 2, cmap="viridis", norm=norm, aspect="equal")
    left.scatter(*noise[:400].T, s=3, color="white", alpha=0.7, linewidths=0)
    left.set(title="The latent plane, coloured by G(z)", xlabel="$z_1$", ylabel="$z_2$",
             xlim=(-reach, reach), ylim=(-reach, reach))  # fmt: skip
    edges = np.linspace(low, high, 60)
    counts, _ = np.histogram(samples, edges, density=True)
    middle = (edges[1:] + edges[:-1]) / 2
    colours = plt.cm.viridis(norm(middle))
    right.bar(middle, counts, width=edges[1] - edges[0], color=colours, label="numbers of G")
    x = torch.linspace(float(low) - 0.7, float(high) + 0.7, 200)
    right.plot(x, density(x), color=COLOURS["real"], linewidth=2, label="real density")
    right.set(title="… and where its points land", xlabel="x", ylabel="density")
    right.legend(frameon=False, fontsize=9, loc="upper right")
    show(figure)
