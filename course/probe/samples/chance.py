"""Functions that draw at random from a given generator: flips, noise, dropout."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from course.device import generator
from course.probe.networks.dense import dense
from course.probe.values.compare import attempt, kind, same, tensor
from course.probe.values.draws import integer, normal, uniform

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
    assert torch.equal(x, torch.ones(shape)), f"{what} changed its input: return a new tensor"
    again, other = (attempt(what, draw, x, g) for g in (generator("cpu", seed), source()))
    for value in (first, again, other):
        tensor(value, shape, f"what {what} returns")
    assert torch.equal(state, torch.get_rng_state()), (
        f"{what} used torch's global random numbers, or seeded them: draw with generator=generator"
    )
    assert torch.equal(first, again), (
        f"{what} gave two results for generators of the same seed: draw with generator=generator"
    )
    assert not torch.equal(first, other), (
        f"{what} gave the same result for two seeds: draw from the generator that it is given"
    )
    assert not torch.equal(first, attempt(what, draw, x, given)), (
        f"{what} gave the same result twice with one generator: do not seed it inside"
    )


def check_flips(flip_labels: Callable[..., Any]) -> None:
    """Check that labels are flipped with the given probability, each for itself, to 1 − y."""
    __tracebackhide__ = True
    n = 20_000
    for p in (0.05, 0.3):
        for label in (0.0, 1.0):
            share = _flipped(flip_labels, torch.full((n, 1), label), p).mean().item()
            _check_share(share, p, n, f"of {n} labels {label:.0f}")
        # A part of the batch, rounded, is another thing than a coin for each label.
        small, draws = torch.ones(3), source()
        share = torch.cat([_flipped(flip_labels, small, p, draws) for _ in range(500)]).mean().item()
        _check_share(share, p, 3 * 500, "of the labels in 500 batches of 3")
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


def _check_share(share, p, n, of_what):
    __tracebackhide__ = True
    kept = "those were kept that should be flipped"
    likely = {0.0: "none was flipped", 1.0: "all were flipped", 1 - p: kept}
    cause = next((f": {words}" for value, words in likely.items() if abs(share - value) < 0.01), "")
    if not cause and abs(share - p / 2) < 0.01:
        cause = ": half as many: is a label drawn anew where it should be flipped?"
    far = abs(share - p) > SIGMAS * (p * (1 - p) / n) ** 0.5
    assert not far, f"{share:.3f} {of_what} were flipped, expected about {p}{cause}"


def check_noise_of(noise: torch.Tensor, std: float) -> None:
    """Check that these numbers are normal noise of this standard deviation, new for each number."""
    __tracebackhide__ = True
    z, n = noise.double().flatten() / std, noise.numel()
    spread = z.std().item()
    assert spread > 0, "no noise was added"
    sizes = enumerate(noise.shape)
    repeated = [bool((noise.diff(dim=d).abs() < 1e-4 * std).all()) for d, size in sizes if size > 1]
    assert not any(repeated), "the noise is the same along one dimension: draw a number for each pixel"
    variance, twice, never = "std is taken for the variance", "std was applied twice", "std was not applied"
    causes = {std**-0.5: variance, std: twice, 1 / std: never}
    cause = next((f": {words}" for value, words in causes.items() if abs(spread / value - 1) < 0.05), "")
    if abs(spread * 12**0.5 - 1) < 0.05 or abs(spread * 3**0.5 - 1) < 0.05:
        cause = ": it looks uniform; torch.rand is uniform, torch.randn is normal"
    assert abs(spread - 1) < SIGMAS * (0.5 / n) ** 0.5, (
        f"the noise has standard deviation {spread * std:.3f}, expected {std}{cause}"
    )
    mean = z.mean().item()
    assert abs(mean) < SIGMAS / n**0.5, f"the noise has mean {mean * std:.3f}, expected 0: use torch.randn"
    far = (z.abs() > 2).double().mean().item()
    assert abs(far - 0.0455) < SIGMAS * (0.0455 / n) ** 0.5, "the noise is not normal: use torch.randn"


def check_dropout(model: nn.Module, sizes: Sequence[int], probability: float) -> None:
    """Check the dropout of a network Linear, LeakyReLU(0.2), Dropout, Linear in train mode.

    With the weights known, so are mean and variance of its output on one repeated input.
    """
    __tracebackhide__ = True
    first, second = dense(model, *sizes, 1)
    n, x = 8000, 2 * normal(1, sizes[0])
    hidden = functional.leaky_relu(first(x), 0.2)
    bias = second(torch.zeros_like(hidden)).item()
    parts = torch.stack([second(one) - bias for one in torch.diag(hidden[0])]).flatten()
    model.train()
    y = attempt("D(x) in train mode", model, x.expand(n, -1))
    assert torch.is_tensor(y), f"D(x) should be a tensor, not {kind(y)}"
    y = y.detach().double().flatten()
    assert len(y) == n, f"D(x) should have shape ({n}, 1)"
    assert bool(y.isfinite().all()), "D(x) in train mode has values that are not finite"
    assert y.std() > 1e-6, (
        "in train mode all images get the same answer: is Dropout missing, or are the same units "
        "dropped for all images?"
    )
    zeros = (y == 0).double().mean().item()
    assert zeros < 0.05, f"{zeros:.0%} of the logits are 0: put Dropout before the last Linear, not behind it"
    ratio = y.var().item() / parts.square().sum().item()
    wanted = probability / (1 - probability)
    default = "it looks like 0.5, PyTorch's default: use `probability`"
    causes = {"it looks like 1 − probability": 1 / wanted, default: 1.0}
    cause = next((f": {words}" for words, value in causes.items() if abs(ratio / value - 1) < 0.15), "")
    if not cause and abs(ratio / (probability * (1 - probability)) - 1) < 0.15:
        cause = ": the kept units should be multiplied by 1 / (1 − probability), as nn.Dropout does"
    if not cause and ratio > wanted:
        cause = ": is there a second Dropout?"
    assert abs(ratio / wanted - 1) < 0.2, (
        f"with dropout {probability} the logits vary {ratio / wanted:.2f} times as much as they should{cause}"
    )
    expected = bias + parts.sum().item()
    error = abs(y.mean().item() - expected) / (y.std().item() / n**0.5)
    assert error < SIGMAS, (
        f"in train mode the mean logit is {y.mean():.3f}, expected {expected:.3f} as in eval mode: the kept "
        "units are multiplied by 1 / (1 − probability), as nn.Dropout does"
    )
