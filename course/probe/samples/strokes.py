"""Strokes whose slant and thickness are known, and directions that a plane through latents has."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import integer, normal, uniform

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
    """Check images where a plain division would give NaN: no ink, one dot, a line without height."""
    __tracebackhide__ = True
    black, dot, line, upright = (torch.zeros(32, 32) for _ in range(4))
    dot[integer(2, 30), integer(2, 30)] = 1.0
    line[integer(2, 30), 5 : integer(12, 28)] = 1.0
    upright[5 : integer(12, 28), integer(2, 30)] = 1.0
    beside = stroke(0.4, 2.0)
    sheet = torch.stack([black, dot, line, beside])[:, None]
    for name, measure, zero in (("slant", slant, (0, 1, 2)), ("thickness", thickness, (0, 1))):
        came = attempt(name, measure, sheet)
        tensor(came, (4,), f"{name}(images)")
        for number in zero:
            kind = ("an image without ink", "a single dot", "a line without height")[number]
            value = came[number].item()
            assert abs(value) < 1e-6, f"the {name} of {kind} is {value:g}, expected 0: do not divide by 0"
        own = attempt(name, measure, sheet[3:])
        same(came[3:], own, f"the {name} of a stroke in a batch with a black image")
    for image, kind in ((line, "height"), (upright, "width")):
        bold = attempt("thickness", thickness, image[None, None])
        m, _, _, vx, vy, _ = _moments(image[None, None])
        same(bold, m / (vx + vy).sqrt(), f"the thickness of a line without {kind}", tolerance=2e-3)


def check_place(name: str, measure: Measure, place: torch.device) -> None:
    """Check that a measure is computed on the device of its images."""
    __tracebackhide__ = True
    came = attempt(f"{name} on {place.type}", measure, uniform(3, 1, 32, 32).to(place))
    tensor(came, (3,), f"{name}(images)")
    assert came.device == place, f"the {name} is on {came.device}, the images on {place}"


def check_direction(latent_direction: Callable[..., Any], n: int, nz: int, scale: float = 1.0) -> None:
    """Check the direction of a least-squares plane through latents that are neither round nor centred."""
    __tracebackhide__ = True
    mixing = torch.eye(nz) + 0.6 * normal(nz, nz) / math.sqrt(nz)
    latents = normal(n, nz) @ mixing + 2 * normal(nz)
    slope = normal(nz)
    attribute = scale * (latents @ slope + 3 + 5 * uniform(1).item() + 0.3 * normal(n))
    attribute[0] = attribute[1:].mean()  # a value may well be the mean itself
    came = attempt("latent_direction", latent_direction, latents, attribute)
    tensor(came, (nz,), "latent_direction(latents, attribute)")
    fit = _slope(latents, attribute)
    products = (latents - latents.mean(0)).T @ (attribute - attribute.mean()).double().float()
    ways: Mapping[str, torch.Tensor] = {
        "it points the other way: along it the attribute falls": -fit,
        "this is the sum of attribute · z, not the least-squares slope": products,
        "neither latents nor attribute are centred: fit an offset b too": _plain(latents, attribute),
        "the latents are not centred: subtract their mean, or fit an offset b too":
            _plain(latents, attribute - attribute.mean()),
        "each number of z is fitted by itself: fit all of them together":
            products / (latents - latents.mean(0)).square().sum(0),
    }  # fmt: skip
    longer = {"it is not divided by its length": fit}
    same(came, fit / fit.norm(), "a number of the direction", {
        **{cause: way / way.norm() for cause, way in ways.items()}, **longer,
        "it is divided by its largest number: divide by its length": fit / fit.abs().max(),
        "it is divided by the sum of its numbers: divide by its length": fit / fit.abs().sum(),
    }, tolerance=2e-3)  # fmt: skip


def _plain(latents, attribute):
    return torch.linalg.lstsq(latents.double(), attribute.double()[:, None]).solution[:, 0].float()


def _slope(latents, attribute):
    return _plain(latents - latents.mean(0), attribute - attribute.mean())


def check_edit(edit: Callable[..., Any], n: int, nz: int) -> None:
    """Check a move of latents (n, nz): one amount for all, and one for each."""
    __tracebackhide__ = True
    z, direction = normal(n, nz), 3 * normal(nz)
    way = direction / direction.norm()
    for amount in (0.0, -2.5, 3, uniform(1, low=1, high=4).item(), 3 * normal(n)):
        moved = attempt("edit", edit, z, direction, amount)
        tensor(moved, (n, nz), "edit(z, direction, amount)")
        one = torch.as_tensor(amount, dtype=torch.float32).reshape(-1, 1)
        right = z + one * way
        each = "one for each" if torch.is_tensor(amount) else "one for all"
        same(moved, right, f"a number of z after an edit ({each})", {
            "the direction is not divided by its length": z + one * direction,
            "it moves the other way": z - one * way,
            "z is left out": (one * way).expand(n, nz),
            "z stays where it is": z,
            "the part along the direction is replaced: add to it": z - (z @ way)[:, None] * way + one * way,
            "the length of z is kept: do not scale it back":
                right * (z.norm(dim=1) / right.norm(dim=1))[:, None],
            "the first amount is taken for all": z + one[:1] * way,
            "the direction is divided by the square of its length": z + one * way / direction.norm(),
        })  # fmt: skip
