"""A generator that shows each layer's style, and words for styles that are mixed wrongly."""

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, close
from course.probe.values.draws import normal

Z_DIM, W_DIM, IMAGE = 4, 5, (2, 3, 3)


class Generator(nn.Module):
    """Maps, and synthesizes images in which each style of each layer is seen."""

    def __init__(self, styles: int) -> None:
        super().__init__()
        self.styles = styles
        self.given: list[torch.Tensor] = []  # what synthesis was asked
        self.map = nn.Parameter(normal(W_DIM, Z_DIM))
        self.draw = nn.Parameter(normal(styles * W_DIM, 18) / (styles * W_DIM) ** 0.5)

    def mapping(self, z: torch.Tensor) -> torch.Tensor:
        """Styles (N, w_dim)."""
        if z.dim() != 2 or z.shape[1] != Z_DIM:
            raise ValueError(f"the mapping network takes z (N, {Z_DIM}), but was given {tuple(z.shape)}")
        return torch.tanh(z @ self.map.T)

    def synthesis(self, ws: torch.Tensor) -> torch.Tensor:
        """Images of styles (N, styles, w_dim)."""
        if ws.dim() != 3 or tuple(ws.shape[1:]) != (self.styles, W_DIM):
            raise ValueError(
                f"synthesis takes styles (N, {self.styles}, {W_DIM}), but was given {tuple(ws.shape)}"
            )
        self.given.append(ws.detach().clone())
        return torch.tanh(ws.flatten(1) @ self.draw).reshape(-1, *IMAGE)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Images, one style for all layers."""
        return self.synthesis(self.mapping(z)[:, None].expand(-1, self.styles, -1))


def two(G: Generator, z1: torch.Tensor, z2: torch.Tensor, crossover: int) -> torch.Tensor:
    """Images with the first styles from z1, the others from z2."""
    first = torch.arange(G.styles, device=z1.device).reshape(1, -1, 1) < crossover
    return G.synthesis(torch.where(first, G.mapping(z1)[:, None], G.mapping(z2)[:, None]))


def _fits(style_mix, G, z1, z2, crossover):
    try:
        came = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, crossover)
    except (AssertionError, NotImplementedError):
        return False
    with torch.no_grad():
        return torch.is_tensor(came) and close(came, two(G, z1, z2, crossover))


def where_wrong(
    style_mix: Callable[..., Any],
    G: Generator,
    z1: torch.Tensor,
    z2: torch.Tensor,
    crossover: int,
    came: torch.Tensor,
) -> tuple[str, str]:
    """Where wrong images come: in one mode only, or with one crossover only, and then why."""
    mode = G.training
    alone = _fits(style_mix, G.train(not mode), z1, z2, crossover)
    G.train(mode)
    if alone:
        return (" in train mode, not in eval mode," if mode else " in eval mode, not in train mode,"), ""
    wrong = [c for c in range(G.styles + 1) if not _fits(style_mix, G, z1, z2, c)]
    if wrong != [crossover]:
        return "", ""
    near = crossover + 1, ""
    if crossover == G.styles:
        near = 0, (
            "all layers are given z2's style: is a slice [-0:] taken, which is everything, or a remainder, "
            "which is 0? Count from the front, [crossover:]"
        )
    elif crossover == 0:
        near = G.styles, "all layers are given z1's style: is 0 taken for none given?"
    elif crossover == G.styles - 1:
        near = G.styles, (
            "there the colours are given z1's style, as the layer before them: they have a style of their own"
        )
    with torch.no_grad():
        cause = near[1] if close(came, two(G, z1, z2, near[0])) else ""
    return ", the only wrong one of all crossovers,", cause


def _row(ws, w1, w2):
    """Whose style each layer is given, "z1" or "z2" of its own image; [] where that does not say it."""
    rows = []
    for layer in range(ws.shape[1]):
        names = [name for name, w in (("z1", w1), ("z2", w2)) if torch.allclose(ws[:, layer], w, atol=1e-5)]
        rows += names[:1]
    return rows if len(rows) == ws.shape[1] else []


def told(ws: torch.Tensor, w1: torch.Tensor, w2: torch.Tensor, crossover: int) -> str:
    """Which layer of which image was given the wrong style, and whose that is; nothing where none was."""
    if len(ws) != len(w1):
        return ""
    row, wanted = _row(ws, w1, w2), ["z1"] * crossover + ["z2"] * (ws.shape[1] - crossover)
    if row and row != wanted:
        alone = row.count("z1") == 1 and crossover > 1 and row[crossover - 1] == "z1"
        end = ": only the layer before the crossover has z1's style, where all before it do" if alone else ""
        return f"layers and colours are given styles of {', '.join(row)}, not {', '.join(wanted)}{end}"
    for layer, image in itertools.product(range(ws.shape[1]), range(len(ws))):
        name, own = ("z1", w1) if layer < crossover else ("z2", w2)
        style = ws[image, layer]
        if torch.allclose(style, own[image], atol=1e-5):
            continue
        owners = [f"{other} of image {m}" for other, w in (("z1", w1), ("z2", w2)) for m in range(len(w))
                  if torch.allclose(style, w[m], atol=1e-5)]  # fmt: skip
        came = f"that of {owners[0]}" if owners else "a style that is neither z1's nor z2's"
        return f"layer {layer} of image {image} is given {came}, not that of {name} of image {image}"
    return ""
