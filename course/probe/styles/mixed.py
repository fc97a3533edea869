"""Styles mixed and truncated."""

import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, close, fitting, same, tensor
from course.probe.values.draws import normal

Z_DIM, W_DIM, IMAGE = 4, 5, (2, 3, 3)


class _Generator(nn.Module):
    """Maps, and synthesizes images in which each style of each layer is seen."""

    def __init__(self, styles):
        super().__init__()
        self.styles = styles
        self.given: list[torch.Tensor] = []  # what synthesis was asked
        self.map = nn.Parameter(normal(W_DIM, Z_DIM))
        self.draw = nn.Parameter(normal(styles * W_DIM, 18) / (styles * W_DIM) ** 0.5)

    def mapping(self, z):
        """Styles (N, w_dim)."""
        if z.dim() != 2 or z.shape[1] != Z_DIM:
            raise ValueError(f"the mapping network takes z (N, {Z_DIM}), but was given {tuple(z.shape)}")
        return torch.tanh(z @ self.map.T)

    def synthesis(self, ws):
        """Images of styles (N, styles, w_dim)."""
        if ws.dim() != 3 or tuple(ws.shape[1:]) != (self.styles, W_DIM):
            raise ValueError(
                f"synthesis takes styles (N, {self.styles}, {W_DIM}), but was given {tuple(ws.shape)}"
            )
        self.given.append(ws.detach().clone())
        return torch.tanh(ws.flatten(1) @ self.draw).reshape(-1, *IMAGE)

    def forward(self, z):
        """Images, one style for all layers."""
        return self.synthesis(self.mapping(z)[:, None].expand(-1, self.styles, -1))


def _two(G, z1, z2, crossover):
    """Images with the first styles from z1, the others from z2."""
    first = torch.arange(G.styles, device=z1.device).reshape(1, -1, 1) < crossover
    return G.synthesis(torch.where(first, G.mapping(z1)[:, None], G.mapping(z2)[:, None]))


def check_mix(style_mix: Callable[..., Any], n: int, styles: int, crossover: int) -> None:
    """Check n images whose styles change at this layer."""
    __tracebackhide__ = True
    G, z1, z2 = _Generator(styles).train(crossover % 2 == 1), normal(n, Z_DIM), normal(n, Z_DIM)
    came = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, crossover)
    tensor(came, (n, *IMAGE), "style_mix(G, z1, z2, crossover)")
    asked = G.given[-1] if G.given else None
    for _ in range(9):  # of a few crossovers, one drawn inside may be the same a few times
        again = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, crossover)
        assert torch.is_tensor(again) and torch.equal(again, came), (
            "two calls with the same noise and crossover give different images: is a crossover drawn inside?"
        )
    with torch.no_grad():
        right = _two(G, z1, z2, crossover)
        share = crossover / styles
        one, other = _two(G, z1, z2, styles), _two(G, z1, z2, 0)
        w1, w2 = G.mapping(z1), G.mapping(z2)
        mean = (share * w1 + (1 - share) * w2)[:, None].expand(-1, styles, -1)
        ways = {
            "z1 and z2 are exchanged": _two(G, z2, z1, crossover),
            "the style changes one layer too late": _two(G, z1, z2, crossover + 1),
            "the style changes one layer too early": _two(G, z1, z2, crossover - 1),
            "the crossover is counted from the end": _two(G, z1, z2, styles - crossover),
            "all layers are given z1's style": one,
            "all layers are given z2's style": other,
            "images are mixed, not styles": share * one + (1 - share) * other,
            "all layers are given a mean of the styles": G.synthesis(mean),
            "all images are given the first one's second style": _two(G, z1, z2[:1].expand_as(z2), crossover),
            "the first styles are in the last layers": _two(G, z2, z1, styles - crossover),
        }
    edge = " (0: all of z2)" if crossover == 0 else " (all of z1)" if crossover == styles else ""
    what = f"a pixel of {styles} styles with crossover {crossover}{edge}"
    named = fitting(came, ways)
    if len(named) != 1 and asked is not None and (told := _told(asked, w1, w2, crossover)):
        ways = {told: came}
    same(came, right, what, ways)


def _told(ws, w1, w2, crossover):
    """Which layer of which image was given the wrong style, and whose that is; nothing where none was."""
    if len(ws) != len(w1):
        return ""
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


def check_mix_gradients(style_mix: Callable[..., Any]) -> None:
    """Check that gradients reach G and both noises, through mapping and synthesis."""
    __tracebackhide__ = True
    G = _Generator(4)
    z1, z2 = normal(3, Z_DIM).requires_grad_(), normal(3, Z_DIM).requires_grad_()
    came = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, 2)
    tensor(came, (3, *IMAGE), "style_mix(G, z1, z2, crossover)")
    assert came.requires_grad, (
        "the images have no gradient: mixing is used in training too; leave out no_grad() and detach()"
    )
    weights, targets = normal(3, *IMAGE), {"z1": z1, "z2": z2, "G.mapping": G.map, "G.synthesis": G.draw}
    found = torch.autograd.grad((came * weights).sum(), list(targets.values()), allow_unused=True)
    right_images = _two(G, z1, z2, 2)
    wanted = torch.autograd.grad((right_images * weights).sum(), list(targets.values()))
    fits = close(came, right_images)  # other images cost points elsewhere
    for name, slope, right in zip(targets, found, wanted, strict=True):
        assert slope is not None, (
            f"no gradient comes from the images to {name}: is there detach(), or a copy of G?"
        )
        assert not fits or close(slope, right), (
            f"the slope of the images by {name} is wrong: is a part detached?"
        )


def check_mix_place(style_mix: Callable[..., Any], place: torch.device) -> None:
    """Check that images are mixed on G's device."""
    __tracebackhide__ = True
    G = _Generator(3).to(place)
    came = attempt(
        f"style_mix on {place.type}", style_mix, G, normal(2, Z_DIM).to(place), normal(2, Z_DIM).to(place), 1
    )
    tensor(came, (2, *IMAGE), "style_mix(G, z1, z2, crossover)")
    assert came.device == place, f"the images are on {came.device}, G on {place}"


def check_truncation(truncate: Callable[..., Any], *shape: int) -> None:
    """Check styles of this shape, drawn towards their mean, or beyond."""
    __tracebackhide__ = True
    w, mean = normal(*shape), 2 * normal(shape[-1])
    for psi in (0.7, 0.0, 1.0, -0.5, 1.6):
        what = f"truncate(w, w_mean, {psi:g})"
        came = attempt(what, truncate, w, mean, psi)
        tensor(came, shape, what)
        ways = {
            "psi and 1 − psi are exchanged": w + psi * (mean - w),
            "styles are drawn to 0, not to the mean": psi * w,
            "the mean is not added again": psi * (w - mean),
            "styles are cut off, not drawn nearer": mean + (w - mean).clamp(-psi, psi) if psi >= 0 else w,
            "the mean of these w is taken: take w_mean": (m := w.flatten(0, -2).mean(0)) + psi * (w - m),
            "psi below 0 is taken without its sign" if psi < 0 else "w − w_mean is turned round": mean
            + psi * (mean - w),
            "psi is squared": mean + psi**2 * (w - mean),
            "all layers are given the first one's style": mean + psi * (w[..., :1, :] - mean).expand_as(w),
            "the mean is scaled too": psi * (mean + w),
            "nothing is done": w,
            "psi below 0 is taken for 0": mean + max(psi, 0) * (w - mean),
            "psi above 1 is taken for 1": mean + min(psi, 1) * (w - mean),
        }
        right = mean * (1 - psi) + w * psi
        same(came, right, f"a number of {what}, w {tuple(shape)},", ways)


def check_truncation_place(truncate: Callable[..., Any], place: torch.device) -> None:
    """Check truncation on a device, and that a gradient comes to w."""
    __tracebackhide__ = True
    w, mean = normal(3, 4).to(place).requires_grad_(), normal(4).to(place)
    came = attempt(f"truncate on {place.type}", truncate, w, mean, 0.5)
    tensor(came, (3, 4), "truncate(w, w_mean, psi)")
    assert came.device == place, f"the styles are on {came.device}, w on {place}"
    slope = torch.autograd.grad(came.sum(), w, allow_unused=True)[0] if came.requires_grad else None
    assert slope is not None, "no gradient comes to w: is it detached?"
    same(slope, torch.full((3, 4), 0.5), "the slope of truncate(w, w_mean, 0.5) by w")
