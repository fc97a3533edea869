"""Networks that take labels, tested through what they compute, whatever their layers are called.

Their convolutions are those of `course.probe.networks.conv`; an embedding is known by its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.networks.conv import Conv, Map, known_conv
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import normal, uniform


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

    def slopes(self, x: torch.Tensor, y: torch.Tensor) -> dict[str, torch.Tensor]:
        """Gradients at the images x of both parts of the mean logit, by name."""
        x = x.clone().requires_grad_()
        phi, rows = self.features(x), self.table[y]
        parts = {"e(y)·φ(x)": (phi * rows).sum(1), "ψ(φ(x))": self.logits(phi, 0 * rows)}
        slope = lambda part: torch.autograd.grad(part.mean(), x, retain_graph=True)[0]  # noqa: E731
        return {name: slope(part) for name, part in parts.items()}

    def psi_of_product(self, phi: torch.Tensor, rows: torch.Tensor) -> list[torch.Tensor]:
        """A known mistake: ψ is applied to e(y) times φ(x), alone, or beside ψ(φ(x)), or to their sum."""
        assert self.head is not None
        weight, bias = self.head
        product, plain = (phi * rows) @ weight.T + bias, phi @ weight.T + bias
        return [product, plain + product, plain + product - bias]


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
    _check_module(model, what)
    state = model.state_dict(keep_vars=True)
    if transposed:
        _check_label(state, classes, width, channels)
    else:
        _check_depth(state, classes, width)
    table = table_of(state, classes, width, what, model)
    head = None if transposed else _head(state, width)
    _check_first(state, width, channels)
    with torch.no_grad():
        for value in [table, *(head or ())]:
            value.copy_(normal(*value.shape) / (1.0 if transposed else width**0.5))
    conv = known_conv(without(state, table, *(head or ())), channels, transposed)
    head = (head[0].detach().clone(), head[1].detach().clone()) if head else None
    return Conditional(conv, table.detach().clone(), table, head)


def _check_module(model, what):
    __tracebackhide__ = True
    assert isinstance(model, nn.Module), f"{what} should be an nn.Module, not {type(model).__name__}"


def run(model: nn.Module, x: torch.Tensor, y: torch.Tensor, shape: Sequence[int], what: str) -> torch.Tensor:
    """What a student's network gives for noise or images and labels, checked for its shape and finiteness."""
    __tracebackhide__ = True
    network = "the generator" if what[0] == "G" else "the discriminator"
    _check_module(model, network)
    value = attempt(network, model.train(), x, y)
    square = torch.is_tensor(value) and tuple(value.shape) == (len(x), len(x)) != tuple(shape)
    assert not square, (
        f"{what} should have shape {tuple(shape)}, not {tuple(value.shape)}: (N, 1) + (N,) gives (N, N); "
        "keep the dimension along which you sum, keepdim=True"
    )
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
    kind = "mixtures" if mixed else "labels"
    assert grad is not None and bool((grad != 0).any()), (
        f"with {kind} no gradient reaches the embedding: is it used in forward, and without detach(), .data "
        "and torch.no_grad() on the way?"
    )
    left = [row for row, each in enumerate(grad[:-1]) if not bool((each != 0).any())]
    assert not left, (
        f"with {kind} no gradient reaches row {left[0]} of the embedding, which was asked for: does each of "
        f"the {kind} play its part?"
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


def check_image_gradient(model: nn.Module, net: Conditional, x: torch.Tensor) -> None:
    """Check that the gradient at the images x says how D's own logits change with them.

    Small moves along the gradients of both parts of the right logit tell whether one of them was cut off,
    whatever else is wrong with the logits.
    """
    __tracebackhide__ = True
    y, own = torch.arange(len(x)) % len(net.table), x.clone().requires_grad_()
    value = attempt("the discriminator", model.train(), own, y)
    assert torch.is_tensor(value) and value.requires_grad, (
        "no gradient flows through D(x, y): leave out detach(), .data and torch.no_grad()"
    )
    attempt("backward() from D(x, y)", value.mean().backward)
    assert own.grad is not None and bool((own.grad != 0).any()), (
        "no gradient reaches the images: G would learn nothing from this D"
    )
    gaps = {}
    for name, grad in net.slopes(x, y).items():
        steep = grad.norm()
        way, h = grad / steep, 0.02 / steep
        with torch.no_grad():
            rise = sum(sign * model(x + sign * h * way, y).mean() for sign in (1, -1)) / (2 * h)
        said = (own.grad * way).sum()
        if (gap := float(abs(said - rise) / steep)) > 0.3:  # 1 where this part is cut off
            gaps[abs(gap - 1)] = name, rise, said
    if gaps:
        name, rise, said = gaps[min(gaps)]
        raise AssertionError(
            f"moved along one way, the images change D's logits by {rise:.3g}, but their gradient says "
            f"{said:.3g}: a part is cut off; is φ(x) detached in {name}?"
        )


def table_of(
    state: Mapping[str, torch.Tensor], classes: int, width: int, what: str, model: nn.Module | None = None
) -> torch.Tensor:
    """The embedding's weight, (classes, width), in a state dict; ``model``: whose it is, if known."""
    __tracebackhide__ = True
    flat = {name: t for name, t in state.items() if t.dim() == 2 and len(t) != 1}  # (1, width) is ψ
    found = [t for t in flat.values() if tuple(t.shape) == (classes, width)]
    shapes = ", ".join(str(tuple(t.shape)) for t in flat.values()) or "no table at all"
    cause = ": is it an attribute, self.… = nn.Embedding(…)?" if not flat else ""
    cause = _unseen(model, classes, width) or cause
    assert len(found) == 1, (
        f"{what} should hold one embedding of shape ({classes}, {width}), a row for each class, but holds "
        f"{shapes}{cause}"
    )
    return found[0]


def _unseen(model, classes, width):
    """What keeps a table of a network out of its state dict, if that can be seen."""
    for name, value in vars(model or nn.Module()).items():
        if torch.is_tensor(value) and tuple(value.shape) == (classes, width):
            return (
                f": self.{name} is a plain tensor, which no optimizer holds and no .to(device) moves; make "
                f"it nn.Embedding({classes}, {width})"
            )
    return ""


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


def _check_label(state, classes, nz, channels):
    """The label enters G by a table, and neither as a number nor as a one-hot row."""
    __tracebackhide__ = True
    flat = any(t.dim() == 2 for t in state.values())
    takes = [t.shape[0] for t in state.values() if t.dim() == 4 and t.shape[1] == channels[1]]
    ways = {nz + 1: "one number", nz + classes: "a one-hot row"} if not flat and len(takes) == 1 else {}
    how = ways.get(takes[0]) if ways and takes[0] != channels[0] else None
    assert how is None, (
        f"the generator's first layer takes {takes[0]} channels, {takes[0] - nz} more "
        f"than the noise has: the label enters as {how}. A label is a name: give it a row of nz "
        "numbers, nn.Embedding(classes, nz)"
    )


def _check_depth(state, classes, width):
    """φ ends in 8·ndf numbers, and not in 4·ndf images of 4 × 4 pixels."""
    __tracebackhide__ = True
    convolutions = sum(t.dim() == 4 for t in state.values())
    wide = any(tuple(t.shape) == (classes, 8 * width) for t in state.values())  # 4·ndf · 4 · 4
    assert convolutions >= 4 or not wide, (
        f"φ has {convolutions} convolutions, the table 4: the last one, with stride 1 and padding 0, makes "
        "8·ndf numbers of 4 × 4 features"
    )


def _check_first(state, nz, channels):
    """G's first layer takes noise and row, not their sum or product."""
    __tracebackhide__ = True
    shapes = [tuple(t.shape[:2]) for t in state.values() if t.dim() == 4]
    narrow = channels[0] == 2 * nz and channels[:2] not in shapes and (nz, channels[1]) in shapes
    assert not narrow, (
        f"the generator's first layer takes {nz} channels, not {2 * nz}: noise and row stand side by side, "
        "torch.cat along dimension 1, and are neither added nor multiplied"
    )


def without(state: Mapping[str, torch.Tensor], *values: torch.Tensor) -> dict[str, torch.Tensor]:
    """The state dict without these tensors."""
    known = {id(value) for value in values}
    return {name: t for name, t in state.items() if id(t) not in known}
