"""Paths from code to code: are the steps even, and how uneven is a path of images?"""

from collections.abc import Callable
from typing import Any

import torch

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal, uniform


def _draw(weight):
    """A network that draws images (N, 1, 4, 5) of codes (N, 6)."""

    def draw(z):
        if z.dim() != 2 or z.shape[1] != weight.shape[0]:
            raise ValueError(
                f"the decoder takes codes (N, {weight.shape[0]}), but was given {tuple(z.shape)}"
            )
        return torch.sigmoid(z @ weight.to(z.device)).reshape(-1, 1, 4, 5)

    return draw


def check_interpolation(interpolate: Callable[..., Any], n: int, steps: int) -> None:
    """Check n straight walks of so many images from start to end, both ends included."""
    __tracebackhide__ = True
    weight, start, end = normal(6, 20), normal(n, 6), normal(n, 6)
    draw = _draw(weight)
    came = attempt("interpolate(draw, start, end, steps)", interpolate, draw, start, end, steps)
    tensor(came, (n, steps, 1, 4, 5), "interpolate(draw, start, end, steps)")
    ways = {cause: _walk(start, end, shares) for cause, shares in _shares(steps).items()}
    right = ways.pop("")
    ways["the walk goes along the sphere: here it is straight, start + t · (end − start)"] = _arc(
        start, end, steps
    )
    paint = lambda codes: torch.sigmoid(codes @ weight).reshape(n, steps, 1, 4, 5)  # noqa: E731
    mixed = torch.linspace(0, 1, steps).reshape(1, -1, 1, 1, 1)
    first, last = (torch.sigmoid(z @ weight).reshape(n, 1, 1, 4, 5) for z in (start, end))
    same(
        came,
        paint(right),
        "a pixel on the way",
        {
            **{cause: paint(codes) for cause, codes in ways.items()},
            "images are mixed, not codes: draw the codes between": first + mixed * (last - first),
            "walks and steps are mixed up: the first dimension are the walks": torch.sigmoid(
                right.transpose(0, 1) @ weight
            ).reshape(n, steps, 1, 4, 5),
            "all walks end where the first one ends": paint(
                _walk(start, end[:1].expand(n, -1), _shares(steps)[""])
            ),
        },
    )


def check_view(interpolate: Callable[..., Any]) -> None:
    """Check a walk whose images are a view of their codes, as where pixels are mixed."""
    __tracebackhide__ = True
    start, end = normal(3, 20), normal(3, 20)

    def draw(z):
        return z.reshape(-1, 1, 4, 5)

    came = attempt("interpolate(draw, start, end, steps)", interpolate, draw, start, end, 4)
    tensor(came, (3, 4, 1, 4, 5), "interpolate(draw, start, end, steps)")
    right = _walk(start, end, torch.linspace(0, 1, 4)).reshape(3, 4, 1, 4, 5)
    same(came, right, "a pixel on the way, where draw returns a view of its codes,", {
        "codes are moved in place, and so are the images drawn of them":
            [last.expand_as(right) for last in (right[:, -1:], 2 * right[:, -1:] - right[:, -2:-1])],
    })  # fmt: skip


def _walk(start, end, shares):
    """Codes (n, steps, latent)."""
    return start[:, None] + shares.reshape(1, -1, 1) * (end - start)[:, None]


def _arc(start, end, steps):
    """Codes on the way along the sphere (slerp)."""
    angle = torch.cosine_similarity(start, end).acos().reshape(-1, 1, 1)
    t = torch.linspace(0, 1, steps).reshape(1, -1, 1)
    rest = ((1 - t) * angle).sin() * start[:, None] + (t * angle).sin() * end[:, None]
    return rest / angle.sin()


def _shares(steps):
    """How far each image is on its way: of the right walk, and of wrong ones."""
    even = torch.linspace(0, 1, steps)
    return {
        "": even,
        "the walk goes from end to start": even.flip(0),
        "the end is left out: the last image is drawn from end": torch.arange(steps) / steps,
        "the start is left out: the first image is drawn from start": (torch.arange(steps) + 1) / steps,
        "both ends are left out": torch.linspace(0, 1, steps + 2)[1:-1],
        "all images are drawn from start": torch.zeros(steps),
    }


def check_place(interpolate: Callable[..., Any], place: torch.device) -> None:
    """Check that a walk is drawn on the device of its codes, and leaves no graph of the networks."""
    __tracebackhide__ = True
    weight = normal(6, 20).requires_grad_()
    draw = _draw(weight)
    start, end = normal(2, 6).to(place), normal(2, 6).to(place)
    came = attempt(f"interpolate on {place.type}", interpolate, draw, start, end, 3)
    tensor(came, (2, 3, 1, 4, 5), "interpolate(draw, start, end, steps)")
    assert came.device == place, f"the images are on {came.device}, the codes on {place}"
    assert not came.requires_grad, (
        "the images carry a gradient: looking needs none, draw under torch.no_grad()"
    )


def check_roughness(roughness: Callable[..., Any], n: int, steps: int, *shape: int) -> None:
    """Check the largest step of each path, in units of its mean step."""
    __tracebackhide__ = True
    paths = normal(n, steps, *shape) * (0.2 + uniform(n, steps, *[1] * len(shape)))
    came = attempt("roughness(paths)", roughness, paths)
    tensor(came, (n,), "roughness(paths)")
    moves = (paths[:, 1:] - paths[:, :-1]).flatten(2)  # (n, steps − 1, numbers)
    far, squares = moves.norm(dim=2), moves.square().sum(2)
    absolute = moves.abs().sum(2)
    same(
        came,
        far.amax(1) / far.mean(1),
        "the roughness of a path",
        {
            "squared steps are taken: take their roots": squares.amax(1) / squares.mean(1),
            "absolute differences are summed: the length of a step is Euclidean": absolute.amax(1)
            / absolute.mean(1),
            "the largest step is not divided by the mean one": far.amax(1),
            "it is divided by the sum of the steps: divide by their mean": far.amax(1) / far.sum(1),
            "it is divided by the distance of the two ends": far.amax(1)
            / (paths[:, -1] - paths[:, 0]).flatten(1).norm(dim=1),
            "the largest step of all paths is taken": far.max() / far.mean(1),
            "the mean step of all paths is taken": far.amax(1) / far.mean(),
            "the smallest step is taken": far.amin(1) / far.mean(1),
            "largest and smallest step are compared": far.amax(1) / far.amin(1),
            "mean and largest are exchanged": far.mean(1) / far.amax(1),
            "steps are compared pixel by pixel": moves.abs().amax((1, 2)) / moves.abs().mean((1, 2)),
            "the sum of the steps is divided by the number of images: there is one step fewer": far.amax(1)
            / (far.sum(1) / steps),
        },
    )


def check_known_roughness(roughness: Callable[..., Any]) -> None:
    """Check paths whose roughness is known without computing."""
    __tracebackhide__ = True
    one, other = uniform(1, 1, 6, 6), uniform(1, 1, 6, 6)
    steps = 6
    even = one + torch.linspace(0, 1, steps).reshape(-1, 1, 1, 1) * (other - one)
    jump = torch.cat([one.expand(3, -1, -1, -1), other.expand(3, -1, -1, -1)])
    came = attempt("roughness(paths)", roughness, torch.stack([even, jump]))
    tensor(came, (2,), "roughness(paths)")
    same(came[0], 1.0, "the roughness of a path of even steps")
    same(
        came[1],
        steps - 1.0,
        f"the roughness of a single jump among {steps - 1} steps",
        {"the sum of the steps is divided by the number of images: there is one step fewer": float(steps)},
    )
    still = one.expand(steps, -1, -1, -1)
    one_still = torch.stack([even, still, jump])
    came = attempt("roughness(paths)", roughness, one_still)
    tensor(came, (3,), "roughness(paths)")
    if came.isnan().any():
        alone = attempt("roughness(paths)", roughness, torch.stack([still, still]))
        asked = "" if bool(torch.as_tensor(alone).isnan().any()) else (
            ". Where all stand still it is right: your check asks about all paths together, as all() does"
        )  # fmt: skip
        raise AssertionError(
            "the roughness of a path that stands still among others is NaN, 0 / 0: it is 1, path by path"
            + asked
        )
    same(came, torch.tensor([1.0, 1.0, steps - 1.0]), "the roughness of paths, of which one stands still,", {
        "a path that stands still counts 0: its steps are all alike, so it is 1":
            torch.tensor([1.0, 0.0, steps - 1.0]),
    })  # fmt: skip
