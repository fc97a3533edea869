"""Augmented images taken apart again: how far each was moved, how much brighter it is, what is hidden.

The images are noise, no two pixels alike, so one shift alone explains most of an augmented image.
"""

from collections.abc import Callable
from typing import Any

import torch

from course.device import generator
from course.probe.judging.changes import (
    HOLE,
    REACH,
    Parts,
    check_brightness,
    check_holes,
    check_shifts,
)
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import integer, normal

__all__ = ["check_brightness", "check_gradient", "check_holes", "check_shifts", "check_whole", "play"]

BLACK, GREY = -1.0, 0.0
LOOKED = REACH + 1  # shifts tried, so that one too large is told
Draw = Callable[..., Any]


def play(augment: Draw, shape: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """Images (N, C, H, W) of noise and what ``augment`` makes of them, checked to be images too."""
    __tracebackhide__ = True
    images = normal(*shape)
    seen = attempt("augment", augment, images, generator("cpu", integer(0, 10**9)))
    tensor(seen, tuple(images.shape), "augment(images, generator)")
    assert bool(seen.isfinite().all()), "augment(images, generator) holds numbers that are not finite"
    return images, seen.detach()


def moved(images: torch.Tensor, dy: int, dx: int, fill: float = BLACK) -> torch.Tensor:
    """Images (N, C, H, W) moved down by dy and right by dx pixels; what comes in has the value ``fill``."""
    height, width = images.shape[-2:]
    wide = torch.nn.functional.pad(images, (LOOKED,) * 4, value=fill)
    return wide[..., LOOKED - dy : LOOKED - dy + height, LOOKED - dx : LOOKED - dx + width]


def take_apart(images: torch.Tensor, seen: torch.Tensor) -> Parts:
    """Find the shift that explains most pixels of each image, its brightness, and the pixels left over."""
    steps = range(-LOOKED, LOOKED + 1)
    best = torch.full((len(images),), -1.0)
    shift, brightness = torch.zeros(len(images), 2), torch.zeros(len(images))
    hidden = torch.zeros(len(images), *images.shape[2:], dtype=torch.bool)
    for dy in steps:
        for dx in steps:
            apart = seen - moved(images, dy, dx)
            level = apart.flatten(1).median(1).values
            fits = ((apart - level[:, None, None, None]).abs() < 1e-4).all(1)
            better = (share := fits.flatten(1).float().mean(1)) > best
            best[better], brightness[better], hidden[better] = share[better], level[better], ~fits[better]
            shift[better] = torch.tensor([float(dy), float(dx)])
    hidden |= (seen == GREY).all(1)  # also where by chance a shift explains it
    return Parts(shift, brightness, hidden)


def check_whole(images: torch.Tensor, seen: torch.Tensor) -> Parts:
    """Check that moving, brightening and one hole explain every pixel; return what was done."""
    __tracebackhide__ = True
    parts = take_apart(images, seen)
    # The hole has 144 pixels; more than a third of an image is no hole.
    most = max(0.4, 1.5 * HOLE**2 / parts.hidden[0].numel())
    torn = parts.hidden.flatten(1).float().mean(1) > most
    assert not bool(torn.any()), _untold(images[torn], seen[torn])
    inside = parts.hidden[:, None].expand_as(seen)
    border = _incoming(parts.shift, images.shape[-2:])
    entered = parts.hidden & border & (seen != GREY).any(1)
    assert not bool(entered.any()), _edge(images, seen, parts, border)
    values = seen[inside]
    assert values.numel(), "no pixel is hidden: a square of 12 × 12 pixels should be 0 in each image"
    assert bool((values == GREY).all()), (
        f"the hidden square should be {GREY:g}, which is grey, but holds "
        f"{values[values != GREY][0].item():.2f}; it is put over the brighter image, last of the three"
    )
    return parts


def _incoming(shift, size):
    """The pixels that came in from outside under a shift, (N, H, W)."""
    rows, columns = (torch.arange(n) for n in size)
    y, x = rows - shift[:, :1], columns - shift[:, 1:]
    outside = [(p < 0) | (p >= n) for p, n in ((y, size[0]), (x, size[1]))]
    return outside[0][:, :, None] | outside[1][:, None, :]


def _untold(images, seen):
    """Why most of an image is not explained by any shift and brightness."""
    if torch.allclose(seen, seen.clamp(-1, 1)) and float(images.abs().max()) > 1.5:
        return "the images were cut off at −1 and 1: leave brighter values as they are"
    if bool(((seen == GREY) | (seen == BLACK)).flatten(1).float().mean(1).gt(0.9).any()):
        return "almost nothing of an image is left: only one square of 12 × 12 pixels is hidden"
    return (
        "an image does not come back as itself, moved by up to 3 pixels, all its pixels brighter or darker "
        "by the same amount, with one square hidden"
    )


def _edge(images, seen, parts, border):
    """What is wrong with pixels that came in from outside."""
    level = parts.brightness[:, None, None]
    plain = seen[:, 0] - level
    at = parts.hidden & border & (seen != GREY).any(1)
    came = plain[at]
    say = "what comes in from outside should be black, −1, before the brightness is added"
    if torch.allclose(came, torch.zeros(()), atol=1e-4):
        return f"{say}: it is 0, which is grey in images in [−1, 1]"
    if torch.allclose(seen[:, 0][at], torch.tensor(BLACK), atol=1e-4):
        return f"{say}: it is −1 afterwards, so the brightness came first"
    dy, dx = parts.shift[0].int().tolist()
    if torch.allclose(images[:1].roll((dy, dx), (2, 3))[:, 0][at[:1]], came[: int(at[0].sum())], atol=1e-4):
        return f"{say}: it is what left on the other side, so the images were rolled"
    return say


def check_gradient(augment: Draw) -> None:
    """Check that a gradient comes back to where each pixel came from, and to no hidden one."""
    __tracebackhide__ = True
    images, seed = normal(6, 1, 28, 28), integer(0, 10**9)
    seen = attempt("augment", augment, images.clone(), generator("cpu", seed))
    tensor(seen, (6, 1, 28, 28), "augment(images, generator)")
    parts = take_apart(images, seen.detach())
    x = images.clone().requires_grad_(True)
    seen = attempt("augment", augment, x, generator("cpu", seed))
    assert torch.is_tensor(seen) and seen.requires_grad, (
        "no gradient passes through augment, so G would learn nothing: is there detach(), no_grad() or NumPy?"
    )
    weights = 1 + normal(6, 1, 28, 28).abs()
    (slope,) = torch.autograd.grad((weights * seen).sum(), x)
    kept = weights * ~parts.hidden[:, None]
    wanted = torch.cat([
        moved(one, -int(dy), -int(dx), fill=0.0)
        for one, (dy, dx) in zip(kept.split(1), parts.shift.tolist(), strict=True)
    ])  # fmt: skip
    assert slope.any(), "the gradient of augment is 0 everywhere: is there detach() or round()?"
    assert torch.allclose(slope, wanted, atol=1e-3), (
        "the gradient that comes back through augment is not that of the pixels which are seen: it should "
        "come to each pixel that is seen, as it is, and to no hidden one"
    )
