"""Functions that draw at random from a given generator: flips and noise."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch

from course.device import generator
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import integer, uniform

# Six standard deviations: a right answer leaves them once in 500 million draws.
SIGMAS = 6


def source() -> torch.Generator:
    """A generator on the CPU with a fresh seed."""
    return generator("cpu", integer(0, 10**9))


def check_repeatable(what: str, draw: Callable[..., Any], shape: Sequence[int]) -> None:
    """Check that a function draws from the generator it is given, and from nothing else.

    Args:
        what: the function's name.
        draw: function of (tensor, generator).
        shape: of the tensor that it gets, all ones.
    """
    __tracebackhide__ = True
    x, seed = torch.ones(shape), integer(0, 10**9)
    state = torch.get_rng_state()
    given = generator("cpu", seed)
    first = attempt(what, draw, x, given)
    again, other = (attempt(what, draw, x, g) for g in (generator("cpu", seed), source()))
    for value in (first, again, other):
        tensor(value, shape, f"what {what} returns")
    assert torch.equal(state, torch.get_rng_state()), (
        f"{what} used torch's global random numbers, or seeded them: draw with generator=generator"
    )
    assert torch.equal(first, again), (
        f"{what} gave two results for generators of the same seed: draw with generator=generator"
    )
    # One number for the whole tensor may come again by chance: then more draws tell.
    others = (attempt(what, draw, x, source()) for _ in range(30))
    assert not (torch.equal(first, other) and all(torch.equal(first, y) for y in others)), (
        f"{what} gave the same result for two seeds: draw from the generator that it is given"
    )
    assert not all(torch.equal(first, attempt(what, draw, x, given)) for _ in range(30)), (
        f"{what} gave the same result twice with one generator: {_stuck(what, draw, x)}"
    )


def _stuck(what, draw, x):
    """Why a generator gives the same numbers again: its state tells, before and after two calls."""
    __tracebackhide__ = True
    given = source()
    states = [given.get_state()]
    for _ in range(2):
        attempt(what, draw, x, given)
        states.append(given.get_state())
    still, again = (torch.equal(*pair) for pair in (states[:2], states[1:]))
    if still:
        return "a call leaves it as it was, so draw from it itself, not from a copy of it"
    return "do not seed it inside" if again else "do not seed it inside, and do not copy it"


def check_flips(flip_labels: Callable[..., Any]) -> None:
    """Check that labels are flipped with the given probability, each for itself, to 1 − y."""
    __tracebackhide__ = True
    n = 20_000
    _check_independent([_flipped(flip_labels, torch.ones(60, 80), 0.3) for _ in range(20)])
    for p in (0.05, 0.3):
        zeros, ones = (_flipped(flip_labels, torch.full((n, 1), y), p).mean().item() for y in (0.0, 1.0))
        for share, other, y in ((zeros, ones, 0), (ones, zeros, 1)):
            only = "" if share or other == 0 else f"only labels {1 - y} are: a flipped label y becomes 1 − y"
            fixed = "" if p == 0.05 or abs(share - 0.05) > 0.01 else "as many as with 0.05: use `probability`"
            _check_share(share, p, n, f"of {n} labels {y}", only or fixed)
        # A part of the batch, rounded, is another thing than a coin for each label.
        small, draws = torch.ones(3), source()
        once, again = (_flipped(flip_labels, torch.ones(2000), p, draws) for _ in range(2))
        assert not (once.any() and torch.equal(once, again)), (
            "two calls with one generator gave the same flips: "
            + _stuck("flip_labels", lambda x, draws, p=p: flip_labels(x, p, draws), torch.ones(2000))
        )
        share = torch.cat([_flipped(flip_labels, small, p, draws) for _ in range(500)]).mean().item()
        fixed = "draw a coin for each label, not a number of labels that goes with the batch"
        _check_share(share, p, 3 * 500, "of the labels in 500 batches of 3", fixed)
    for p in (0.0, 1.0):
        share = _flipped(flip_labels, torch.ones(50, 1), p).mean().item()
        _check_share(share, p, 50, "of 50 labels 1")
    soft = uniform(40, 1, low=0.6, high=0.9)
    flipped = attempt("flip_labels", flip_labels, soft, 1.0, source())
    same(flipped, 1 - soft, "a soft label y, flipped for sure,", {
        "it became 0, not 1 − y": torch.zeros_like(soft), "it was left as it is": soft,
    })  # fmt: skip


def _flipped(flip_labels, labels, probability, draws=None):
    """1 where a label 0 or 1 was flipped, else 0."""
    __tracebackhide__ = True
    flipped = attempt("flip_labels", flip_labels, labels, probability, draws or source())
    tensor(flipped, tuple(labels.shape), "flip_labels(labels, probability, generator)")
    assert bool(((flipped == 0) | (flipped == 1)).all()), "labels 0 and 1 became something else than 0 and 1"
    return (flipped.float() != labels).float()


def _check_independent(tables):
    """Rows and columns of a table of flips differ: each label has a coin of its own."""
    __tracebackhide__ = True
    means = {flips.mean().item() for flips in tables}
    assert means != {0.0, 1.0}, "all labels of a batch were flipped, or none: draw a coin for each label"
    flips = tables[0]
    if flips.mean() in (0, 1):
        return  # never, or always: that is said elsewhere
    for dim, words in ((0, "column"), (1, "row")):
        together = bool((flips == flips.narrow(dim, 0, 1)).all())
        assert not together, (
            f"all labels of one {words} are flipped together: draw a coin for each label, "
            "torch.rand(labels.shape, …)"
        )


def _check_share(share, p, n, of_what, likely_cause=""):
    __tracebackhide__ = True
    far = abs(share - p) > SIGMAS * (p * (1 - p) / n) ** 0.5
    likely = {
        "none was flipped": 0.0,
        "all were flipped": 1.0,
        "those were kept that should be flipped": 1 - p,
        "half as many: is a label drawn anew where it should be flipped?": p / 2,
        "were the coins drawn with randn? torch.rand is uniform in [0, 1)": 0.5 + 0.5 * math.erf(p / 2**0.5),
    }
    fits = [words for words, value in likely.items() if abs(share - value) <= 4 * (0.25 / n) ** 0.5]
    cause = likely_cause or (fits[0] if len(fits) == 1 else "")
    cause = cause and f": {cause}"
    assert not far, f"{share:.3f} {of_what} were flipped, expected about {p}{cause}"


def check_noise_of(noise: torch.Tensor, std: float, images: torch.Tensor | None = None) -> None:
    """Check that these numbers are normal noise of this standard deviation, new for each number.

    ``images``: what the noise was added to; then noise that depends on it is told too.
    """
    __tracebackhide__ = True
    z, n = noise.detach().double().flatten() / std, noise.numel()
    spread = z.std().item()
    assert bool(noise.isfinite().all()), "the result is not finite everywhere"
    assert spread > 0, "nothing was added, or one number for all pixels: draw torch.randn(images.shape, …)"
    sizes = enumerate(noise.shape)
    repeated = [d for d, size in sizes if size > 1 and (noise.diff(dim=d).abs() < 1e-4 * std).all()]
    assert not repeated, (
        "all images get the same noise: draw torch.randn(images.shape, …)"
        if repeated == [0] and images is not None
        else f"the noise is the same along dim {repeated[0]}: draw a number for each pixel"
    )
    if images is not None:
        noisy = (images + noise).detach()
        for edge in (noisy.min(), noisy.max()):
            cut = ((noisy - edge).abs() < 1e-5).double().mean()
            assert cut < 0.01, f"the result is cut off at {edge:.2f}: return image plus noise as it is"
        _check_apart(z, images.double().flatten(), std)
    far = ((z - z.mean()).abs() > 2 * spread).double().mean().item()
    normal_share = abs(far - 0.0455) < SIGMAS * (0.0455 / n) ** 0.5
    variance, twice, never = "std is taken for the variance", "std was applied twice", "std was not applied"
    causes = {std**-0.5: variance, std: twice, 1 / std: never}
    fits = [words for value, words in causes.items() if abs(spread / value - 1) < 0.05]
    cause = f": {fits[0]}" if len(fits) == 1 and normal_share else ""
    if far == 0:  # a uniform number never is so far away
        cause = ": it looks uniform; torch.rand is uniform, torch.randn is normal"
    assert abs(spread - 1) < SIGMAS * (0.5 / n) ** 0.5, (
        f"the noise has standard deviation {spread * std:.3f}, expected {std}{cause}"
    )
    mean = z.mean().item()
    assert abs(mean) < SIGMAS / n**0.5, (
        f"the noise has mean {mean * std:.3f}, expected 0: torch.randn has mean 0"
    )
    assert normal_share, "the noise is not normal: use torch.randn"


def _check_apart(z, x, std):
    """The noise does not depend on the pixel that it is added to: neither its size nor its mean does."""
    __tracebackhide__ = True
    limit = (SIGMAS + 2) / len(x) ** 0.5
    bright = x.abs() > x.abs().median()
    slope = ((z - z.mean()) * (x - x.mean())).mean() / (x.std() * z.std())
    part = 1 + (std * slope * z.std() / x.std()).item()  # of the image, in the result
    blended = min(abs(part - (1 - std)), abs(part - (1 - std**2) ** 0.5)) < 0.02
    cause = f": the image is multiplied by {part:.2f}" if blended else ""
    assert abs(slope) < limit, (
        f"the noise depends on the pixel{cause}: the result should be the image itself plus the noise"
    )
    sizes = z[bright].std() / z[~bright].std()
    assert abs(sizes - 1) < 1.5 * limit, (
        f"the noise is {sizes:.1f} times as large on pixels far from 0 as on pixels near 0: it should not "
        "depend on the pixel, so add it, and do not multiply"
    )
