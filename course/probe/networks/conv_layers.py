"""Layers that a DCGAN's table does not have, named once a network is known to be wrong."""

from collections.abc import Mapping, Sequence

import torch
from torch import nn

from course.probe.values.compare import Values, fitting

RESIZES = (
    nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveMaxPool2d, nn.AdaptiveAvgPool2d, nn.LPPool2d, nn.Upsample
)  # fmt: skip
NORMS = (nn.GroupNorm, nn.LayerNorm, nn.modules.instancenorm._InstanceNorm)


def norm_fault(model: nn.Module) -> str:
    """What is wrong with a normalisation in the network; an empty string if nothing is."""
    for name, module in model.named_modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm) and not module.track_running_stats:
            kind = type(module).__name__
            return f"{name!r}, a {kind} that keeps no running averages: leave out track_running_stats=False"
        if isinstance(module, NORMS):
            return f"{name!r}, a layer of the kind {type(module).__name__}: use nn.BatchNorm2d(channels)"
    return ""


def strange_layers(
    model: nn.Module,
    came: torch.Tensor,
    mistakes: Mapping[str, Values],
    channels: Sequence[int],
    tolerance: float = 1e-3,
) -> dict[str, Values]:
    """A mistake more: a layer that makes images larger or smaller otherwise, where no other mistake fits.

    Args:
        came: what the network gave, for which the known ``mistakes`` have their values.
        channels: from the input to the output, as for `course.probe.conv`.
        tolerance: as for `course.probe.same`.
    """
    if fitting(came, mistakes, tolerance):
        return {}
    layers = list(model.modules())
    found = [_resizes(layer) for layer in layers] + [_strides(layer, channels) for layer in layers]
    words = next(filter(None, found), "")
    return {words: came} if words else {}


def _resizes(module):
    if not isinstance(module, RESIZES):
        return ""
    return (
        f"a {type(module).__name__} stands in the network: in the table the stride of the convolutions "
        "changes the size"
    )


def _strides(module, channels):
    tip = getattr(module, "out_channels", 0) == channels[-1] if isinstance(module, nn.Conv2d) else (
        getattr(module, "in_channels", 0) == channels[0]
    )
    if not isinstance(module, nn.Conv2d | nn.ConvTranspose2d) or tip:
        return ""
    stride, around = module.stride[0], module.padding
    padding = around if isinstance(around, str) else around[0]
    if (stride, padding) == (2, 1):
        return ""
    return (
        f"the convolution to {module.out_channels} channels has stride {stride} and padding {padding}: in "
        "the table it has 2 and 1"
    )
