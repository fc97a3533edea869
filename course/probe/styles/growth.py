"""Fading in, and the timetable of growing."""

import itertools
import math
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

import torch
import torch.nn.functional as F

from course.probe.values.compare import attempt, close, fitting, number, same, tensor
from course.probe.values.draws import normal

SIZES = (8, 16, 32)


def _larger(low):
    """Four equal pixels of each."""
    n, c, h, w = low.shape
    return low[:, :, :, None, :, None].expand(n, c, h, 2, w, 2).reshape(n, c, 2 * h, 2 * w)


def check_fade(fade_in: Callable[..., Any], n: int, channels: int, size: Sequence[int], alpha: float) -> None:
    """Check a mix of n images with others of twice their size; gradients reach both."""
    __tracebackhide__ = True
    h, w = size
    low = normal(n, channels, h, w).requires_grad_()
    high = normal(n, channels, 2 * h, 2 * w).requires_grad_()
    came = attempt("fade_in(low, high, alpha)", fade_in, low, high, alpha)
    what = f"fade_in(low, high, {alpha:g})"
    tensor(came, high.shape, what)
    up = _larger(low)
    right = up + alpha * (high - up)
    smooth = [
        F.interpolate(low, scale_factor=2, mode=mode, align_corners=corners)
        for mode in ("bilinear", "bicubic") for corners in (False, True)
    ]  # fmt: skip
    ways = {
        "low and high are exchanged: alpha is the share of the large image": high + alpha * (up - high),
        "low is enlarged smoothly: repeat its pixels": [s + alpha * (high - s) for s in smooth],
        "the large image is missing": up,
        "the small image is missing": high,
        "only one of the two is weighted": [up + alpha * high, (1 - alpha) * up + high],
        "both are weighted with the same share": [alpha * (up + high), (1 - alpha) * (up + high)],
        "rows and columns are repeated as a whole: each pixel becomes 2 × 2": low.repeat(1, 1, 2, 2)
        * (1 - alpha)
        + alpha * high,
        "the plain mean is taken": (up + high) / 2,
        "the large image is smoothed: only the small one is enlarged": (1 - alpha) * up
        + alpha * _larger(F.avg_pool2d(high, 2)),
        "roots of alpha and 1 − alpha are taken: alpha itself is the share": (1 - alpha) ** 0.5 * up
        + alpha**0.5 * high,
        "only one of four pixels is filled: repeat each": alpha * high + (1 - alpha) * _holes(low),
        "rows or columns are repeated as a whole: each pixel becomes 2 × 2": [
            alpha * high + (1 - alpha) * low.repeat_interleave(2, one).repeat(1, 1, *repeats)
            for one, repeats in ((2, (1, 2)), (3, (2, 1)))
        ],
    }
    same(came, right, f"a pixel of {what}", ways)
    assert came.requires_grad, "fade_in's image has no gradient: is there detach() or no_grad()?"
    slopes = torch.autograd.grad(came.sum(), [low, high], allow_unused=True)
    for name, slope, share in (("low", slopes[0], 4 * (1 - alpha)), ("high", slopes[1], alpha)):
        assert slope is not None or share == 0, f"no gradient comes to {name}: is it detached?"
        if slope is not None:
            same(slope, torch.full_like(slope, share), f"the slope of fade_in by {name}")


def _holes(low):
    """One pixel of each four, the others 0."""
    large = torch.zeros_like(_larger(low))
    large[:, :, ::2, ::2] = low
    return large


def check_fade_place(fade_in: Callable[..., Any], place: torch.device) -> None:
    """Check fading in on a device."""
    __tracebackhide__ = True
    low, high = normal(2, 3, 2, 2), normal(2, 3, 4, 4)
    came = attempt(f"fade_in on {place.type}", fade_in, low.to(place), high.to(place), 0.25)
    tensor(came, (2, 3, 4, 4), "fade_in(low, high, alpha)")
    assert came.device == place, f"the image is on {came.device}, low and high on {place}"


def check_timetable(growing: Callable[..., Any], stable: int, fading: int) -> None:
    """Check size and alpha of every step, until some time after the last size is reached."""
    __tracebackhide__ = True
    end = 2 * (stable + fading) + stable
    for step in [*range(end + 5), 10 * end]:
        what = f"growing({step}, {stable}, {fading})"
        came = attempt(what, growing, step, stable, fading)
        fits = isinstance(came, tuple | list) and len(came) == 2
        assert fits, f"{what} should return (size, alpha), not {type(came).__name__}"
        size, alpha = came
        assert not isinstance(size, bool) and size in SIZES, (
            f"the size at step {step} should be 8, 16 or 32, not {size}"
        )
        number(alpha, f"alpha at step {step}")
        right = _entry(step, stable, fading)
        assert size == right[0], (
            f"with stable = {stable}, fading = {fading} the size at step {step} should be {right[0]}, not "
            f"{size}"
            f"{_why(growing, step, size, stable, fading)}"
        )
        known = _alphas(step, right, stable, fading)
        if not close(float(alpha), right[1], 1e-6) and not fitting(float(alpha), known, 1e-6):
            known = _bent(growing, step, float(alpha), stable, fading)
        same(
            float(alpha), right[1], f"alpha at step {step} ({size} px; stable = {stable}, fading = {fading})",
            known, tolerance=1e-6,
        )  # fmt: skip


def _entry(step, stable, fading):
    """(size, alpha) of a step, by counting."""
    begins = {8: -1, 16: stable, 32: 2 * stable + fading}
    size = max(s for s, start in begins.items() if step >= start)
    return size, 1.0 if size == 8 else min(1.0, (step - begins[size]) / fading)


def _asked(growing, step, stable, fading):
    """(size, alpha) of another step; alpha is nan where it is no number."""
    came = attempt(f"growing({step}, {stable}, {fading})", growing, step, stable, fading)
    fits = isinstance(came, tuple | list) and len(came) == 2 and isinstance(came[1], Real)
    return (came[0], float(came[1])) if fits else (None, math.nan)


def _late(growing, step, size, stable, fading):
    """Words for a size that is still the old one at the new one's first step, by what comes later."""
    if fading > 1:
        new, last = _entry(step, stable, fading)[0], step + fading - 1
        second, late = (_asked(growing, s, stable, fading)[0] for s in (step + 1, last))
        if second == new:
            return ": it is changed one step too late, is <= written for <? Steps are counted from 0"
        if second == late == size:
            return (
                f", and is still {size} at step {last}, the last of the fading: while {new} fades in, the "
                f"size is {new}"
            )
    return (
        ": is it changed one step too late, or only when the new size has faded in? Steps are counted "
        "from 0, and while 16 fades in, the size is 16"
    )


def _why(growing, step, size, stable, fading):
    if step >= stable and _entry(step - 1, stable, fading)[0] == size:
        return _late(growing, step, size, stable, fading)
    if _entry(step + 1, stable, fading)[0] == size:
        return ": it changes one step too early; steps are counted from 0"
    waits = {
        "a size is trained for `stable` steps after it was faded in, not from its beginning": [8] * stable
        + [16] * max(stable, fading),
        "the size changes when it was faded in: before that comes `stable`": [8] * (stable + fading)
        + [16] * (stable + fading),
        "16 pixels are not trained for `stable` steps after the fading": [8] * stable + [16] * fading,
    }
    for cause, table in waits.items():
        if size == (table[step] if step < len(table) else 32):
            return f": {cause}"
    return ""


def _bent(growing, step, alpha, stable, fading):
    """What came, if it rises in uneven steps while a size fades in."""
    first = 2 * stable + fading if step >= 2 * stable + fading else stable
    if step < stable or fading < 4:
        return {}
    values = [_asked(growing, first + n, stable, fading)[1] for n in range(fading)]
    rises = [after - before for before, after in itertools.pairwise(values)]
    begins, middle = rises[0], rises[len(rises) // 2]
    if not abs(begins - middle) > 1e-3 / fading:
        return {}
    words = f"alpha rises by {begins:.4f} in the first step of the fading, by {middle:.4f} in its middle"
    return {f"{words}: it is a straight line, by 1/fading each step": alpha}


def _alphas(step, right, stable, fading):
    size, alpha = right
    since = step - (stable if size == 16 else 2 * stable + fading)
    ways = {
        "alpha begins above 0: the first step of a size has alpha 0": [
            min(1.0, (since + 1) / fading), min(1.0, (since + 1) / (fading + 1))],
        "alpha goes from 1 to 0: it is the share of the new size": max(0.0, 1 - since / fading),
        "alpha goes on beyond 1": since / fading,
        "alpha reaches 1 a step too early: it rises by 1/fading": since / max(1, fading - 1),
        "alpha rises by 1/stable: fading takes `fading` steps": min(1.0, since / stable),
        "alpha is 1 at once": 1.0,
        "alpha is rounded": [round(alpha, 1), round(alpha, 2)],
        "alpha counts from step 0": min(1.0, step / fading),
    }  # fmt: skip
    if size == 8:
        ways = {"at 8 pixels nothing is faded in: alpha is 1": [0.0, step / stable, min(1.0, step / fading)]}
    near = lambda value: abs(value - alpha) < 1e-6  # noqa: E731
    return {cause: value for cause, value in ways.items() if isinstance(value, list) or not near(value)}
