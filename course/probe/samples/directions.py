"""Directions that a plane through latents has, and moves along them."""

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Any

import torch

from course.probe.samples.handwriting import check_refused
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal, uniform

EXACT = (0.0, 2.5, -7.0)  # the mean of many of these is not rounded

def check_direction(latent_direction: Callable[..., Any], n: int, nz: int, scale: float = 1.0) -> None:
    """Check the direction of a least-squares plane through latents that are neither round nor centred."""
    __tracebackhide__ = True
    mixing = torch.eye(nz) + 0.6 * normal(nz, nz) / math.sqrt(nz)
    latents = normal(n, nz) @ mixing + 2 * normal(nz)
    slope = normal(nz)
    attribute = scale * (latents @ slope + 3 + 5 * uniform(1).item() + 0.3 * normal(n))
    attribute[0] = attribute[1:].mean()  # a value may well be the mean itself
    came = _found(latent_direction, latents, attribute)
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


def check_spread(latent_direction: Callable[..., Any]) -> None:
    """Check that a small spread about a large value, and a small one about 0, count as one."""
    __tracebackhide__ = True
    latents = normal(200, 3)
    slope = normal(3)
    values = latents @ slope
    for attribute in (1000 + values, 1e-9 * values):
        came = _found(latent_direction, latents, attribute)
        tensor(came, (3,), "latent_direction(latents, attribute)")
        same(came, slope / slope.norm(), "a number of the direction", tolerance=1e-2)


def check_constant(latent_direction: Callable[..., Any]) -> None:
    """Check that an attribute that is the same everywhere is refused, also where its mean is rounded."""
    __tracebackhide__ = True
    cases = list(itertools.product((*EXACT, 0.1, 1 / 3, -123.4), (30, 49, 100)))
    passed: dict[float, Any] = {}
    refused = []
    for value, n in cases:
        try:
            passed.setdefault(value, latent_direction(normal(n, 4), torch.full((n,), value)))
        except ValueError:
            refused.append(value)
        except Exception:
            continue  # `check_refused` has words for it
    assert not passed, f"latent_direction(latents, {_let_pass(passed, refused)}"
    for value, n in cases:
        what, attribute = f"latent_direction(latents, {value:g} everywhere)", torch.full((n,), value)
        check_refused(what, latent_direction, normal(n, 4), attribute)


def _let_pass(passed, refused):
    """What the first constant attribute that was let pass gave, and what that says of the check."""
    value, answer = next(iter(passed.items()))
    filled = torch.is_tensor(answer) and answer.numel() > 0
    zeros, nan = filled and bool((answer == 0).all()), filled and bool(answer.isnan().any())
    given = "zeros" if zeros else "NaN" if nan else "a direction" if filled else type(answer).__name__
    words = f"{value:g} everywhere) gives {given}"
    other = next((each for each in refused if each not in passed), None)
    if other is not None:
        rounded = not any(each in passed for each in EXACT)
        cause = ": its mean is rounded, and a little off its numbers; ask whether they are nearly the same"
        return f"{words}, though {other:g} everywhere is refused{cause if rounded else ''}"
    if nan:
        words += ": no constant attribute is refused; look before the fit"
    return f"{words}: raise a ValueError with a sentence{', in place of them' if zeros else ''}"


def _found(latent_direction, latents, attribute):
    """What a student's function gives for an attribute that is not the same everywhere."""
    __tracebackhide__ = True
    try:
        return attempt("latent_direction", latent_direction, latents, attribute)
    except AssertionError as error:
        if not isinstance(error.__cause__, ValueError):
            raise
        low, high = attribute.min().item(), attribute.max().item()
        raise AssertionError(
            f"latent_direction stopped with ValueError, {str(error.__cause__)!r:.60}, for an attribute from "
            f"{low:.7g} to {high:.7g}: its values do differ; is their spread compared with a fixed number?"
        ) from error


def _plain(latents, attribute):
    return torch.linalg.lstsq(latents.double(), attribute.double()[:, None]).solution[:, 0].float()


def _slope(latents, attribute):
    return _plain(latents - latents.mean(0), attribute - attribute.mean())


def check_edit(edit: Callable[..., Any], n: int, nz: int) -> None:
    """Check a move of latents (n, nz): one amount for all, and one for each."""
    __tracebackhide__ = True
    z, way = normal(n, nz), normal(nz)
    way = way / way.norm()
    for number, amount in enumerate((-2.5, 0.0, 3, uniform(1, low=1, high=4).item(), 3 * normal(n))):
        length = (9.0, 0.05)[number % 2]
        direction = length * way
        moved = attempt("edit", edit, z, direction, amount)
        tensor(moved, (n, nz), "edit(z, direction, amount)")
        one = torch.as_tensor(amount, dtype=torch.float32).reshape(-1, 1)
        right = z + one * way
        as_it_is = f"the direction is not divided by its length, {length:g} here"
        if length < 1:  # a longer one was divided
            as_it_is = (
                f"a direction shorter than 1 stays as it is, {length:g} here, and a longer one is divided: "
                "divide by its length in either case; is there a clamp or an if?"
            )
        each = "one for each" if torch.is_tensor(amount) else "one for all"
        same(moved, right, f"a number of z after an edit ({each})", {
            as_it_is: z + one * direction,
            "it moves the other way": z - one * way,
            "z is left out": (one * way).expand(n, nz),
            "z stays where it is": z,
            "the part along the direction is replaced: add to it": z - (z @ way)[:, None] * way + one * way,
            "the length of z is kept: do not scale it back":
                right * (z.norm(dim=1) / right.norm(dim=1))[:, None],
            "the first amount is taken for all": z + one[:1] * way,
            "the direction is divided by the square of its length": z + one * way / length,
        })  # fmt: skip
