"""Pixel norm and mapping networks, tested through what they compute."""

import itertools
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.codes.autoencoders import check_reached, leaky, linear
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal
from course.probe.values.names import replaced

Map = Callable[[torch.Tensor], torch.Tensor]


def unit(x: torch.Tensor) -> torch.Tensor:
    """x with a mean square of 1 along dimension 1."""
    return x * torch.rsqrt((x * x).mean(dim=1, keepdim=True) + 1e-8)


def check_norm(pixel_norm: Map, *shape: int) -> None:
    """Check pixel_norm on a tensor of this shape, (N, C) or (N, C, H, W), whose mean is not 0."""
    __tracebackhide__ = True
    x = 3 * normal(*shape) + normal(1)
    x = torch.where(x.abs() < 0.1, 0.5, x)  # where they are small, 1e-8 would show
    came = attempt("pixel_norm(x)", pixel_norm, x)
    tensor(came, shape, "pixel_norm(x)")
    squares = x.square()
    others = tuple(range(1, x.dim()))
    apart = x - x.mean(1, keepdim=True)
    ways: dict[str, torch.Tensor] = {
        "it is divided by the length: the mean of the squares is asked, not their sum": F.normalize(x, dim=1),
        "the root is missing": x / squares.mean(1, keepdim=True),
        "it is divided by the standard deviation: the mean is not taken off": x
        / apart.square().mean(1, keepdim=True).sqrt(),
        "the mean is taken off: only the size is normalized": unit(apart),
        "it is standardized: only the size is normalized": apart
        / (apart.square().sum(1, keepdim=True) / max(1, x.shape[1] - 1)).sqrt(),
        "the mean square is taken over the last dimension: take it over dimension 1": x
        / squares.mean(-1, keepdim=True).sqrt(),
        "the mean square is taken over the batch: take it over dimension 1": x / squares.mean(0).sqrt(),
        "one mean square is taken of all numbers: each row, and each pixel, has its own": x
        / squares.mean().sqrt(),
        "the mean square is taken over the pixels too: each pixel has its own": x
        / squares.mean(others, keepdim=True).sqrt(),
        "it is multiplied by the root: divide by it": x * squares.mean(1, keepdim=True).sqrt(),
        "the mean of the absolute values is taken": x / x.abs().mean(1, keepdim=True),
        "the sum of the squares is divided by 64, whatever their number": x
        / (squares.sum(1, keepdim=True) / 64).sqrt(),
    }
    right = unit(x)
    same(came, right, "a number of pixel_norm(x)", ways)
    _check_slope(pixel_norm, x)


def _check_slope(pixel_norm, x):
    """The gradient comes through the division, and through the root."""
    __tracebackhide__ = True
    x, weights = x.clone().requires_grad_(), normal(*x.shape)
    came = attempt("pixel_norm(x)", pixel_norm, x)
    tensor(came, x.shape, "pixel_norm(x)")
    assert came.requires_grad, "no gradient comes from pixel_norm(x) to x: is there detach() or no_grad()?"
    found, right = (torch.autograd.grad((value * weights).sum(), x)[0] for value in (came, unit(x)))
    root = (x.square().mean(1, keepdim=True) + 1e-8).sqrt().detach()
    same(found, right, "the slope of pixel_norm(x)", {"the root is detached": weights / root}, tolerance=1e-3)


def check_small(pixel_norm: Map) -> None:
    """Check numbers that are 0, or so small that 1e-8 under the root counts."""
    __tracebackhide__ = True
    x = torch.cat([torch.zeros(1, 5), 2e-4 * normal(3, 5), 3e-5 * normal(1, 5)])
    came = attempt("pixel_norm(x)", pixel_norm, x)
    tensor(came, (5, 5), "pixel_norm(x)")
    assert bool(came.isfinite().all()), (
        "pixel_norm of zeros is not finite: add 1e-8 to the mean square, under the root"
    )
    root = x.square().mean(1, keepdim=True).sqrt()
    same(came, unit(x), "pixel_norm of very small numbers", {
        "1e-8 is added to the root: add it to the mean square, under the root": x / (root + 1e-8),
        "nothing is added under the root": torch.cat([came[:1], x[1:] / root[1:]]),
        "1e-8 is taken as a floor: add it": x / root.square().clamp(min=1e-8).sqrt(),
        "1e-5 is added: here it is 1e-8": x / (root.square() + 1e-5).sqrt(),
        "1e-8 is added to the sum of the squares: add it to their mean": x
        / ((x.square().sum(1, keepdim=True) + 1e-8) / 5).sqrt(),
    }, tolerance=1e-3)  # fmt: skip


def check_network(MappingNetwork: Callable[..., Any], n: int, z_dim: int, w_dim: int, layers: int) -> None:
    """Check a mapping network of so many layers, with known weights."""
    __tracebackhide__ = True
    model = made(MappingNetwork, z_dim, w_dim, layers)
    found = linear(model)
    _check_sizes(model, found, z_dim, w_dim, layers)
    known = {}
    with torch.no_grad():
        for layer in found:  # layers of one size get the same weights: their order in the list is open
            size = (layer.in_features, layer.out_features)
            if size not in known:
                known[size] = 1.5 * normal(*size[::-1]) / size[0] ** 0.5, normal(size[1])
            layer.weight.copy_(known[size][0])
            layer.bias.copy_(known[size][1])
    z = 2 * normal(n, z_dim)
    came = mapped(model, z)
    tensor(came, (n, w_dim), "w")
    again = mapped(model, z)
    assert torch.is_tensor(again) and torch.equal(again, came), (
        f"two calls with the same z give different styles: {_drawn(model, found, z)}"
    )

    def through(x, act=None, last=None):
        act = act or leaky(0.2)
        for number in range(layers):
            weight, bias = known[(z_dim, w_dim) if number == 0 else (w_dim, w_dim)]
            x = x @ weight.T + bias
            x = (last or act)(x) if number == layers - 1 else act(x)
        return x

    same(came, through(unit(z)), "a number of w", {
        "pixel_norm is missing": through(z),
        "pixel_norm stands at the end: it comes first": unit(through(z)),
        "pixel_norm stands at both ends: it comes first only": unit(through(unit(z))),
        "z is divided by its length: take pixel_norm": through(F.normalize(z, dim=1)),
        "the LeakyReLU behind the last layer is missing": through(unit(z), last=lambda x: x),
        "LeakyReLU is missing": through(unit(z), lambda x: x),
        "pixel_norm stands before each layer: it comes first only":
            through(unit(z), lambda x: unit(leaky(0.2)(x)), leaky(0.2)),
        "the output of each layer is multiplied by √2": through(unit(z), lambda x: 2**0.5 * leaky(0.2)(x)),
        "LeakyReLU has PyTorch's slope 0.01: here it is 0.2": through(unit(z), leaky(0.01)),
        "LeakyReLU has lesson 2's slope 0.1: here it is 0.2": through(unit(z), leaky(0.1)),
        "ReLU stands for LeakyReLU(0.2)": through(unit(z), torch.relu),
        "Tanh stands for LeakyReLU(0.2)": through(unit(z), torch.tanh),
        "LeakyReLU stands before each layer, not behind it": _before(unit(z), known, z_dim, w_dim, layers),
        "the input of a layer is added to its output: there are no shortcuts here":
            _shortcuts(unit(z), known, z_dim, w_dim, layers),
    }, tolerance=1e-3)  # fmt: skip


def _before(x, known, z_dim, w_dim, layers):
    for number in range(layers):
        weight, bias = known[(z_dim, w_dim) if number == 0 else (w_dim, w_dim)]
        x = leaky(0.2)(x) @ weight.T + bias
    return x


def _shortcuts(x, known, z_dim, w_dim, layers):
    """Styles where inputs are added behind the LeakyReLU, or before it; where sizes fit, or not at first."""
    act, found = leaky(0.2), []
    for inside, first in itertools.product((False, True), (z_dim == w_dim, False)):
        y = x
        for number in range(layers):
            weight, bias = known[(z_dim, w_dim) if number == 0 else (w_dim, w_dim)]
            z, add = y @ weight.T + bias, y if number or first else 0
            y = act(z + add) if inside else act(z) + add
        found.append(y)
    return found


def _drawn(model, found, z):
    """What is drawn, by whether two calls differ where no number is negative."""
    with torch.no_grad():
        for layer in found:
            layer.weight.abs_()
            layer.bias.fill_(30)
    one = mapped(model, z)
    if all(torch.equal(mapped(model, z), one) for _ in range(9)):
        return "the slope for negative numbers is drawn, as RReLU does; LeakyReLU(0.2) does not draw it"
    return "there is no chance in the mapping network; is noise added, or are numbers dropped?"


def _check_sizes(model, found, z_dim, w_dim, layers):
    __tracebackhide__ = True
    sizes = [(layer.in_features, layer.out_features) for layer in found]
    wanted = [(z_dim, w_dim)] + [(w_dim, w_dim)] * (layers - 1)
    came = ", ".join(f"{a} → {b}" for a, b in sizes) or "none"
    cause = ""
    if not found:
        cause = ": are they attributes of the network, in an nn.Sequential or nn.ModuleList?"
    elif len(found) != layers:
        cause = f": {layers} were asked for" + (", each a layer of its own" if len(found) < layers else "")
    assert sorted(sizes) == sorted(wanted), (
        f"MappingNetwork({z_dim}, {w_dim}, {layers}) should hold layers nn.Linear "
        f"{', '.join(f'{a} → {b}' for a, b in wanted)}, but holds {came}{cause}"
    )
    assert all(layer.bias is not None for layer in found), "each linear layer has a bias, as PyTorch makes it"
    own = {id(p) for layer in found for p in layer.parameters()}
    others = [name for name, p in model.named_parameters() if id(p) not in own]
    assert not others, f"besides its linear layers nothing of the network learns, but {others[0]} does"


def made(MappingNetwork: Callable[..., Any], z_dim: int, w_dim: int, layers: int) -> nn.Module:
    """A student's mapping network of these sizes."""
    __tracebackhide__ = True
    return attempt("MappingNetwork(z_dim, w_dim, layers)", MappingNetwork, z_dim, w_dim, layers)


def mapped(model: nn.Module, z: torch.Tensor, what: str = "the mapping network") -> torch.Tensor:
    """The styles that a student's network gives, with the course's own pixel_norm around it."""
    __tracebackhide__ = True
    with replaced(model.forward, pixel_norm=unit):
        return attempt(what, model, z)


def check_start(MappingNetwork: Callable[..., Any]) -> None:
    """Check the first weights, of normal numbers as wide as Kaiming's, and the first biases."""
    __tracebackhide__ = True
    for layer in linear(made(MappingNetwork, 500, 700, 2)):  # so many that 2 % too much is seen
        fan, outs = layer.in_features, layer.out_features
        values = layer.weight.detach().flatten() * fan**0.5
        deviation = values.std().item()
        causes = {
            "PyTorch's own start was left": 3**-0.5,
            "the slope 0.2 is missing: kaiming_normal_(weight, 0.2)": 2**0.5,
            "Xavier's start stands for Kaiming's": (2 * fan / (fan + outs)) ** 0.5,
            "Kaiming's numbers of outputs stand for inputs": (2 / 1.04 * fan / outs) ** 0.5,
            "they are from N(0, 1), whatever the number of inputs": fan**0.5,
            "they are from N(0, 0.02), as in lesson 3": 0.02 * fan**0.5,
        }
        right = (2 / 1.04) ** 0.5
        fits = abs(deviation / right - 1) < 0.009
        near = [cause for cause, size in causes.items() if abs(deviation / size - 1) < 0.009]
        cause = f": {near[0]}" if near and not fits else ""
        assert fits, (
            f"the first weights {fan} → {outs}, times √{fan}, should have deviation {right:.3f}, not "
            f"{deviation:.3f}{cause}"
        )
        fourth = (values**4).mean().item() / deviation**4
        assert fourth > 2.4, "the first weights should be normal, but look uniform: kaiming_normal_ is asked"
        assert bool((layer.bias == 0).all()), "the biases should start at 0"


def check_gradients(MappingNetwork: Callable[..., Any]) -> None:
    """Check that gradients reach all layers and z."""
    __tracebackhide__ = True
    model, z = made(MappingNetwork, 5, 6, 3), normal(4, 5).requires_grad_()
    w = mapped(model, z)
    tensor(w, (4, 6), "w")
    slope = (
        torch.autograd.grad(w.sum(), z, allow_unused=True, retain_graph=True)[0] if w.requires_grad else None
    )
    check_reached(model, w)
    assert slope is not None, "no gradient comes from w to z: is there detach() or no_grad() on the way?"


def check_place(MappingNetwork: Callable[..., Any], pixel_norm: Map, place: torch.device) -> None:
    """Check that styles are made on the device of z, and normalized there."""
    __tracebackhide__ = True
    model, z = made(MappingNetwork, 5, 6, 2).to(place), normal(4, 5).to(place)
    where = f" on {place.type}"
    for what, came, width in (
        ("the mapping network" + where, mapped(model, z, "the mapping network" + where), 6),
        ("pixel_norm" + where, attempt("pixel_norm" + where, pixel_norm, z), 5),
    ):
        tensor(came, (4, width), f"what {what} gives")
        assert came.device == place, f"what {what} gives is on {came.device}, z on {place}"
