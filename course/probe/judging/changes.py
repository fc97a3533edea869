"""What an augmentation did to many images: shifts, brightness, hidden squares, and how each is spread."""

import math
from dataclasses import dataclass

import torch

from course.probe.samples.chance import SIGMAS

REACH, BRIGHT, HOLE = 3, 0.5, 12


@dataclass
class Parts:
    """What was done to each of N images: shift (N, 2), brightness (N,), hidden pixels (N, H, W).

    ``entered``: pixels that came in from outside, and are not black (N, H, W).
    """

    shift: torch.Tensor
    brightness: torch.Tensor
    hidden: torch.Tensor
    entered: torch.Tensor


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
        # Drawn for the other side, which is shorter, the places end too early.
        other = (height if way == "across" else width) - HOLE
        mixed = f": was the {'height' if way == 'across' else 'width'} taken for this way too?"
        _check_even(counts, f"the places of the hidden square, {way},", mixed if found.max() == other else "")
    assert not torch.equal(*corners), "every square lies on the diagonal: draw two numbers for its place"


def _check_even(counts, what, cause=""):
    """Every value comes equally often, as a χ² test tells at six standard deviations."""
    __tracebackhide__ = True
    expected = counts.sum() / len(counts)
    excess = float(((counts - expected) ** 2 / expected).sum()) - (len(counts) - 1)
    seldom = int(counts.argmin())
    where = "the last" if seldom == len(counts) - 1 else "the first" if seldom == 0 else "one"
    assert counts.min() > 0 and excess < 2 * SIGMAS * math.sqrt(2 * (len(counts) - 1)), (
        f"{what} are not even: of {len(counts)} values {where} came {int(counts[seldom])} times in "
        f"{int(counts.sum())} images, expected about {expected:.0f}{cause}"
    )
