"""Codes drawn around a mean: is the noise standard normal, new for each number, and open to gradients?"""

import math
from collections.abc import Callable
from typing import Any

import torch

from course.probe.samples.noise import repeated
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal, uniform

SIGMAS = 6  # a right answer leaves them once in 500 million draws
CALL = "reparameterize(mu, logvar)"
Draw = Callable[..., Any]


def around(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """A draw from each cloud, for cells that test what comes after it."""
    return torch.distributions.Normal(mu, torch.exp(0.5 * logvar)).rsample()


def check_spread(reparameterize: Draw) -> None:
    """Check that codes lie around mu with the standard deviation exp(logvar / 2)."""
    __tracebackhide__ = True
    for level in (-3.0, uniform(1, low=0.5, high=0.8).item(), 2.0):
        mu = 3 * normal(200, 40)
        z = attempt(CALL, reparameterize, mu, torch.full_like(mu, level))
        tensor(z, (200, 40), CALL)
        away = (z.detach() - mu).double()
        spread = away.std().item()
        if spread > 0:
            _check_own(away, "z − mu")
        right = math.exp(level / 2)
        _check_tails(away / right)
        causes = {
            "exp(logvar) is the variance: the standard deviation is its root, exp(logvar / 2)": right**2,
            "logvar is taken for the standard deviation itself": abs(level),
            "logvar is taken for the variance: it is the variance's logarithm": abs(level) ** 0.5,
            "logvar plays no part": 1.0,
            "there is no noise": 0.0,
            "the sign of logvar is turned round": 1 / right,
            "it is twice too wide in the exponent: exp(logvar / 2)": right**4,
            "half of logvar is halved once more": right**0.5,
            "torch.rand is uniform in [0, 1): torch.randn_like is standard normal": right * 12**-0.5,
        }
        fits = [cause for cause, value in causes.items() if abs(spread - value) < 0.04 * max(value, 0.05)]
        cause = f": {fits[0]}" if len(fits) == 1 else ""
        assert abs(spread / right - 1) < SIGMAS * (0.5 / mu.numel()) ** 0.5, (
            f"where logvar is {level:.2g}, codes lie around mu with standard deviation {spread:.3f}, "
            f"expected {right:.3f}{cause}"
        )
        _check_mean(away, right)
    mu, logvar = 3 * normal(300, 20), 2 * normal(300, 20)
    z = attempt(CALL, reparameterize, mu, logvar).detach()
    check_standard((z - mu) / (logvar / 2).exp(), "(z − mu) / exp(logvar / 2)")


def _check_mean(noise, spread):
    __tracebackhide__ = True
    mean = noise.mean().item()
    assert abs(mean) < SIGMAS * spread / noise.numel() ** 0.5, f"the mean of z − mu is {mean:.3f}, expected 0"


def check_standard(noise: torch.Tensor, what: str) -> None:
    """Check that (N, n) numbers, 2,000 or more, are standard normal and new for each place."""
    __tracebackhide__ = True
    noise = noise.double()
    n = noise.numel()
    _check_own(noise, what)
    _check_tails(noise)
    spread = noise.std().item()
    assert abs(spread - 1) < SIGMAS * (0.5 / n) ** 0.5, (
        f"{what} has standard deviation {spread:.3f}, expected 1"
        f"{': does each number have its own logvar?' if spread > 1.5 else ''}"
    )
    far = ((noise - noise.mean()).abs() > 2).double().mean().item()
    assert abs(far - 0.0455) < SIGMAS * (0.0455 / n) ** 0.5, f"{what} is not normal: use torch.randn_like"


def _check_tails(noise):
    """Of 2,000 or more normal numbers some lie further than 2.5 from 0: none does once in 10^10 draws."""
    __tracebackhide__ = True
    far = noise.abs()
    largest = far.max().item()
    piled = (far > largest - 0.01).double().mean().item()  # 0.006 of uniform noise, 0.046 if cut off at 2
    assert not (1 < largest < 2.5 and 0.012 < piled < 0.35), (
        f"the noise is cut off at {largest:.2f} standard deviations: take it as torch.randn_like gives it"
    )


def _check_own(noise, what):
    """Each number of (N, n) has noise of its own."""
    __tracebackhide__ = True
    assert bool((noise - noise[:1]).abs().amax() > 1e-3), (
        f"{what} is the same for all images: draw noise of mu's shape, torch.randn_like(mu)"
    )
    assert bool((noise - noise[:, :1]).abs().amax() > 1e-3), (
        f"{what} repeats one number for all places of a code: draw noise of mu's shape, torch.randn_like(mu)"
    )


def check_fresh(reparameterize: Draw) -> None:
    """Check that two calls draw other noise."""
    __tracebackhide__ = True
    mu, logvar = normal(6, 5), normal(6, 5)
    one, other = (attempt(CALL, reparameterize, mu, logvar) for _ in range(2))
    for z in (one, other):
        tensor(z, (6, 5), CALL)
    assert not torch.equal(one, mu), f"{CALL} returns mu itself: add σ · ε"
    more = [torch.cat([value, normal(3, 5)]) for value in (mu, logvar)]
    larger = attempt(CALL, reparameterize, *more)
    tensor(larger, (9, 5), CALL)
    assert not torch.equal(one, other), f"two calls drew the same noise: {repeated(one, larger)}"


def check_gradients(reparameterize: Draw, *shape: int) -> None:
    """Check the slopes of z: 1 by mu, and by logvar half of z − mu."""
    __tracebackhide__ = True
    mu, logvar = (normal(*shape).requires_grad_() for _ in range(2))
    z = attempt(CALL, reparameterize, mu, logvar)
    tensor(z, shape, CALL)
    assert z.requires_grad, (
        "no gradient comes from z to mu and logvar: torch.normal and .sample() draw without one; compute "
        "mu + σ · ε, with ε alone drawn"
    )
    by_mu, by_logvar = torch.autograd.grad(z.sum(), (mu, logvar), allow_unused=True)
    for name, slope in (("mu", by_mu), ("logvar", by_logvar)):
        assert slope is not None, f"no gradient comes from z to {name}: is it detached?"
    assert bool((by_mu != 0).any() | (by_logvar != 0).any()), (
        "the slopes of z by mu and logvar are 0: torch.normal draws without a gradient; compute mu + σ · ε, "
        "with ε alone drawn"
    )
    same(by_mu, torch.ones(shape), "the slope of z by mu")
    away = (z - mu).detach()
    same(
        by_logvar,
        away / 2,
        "the slope of z by logvar",
        {
            "σ is exp(logvar) here: exp(logvar / 2)": away,
            "σ is logvar itself here": away / logvar.detach(),
        },
    )


def check_place(reparameterize: Draw, place: torch.device) -> None:
    """Check that codes are drawn on the device of mu and logvar."""
    __tracebackhide__ = True
    z = attempt(
        f"reparameterize on {place.type}", reparameterize, normal(4, 3).to(place), normal(4, 3).to(place)
    )
    tensor(z, (4, 3), CALL)
    assert z.device == place, f"z is on {z.device}, mu on {place}"
