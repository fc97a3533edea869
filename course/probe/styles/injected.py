"""Noise that is added with a learnt strength."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from course.probe.samples.noise import check_noise as check_normal
from course.probe.styles.loudness import check_even, unheard, unlearnt, weighted
from course.probe.values.compare import attempt, fitting, same, tensor
from course.probe.values.draws import normal, uniform


def _made(NoiseInjection, channels):
    """A student's layer, and its one parameter."""
    __tracebackhide__ = True
    layer = attempt("NoiseInjection(channels)", NoiseInjection, channels)
    assert isinstance(layer, nn.Module), f"the layer should be an nn.Module, not {type(layer).__name__}"
    found = dict(layer.named_parameters())
    assert found, (
        "NoiseInjection has no parameter: the strengths are an nn.Parameter, made after super().__init__()"
    )
    assert len(found) == 1, f"NoiseInjection should have one parameter, the strengths, not {', '.join(found)}"
    strength = next(iter(found.values()))
    assert strength.numel() == channels, (
        f"there should be a strength for each of {channels} channels, but there "
        f"{'is' if strength.numel() == 1 else 'are'} {strength.numel()}"
    )
    return layer, strength


def check_noise(NoiseInjection: Callable[..., Any], n: int, channels: int, size: Sequence[int]) -> None:
    """Check what is added to n images: fresh normal noise for each pixel, the same for all channels."""
    __tracebackhide__ = True
    layer, strength = _made(NoiseInjection, channels)
    loud = uniform(channels, low=0.5, high=2) * torch.where(uniform(channels) < 0.5, -1.0, 1.0)
    loud[0], loud[-1] = loud[0].abs(), -loud[-1].abs()
    with torch.no_grad():
        strength.copy_(loud.reshape(strength.shape))
    x = 3 * normal(n, channels, *size)
    noises = []
    for training, learns in ((True, True), (False, True), (False, False)):
        with torch.set_grad_enabled(learns):
            came = attempt("the noise layer", layer.train(training), x)
        tensor(came, (n, channels, *size), "what the noise layer gives")
        added = came.detach() - x
        assert bool(added.isfinite().all()), (
            "what is added is not finite where strengths are negative: they are used as they are, no root"
        )
        assert bool((added != 0).any()), (
            "with strengths that are not 0 nothing is added"
            f"{'' if training else ' in eval mode' if learns else ' under no_grad'}"
        )
        quiet = (added == 0).all(3).all(2).all(0)
        assert not bool(quiet.any()), unheard(layer, strength, loud, quiet, x)
        noises.append(_noise(x, added, loud))
    _check_fresh(noises, n)
    check_even(layer, x)
    numbers = torch.cat([noise.flatten() for noise in noises])
    rows = numbers[: numbers.numel() // 20 * 20].reshape(2, 10, -1)
    check_normal([rows[0], rows[1]], rows.shape[1:])
    _check_plain(torch.cat(noises))


def _times(x, added, loud, noise):
    """What came, if all channels share a noise that is multiplied by x."""
    each = added / x / loud.reshape(-1, 1, 1)
    shared = torch.allclose(each, each[:, :1].expand_as(each), atol=1e-2)
    return noise if shared else torch.full_like(noise, torch.nan)


def _noise(x, added, loud):
    """The noise (N, H, W) of what was added, which must be one image times each channel's strength."""
    __tracebackhide__ = True
    noise = added / loud.reshape(-1, 1, 1)
    one = noise[:, :1]
    known = {
        "the strengths are not used": (added[:, :1] / loud.reshape(-1, 1, 1)).expand_as(noise),
        "the strengths are squared": one * loud.reshape(-1, 1, 1) / loud[0],
        "the noise is multiplied by x: it does not depend on x": _times(x, added, loud, noise),
        "each channel draws noise of its own: one number a pixel serves all": _unlike(noise, one),
    }
    if not fitting(noise, known, 1e-3):
        known |= weighted(added, loud, noise)
    what = "the noise of a channel, compared with the first channel's,"
    same(noise, one.expand_as(noise), what, known, tolerance=1e-3)
    return noise[:, 0]


def _unlike(noise, one):
    """What came, if it is uncorrelated with the first channel's noise."""
    rest = noise[:, 1:]
    if rest.numel() == 0:
        return one.expand_as(noise)
    over = (0, 2, 3)  # a correlation for each channel
    shared = (rest * one).mean(over) / (one.square().mean() * rest.square().mean(over)).sqrt()
    return noise if shared.abs().max() < 0.5 else torch.full_like(noise, float("nan"))


def _check_fresh(noises, n):
    __tracebackhide__ = True
    one = noises[0]
    assert not any(torch.allclose(a, b, atol=1e-3) for a, b in itertools.combinations(noises, 2)), (
        "two calls used the same noise: draw it in forward, without a fixed seed, in eval mode too"
    )
    assert n == 1 or not torch.allclose(one, one[:1].expand_as(one), atol=1e-4), (
        "all images of the batch got the same noise: draw (N, 1, H, W) numbers"
    )
    assert one[0].numel() == 1 or not torch.allclose(one, one[:, :1, :1].expand_as(one), atol=1e-4), (
        "all pixels of an image got the same noise: draw (N, 1, H, W) numbers"
    )
    for dim, what, shape in ((1, "rows", "(N, 1, 1, W)"), (2, "columns", "(N, 1, H, 1)")):
        first = one.narrow(dim, 0, 1)
        assert one.shape[dim] == 1 or not torch.allclose(one, first.expand_as(one), atol=1e-4), (
            f"all {what} of an image got the same noise, as of shape {shape}: draw (N, 1, H, W) numbers"
        )


def _check_plain(noise):
    """Nothing was done to the noise (N, H, W): no average taken off, no tails cut, no neighbours alike."""
    __tracebackhide__ = True
    means = noise.mean((1, 2)).abs()
    assert bool((means > 1e-5).any()), "the noise of each image has mean 0 exactly: leave it as it was drawn"
    for one, other, what in (
        (noise[:, 1:], noise[:, :-1], "below"), (noise[:, :, 1:], noise[:, :, :-1], "beside"),
    ):  # fmt: skip
        assert ((one - other).abs() < 1e-4).float().mean() < 0.3, (
            "one number of the noise serves several pixels: draw (N, 1, H, W) numbers, do not enlarge fewer"
        )
        shared = (one * other).mean().item()
        assert abs(shared) < 0.2, (
            f"the noise of a pixel is like that of the one {what} it (correlation {shared:.2f}): is it "
            "smoothed? Each pixel draws its own"
        )
    twice = (noise == noise.abs().max()).sum() + (noise == -noise.abs().max()).sum()
    assert twice <= 1, (
        f"several numbers of the noise are exactly ±{noise.abs().max():.2f}: leave it as it was drawn"
    )


def check_start(NoiseInjection: Callable[..., Any]) -> None:
    """Check that a new layer adds nothing, and that its strengths and its input get gradients."""
    __tracebackhide__ = True
    layer, strength = _made(NoiseInjection, 5)
    x = normal(4, 5, 6, 6).requires_grad_()
    came = attempt("the noise layer", layer, x)
    tensor(came, (4, 5, 6, 6), "what the noise layer gives")
    same(came, x, "what a new noise layer gives", {
        "at first the strengths are 1: they start at 0": came if strength.eq(1).all() else x * 0 + 9e9,
    })  # fmt: skip
    assert strength.requires_grad, "the strengths cannot learn: their requires_grad is False"
    assert came.requires_grad, "what the noise layer gives has no gradient: is there detach() or no_grad()?"
    learnt, passed = torch.autograd.grad((came * normal(4, 5, 6, 6)).sum(), [strength, x], allow_unused=True)
    assert learnt is not None and bool((learnt != 0).all()), unlearnt(layer, strength, x, learnt)
    assert passed is not None, "no gradient comes through the layer to its input"


def check_place(NoiseInjection: Callable[..., Any], place: torch.device) -> None:
    """Check that noise is drawn on the device of x."""
    __tracebackhide__ = True
    layer, _ = _made(NoiseInjection, 3)
    came = attempt(f"the noise layer on {place.type}", layer.to(place), normal(2, 3, 4, 4).to(place))
    tensor(came, (2, 3, 4, 4), "what the noise layer gives")
    assert came.device == place, f"what the noise layer gives is on {came.device}, x on {place}"
