"""Augmented images taken apart again: how far each was moved, how much brighter it is, what is hidden.

The images are noise, no two pixels alike, so one shift alone explains most of an augmented image.
"""

from collections.abc import Callable
from typing import Any

import torch

from course.device import generator
from course.probe.judging import changes
from course.probe.judging.changes import HOLE, REACH, Parts
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import integer, normal, uniform

BLACK, GREY = -1.0, 0.0
LOOKED = REACH + 1  # pixels to each side, so that a shift too large is told
SHIFTS = 2 * LOOKED + 1
TRIED = 3  # shifts of each image
MANY = 300  # images from which a spread is told
Draw = Callable[..., Any]


def check_moves(augment: Draw, shape: tuple[int, ...]) -> None:
    """Check that images (N, C, H, W) are moved, black coming in; of many images, that all shifts come."""
    __tracebackhide__ = True
    images = uniform(*shape, low=-0.45, high=0.45)  # within [−1, 1] whatever the brightness
    seen = _seen(augment, images)
    parts = take_apart(images, seen)
    # A brighter image tells black from what was brightened first, or cut off.
    border = _incoming(parts.shift, shape[2:]) & (parts.brightness > 0.02)[:, None, None]
    parts.entered &= border
    assert int(parts.entered.sum()) <= int(border.sum()) / 2, _edge(images, seen, parts)
    if len(images) >= MANY:
        changes.check_shifts(parts)


def check_brightness(augment: Draw) -> None:
    """Check that one number is added to each image, that it is uniform, and that nothing is cut off."""
    __tracebackhide__ = True
    images = normal(MANY, 1, 28, 28)
    changes.check_brightness(take_apart(images, _seen(augment, images)))


def check_holes(augment: Draw, shape: tuple[int, ...]) -> None:
    """Check that one square of each of many images (N, C, H, W) is grey, anywhere inside."""
    __tracebackhide__ = True
    images = uniform(*shape, low=-0.45, high=0.45)
    seen = _seen(augment, images)
    parts = take_apart(images, seen)
    values = seen[parts.hidden[:, None].expand_as(seen)]
    assert values.numel(), "no pixel is hidden: a square of 12 × 12 pixels should be 0 in each image"
    assert bool((values == GREY).all()), (
        f"the hidden square should be {GREY:g}, which is grey, but holds "
        f"{values[values != GREY][0].item():.2f}; it is put over the brighter image, last of the three"
    )
    changes.check_holes(parts)


def _seen(augment, images):
    """What augment makes of images, checked to be images too."""
    __tracebackhide__ = True
    seen = attempt("augment", augment, images, generator("cpu", integer(0, 10**9)))
    tensor(seen, tuple(images.shape), "augment(images, generator)")
    assert bool(seen.isfinite().all()), "augment(images, generator) holds numbers that are not finite"
    return seen.detach().float()


def moved(images: torch.Tensor, shift: torch.Tensor, fill: float = BLACK) -> torch.Tensor:
    """Images (N, C, H, W), each moved down and right by its own pixels, shift (N, 2); ``fill`` comes in."""
    height, width = images.shape[-2:]
    wide = torch.nn.functional.pad(images, (LOOKED,) * 4, value=fill)
    rows = torch.arange(height) + LOOKED - shift[:, :1].long()
    columns = torch.arange(width) + LOOKED - shift[:, 1:].long()
    one = torch.arange(len(images))[:, None, None]
    return wide.movedim(1, 3)[one, rows[:, :, None], columns[:, None, :]].movedim(3, 1)


def take_apart(images: torch.Tensor, seen: torch.Tensor) -> Parts:
    """Find the shift that explains most pixels of each image, its brightness, and the pixels left over.

    What came in from outside is no part of the search, since it may be wrong in many ways.
    """
    __tracebackhide__ = True
    shift, brightness = _explained(images, seen)
    odd = ((seen - moved(images, shift) - brightness[:, None, None, None]).abs() >= 1e-4).any(1)
    grey, border = (seen == GREY).all(1), _incoming(shift, images.shape[-2:])
    inner = odd & ~border & ~grey
    # Besides the hole, of 144 pixels, hardly anything may be left over.
    torn = inner.flatten(1).float().sum(1) > 1.5 * HOLE**2
    assert not bool(torn.any()), _untold(images[torn], seen[torn])
    hole = odd & (grey | ~border)
    # A pixel of the hole may look explained by chance, and one elsewhere may be grey by chance.
    return Parts(shift, brightness, hole | (grey & _frame(hole)), odd & border & ~grey)


def _explained(images, seen):
    """Of each image the shift (N, 2) and the brightness (N,) that explain most of its pixels.

    Those shifts are tried under which an image goes best with what is seen.
    """
    best = torch.full((len(images),), -1)
    shift, brightness = torch.zeros(len(images), 2), torch.zeros(len(images))
    ranked = _correlated(images, seen).flatten(1).topk(TRIED, dim=1).indices
    for place in ranked.unbind(1):
        way = torch.stack([place // SHIFTS, place % SHIFTS], 1) - float(LOOKED)
        apart = (seen - moved(images, way)).flatten(2)
        inside = ~_incoming(way, images.shape[-2:]).flatten(1)[:, None].expand_as(apart)
        level = apart.where(inside, torch.nan).flatten(1).nanmedian(1).values
        count = ((apart - level[:, None, None]).abs() < 1e-4).all(1).sum(1)
        better = count > best
        best[better], brightness[better], shift[better] = count[better], level[better], way[better]
    return shift, brightness


def _correlated(images, seen):
    """How well each image goes with what is seen under each shift, (N, SHIFTS, SHIFTS), by FFT."""
    size = [length + LOOKED for length in images.shape[-2:]]  # nothing comes in again on the other side
    one, other = (
        torch.fft.rfft2(x - x.mean((1, 2, 3), keepdim=True), size) for x in (images.float(), seen)
    )
    products = torch.fft.irfft2((other * one.conj()).sum(1), size)
    steps = torch.arange(-LOOKED, LOOKED + 1)
    return products[:, steps][:, :, steps]


def _frame(hole):
    """The smallest rectangle around what is hidden of each image, (N, H, W)."""
    rows, columns = (_between(hole.any(dim)) for dim in (2, 1))
    return rows[:, :, None] & columns[:, None, :]


def _between(marks):
    """True from the first mark of each row to the last one."""
    return (marks.cumsum(1) > 0) & (marks.flip(1).cumsum(1).flip(1) > 0)


def _incoming(shift, size):
    """The pixels that came in from outside under a shift, (N, H, W)."""
    rows, columns = (torch.arange(n) for n in size)
    y, x = rows - shift[:, :1], columns - shift[:, 1:]
    outside = [(p < 0) | (p >= n) for p, n in ((y, size[0]), (x, size[1]))]
    return outside[0][:, :, None] | outside[1][:, None, :]


def _untold(images, seen):
    """Why most of an image is not explained by any shift and brightness."""
    if float(seen.abs().max()) <= 1 + 1e-6 and float(images.abs().max()) > 1.5:
        return "the images were cut off at −1 and 1: leave brighter values as they are"
    if bool(((seen == GREY) | (seen == BLACK)).flatten(1).float().mean(1).gt(0.9).any()):
        return "almost nothing of an image is left: only one square of 12 × 12 pixels is hidden"
    return (
        "an image does not come back as itself, moved by up to 3 pixels, all its pixels brighter or darker "
        "by the same amount, with one square hidden"
    )


def _edge(images, seen, parts):
    """What is wrong with pixels that came in from outside."""
    values, level = seen[:, 0][parts.entered], parts.brightness[:, None, None].expand_as(seen[:, 0])
    plain = values - level[parts.entered]
    ways = parts.shift.int().tolist()
    rolled = torch.stack([one[0].roll(way, (0, 1)) for one, way in zip(images, ways, strict=True)])
    say = "what comes in from outside should be black, −1, before the brightness is added: it is"
    causes = {
        f"{say} 0, which is grey in images in [−1, 1]": plain,
        f"{say} −1 afterwards, so the brightness came first": values - BLACK,
        f"{say} what left on the other side, so the images were rolled": plain - rolled[parts.entered],
        f"{say} 0 afterwards": values,
    }
    told = [words for words, rest in causes.items() if bool((rest.abs() < 1e-4).all())]
    return told[0] if told else f"{say} {plain[0]:.2f}"


def check_gradient(augment: Draw) -> None:
    """Check that a gradient comes back to where each seen pixel came from, and to no hidden one."""
    __tracebackhide__ = True
    images, seed = uniform(6, 1, 28, 28, low=-0.45, high=0.45), integer(0, 10**9)
    seen = attempt("augment", augment, images.clone(), generator("cpu", seed))
    tensor(seen, (6, 1, 28, 28), "augment(images, generator)")
    parts = take_apart(images, seen.detach().float())
    x = images.clone().requires_grad_(True)
    seen = attempt("augment", augment, x, generator("cpu", seed))
    assert torch.is_tensor(seen) and seen.requires_grad, (
        "no gradient passes through augment, so G would learn nothing: is there detach(), no_grad() or NumPy?"
    )
    weights = 1 + normal(6, 1, 28, 28).abs()
    (slope,) = torch.autograd.grad((weights * seen).sum(), x)
    assert slope.any(), "the gradient of augment is 0 everywhere: is there detach() or round()?"
    wanted = _back(weights * ~parts.hidden[:, None], parts)
    inside = _back(torch.ones_like(weights), parts)  # pixels that were not moved out of the image
    assert torch.allclose(slope * inside, wanted, atol=1e-3), (
        "the gradient that comes back through augment is not that of the pixels which are seen: it should "
        "come to each pixel that is seen, as it is, and to no hidden one"
    )


def _back(images, parts):
    """Images moved back to where they came from, 0 where nothing did."""
    return moved(images, -parts.shift, fill=0.0)
