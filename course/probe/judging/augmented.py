"""Augmented images taken apart again: by how many pixels each was moved, how much brighter it is, what is hidden.

The images are noise, no two pixels alike, so one shift alone explains most of an augmented image.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from course.device import generator
from course.probe.samples.chance import SIGMAS
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import integer, normal

REACH, BRIGHT, HOLE = 3, 0.5, 12
BLACK, GREY = -1.0, 0.0
LOOKED = REACH + 1  # shifts tried, so that one too large is told
Draw = Callable[..., Any]


@dataclass
class Parts:
    """What was done to each of N images: shift (N, 2), brightness (N,), hidden pixels (N, H, W)."""

    shift: torch.Tensor
    brightness: torch.Tensor
    hidden: torch.Tensor


def play(augment: Draw, shape: tuple[int, ...], images: torch.Tensor | None = None) -> tuple[torch.Tensor, ...]:
    """Images (N, C, H, W) of noise and what ``augment`` makes of them, checked to be images too."""
    __tracebackhide__ = True
    images = normal(*shape) if images is None else images
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
    torn = parts.hidden.flatten(1).float().mean(1) > max(0.4, 1.5 * HOLE**2 / parts.hidden[0].numel())
    assert not bool(torn.any()), _untold(images[torn], seen[torn])
    inside = parts.hidden[:, None].expand_as(seen)
    border = _incoming(parts.shift, images.shape[-2:])
    entered = parts.hidden & border & (seen != GREY).any(1)
    assert not bool(entered.any()), _edge(images, seen, parts, border)
    values = seen[inside]
    assert values.numel(), "no pixel is hidden: a square of 12 × 12 pixels should be 0 in each image"
    assert bool((values == GREY).all()), (
        f"the hidden square should be {GREY:g}, which is grey, but holds {values[values != GREY][0].item():.2f}"
        "; it is put over the brighter image, last of the three"
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
        "an image does not come back as itself, moved by up to 3 pixels, all its pixels brighter or darker by "
        "the same amount, with one square hidden"
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


def check_shifts(parts: Parts) -> None:
    """Check that each image moves by its own whole numbers, all from −3 to 3 alike, up and across."""
    __tracebackhide__ = True
    for column, way in enumerate(("up or down", "across")):
        found = parts.shift[:, column]
        assert len(found.unique()) > 1, (
            f"all images are moved {way} by {found[0]:.0f} pixels: draw a shift for each image"
        )
        low, high = int(found.min()), int(found.max())
        assert (low, high) == (-REACH, REACH), (
            f"images are moved {way} by {low} to {high} pixels, expected −3 to 3"
        )
        counts = torch.stack([(found == step).sum() for step in range(-REACH, REACH + 1)]).double()
        _check_even(counts, f"the shifts {way}")
    assert not torch.equal(parts.shift[:, 0], parts.shift[:, 1]), (
        "every image is moved as far down as across: draw two shifts for each"
    )


def check_brightness(parts: Parts) -> None:
    """Check that each image has its own brightness, uniform from −1/2 to 1/2."""
    __tracebackhide__ = True
    found, n = parts.brightness.double(), len(parts.brightness)
    assert found.std() > 1e-4, (
        f"all images are made brighter by {found[0]:.2f}: draw a number for each image"
    )
    says = f"they have {found.min():.2f} to {found.max():.2f}, with mean {found.mean():.2f}"
    cause = ""
    if abs(found.mean()) < 0.1 and abs(found).max() > BRIGHT + 0.01:
        cause = ": torch.randn is normal, torch.rand is uniform" if abs(found).max() > 1.01 else ""
    gap = (found.sort().values - ((torch.arange(n) + 0.5) / n * 2 * BRIGHT - BRIGHT)).abs().max().item()
    wanted = "the numbers that are added for brightness should be uniform from −0.5 to 0.5"
    assert float(found.abs().max()) <= BRIGHT + 1e-3 and gap < (10.7 / n) ** 0.5, f"{wanted}; {says}{cause}"


def check_holes(parts: Parts) -> None:
    """Check that each image has one square of 12 × 12 pixels hidden, whole, and anywhere."""
    __tracebackhide__ = True
    hidden, (height, width) = parts.hidden, parts.hidden.shape[1:]
    sides = hidden.any(2).sum(1), hidden.any(1).sum(1)
    for found, name in zip(sides, ("high", "wide"), strict=True):
        odd = found[found != HOLE]
        assert not len(odd), (
            f"what is hidden of an image is {int(odd[0])} pixels {name}, expected {HOLE}: a whole square, "
            "anywhere inside the image"
        )
    assert bool((hidden.flatten(1).sum(1) == HOLE**2).all()), "what is hidden of an image is no full square"
    corners = hidden.any(2).float().argmax(1), hidden.any(1).float().argmax(1)
    for found, size, way in zip(corners, (height, width), ("down", "across"), strict=True):
        assert len(found.unique()) > 1, "all images are hidden at one place: draw a place for each image"
        counts = torch.stack([(found == place).sum() for place in range(size - HOLE + 1)]).double()
        _check_even(counts, f"the places of the hidden square, {way},")
    assert not torch.equal(*corners), "every square lies on the diagonal: draw two numbers for its place"


def _check_even(counts, what):
    """Every value comes equally often, as a χ² test tells at six standard deviations."""
    __tracebackhide__ = True
    expected = counts.sum() / len(counts)
    excess = float(((counts - expected) ** 2 / expected).sum()) - (len(counts) - 1)
    seldom = int(counts.argmin())
    where = "the last" if seldom == len(counts) - 1 else "the first" if seldom == 0 else "one"
    assert excess < 2 * SIGMAS * math.sqrt(2 * (len(counts) - 1)), (
        f"{what} are not even: of {len(counts)} values {where} came {int(counts[seldom])} times in "
        f"{int(counts.sum())} images, expected about {expected:.0f}"
    )


def check_gradient(augment: Draw) -> None:
    """Check that a gradient comes back to where each pixel came from, and to no hidden one."""
    __tracebackhide__ = True
    images, seed = normal(6, 1, 28, 28), integer(0, 10**9)
    _, seen = images, attempt("augment", augment, images.clone(), generator("cpu", seed))
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
        moved(kept[n : n + 1], *(-parts.shift[n].int()).tolist(), fill=0.0) for n in range(len(images))
    ])  # fmt: skip
    assert slope.any(), "the gradient of augment is 0 everywhere: is there detach() or round()?"
    assert torch.allclose(slope, wanted, atol=1e-3), (
        "the gradient that comes back through augment is not that of the pixels which are seen: it should "
        "come to each pixel that is seen, as it is, and to no hidden one"
    )
