"""DCGAN's networks, tested through what they compute, whatever their layers are called.

A convolution is known by its 4-D weight, a BatchNorm by its running averages.  Biases of
convolutions may be there or not: the lesson leaves them open.
"""

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.networks.conv_layers import norm_fault
from course.probe.values.compare import attempt
from course.probe.values.draws import normal, uniform

KERNEL = 4
UNKNOWN = "a normalisation that keeps no running averages"
Map = Callable[[torch.Tensor], torch.Tensor]
Norm = tuple[torch.Tensor, ...]  # weight, bias, running mean and running variance, each (channels,)


@dataclass
class Layer:
    """One convolution: weight (4-D), bias or None, and the BatchNorm behind it or None.

    ``norm``: weight, bias, running mean and running variance, each (channels,).
    """

    weight: torch.Tensor
    bias: torch.Tensor | None
    norm: Norm | None


@dataclass
class Conv:
    """What a stack of convolutions computes: kernel 4, stride 2, padding 1.

    The layer at the 1 × 1 end, the first of G and the last of D, has stride 1 and no padding.
    """

    layers: list[Layer]
    transposed: bool

    def __call__(
        self,
        x: torch.Tensor,
        act: Map,
        end: Map | None = None,
        training: bool = True,
        late: bool | Collection[int] = False,
        norm: bool = True,
        eps: float = 1e-5,
    ) -> torch.Tensor:
        """The output for x: ``act`` after each layer but the last, ``end`` after the last.

        ``training``: BatchNorm uses the batch's own statistics.  ``late``, ``norm``, ``eps``:
        known mistakes, BatchNorm behind ``act`` (in all layers, or in those with so many channels),
        no BatchNorm at all, another eps.
        """
        for number, layer in enumerate(self.layers):
            x = self._convolve(x, layer, number)
            last = number == len(self.layers) - 1
            after = (end or _same) if last else act
            turned = late if isinstance(late, bool) else x.shape[1] in late
            x = after(x) if turned else x
            if layer.norm and norm:
                weight, bias, mean, var = layer.norm
                known_mean, known_var = (None, None) if training else (mean, var)
                x = F.batch_norm(x, known_mean, known_var, weight, bias, training=training, eps=eps)
            x = x if turned else after(x)
        return x if self.transposed else x.flatten(1)

    def _convolve(self, x, layer, number):
        tip = 0 if self.transposed else len(self.layers) - 1
        stride, padding = (1, 0) if number == tip else (2, 1)
        convolve = F.conv_transpose2d if self.transposed else F.conv2d
        return convolve(x, layer.weight, layer.bias, stride, padding)


def _same(x):
    return x


def conv(model: nn.Module, *channels: int, transposed: bool) -> Conv:
    """The network as a function, after all its parameters were given fresh known values.

    Args:
        model: a student's Generator (``transposed``) or Discriminator.
        channels: from the input to the output, all different.

    Returns:
        A `Conv`, which computes what the network should.

    Raises:
        AssertionError: other layers than these, in one sentence.
    """
    __tracebackhide__ = True
    kind = type(model).__name__
    assert isinstance(model, nn.Module), f"the network should be an nn.Module, not {kind}"
    if any(nn.parameter.is_lazy(p) for p in model.parameters()):
        size = 1 if transposed else 2 ** len(channels)
        attempt("the network", model, normal(2, channels[0], size, size))
    try:
        return known_conv(model.state_dict(keep_vars=True), channels, transposed)
    except AssertionError as error:
        fault = norm_fault(model) if "BatchNorm is missing" in str(error) or UNKNOWN in str(error) else ""
        raise AssertionError(f"the network holds {fault}") if fault else error from None


def known_conv(state: Mapping[str, torch.Tensor], channels: Sequence[int], transposed: bool) -> Conv:
    """The convolutions of a state dict as a function, after they were given fresh known values.

    Args:
        state: the parameters themselves, and the running averages.
        channels, transposed: as in `conv`.
    """
    __tracebackhide__ = True
    layers = stack(state, channels, transposed)
    pixels = 4 if transposed else KERNEL**2  # how many inputs of a channel meet in one output
    with torch.no_grad():
        for layer, inside in zip(layers, channels, strict=False):
            layer.weight.copy_(normal(*layer.weight.shape) / (inside * pixels) ** 0.5)
            if layer.bias is not None:
                layer.bias.zero_()
            if layer.norm:
                n = len(layer.norm[0])
                scale, variance = uniform(n, low=0.5, high=1.5), uniform(n, low=0.5, high=2)
                fresh = scale, 0.5 * normal(n), 0.5 * normal(n), variance
                for value, known in zip(layer.norm, fresh, strict=True):
                    value.copy_(known)
    return Conv([_copy(layer) for layer in layers], transposed)


def _copy(layer):
    """The layer's values as they are now: a network in training moves its running averages."""
    norm = tuple(t.detach().clone() for t in layer.norm) if layer.norm else None
    return Layer(layer.weight.detach().clone(), None, norm)


def stack(
    state: Mapping[str, torch.Tensor], channels: Sequence[int], transposed: bool, what: str = "the network"
) -> list[Layer]:
    """The layers of a state dict in the order of the data flow.

    Raises:
        AssertionError: it is not one convolution from each of the ``channels`` to the next, with
            BatchNorm behind each but G's last or D's first and last.
    """
    __tracebackhide__ = True
    convs, norms, rest = sort(state)
    wanted = [_shape(a, b, transposed) for a, b in itertools.pairwise(channels)]
    found = [tuple(w.shape) for w in convs.values()]
    if sorted(found) != sorted(wanted):
        flow = " → ".join(map(str, channels))
        raise AssertionError(
            f"{what} should hold {'transposed ' if transposed else ''}convolutions of {flow} channels, "
            f"kernel 4, but {_cause(state, found, wanted, rest)}"
        )
    _check_rest(rest, what)
    normed = channels[1:-1] if transposed else channels[2:-1]
    _check_norms([len(n[0]) for n in norms.values()], normed, channels, transposed, what)
    by_width = {len(n[0]): n for n in norms.values()}
    layers = []
    for shape, width in zip(wanted, channels[1:], strict=True):
        name = next(name for name, w in convs.items() if tuple(w.shape) == shape)
        bias = state.get(name.removesuffix("weight") + "bias")
        layers.append(Layer(convs.pop(name), bias, by_width.get(width)))
    return layers


def sort(
    state: Mapping[str, torch.Tensor]
) -> tuple[dict[str, torch.Tensor], dict[str, Norm], dict[str, torch.Tensor]]:
    """Convolutions {name: weight}, BatchNorms {prefix: (weight, bias, mean, variance)}, the rest."""
    state = _once(state)
    convs = {name: t for name, t in state.items() if t.dim() == 4}
    prefixes = [name.removesuffix("running_mean") for name in state if name.endswith("running_mean")]
    parts = ("weight", "bias", "running_mean", "running_var")
    norms = {p: tuple(state[p + part] for part in parts) for p in prefixes
             if all(p + part in state for part in parts)}
    known = set(convs) | {p + part for p in norms for part in parts}
    known |= {name.removesuffix("weight") + "bias" for name in convs}
    return convs, norms, {name: t for name, t in state.items() if name not in known}


def _once(state):
    """Without counters, and without second names for the same tensor."""
    first: dict[tuple[int, tuple[int, ...]], str] = {}
    for name, t in state.items():
        if not name.endswith("num_batches_tracked"):
            first.setdefault((t.data_ptr(), tuple(t.shape)), name)
    return {name: state[name] for name in first.values()}


def _shape(inside, outside, transposed):
    return (inside, outside, KERNEL, KERNEL) if transposed else (outside, inside, KERNEL, KERNEL)


def _cause(state, found, wanted, rest):
    """What is wrong with these shapes of weights, in a few words."""
    if not state:
        return "it holds no parameters: is each layer an attribute, self.… = …, and not in a plain list?"
    if any(t.dim() == 2 for t in rest.values()):
        return "there is a linear layer: all layers are convolutions here"
    if len(found) != len(wanted):
        return f"there are {len(found)} convolutions, not {len(wanted)}: one more for 64 pixels than for 32"
    kernels = {shape[2:] for shape in found} - {(KERNEL, KERNEL)}
    if kernels:
        return "one has kernel {} × {}".format(*kernels.pop())
    strange = [s for s in found if s not in wanted]
    missing = [s for s in wanted if s not in found]
    if strange and sorted((b, a, *k) for a, b, *k in strange) == sorted(missing):
        return (
            f"a weight has shape {strange[0]}, not {missing[0]}: G uses nn.ConvTranspose2d, D nn.Conv2d, "
            "and both take the number of input channels first"
        )
    if strange:
        return f"a weight has shape {strange[0]}, not {missing[0]}: are the widths as in the table?"
    return f"two weights have the same shape, and none has shape {missing[0]}"


def _check_rest(rest, what):
    """Nothing but convolutions and whole BatchNorms has a parameter here."""
    __tracebackhide__ = True
    pairs = [name for name, t in rest.items() if name.endswith("weight") and t.dim() == 1
             and name.removesuffix("weight") + "bias" in rest]
    assert not pairs, (
        f"{what} holds {pairs[0].removesuffix('.weight')!r}, {UNKNOWN}: use nn.BatchNorm2d(channels) as it is"
    )
    plain = next((name for name in rest if name.endswith("running_mean")), "")
    assert not plain, (
        f"{what} holds {plain.removesuffix('.running_mean')!r}, a BatchNorm without a scale and a shift of "
        "its own: use nn.BatchNorm2d(channels) as it is, without affine=False"
    )
    assert not rest, (
        f"{what} holds {next(iter(rest))!r}, which belongs to no convolution and no BatchNorm: the table has "
        "no other layer with parameters"
    )


def _check_norms(widths, normed, channels, transposed, what):
    __tracebackhide__ = True
    extra = [width for width in widths if width not in normed]
    if transposed and channels[-1] in extra:
        raise AssertionError(
            "BatchNorm stands on the generator's output: there Tanh follows the convolution directly"
        )
    if not transposed and channels[1] in extra:
        raise AssertionError(
            "BatchNorm stands behind the discriminator's first convolution: leave that one out"
        )
    missing = [width for width in normed if width not in widths]
    none = "" if widths else f"{what} has no BatchNorm layer at all. "
    assert not missing, (
        f"BatchNorm is missing behind the convolution to {' and to '.join(map(str, missing))} channels: "
        f"{none}{'Use' if none else 'use'} nn.BatchNorm2d(channels)"
    )
    assert len(widths) == len(normed), f"{what} should hold {len(normed)} BatchNorms, not {len(widths)}"
