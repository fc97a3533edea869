"""What a student's modulated convolution holds, found and filled."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn

from course.probe.codes.autoencoders import linear
from course.probe.styles.weights import Given
from course.probe.values.compare import attempt
from course.probe.values.draws import normal, uniform


class Parts(NamedTuple):
    """A student's layer, and the parameters in it."""

    layer: nn.Module
    weight: nn.Parameter
    bias: nn.Parameter
    style: nn.Linear


def made(
    ModulatedConv2d: Callable[..., Any], sizes: tuple[int, int], kernel: int, w_dim: int, **how: bool
) -> Parts:
    """A student's layer for ``sizes``, (in, out) channels, and what it holds."""
    __tracebackhide__ = True
    ins, outs = sizes
    what = "ModulatedConv2d(in_channels, out_channels, kernel, w_dim)"
    layer = attempt(what, ModulatedConv2d, ins, outs, kernel, w_dim, **how)
    found = linear(layer)
    assert [(each.in_features, each.out_features) for each in found] == [(w_dim, ins)], (
        f"the layer should hold one linear layer from w to the input channels, {w_dim} → {ins}, but holds "
        f"{', '.join(f'{each.in_features} → {each.out_features}' for each in found) or 'none'}"
    )
    assert found[0].bias is not None, "the linear layer from w to scales has a bias, that starts at 1"
    own = {id(p) for p in found[0].parameters()}
    rest = {name: p for name, p in layer.named_parameters() if id(p) not in own}
    shape = (outs, ins, kernel, kernel)
    weights = [p for p in rest.values() if p.numel() == outs * ins * kernel**2 and p.shape[-4:] == shape]
    shown = ", ".join(f"{name} {tuple(p.shape)}" for name, p in rest.items()) or "nothing"
    assert len(weights) == 1, (
        f"the weight should be a parameter of shape {shape}, (out, in, k, k), but besides its linear "
        f"layer the layer holds {shown}"
    )
    biases = [p for p in rest.values() if p is not weights[0]]
    assert len(biases) == 1 and biases[0].numel() == outs, (
        f"the bias should be a parameter of {outs} numbers, one an output channel, but besides its linear "
        f"layer the layer holds {shown}"
    )
    return Parts(layer, weights[0], biases[0], found[0])


def fill(parts: Parts, n: int, w_dim: int, size: Sequence[int]) -> tuple[Given, torch.Tensor]:
    """Fresh known values in all parameters; what they are, and w."""
    ins = parts.style.out_features
    weight, bias = normal(*parts.weight.shape[-4:]), 2 * normal(parts.bias.numel())
    matrix, offset = normal(ins, w_dim), 0.5 + uniform(ins)
    with torch.no_grad():
        parts.weight.copy_(weight)
        parts.bias.copy_(bias.reshape(parts.bias.shape))
        parts.style.weight.copy_(matrix)
        parts.style.bias.copy_(offset)
    w = normal(n, w_dim)
    return Given(normal(n, ins, *size), w @ matrix.T + offset, weight, bias), w
