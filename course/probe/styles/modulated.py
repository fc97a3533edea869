"""Layers that take a style: adaptive instance normalization."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from course.probe.codes.autoencoders import check_reached, linear
from course.probe.values.compare import attempt, close, fitting, same, tensor
from course.probe.values.draws import normal, uniform

EPS = 1e-5
RAW = "x is not normalized"
POSITIVE = (torch.exp, torch.nn.functional.softplus, torch.relu, torch.abs, torch.sigmoid, torch.square)


def _made(AdaIN, channels, w_dim):
    """A student's layer, and the linear layers in it: one, or one for scale and one for shift."""
    __tracebackhide__ = True
    layer = attempt("AdaIN(channels, w_dim)", AdaIN, channels, w_dim)
    found = linear(layer)
    sizes = [(each.in_features, each.out_features) for each in found]
    assert sizes in ([(w_dim, 2 * channels)], [(w_dim, channels)] * 2), (
        f"AdaIN({channels}, {w_dim}) should hold one linear layer {w_dim} → {2 * channels}, or two "
        f"{w_dim} → {channels}, but holds {', '.join(f'{a} → {b}' for a, b in sizes) or 'none'}"
    )
    own = {id(p) for each in found for p in each.parameters()}
    others = [name for name, p in layer.named_parameters() if id(p) not in own]
    assert not others, (
        f"besides the layer from w nothing of AdaIN learns, but {others[0]} does: the normalization has no "
        "weights of its own (affine=False)"
    )
    return layer, found


def _fill(found):
    """Known weights; what the linear layers then make of w, (N, 2 · channels)."""
    values = []
    with torch.no_grad():
        for each in found:
            values.append((normal(*each.weight.shape), 2 * normal(each.out_features)))
            each.weight.copy_(values[-1][0])
            if each.bias is None:
                values[-1] = values[-1][0], torch.zeros(each.out_features)
            else:
                each.bias.copy_(values[-1][1])
    return lambda w: torch.cat([w @ weight.T + bias for weight, bias in values], 1)


def normalized(x: torch.Tensor, dims: Sequence[int] = (2, 3), eps: float = EPS) -> torch.Tensor:
    """x without its mean over these dimensions, divided by its deviation."""
    rest = x - x.mean(list(dims), keepdim=True)
    return rest / (rest.square().mean(list(dims), keepdim=True) + eps).sqrt()


def check_adain(AdaIN: Callable[..., Any], n: int, channels: int, w_dim: int, size: Sequence[int]) -> None:
    """Check the layer with known weights; one channel is so quiet that 1e-5 counts, one is far from 0."""
    __tracebackhide__ = True
    layer, found = _made(AdaIN, channels, w_dim)
    layer.train(n > 1)
    told = _fill(found)
    loud = uniform(n, channels, 1, 1, low=0.5, high=4)
    loud[:, 0] = 0.004
    x, w = loud * normal(n, channels, *size) + loud * normal(n, channels, 1, 1), normal(n, w_dim)
    x[:, -1] += 500 * loud[:, -1]
    came = attempt("AdaIN", layer, x, w)
    tensor(came, (n, channels, *size), "what AdaIN gives")

    def styled(base, numbers=None, positive=lambda s: s):
        """All ways that are right: halves or turns, either may be the scale, and it may have 1 added."""
        numbers = (told(w) if numbers is None else numbers)[:, :, None, None]
        ways = numbers.chunk(2, dim=1), (numbers[:, ::2], numbers[:, 1::2])
        pairs = [pair for way in ways for pair in (way, way[::-1])]
        return [positive(one + s) * base + b for s, b in pairs for one in (0, 1)]

    unit = normalized(x)
    first, second = told(w)[:, :, None, None].chunk(2, dim=1)
    unbiased = unit * (1 - 1 / unit[0, 0].numel()) ** 0.5
    rest = x - x.mean((2, 3), keepdim=True)
    deviation = rest.square().mean((2, 3), keepdim=True).sqrt()
    near = slice(0, channels - 1)  # all channels but the one that is far from 0
    mode = "" if layer.training else " in eval mode"
    known = {
        "the mean is not taken off": styled(x / (deviation.square() + EPS).sqrt()),
        "it is not divided by the deviation": styled(rest),
        "the variance is the mean square of x itself: take the mean off first":
            styled(rest / (x.square().mean((2, 3), keepdim=True) + EPS).sqrt()),
        "mean and deviation are taken along rows, or columns, only: take all pixels of a channel":
            [*styled(normalized(x, (3,))), *styled(normalized(x, (2,)))],
        "the scale is made positive: it may be anything": [value for way in POSITIVE
                                                           for value in styled(unit, positive=way)],
        RAW: styled(x),
        "it is divided by the variance, without the root": styled(rest / (deviation.square() + EPS)),
        "the variance is divided by the number of pixels less one: take the mean (unbiased=False)":
            [*styled(unbiased), *styled(rest / (x.var((2, 3), keepdim=True) + EPS).sqrt())],
        "1e-5 is added to the deviation: add it to the variance": styled(rest / (deviation + EPS)),
        "nothing is added to the variance": styled(rest / deviation),
        "1e-5 is taken as a floor: add it to the variance":
            styled(rest / deviation.square().clamp(min=EPS).sqrt()),
        "1e-8 is added to the variance: here it is 1e-5": styled(normalized(x, eps=1e-8)),
        "mean and deviation are taken over the batch too, as BatchNorm does":
            styled(normalized(x, (0, 2, 3))),
        "the mean is taken over the batch too: each image has its own":
            styled((x - x.mean((0, 2, 3), keepdim=True)) / (deviation.square() + EPS).sqrt()),
        "mean and deviation are taken over the channels too": styled(normalized(x, (1, 2, 3))),
        "the shift is missing": [half * unit + one * unit for half in (first, second) for one in (0, 1)],
        "the scale is missing": [unit + half for half in (first, second)],
        "the shift is added before the scaling": [(one + s) * (unit + b) for s, b in
                                                  ((first, second), (second, first)) for one in (0, 1)],
        "all images are given the style of the first one": styled(unit, told(w[:1]).expand(n, -1)),
        "all images are given the mean style": styled(unit, told(w.mean(0, keepdim=True)).expand(n, -1)),
    }  # fmt: skip
    part = lambda values: [value[:, near] for value in values]  # noqa: E731
    parts = {cause: part(values) for cause, values in known.items()}
    if not layer.training and fitting(came[:, near], {"": parts[RAW]}, 1e-3):
        parts = {_unnormalized(layer, x, w, near, part(styled(unit))): parts[RAW]}
    same(came[:, near], part(styled(unit)), f"a number that AdaIN gives{mode}", parts, tolerance=1e-3)
    far = f"a number that AdaIN gives{mode}, in a channel whose mean is 500 times its deviation,"
    same(came, styled(unit), far, known, tolerance=4e-3)


def _unnormalized(layer, x, w, near, right):
    """Words for x that is not normalized in eval mode, by what train mode gives."""
    came = attempt("AdaIN", layer.train(), x, w)
    layer.eval()
    if not (torch.is_tensor(came) and came.shape == x.shape and fitting(came[:, near], {"": right}, 1e-3)):
        return RAW
    if any(getattr(each, "running_mean", None) is not None for each in layer.modules()):
        return (
            f"{RAW} in eval mode, but in train mode: in eval mode running averages are used "
            "(track_running_stats=True keeps them); each image is normalized by its own numbers"
        )
    return f"{RAW} in eval mode, but in train mode: normalize in both, whatever self.training is"


def check_adain_start(AdaIN: Callable[..., Any]) -> None:
    """Check a new layer for w = 0, and that gradients reach x, w and the linear layer."""
    __tracebackhide__ = True
    layer, found = _made(AdaIN, 4, 3)
    x = 3 * normal(5, 4, 6, 6) + 1
    unit, zero = normalized(x), torch.zeros(5, 3)
    came = attempt("AdaIN", layer, x, zero)
    tensor(came, (5, 4, 6, 6), "what AdaIN gives")
    halves, turns = (torch.tensor(row).reshape(1, 4, 1, 1) for row in ([1.0, 1, 0, 0], [1.0, 0, 1, 0]))
    known: dict[str, Any] = {
        "the biases are set in halves and read in turns, or the other way round":
            [(one + mixed) * unit + mixed for mixed in (halves, turns) for one in (0, 1)],
        "the scale starts at 0: add 1 to it, or start its biases at 1": torch.zeros_like(unit),
        "the scale starts at 2: 1 is added twice": 2 * unit,
        "the shift starts at 1: only the scale does": unit + 1,
        "the scale starts at 0, and the shift at 1: they are exchanged": torch.ones_like(unit),
        "PyTorch's own biases are left: set those of the scale to 1 (or 0, where 1 is added), those of the "
        "shift to 0": [came] if _plain(found) else [],
    }
    if not fitting(came, known, 1e-3):
        known |= _fitted(came, unit)
    same(came, unit, "what a new AdaIN makes of x where w is zero", known, tolerance=1e-3)
    x, w = x.requires_grad_(), normal(5, 3).requires_grad_()
    came = attempt("AdaIN", layer, x, w)
    tensor(came, (5, 4, 6, 6), "what AdaIN gives")
    assert came.requires_grad, "what AdaIN gives has no gradient: is there detach() or no_grad() on the way?"
    check_reached(layer, came)
    targets = {"x": x, "w": w}
    slopes = torch.autograd.grad((came * normal(5, 4, 6, 6)).sum(), list(targets.values()), allow_unused=True)
    for name, slope in zip(targets, slopes, strict=True):
        assert slope is not None, f"no gradient comes from AdaIN to {name}: is there detach() on the way?"
    weights = normal(5, 4, 6, 6)
    again = attempt("AdaIN", layer, x, torch.zeros(5, 3))
    tensor(again, (5, 4, 6, 6), "what AdaIN gives")
    mine, right = (torch.autograd.grad((value * weights).sum(), x)[0] for value in (again, normalized(x)))
    fits = close(again, normalized(x), 1e-3)
    assert not fits or close(mine, right, 1e-3), (
        "the slope of what AdaIN gives by x is not that of its formula: are mean or deviation detached?"
    )


def _fitted(came, unit):
    """What came, if it is a scale and a shift for each channel: said by these."""
    scale = (came * unit).mean((0, 2, 3)) / unit.square().mean((0, 2, 3))
    shift = came.mean((0, 2, 3))
    fit = scale.reshape(1, -1, 1, 1) * unit + shift.reshape(1, -1, 1, 1)
    words = f"its scale is {scale[0]:.2f} and its shift {shift[0]:.2f} in the first channel, not 1 and 0"
    return {words: [fit.detach()]}


def _plain(found):
    """True where biases look like PyTorch's first ones: several values, none of them 0 or 1."""
    values = torch.cat([each.bias.detach().flatten() for each in found if each.bias is not None])
    return len(values) > 0 and bool(((values != 0) & (values != 1)).all())


def check_adain_place(AdaIN: Callable[..., Any], place: torch.device) -> None:
    """Check the layer on a device."""
    __tracebackhide__ = True
    layer, _ = _made(AdaIN, 3, 2)
    came = attempt(
        f"AdaIN on {place.type}", layer.to(place), normal(2, 3, 4, 4).to(place), normal(2, 2).to(place)
    )
    tensor(came, (2, 3, 4, 4), "what AdaIN gives")
    assert came.device == place, f"what AdaIN gives is on {came.device}, x on {place}"
