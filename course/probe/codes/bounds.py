"""The divergence of a normal cloud from the standard normal, and the bound that a VAE is trained on."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

from course.probe.values.compare import attempt, close, same, tensor
from course.probe.values.draws import normal, uniform
from course.probe.values.names import replaced

Loss = Callable[..., Any]
CLAMPS = (1, 2, 3, 4, 5, 6, 8, 10)  # where logvar may be cut off "for stability"
LATENT, BATCH_SIZE = 20, 64  # of the lesson's first cell


def divergence(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """KL(N(mu, exp(logvar)) ‖ N(0, 1)) of each row, (N,), by torch.distributions."""
    cloud, standard = Normal(mu, (logvar / 2).exp()), Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_divergence(cloud, standard).sum(1)


def divergence_mistakes(mu: torch.Tensor, logvar: torch.Tensor) -> Mapping[str, Any]:
    """What well-known mistakes give in its place."""
    right, terms = divergence(mu, logvar), 1 + logvar - mu**2 - logvar.exp()
    other = kl_divergence(Normal(torch.zeros_like(mu), torch.ones_like(mu)), Normal(mu, (logvar / 2).exp()))
    return {
        "the sign is turned round: a divergence is never below 0": -right,
        "the half in front is missing": 2 * right,
        "the mean over the numbers of a code is taken: take their sum": right / mu.shape[1],
        "mu is not squared": -0.5 * (terms + mu**2 - mu).sum(1),
        "mu plays no part": -0.5 * (terms + mu**2).sum(1),
        "the 1 is missing, so it is not 0 where mu and logvar are": -0.5 * (terms - 1).sum(1),
        "logvar is taken for the variance: exp(logvar) is the variance": -0.5
        * (1 + logvar.abs().log() - mu**2 - logvar).sum(1),
        "logvar is taken for the standard deviation: exp(logvar) is the variance": [
            -0.5 * (1 + 2 * logvar.abs().log() - mu**2 - logvar**2).sum(1),
            -0.5 * (1 + (logvar**2).log() - mu**2 - logvar**2).sum(1),
        ],
        "exp(logvar) is taken for the standard deviation": -0.5
        * (1 + 2 * logvar - mu**2 - (2 * logvar).exp()).sum(1),
        "exp(logvar / 2) is the standard deviation, and here stands the variance, exp(logvar)": -0.5
        * (terms + logvar.exp() - (logvar / 2).exp()).sum(1),
        f"the 1 counts {LATENT} times, LATENT, not once for each number of a code: take its length":
            right + (mu.shape[1] - LATENT) / 2,
        "the 1 counts once only: it stands inside of the sum, once for each number of a code":
            right + (mu.shape[1] - 1) / 2,
        "logvar is clamped: take it as it is": [
            divergence(mu, logvar.clamp(-c, c)) for c in CLAMPS if logvar.abs().max() > c + 0.5],
        "exp(logvar) is missing": -0.5 * (terms + logvar.exp()).sum(1),
        "the two distributions are exchanged: the cloud comes first": other.sum(1),
    }  # fmt: skip


def check_divergence(kl: Loss, n: int, latent: int, spread: float = 1) -> None:
    """Check KL of n clouds, some of them very narrow or wide, against torch.distributions."""
    __tracebackhide__ = True
    mu, logvar = 1.5 * normal(n, latent), spread * normal(n, latent) - 0.5
    came = attempt("kl_divergence(mu, logvar)", kl, mu, logvar)
    right = divergence(mu, logvar)
    for name, total in {"mean": right.mean(), "sum": right.sum()}.items() if n > 1 else ():
        assert not (torch.is_tensor(came) and close(came, total)), (
            f"kl_divergence(mu, logvar) should have shape ({n},), not (): this is the {name} over the "
            "images: leave one number for each"
        )
    tensor(came, (n,), "kl_divergence(mu, logvar)")
    same(came, right, "the divergence of a cloud", divergence_mistakes(mu, logvar))


def check_divergence_gradient(kl: Loss) -> None:
    """Check its slopes: mu by mu, and (exp(logvar) − 1) / 2 by logvar."""
    __tracebackhide__ = True
    mu, logvar = normal(5, 4).requires_grad_(), normal(5, 4).requires_grad_()
    came = attempt("kl_divergence(mu, logvar)", kl, mu, logvar)
    tensor(came, (5,), "kl_divergence(mu, logvar)")
    assert came.requires_grad, "no gradient comes from the divergence to mu and logvar: is it detached?"
    by_mu, by_logvar = torch.autograd.grad(came.sum(), (mu, logvar), allow_unused=True)
    for name, slope in (("mu", by_mu), ("logvar", by_logvar)):
        assert slope is not None, f"no gradient comes from the divergence to {name}: is it detached?"
    same(by_mu, mu, "the slope of the divergence by mu")
    same(
        by_logvar,
        (logvar.exp() - 1) / 2,
        "the slope of the divergence by logvar",
        {"exp(logvar) is detached": torch.full_like(logvar, -0.5)},
    )


def batch(n: int, latent: int, *shape: int) -> list[torch.Tensor]:
    """recon, x, mu, logvar of n images: what is rebuilt lies in (0, 1), and is not far from x."""
    x = uniform(n, *shape)
    recon = (0.7 * x + 0.3 * uniform(n, *shape)).clamp(0.02, 0.98)
    return [recon, x, normal(n, latent), normal(n, latent) - 0.5]


def bound(recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """The negative ELBO, a mean over images, computed in float64."""
    recon, x, mu, logvar = (value.double() for value in (recon, x, mu, logvar))
    return _summed(recon, x) + divergence(mu, logvar).mean()


def _summed(recon, x):
    logs = x * recon.log().clamp(min=-100) + (1 - x) * (1 - recon).log().clamp(min=-100)
    return -logs.flatten(1).sum(1).mean()


def bound_mistakes(
    recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor
) -> Mapping[str, Any]:
    """What well-known mistakes give in its place."""
    n, pixels = len(x), x[0].numel()
    error, kl = _summed(recon, x), divergence(mu, logvar).mean()
    squares = (recon - x).square().flatten(1).sum(1).mean()
    logits = F.binary_cross_entropy_with_logits(recon, x, reduction="sum") / n
    return {
        "the divergence has the wrong sign: the loss is error plus divergence": error - kl,
        "the sign of all is turned round: the loss is minus the bound": -(error + kl),
        "the divergence is missing": error,
        "the error of what is rebuilt is missing": kl,
        "the error is a mean over pixels: take their sum, else the divergence drowns it": error / pixels + kl,
        "the error is a mean over pixels and images, the divergence a sum over images": error / pixels
        + n * kl,
        "the batch is summed up: take the mean over images": n * (error + kl),
        "the error is summed over the batch, the divergence is its mean": n * error + kl,
        "the divergence is summed over the batch, the error is its mean": error + n * kl,
        "the divergence is a mean over the numbers of a code: take their sum": error + kl / mu.shape[1],
        "the divergence is divided by the number of pixels": error + kl / pixels,
        "what is rebuilt and the image are exchanged in the cross-entropy: it is (recon, x)": _summed(
            x, recon
        )
        + kl,
        "squared differences stand for the cross-entropy": [
            squares + kl,
            squares / 2 + kl,
            squares / pixels + kl,
        ],
        "the images are rounded to 0 and 1: leave their greys": _summed(recon, (x > 0.5).double()) + kl,
        f"the error is divided by {BATCH_SIZE}, BATCH_SIZE, and not by the number of images, len(x)": [
            n / BATCH_SIZE * error + kl,
            n / BATCH_SIZE * (error + kl),
        ],
        "recon is taken for logits: it holds probabilities": logits + kl,
        "the half of the divergence is missing": error + 2 * kl,
        "everything is divided by the number of pixels": (error + kl) / pixels,
        "only the pixels with ink count: (1 − x) log(1 − recon) is missing": -(x * recon.log())
        .flatten(1)
        .sum(1)
        .mean()
        + kl,
    }


def check_bound(elbo_loss: Loss, n: int, latent: int, *shape: int) -> None:
    """Check the loss of a batch of images of this shape."""
    __tracebackhide__ = True
    given = batch(n, latent, *shape)
    came = loss(elbo_loss, given)
    same(
        came, bound(*given), f"the loss of {n} images of {given[1][0].numel()} pixels", bound_mistakes(*given)
    )


def loss(
    elbo_loss: Loss, given: list[torch.Tensor], what: str = "elbo_loss(recon, x, mu, logvar)"
) -> torch.Tensor:
    """What a student's loss gives, with the course's own divergence around it: no dimensions."""
    __tracebackhide__ = True
    with replaced(elbo_loss, kl_divergence=divergence):
        came = attempt(what, elbo_loss, *given)
    tensor(came, (), what)
    return came


EDGES = {
    0.0: "a black pixel is rebuilt as exactly 0: 0 · log 0 is NaN; F.binary_cross_entropy cuts the logarithm "
    "off at −100",
    1.0: "a white pixel is rebuilt as exactly 1, but not where a black one is as 0: the upper end has no "
    "guard, or one too small; in float32 1 − 1e-8 is 1",
}


def check_edges(elbo_loss: Loss) -> None:
    """Check that the loss is finite where a pixel is rebuilt as exactly 0 or 1, right or wrong."""
    __tracebackhide__ = True
    for shade, words in EDGES.items():
        recon, x, mu, logvar = batch(4, 3, 1, 6, 6)
        recon[:, :, 0], x[:, :, 0] = shade, shade
        came = loss(elbo_loss, [recon, x, mu, logvar])
        assert bool(came.isfinite()), f"the loss is {came.item()} where {words}"
        what = f"the loss where some pixels are {shade:.0f}, and rebuilt as exactly that"
        same(came, bound(recon, x, mu, logvar), what, tolerance=1e-3)
    recon[0, 0, 2, 0], x[0, 0, 2, 0] = 0.0, 1.0
    came = loss(elbo_loss, [recon, x, mu, logvar])
    assert bool(came.isfinite()), (
        f"the loss is {came.item()} where a white pixel is rebuilt as exactly 0: F.binary_cross_entropy cuts "
        "the logarithm off at −100"
    )


def check_bound_gradient(elbo_loss: Loss) -> None:
    """Check the slopes of the loss by what is rebuilt, by mu and by logvar."""
    __tracebackhide__ = True
    recon, x, mu, logvar = batch(3, 4, 1, 5, 5)
    marked = [value.requires_grad_() for value in (recon, mu, logvar)]
    right = torch.autograd.grad(bound(recon, x, mu, logvar), marked)
    came = loss(elbo_loss, [recon, x, mu, logvar])
    assert came.requires_grad, "the loss has no gradient: is it detached, or made into a number?"
    found = torch.autograd.grad(came, marked, allow_unused=True)
    broken = [slope is None for slope in found]
    assert broken != [False, True, True], (
        "no gradient comes from the loss to mu and logvar: the divergence is detached, or made into a "
        "number, as by item()"
    )
    for name, slope, expected in zip(("recon", "mu", "logvar"), found, right, strict=True):
        assert slope is not None, f"no gradient comes from the loss to {name}: is it detached?"
        same(slope, expected, f"the slope of the loss by {name}", tolerance=1e-3)
