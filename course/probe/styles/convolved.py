"""Convolutions whose weights are each image's own: modulated and demodulated by a style."""

import copy
import functools
from collections.abc import Callable, Sequence
from typing import Any

import torch

from course.probe.codes.autoencoders import check_reached
from course.probe.styles.held import fill, made
from course.probe.styles.weights import BARE, Given, mistakes, modulated, normalized, other_eps, roots
from course.probe.values.compare import attempt, close, fitting, nearest, same, tensor
from course.probe.values.draws import normal


def check_convolution(
    ModulatedConv2d: Callable[..., Any],
    n: int,
    sizes: tuple[int, int],
    kernel: int,
    size: Sequence[int],
    demodulate: bool,
) -> None:
    """Check the layer with known weights against a loop over the images, and for scales of zeros."""
    __tracebackhide__ = True
    how = {} if demodulate else {"demodulate": False}
    parts = made(ModulatedConv2d, sizes, kernel, 4, **how)
    parts.layer.train(n > 4)
    given, w = fill(parts, n, 4, size)
    state = copy.deepcopy(parts.layer.state_dict())
    other = functools.partial(ModulatedConv2d, *sizes, kernel, 4, demodulate=not demodulate)
    turned = functools.partial(_turned, other, state, given.x, w)
    came = attempt("ModulatedConv2d", parts.layer, given.x, w)
    tensor(came, (n, sizes[1], *size), "what ModulatedConv2d gives")
    right = modulated(given, demodulate)
    known = mistakes(given, demodulate)
    plain = modulated(given, not demodulate)
    if close(came, plain, 1e-3) and not close(came, right, 1e-3) and close(turned(), right, 1e-3):
        known = {"demodulate=True and False are exchanged: the flag is turned round": [came]}
    if close(came.flatten().sort().values, right.flatten().sort().values, 1e-3):
        known["the right numbers stand in wrong places: is a reshape in another order?"] = [came]
    what = "ModulatedConv2d" if demodulate else "ModulatedConv2d with demodulate=False"
    same(came, right, f"a number that {what} gives{_mode(parts, given, w, right)}", known, tolerance=1e-3)
    _check_quiet(parts, given, w, demodulate, turned)


def _turned(other, state, x, w):
    """What the same values give with the flag the other way; nan where that stops."""
    try:
        layer = attempt("ModulatedConv2d", other)
        layer.load_state_dict(state)
        came = attempt("ModulatedConv2d", layer, x, w)
    except (AssertionError, NotImplementedError, RuntimeError):
        return torch.tensor(torch.nan)
    return came if torch.is_tensor(came) else torch.tensor(torch.nan)


def _mode(parts, given, w, right):
    """Words for a mistake that is made in eval mode only."""
    if parts.layer.training:
        return ""
    fits = close(attempt("ModulatedConv2d", parts.layer.train(), given.x, w), right, 1e-3)
    parts.layer.eval()
    return " in eval mode" if fits else ""


def _check_quiet(parts, given, w, demodulate, turned):
    """Styles of 0, and so small that the 1e-8 counts; with one image more, and without gradients.

    The bias is 0: beside it, so small a number is rounded, and who takes it off and puts it back is right.
    """
    __tracebackhide__ = True
    x, w = torch.cat([given.x, given.x[:1]]), torch.cat([w, w[:1]])
    bare = given._replace(x=x, bias=torch.zeros_like(given.bias))
    before = [modulated(bare._replace(s=torch.cat([given.s, given.s[:1]])), demodulate)]
    for loud in (0.0, 1e-4 / given.weight[0].norm().item()):
        with torch.no_grad():
            parts.style.weight.zero_()
            parts.style.bias.fill_(loud)
            parts.bias.zero_()
            came = attempt("ModulatedConv2d", parts.layer, x, w)
        tensor(
            came, (len(x), *given.bias.shape, *x.shape[2:]), "what ModulatedConv2d gives for another batch"
        )
        assert bool(came.isfinite().all()), (
            "where all scales are 0 the output is not finite: add 1e-8 under the root"
        )
        quiet = bare._replace(s=torch.full((len(x), x.shape[1]), loud))
        what = f"the output where all scales are {loud:.0e}"
        right = modulated(quiet, demodulate)
        known = other_eps(quiet) if demodulate else {}
        if not close(came, right, 1e-3):
            known |= _kept(parts, x, w, before) | _early(turned(), given, came, known)
        same(came, right, what, known, 1e-3)
        before.append(right)


def _kept(parts, x, w, before):
    """What came in earlier calls, if that still comes where all scales are 1."""
    with torch.no_grad():
        parts.style.bias.fill_(1.0)
        again = attempt("ModulatedConv2d", parts.layer, x, w)
    kept = [value for value in before if torch.is_tensor(again) and close(again, value, 1e-3)]
    return {"the scales of an earlier call are kept: compute them on each call": kept}


def _early(plain, given, came, known):
    """Which of two mistakes it is that look alike with demodulation; ``plain``: what comes without it."""
    if nearest(came, known, 1e-3) != [BARE]:
        return {}
    if close(plain, modulated(given, demodulate=False), 1e-3):
        cause = "nothing is added under the root: add 1e-8"
    elif named := fitting(plain, normalized(given), 1e-3):
        cause = named[0]
    else:
        return {}
    return {BARE: [], cause: [came]}


def check_convolution_start(ModulatedConv2d: Callable[..., Any]) -> None:
    """Check the first values of weight, bias and the scales' bias."""
    __tracebackhide__ = True
    for ins, outs, kernel in ((40, 50, 3), (90, 60, 1)):
        parts = made(ModulatedConv2d, (ins, outs), kernel, 6)
        fan = ins * kernel**2
        values = parts.weight.detach().flatten() * fan**0.5
        deviation, mean = values.std().item(), values.mean().item()
        causes = {
            "it is not divided by √(in_channels·kernel²)": fan**0.5,
            "it is divided by in_channels·kernel², without the root": fan**-0.5,
            "it is divided by √in_channels only": kernel if kernel > 1 else 99.0,
            "it is PyTorch's own start": 3**-0.5,
            "it is divided by √(out_channels·kernel²)": (ins / outs) ** 0.5,
            "Kaiming's √2 is in it: here it is left out": 2**0.5,
        }
        cause = "".join(f": {why}" for why, size in causes.items() if abs(deviation / size - 1) < 0.05)
        assert abs(deviation - 1) < 0.07 and abs(mean) < 0.1, (
            f"the first weights, times √(in_channels·kernel²), should have mean 0 and deviation 1, not "
            f"{mean:.2f} and {deviation:.2f}{cause}"
        )
        fourth = (values**4).mean().item() / deviation**4
        assert fourth > 2.4, (
            "the first weights should be normal, but look uniform: draw them with torch.randn"
        )
        assert bool((parts.bias == 0).all()), "the bias should start at 0"
        assert bool((parts.style.bias == 1).all()), (
            "the bias of the layer from w to scales should start at 1: then scales are 1 where w is 0"
        )


def check_convolution_gradients(ModulatedConv2d: Callable[..., Any]) -> None:
    """Check the slopes by image, style and weights: through the demodulation too."""
    __tracebackhide__ = True
    parts = made(ModulatedConv2d, (3, 4), 3, 5)
    given, w = fill(parts, 4, 5, (5, 5))
    weights = normal(4, 4, 5, 5)
    x, w = given.x.requires_grad_(), w.requires_grad_()
    came = attempt("ModulatedConv2d", parts.layer, x, w)
    tensor(came, (4, 4, 5, 5), "what ModulatedConv2d gives")
    assert came.requires_grad, (
        "what the layer gives has no gradient: is there detach() or no_grad() on the way?"
    )
    check_reached(parts.layer, came)
    targets = {"x": x, "w": w, "the weight": parts.weight, "the bias": parts.bias}
    found = torch.autograd.grad((came * weights).sum(), list(targets.values()), allow_unused=True)
    live = parts.weight.detach().reshape(given.weight.shape).requires_grad_()
    bias = given.bias.requires_grad_()
    s = w @ parts.style.weight.detach().T + parts.style.bias.detach()
    wants = []
    for divide in (None, lambda own: roots(own).detach()):
        out = modulated(Given(x, s, live, bias), divide=divide)
        wants.append(torch.autograd.grad((out * weights).sum(), [x, w, live, bias], retain_graph=True))
    fits = close(came, modulated(given), 1e-3)  # whatever is wrong with the values costs points elsewhere
    for name, slope, right, cut in zip(targets, found, *wants, strict=True):
        assert slope is not None, f"no gradient comes to {name}: is it detached?"
        if fits:
            same(
                slope.reshape(right.shape), right, f"the slope of the output by {name}",
                {"the roots are detached: the gradient goes through the demodulation too": [cut]}, 2e-3,
            )  # fmt: skip


def check_convolution_place(ModulatedConv2d: Callable[..., Any], place: torch.device) -> None:
    """Check the layer on a device."""
    __tracebackhide__ = True
    parts = made(ModulatedConv2d, (3, 4), 3, 2)
    given, w = fill(parts, 2, 2, (4, 4))
    what = f"ModulatedConv2d on {place.type}"
    came = attempt(what, parts.layer.to(place), given.x.to(place), w.to(place))
    tensor(came, (2, 4, 4, 4), "what ModulatedConv2d gives")
    assert came.device == place, f"what the layer gives is on {came.device}, x on {place}"
