"""Networks that take labels, tested through what they compute, whatever their layers are called.

Their convolutions are those of `course.probe.networks.conv`; an embedding is known by its size.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.networks.conv import Conv, known_conv, stack
from course.probe.values.draws import normal

PART = 250  # images computed at a time


@dataclass
class Conditional:
    """What a network with labels computes with known weights.

    ``table``: the embedding, (classes, width).  ``head``: of D the linear part ψ, (1, width), and its bias.
    """

    conv: Conv
    table: torch.Tensor
    head: tuple[torch.Tensor, torch.Tensor] | None = None

    def images(self, z: torch.Tensor, rows: torch.Tensor, first: str = "z", **how: bool) -> torch.Tensor:
        """G's images for noise (N, nz, 1, 1) and rows of the embedding (N, nz); ``first``: what stands first."""
        pair = [z, rows[:, :, None, None]]
        return self.conv(torch.cat(pair if first == "z" else pair[::-1], 1), torch.relu, torch.tanh, **how)

    def features(self, x: torch.Tensor, slope: float = 0.2, end: float = 0.2, **how: bool) -> torch.Tensor:
        """D's features φ(x), (N, width); ``slope``, ``end``: of LeakyReLU between the layers, and at the end."""
        return self.conv(x, lambda x: F.leaky_relu(x, slope), lambda x: F.leaky_relu(x, end), **how)

    def logits(self, phi: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """D's logits (N, 1) for features and rows of the embedding, both (N, width)."""
        assert self.head is not None
        weight, bias = self.head
        return phi @ weight.T + bias + (phi * rows).sum(1, keepdim=True)


def conditional(
    model: nn.Module, classes: int, *channels: int, transposed: bool, width: int
) -> Conditional:
    """The network as functions, after all its parameters were given fresh known values.

    Args:
        model: a student's Generator (``transposed``) or ProjectionDiscriminator.
        classes: how many there are, other than 1.
        channels: of the convolutions, from the input to the output, all different.
        width: of a row of the embedding.

    Raises:
        AssertionError: it has other layers than these, in one sentence.
    """
    __tracebackhide__ = True
    what = "the generator" if transposed else "the discriminator"
    assert isinstance(model, nn.Module), f"{what} should be an nn.Module, not {type(model).__name__}"
    state = model.state_dict(keep_vars=True)
    table = _table(state, classes, width, what)
    head = None if transposed else _head(state, width)
    with torch.no_grad():
        for value in [table, *(head or ())]:
            value.copy_(normal(*value.shape) / (1.0 if transposed else width**0.5))
    conv = known_conv(_without(state, table, *(head or ())), channels, transposed)
    head = (head[0].detach().clone(), head[1].detach().clone()) if head else None
    return Conditional(conv, table.detach().clone(), head)


def _table(state, classes, width, what):
    """The embedding's weight, (classes, width)."""
    __tracebackhide__ = True
    flat = {name: t for name, t in state.items() if t.dim() == 2}
    found = [t for t in flat.values() if tuple(t.shape) == (classes, width)]
    shapes = ", ".join(str(tuple(t.shape)) for t in flat.values()) or "no table at all"
    cause = ": is it an attribute, self.… = nn.Embedding(…)?" if not flat else ""
    assert len(found) == 1, (
        f"{what} should hold one embedding of shape ({classes}, {width}), a row for each class, but holds "
        f"{shapes}{cause}"
    )
    return found[0]


def _head(state, width):
    """Weight (1, width) and bias of D's linear part."""
    __tracebackhide__ = True
    found = {name: t for name, t in state.items() if tuple(t.shape) == (1, width)}
    assert len(found) == 1, (
        f"the discriminator should hold one linear part ψ from {width} features to one number, a weight of shape "
        f"(1, {width}), but holds {len(found)} of them"
    )
    ((name, weight),) = found.items()
    bias = state.get(name.removesuffix("weight") + "bias")
    assert bias is not None, "the linear part ψ has no bias: use nn.Linear as it is"
    return weight, bias


def _without(state, *values):
    known = {id(value) for value in values}
    return {name: t for name, t in state.items() if id(t) not in known}


def conditional_generator(
    weights: Mapping[str, torch.Tensor], nz: int, classes: int
) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """The lesson's generator with these weights, whatever its layers were called.

    Args:
        weights: state dict of an embedding, transposed convolutions and BatchNorms.
        nz: size of the noise, and of a row of the embedding.
        classes: rows of the embedding.

    Returns:
        A function from noise (N, nz, 1, 1) and labels (N,) to images (N, 1, 32, 32) in [−1, 1], as
        the generator computes them in eval mode.

    Raises:
        AssertionError: these are weights of something else.
    """
    __tracebackhide__ = True
    state = {name: value.float() for name, value in weights.items()}
    table = _table(state, classes, nz, "generator.pt")
    last = [w for w in state.values() if w.dim() == 4 and w.shape[1] == 1]
    assert len(last) == 1, "generator.pt holds no weights of this lesson's generator: was D saved in the place of G?"
    ngf = len(last[0])
    channels = [2 * nz, 4 * ngf, 2 * ngf, ngf, 1]
    net = Conv(stack(_without(state, table), channels, transposed=True, what="generator.pt"), transposed=True)
    made = Conditional(net, table)

    @torch.no_grad()
    def generate(z, y):
        parts = zip(z.split(PART), y.split(PART), strict=True)
        images = torch.cat([made.images(a, table[b], training=False) for a, b in parts])
        assert bool(torch.isfinite(images).all()), (
            "the generator's images hold numbers that are not finite: the training diverged"
        )
        return images

    return generate
