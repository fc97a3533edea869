"""Networks that take labels, tested through what they compute, whatever their layers are called.

Their convolutions are those of `course.probe.networks.conv`; an embedding is known by its size.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.networks.conv import Conv, Map, known_conv, stack
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import normal, uniform

PART = 250  # images computed at a time


@dataclass
class Conditional:
    """What a network with labels computes with known weights.

    ``table``: the embedding, (classes, width); ``live``: the network's own.  ``head``: of D the linear
    part ψ, (1, width), and its bias.
    """

    conv: Conv
    table: torch.Tensor
    live: torch.Tensor
    head: tuple[torch.Tensor, torch.Tensor] | None = None

    def both(
        self,
        z: torch.Tensor,
        rows: torch.Tensor,
        act: Map = torch.relu,
        end: Map | None = torch.tanh,
        **how: bool,
    ) -> list[torch.Tensor]:
        """G's images for noise (N, nz, 1, 1) and rows of the embedding (N, nz): either may stand first."""
        pair = [z, rows[:, :, None, None]]
        return [self.conv(torch.cat(order, 1), act, end, **how) for order in (pair, pair[::-1])]

    def features(self, x: torch.Tensor, slope: float = 0.2, end: float = 0.2, **how: bool) -> torch.Tensor:
        """D's features φ(x), (N, width); ``slope``, ``end``: of LeakyReLU between layers, and at the end."""
        return self.conv(x, lambda x: F.leaky_relu(x, slope), lambda x: F.leaky_relu(x, end), **how)

    def logits(self, phi: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """D's logits (N, 1) for features and rows of the embedding, both (N, width)."""
        assert self.head is not None
        weight, bias = self.head
        return phi @ weight.T + bias + (phi * rows).sum(1, keepdim=True)


def generator(model: nn.Module, nz: int, ngf: int, classes: int) -> Conditional:
    """A student's Generator as functions, after all its parameters were given fresh known values.

    ``classes`` is not 1; all widths differ.

    Raises:
        AssertionError: it has other layers than the lesson's table, in one sentence.
    """
    __tracebackhide__ = True
    return _known(model, classes, (2 * nz, 4 * ngf, 2 * ngf, ngf, 1), transposed=True, width=nz)


def discriminator(model: nn.Module, ndf: int, classes: int) -> Conditional:
    """The same for a ProjectionDiscriminator."""
    __tracebackhide__ = True
    return _known(model, classes, (1, ndf, 2 * ndf, 4 * ndf, 8 * ndf), transposed=False, width=8 * ndf)


def _known(model, classes, channels, transposed, width):
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
    return Conditional(conv, table.detach().clone(), table, head)


def run(model: nn.Module, x: torch.Tensor, y: torch.Tensor, shape: Sequence[int], what: str) -> torch.Tensor:
    """What a student's network gives for noise or images and labels, checked for its shape and finiteness."""
    __tracebackhide__ = True
    value = attempt(f"the {'generator' if what[0] == 'G' else 'discriminator'}", model.train(), x, y)
    tensor(value, shape, what)
    assert bool(torch.isfinite(value).all()), f"{what} is not finite everywhere"
    return value


def check_gradients(model: nn.Module, net: Conditional, x: torch.Tensor, mixed: bool, what: str) -> None:
    """Check that a gradient reaches the rows of the embedding that were asked for, and all other parameters.

    Args:
        model: a student's network; ``net``: what `generator` or `discriminator` gave for it.
        x: noise or images; where it asks for a gradient, one must reach it.
        mixed: ask for mixtures, not labels.
        what: the value in messages.
    """
    __tracebackhide__ = True
    number = len(net.table)
    y = torch.arange(len(x)) % (number - 1)  # the last class is not asked for
    weights = 0.5 + uniform(len(x), number)
    weights[:, -1] = 0
    weights[:, 0] *= 0.3  # never the largest share, and its row gets a gradient all the same
    model.zero_grad()
    value = attempt("the network", model.train(), x, weights if mixed else y)
    assert torch.is_tensor(value) and value.requires_grad, (
        f"no gradient flows through {what}: leave out detach(), .data and torch.no_grad()"
    )
    attempt(f"backward() from {what}", (value * normal(*value.shape)).sum().backward)
    grad = net.live.grad
    reached = grad is not None and bool((grad[:-1] != 0).any(1).all())
    kind = "mixtures" if mixed else "labels"
    assert grad is not None and reached, (
        f"with {kind} no gradient reaches the embedding's rows that were asked for: leave out detach(), "
        ".data and torch.no_grad() on the way"
    )
    stray = bool((grad[-1] != 0).any())
    assert not stray, "a gradient reaches the row of a class that nobody asked for"
    for name, weights in model.named_parameters():
        arrived = weights.grad is not None and bool((weights.grad != 0).any())
        skipped = name.endswith("bias") and weights.dim() == 1  # in front of BatchNorm it gets none
        assert arrived or skipped, f"no gradient reaches {name}: is that layer used in forward?"
    assert not x.requires_grad or (x.grad is not None and bool((x.grad != 0).any())), (
        "no gradient reaches the images: G would learn nothing from this D"
    )


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
        f"the discriminator should hold one linear part ψ from {width} features to one number, a weight of "
        f"shape (1, {width}), but holds {len(found)} of them"
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
    assert len(last) == 1, (
        "generator.pt holds no weights of this lesson's generator: was D saved in the place of G?"
    )
    ngf = len(last[0])
    channels = [2 * nz, 4 * ngf, 2 * ngf, ngf, 1]
    net = Conv(stack(_without(state, table), channels, transposed=True, what="generator.pt"), transposed=True)
    made = Conditional(net, table, table)

    @torch.no_grad()
    def generate(z, y):
        parts = zip(z.split(PART), y.split(PART), strict=True)
        images = torch.cat([made.both(a, table[b], training=False)[0] for a, b in parts])
        assert bool(torch.isfinite(images).all()), (
            "the generator's images hold numbers that are not finite: the training diverged"
        )
        return images

    return generate
