"""Styles mixed and truncated."""

from collections.abc import Callable
from typing import Any

import torch

from course.probe.styles.crossed import IMAGE, Z_DIM, Generator, told, two, where_wrong
from course.probe.values.compare import attempt, close, fitting, same, tensor
from course.probe.values.draws import normal


def check_mix(style_mix: Callable[..., Any], n: int, styles: int, crossover: int) -> None:
    """Check n images whose styles change at this layer."""
    __tracebackhide__ = True
    G, z1, z2 = Generator(styles).train(crossover % 2 == 1), normal(n, Z_DIM), normal(n, Z_DIM)
    came = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, crossover)
    tensor(came, (n, *IMAGE), "style_mix(G, z1, z2, crossover)")
    asked = G.given[-1] if G.given else None
    for _ in range(9):  # of a few crossovers, one drawn inside may be the same a few times
        again = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, crossover)
        assert torch.is_tensor(again) and torch.equal(again, came), (
            "two calls with the same noise and crossover give different images: is a crossover drawn inside?"
        )
    with torch.no_grad():
        right = two(G, z1, z2, crossover)
        share = crossover / styles
        one, other = two(G, z1, z2, styles), two(G, z1, z2, 0)
        w1, w2 = G.mapping(z1), G.mapping(z2)
        mean = (share * w1 + (1 - share) * w2)[:, None].expand(-1, styles, -1)
        ways = {
            "z1 and z2 are exchanged": two(G, z2, z1, crossover),
            "the style changes one layer too late": two(G, z1, z2, crossover + 1),
            "the style changes one layer too early": two(G, z1, z2, crossover - 1),
            "the crossover is counted from the end": two(G, z1, z2, styles - crossover),
            "all layers are given z1's style": one,
            "all layers are given z2's style": other,
            "images are mixed, not styles": share * one + (1 - share) * other,
            "all layers are given a mean of the styles": G.synthesis(mean),
            "all images are given the first one's second style": two(G, z1, z2[:1].expand_as(z2), crossover),
            "the first styles are in the last layers": two(G, z2, z1, styles - crossover),
        }
    edge = " (0: all of z2)" if crossover == 0 else " (all of z1)" if crossover == styles else ""
    what = f"a pixel of {styles} styles with crossover {crossover}{edge}"
    if not close(came, right):
        where, cause = where_wrong(style_mix, G, z1, z2, crossover, came)
        what, ways = what + where, {cause: came} if cause else ways
    named = fitting(came, ways)
    if len(named) != 1 and asked is not None and (words := told(asked, w1, w2, crossover)):
        ways = {words: came}
    same(came, right, what, ways)


def check_mix_gradients(style_mix: Callable[..., Any]) -> None:
    """Check that gradients reach G and both noises, through mapping and synthesis."""
    __tracebackhide__ = True
    G = Generator(4)
    z1, z2 = normal(3, Z_DIM).requires_grad_(), normal(3, Z_DIM).requires_grad_()
    came = attempt("style_mix(G, z1, z2, crossover)", style_mix, G, z1, z2, 2)
    tensor(came, (3, *IMAGE), "style_mix(G, z1, z2, crossover)")
    assert came.requires_grad, (
        "the images have no gradient: mixing is used in training too; leave out no_grad() and detach()"
    )
    weights, targets = normal(3, *IMAGE), {"z1": z1, "z2": z2, "G.mapping": G.map, "G.synthesis": G.draw}
    found = torch.autograd.grad((came * weights).sum(), list(targets.values()), allow_unused=True)
    right_images = two(G, z1, z2, 2)
    wanted = torch.autograd.grad((right_images * weights).sum(), list(targets.values()))
    fits = close(came, right_images)  # other images cost points elsewhere
    lost = [name for name, slope in zip(targets, found, strict=True) if slope is None]
    assert not lost, f"no gradient comes from the images to {' and '.join(lost)}{_stopped(lost)}"
    for name, slope, right in zip(targets, found, wanted, strict=True):
        assert not fits or close(slope, right), (
            f"the slope of the images by {name} is wrong: is a part detached?"
        )


def _stopped(lost):
    """Where gradients may stop that do not come to these."""
    if lost == ["G.mapping", "G.synthesis"]:
        return ", but to z1 and z2: does a copy of G (deepcopy?) make the images? Ask G itself"
    if lost == ["z1", "z2", "G.mapping"]:
        return ", only to G.synthesis: is the mapping under no_grad(), or are the styles detached?"
    if len(lost) == 1 and lost[0] in ("z1", "z2"):
        return f", but to the others: is {lost[0]}, or its style, detached?"
    return ": is there detach(), or a copy of G?"


def check_mix_place(style_mix: Callable[..., Any], place: torch.device) -> None:
    """Check that images are mixed on G's device."""
    __tracebackhide__ = True
    G = Generator(3).to(place)
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
            "styles are drawn to 0, not to the mean: is w_mean left out, or multiplied by psi too? psi "
            "belongs to w − w_mean only": psi * w,
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
