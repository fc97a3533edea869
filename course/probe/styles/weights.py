"""Convolutions with each image's own weights, by a loop: the right answer, and what likely mistakes give."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F

POSITIVE = (torch.exp, F.softplus, torch.relu, torch.abs, torch.sigmoid, torch.square)
BARE = "nothing is added under the root, or the scales are normalized before"
Divide = Callable[..., torch.Tensor]


class Given(NamedTuple):
    """Known values: images, the scales that w gives, weight and bias."""

    x: torch.Tensor
    s: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor


def modulated(
    given: Given,
    demodulate: bool = True,
    divide: Divide | None = None,
    mode: str = "constant",
    bias: bool = True,
) -> torch.Tensor:
    """The layer's answer, by a loop over the images; ``divide``: weights of an image → what divides them."""
    margin = [given.weight.shape[-1] // 2] * 4
    answers = []
    for image, s in zip(given.x, given.s, strict=True):
        own = given.weight * s.reshape(1, -1, 1, 1)
        if demodulate:
            own = own / (divide or roots)(own)
        answers.append(F.conv2d(F.pad(image[None], margin, mode=mode), own))
    return torch.cat(answers) + bias * given.bias.reshape(-1, 1, 1)


def roots(own: torch.Tensor) -> torch.Tensor:
    """What the weights of an image are divided by, one root an output channel."""
    return (own.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()


def other_eps(quiet: Given) -> dict[str, Any]:
    """What other small numbers under the root, or beside it, would give."""
    sums = lambda own: own.square().sum((1, 2, 3), keepdim=True)  # noqa: E731
    ways = {
        "1e-8 is added to the root: add it to the sum, under the root": lambda own: sums(own).sqrt() + 1e-8,
        BARE: lambda own: (
            sums(own).sqrt() + 1e-30
        ),
        "1e-5 is added under the root: here it is 1e-8": lambda own: (sums(own) + 1e-5).sqrt(),
    }
    fan = quiet.weight[0].numel() ** 0.5
    return {cause: modulated(quiet, divide=divide) for cause, divide in ways.items()} | {
        "the weights are divided in forward: the parameter itself starts divided": modulated(
            quiet._replace(weight=quiet.weight / fan)
        ),
    }


def mistakes(given: Given, demodulate: bool) -> dict[str, Any]:
    """What each likely mistake would give."""
    mixed = given.s.mean(0, keepdim=True).expand_as(given.s)
    found = {
        "all images are given the style of the first one":
            [modulated(given._replace(s=given.s[:1].expand_as(given.s)), demodulate)],
        "all images are given the mean style": [modulated(given._replace(s=mixed), demodulate)],
        "1 is added to the scales: their layer's bias starts at 1 already":
            [modulated(given._replace(s=given.s + 1), demodulate)],
        "the bias is missing": [modulated(given, demodulate, bias=False)],
        "the scales are missing": [modulated(given._replace(s=torch.ones_like(given.s)), demodulate)],
        "the scales are squared": [modulated(given._replace(s=given.s.square()), demodulate)],
        "the kernel is turned round": [modulated(given._replace(weight=given.weight.flip(2, 3)), demodulate)],
        "the scales are made positive: they may be anything":
            [modulated(given._replace(s=way(given.s)), demodulate) for way in POSITIVE],
        "LeakyReLU follows the scales: nothing does":
            [modulated(given._replace(s=F.leaky_relu(given.s, k)), demodulate) for k in (0.01, 0.1, 0.2)],
        "the (N, in) scales are reshaped in another order":
            [modulated(given._replace(s=given.s.T.reshape(given.s.shape)), demodulate)],
    }  # fmt: skip
    if given.weight.shape[-1] > 1:
        for mode in ("reflect", "replicate", "circular"):
            found[f"the border is padded by “{mode}”: pad zeros"] = [modulated(given, demodulate, mode=mode)]
    found |= _orders(given, demodulate)
    plain = modulated(given, demodulate=False)
    if not demodulate:
        always = {"with demodulate=False weights are demodulated all the same": [modulated(given)]}
        return found | normalized(given) | always
    bare = plain - given.bias.reshape(-1, 1, 1)
    sums = lambda dims: lambda own: own.square().sum(dims, keepdim=True).sqrt()  # noqa: E731
    bias = given.bias.reshape(-1, 1, 1)

    def under_root(sums):
        """Other sums under the root, (out,), of the weights and of the scales (in, 1, 1) of an image."""
        found = [sums(given.weight, s.reshape(-1, 1, 1)) for s in given.s]
        return bare / (torch.stack(found) + 1e-8).sqrt()[:, :, None, None] + bias

    right = under_root(lambda w, s: (w * s).square().sum((1, 2, 3))) - bias
    ways = {
        "the weights are not demodulated": [plain],
        "the bias is demodulated too: add it at the end": [right * (1 + bias / bare)],
        "all images have the roots of the first one's style":
            [under_root(lambda w, s: (w * given.s[0].reshape(-1, 1, 1)).square().sum((1, 2, 3)))],
        "in the sum the scales are not squared": [under_root(lambda w, s: (w.square() * s).sum((1, 2, 3)))],
        "the weights of a window are summed before they are squared":
            [under_root(lambda w, s: (w * s).sum((2, 3)).square().sum(1))],
        "the deviation of the weights is divided by: take the root of the sum of their squares":
            [under_root(lambda w, s: (w * s).var((1, 2, 3))),
             under_root(lambda w, s: (w * s).var((1, 2, 3), unbiased=False))],
        "the sum runs over the output channels too: each has a root of its own":
            [modulated(given, divide=sums((0, 1, 2, 3)))],
        "the sum runs over k and l only: take the input channels too":
            [modulated(given, divide=sums((2, 3)))],
        "the sum runs over the output channels: take the input channels":
            [modulated(given, divide=sums((0, 2, 3)))],
        "the sum runs over the input channels only: take k and l too": [modulated(given, divide=sums((1,)))],
        "the root is missing": [modulated(given, divide=lambda own: roots(own).square())],
        "the mean of the squares is taken: take their sum":
            [modulated(given, divide=lambda own: own.square().mean((1, 2, 3), keepdim=True).sqrt())],
        "absolute values are summed: take squares, and the root":
            [modulated(given, divide=lambda own: own.abs().sum((1, 2, 3), keepdim=True))],
        "weights are demodulated before they are modulated": [modulated(given, divide=lambda own:
                                                                        roots(given.weight))],
        "it is multiplied by the root: divide by it": [modulated(given, divide=lambda own: 1 / roots(own))],
        "the picture's own deviation is divided by: demodulation asks the weights only":
            [bare / (bare.var((2, 3), keepdim=True, unbiased=unbiased) + eps).sqrt() + bias
             for unbiased in (True, False) for eps in (0, 1e-8, 1e-5)],
        "the root of the picture's own mean square is divided by: demodulation asks the weights only":
            [bare / (bare.square().mean((2, 3), keepdim=True) + eps).sqrt() + bias
             for eps in (0, 1e-8, 1e-5)],
    }  # fmt: skip
    return found | ways


def _orders(given, demodulate):
    """What reshapes that take channels before images would give."""
    n, x, bias = len(given.x), given.x, given.bias.reshape(-1, 1, 1)
    bare = modulated(given, demodulate) - bias
    return {
        "the N·out channels of the grouped convolution are cut in the wrong order: images come first, "
        "reshape(N, out, H, W)": [bare.reshape(-1, n, *bare.shape[2:]).transpose(0, 1) + bias],
        "the images are laid side by side channels first: images come first, x.reshape(1, N·in, H, W)":
            [modulated(given._replace(x=x.transpose(0, 1).reshape(x.shape)), demodulate)],
    }  # fmt: skip


def normalized(given: Given) -> dict[str, Any]:
    """What scales that are normalized before they are used give without demodulation."""
    loudness = given.s.square().mean(1, keepdim=True).sqrt()
    ways = [given.s / loudness, F.normalize(given.s, dim=1)]
    return {
        "the scales are normalized before they are used: take them as the layer gives them":
            [modulated(given._replace(s=s), demodulate=False) for s in ways],
    }  # fmt: skip


