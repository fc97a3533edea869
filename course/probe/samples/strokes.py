"""Strokes whose slant and thickness are known, and images where a plain division would go wrong."""

import math
from collections.abc import Callable
from typing import Any

import torch

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import integer, uniform

Measure = Callable[..., Any]


def stroke(slant: float, width: float, side: int = 32) -> torch.Tensor:
    """One straight stroke, (side, side) in [0, 1], so many pixels wide, leaning so far to the right."""
    y = torch.arange(side).float().reshape(-1, 1) - (side - 1) / 2
    x = torch.arange(side).float() - (side - 1) / 2
    ink = (width / 2 + 0.5 - (x + slant * y).abs()).clamp(0, 1)
    return torch.where(y.abs() <= side * 0.375, ink, 0.0)


def _moments(images):
    """Ink, means and second moments of each image, pixel by pixel, in float64: a table (N, 6)."""
    rows = []
    for image in images[:, 0].double():
        m = image.sum()
        y, x = torch.meshgrid(*(torch.arange(size).double() for size in image.shape), indexing="ij")
        mx, my = (image * x).sum() / m, (image * y).sum() / m
        vx, vy = (image * (x - mx) ** 2).sum() / m, (image * (y - my) ** 2).sum() / m
        rows.append(torch.stack([m, mx, my, vx, vy, (image * (x - mx) * (y - my)).sum() / m]))
    return torch.stack(rows).T


def _check(name, measure, images, right, mistakes, what):
    __tracebackhide__ = True
    came = attempt(name, measure, images)
    tensor(came, (len(images),), f"{name}(images)")
    same(came, right, what, mistakes, tolerance=2e-3)


def _sheets(images):
    """The images, and strokes of known slant as large as they are: batches to measure."""
    height, width = images.shape[-2:]
    drawn = [stroke(uniform(1, low=-0.7, high=0.7).item(), integer(1, 5), 32) for _ in range(4)]
    images[::2, ..., : width // 3] = 0  # each image has a centre of its own, far from that of its neighbour
    images[1::2, ..., -(height // 3) :, :] = 0
    yield images
    if (height, width) == (32, 32):
        yield torch.stack(drawn)[:, None]


def check_slant(slant: Measure, images: torch.Tensor) -> None:
    """Check the slant of images (N, 1, H, W), which have ink in more than one row."""
    __tracebackhide__ = True
    for sheet in _sheets(images):
        m, _, _, vx, vy, c = _moments(sheet)
        raw = _raw(sheet)
        _check("slant", slant, sheet, -c / vy, {
            "the sign is turned round: y grows downwards, so the slant is −c / v_y": c / vy,
            "c is divided by v_x: divide by v_y; y runs from row to row, x along a row": [-c / vx, c / vx],
            "c is divided by both deviations: the slant is −c / v_y": -c / (vx * vy).sqrt(),
            "c is not divided by v_y": -c,
            "the moments are not divided by the ink in both places": [-c * m / vy, -c / (vy * m)],
            "the moments are taken about the corner, not about the centre": -raw[2] / raw[1],
            "the angle is taken: the slant is −c / v_y itself": torch.atan(-c / vy),
            "the centre of all images together is taken: each image has its own": _common(sheet),
        }, "a slant")  # fmt: skip


def check_thickness(thickness: Measure, images: torch.Tensor) -> None:
    """Check the thickness of images (N, 1, H, W)."""
    __tracebackhide__ = True
    for sheet in _sheets(images):
        m, _, _, vx, vy, _ = _moments(sheet)
        raw = _raw(sheet)
        _check("thickness", thickness, sheet, m / (vx + vy).sqrt(), {
            "the square root is missing: m / √(v_x + v_y)": m / (vx + vy),
            "this is the ink alone: divide it by √(v_x + v_y)": m,
            "the deviations are added: add the variances, then take the root": m / (vx.sqrt() + vy.sqrt()),
            "v_x is left out": m / vy.sqrt(),
            "v_y is left out": m / vx.sqrt(),
            "the variances are not divided by the ink": m / ((vx + vy) * m).sqrt(),
            "the ink is a mean: take the sum over the pixels": m / sheet[0].numel() / (vx + vy).sqrt(),
            "the moments are taken about the corner, not about the centre": m / (raw[0] + raw[1]).sqrt(),
            "the reach is divided by the ink: the other way round": (vx + vy).sqrt() / m,
            "the two variances are multiplied: add them": m / (vx * vy).sqrt(),
        }, "a thickness")  # fmt: skip


def _raw(images):
    """Second moments about the corner: along x, along y, and of both."""
    _, mx, my, vx, vy, c = _moments(images)
    return vx + mx**2, vy + my**2, c + mx * my


def _common(images):
    """The slant about the mean centre of the batch."""
    _, mx, my, _, vy, c = _moments(images)
    dx, dy = mx - mx.mean(), my - my.mean()
    return -(c + dx * dy) / (vy + dy**2)


def check_edges(slant: Measure, thickness: Measure) -> None:
    """Check images where a plain division gives NaN, or what rounding makes of it; and some beside them."""
    __tracebackhide__ = True
    black, dot, line = torch.zeros(32, 32), _dot(), _lines(1)[0]
    sheet = torch.stack([black, dot, line, stroke(0.4, 2.0)])[:, None]
    for name, measure, zero in (("slant", slant, (0, 1, 2)), ("thickness", thickness, (0, 1))):
        came = attempt(name, measure, sheet)
        tensor(came, (4,), f"{name}(images)")
        for number in zero:
            kind = ("an image without ink", "a single dot", "a line without height")[number]
            _check_zero(name, kind, came[number].item(), dot if number == 1 else None, grey=number == 2)
        own = attempt(name, measure, sheet[3:])
        same(came[3:], own, f"the {name} of a stroke in a batch with a black image")
    for value in attempt("slant", slant, _lines(16)[:, None]).tolist():
        _check_zero("slant", "a line without height", value, None, grey=True)
    faint, thin = (_two(ink) for ink in (1e-8, 1e-3))
    for name, measure in (("slant", slant), ("thickness", thickness)):
        value = attempt(name, measure, faint[None, None]).item()
        what = "v_y" if name == "slant" else "v_x + v_y"
        assert abs(value) < 1e-6, (
            f"where {what} is above 0, but below 0.000001, the {name} is {value:g}, expected 0"
        )
    for images, kind in ((line, "without height"), (line.T, "without width")):
        m, _, _, vx, vy, _ = _moments(images[None, None])
        bold = attempt("thickness", thickness, images[None, None])
        same(bold, m / (vx + vy).sqrt(), f"the thickness of a line {kind}", tolerance=2e-3)
    *_, vy, c = _moments(thin[None, None])
    same(attempt("slant", slant, thin[None, None]), -c / vy, "the slant of an image with v_y = 0.001", {
        "0 is for v_y below 0.000001": 0 * c,
    }, tolerance=5e-3)  # fmt: skip


def _dot():
    image = torch.zeros(32, 32)
    image[integer(2, 30), integer(2, 30)] = 1.0
    return image


def _lines(count):
    """Horizontal grey lines, (count, 32, 32)."""
    images = torch.zeros(count, 32, 32)
    for image in images:
        left, right = integer(2, 8), integer(16, 30)
        image[integer(17, 31), left:right] = uniform(right - left, low=0.2, high=1.0)
    return images


def _two(ink):
    """A white dot, and one of this ink in the next row, three columns further."""
    image, row, column = torch.zeros(32, 32), integer(2, 20), integer(2, 20)
    image[row, column], image[row + 1, column + 3] = 1.0, ink
    return image


def _check_zero(name, kind, value, dot, grey):
    """A measure that should be 0, and a cause that its value gives away.

    Where a dot passed before, what a grey line's slant has left comes from rounding.
    """
    __tracebackhide__ = True
    cause = "" if math.isfinite(value) else ": do not divide by 0"
    if grey and math.isfinite(value):
        cause = ": rounding leaves a little of v_y; subtract the mean before you square, and give 0 where "
        cause += "v_y is below 0.000001"
    if dot is not None and math.isfinite(value):
        xx, yy, xy = _raw(dot[None, None])
        corner = (-xy / yy if name == "slant" else 1 / (xx + yy).sqrt()).item()
        near = abs(value - corner) <= 1e-3 * max(1.0, abs(corner))
        cause = ": the moments are taken about the corner, not about the centre" if near else ""
    assert abs(value) < 1e-6, f"the {name} of {kind} is {value:g}, expected 0{cause}"


def check_place(name: str, measure: Measure, place: torch.device) -> None:
    """Check that a measure is computed on the device of its images."""
    __tracebackhide__ = True
    came = attempt(f"{name} on {place.type}", measure, uniform(3, 1, 32, 32).to(place))
    tensor(came, (3,), f"{name}(images)")
    assert came.device == place, f"the {name} is on {came.device}, the images on {place}"
