"""Networks that are too steep, before and after spectral normalisation."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, kind
from course.probe.values.draws import normal, uniform

KINDS = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)


def steep_network(name: str) -> tuple[nn.Module, torch.Tensor]:
    """A network whose layers all have a largest singular value of 3 to 8, and an input for it."""
    network, shape = {
        "plain": (nn.Sequential(nn.Linear(6, 10), nn.LeakyReLU(0.2), nn.Linear(10, 1)), (8, 6)),
        "nested": (_Nested(), (8, 5)),
        "single": (nn.Linear(6, 4), (8, 6)),
        "convolutions": (_convolutions(), (4, 1, 8, 8)),
    }[name]
    for layer in _layers(network):
        with torch.no_grad():
            u, values, v = torch.linalg.svd(_matrix(layer), full_matrices=False)
            # One value well above the others, so that a few iterations are enough to find it.
            values[0] = uniform(1, low=3, high=8).item()
            values[1:] *= 0.5 * values[0] / max(values[1:].max().item(), 1e-6) if len(values) > 1 else 1
            matrix = u @ torch.diag(values) @ v
            layer.weight.copy_(_unmatrix(layer, matrix))
    return network, normal(*shape)


class _Nested(nn.Module):
    """Layers inside layers, as in most networks that people write."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Sequential(nn.Linear(12, 9), nn.ReLU()))
        self.head = nn.Linear(9, 1)

    def forward(self, x):
        return self.head(self.body(x))


def _convolutions():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),  # (N, 4, 8, 8)
        nn.LeakyReLU(0.2),
        nn.ConvTranspose2d(4, 6, 4, stride=2, padding=1),  # (N, 6, 16, 16)
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(6 * 16 * 16, 1),
    )


def _layers(network):
    return [layer for layer in network.modules() if isinstance(layer, KINDS)]


def _matrix(layer):
    """The weight as the matrix (outputs, everything else) that spectral normalisation speaks of."""
    weight = layer.weight.detach()
    return (weight.transpose(0, 1) if isinstance(layer, nn.ConvTranspose2d) else weight).flatten(1)


def _unmatrix(layer, matrix):
    weight = layer.weight
    if isinstance(layer, nn.ConvTranspose2d):
        return matrix.reshape(weight.transpose(0, 1).shape).transpose(0, 1)
    return matrix.reshape(weight.shape)


def check_spectral_norm(
    with_spectral_norm: Callable[..., Any], network: nn.Module, x: torch.Tensor
) -> None:
    """Check that each layer's largest singular value becomes 1 and stays so, and nothing else changes."""
    __tracebackhide__ = True
    layers, biases = _layers(network), [layer.bias.detach().clone() for layer in _layers(network)]
    matrices = [_matrix(layer).clone() for layer in layers]
    result = attempt("with_spectral_norm", with_spectral_norm, network)
    assert isinstance(result, nn.Module), f"with_spectral_norm should return the network, not {kind(result)}"
    assert result is network and all(a is b for a, b in zip(_layers(result), layers, strict=False)), (
        "with_spectral_norm returned another network: change the one that it is given, in place"
    )
    _check_values(network, x, "after 30 forward passes", matrices)
    for layer, old, bias in zip(layers, matrices, biases, strict=True):
        name = type(layer).__name__.removeprefix("Parametrized")
        values = torch.linalg.svdvals(_matrix(layer))
        cause = "use torch.nn.utils.parametrizations.spectral_norm"
        if len(values) > 1 and bool((values - 1).abs().max() < 0.05):  # before, one was far above the others
            cause = "all singular values became 1: the largest should, and the others go down with it"
        assert torch.allclose(_matrix(layer), old / torch.linalg.matrix_norm(old, 2), atol=0.1), (
            f"the weight of a {name} layer is not its old weight divided by its largest singular value: "
            f"{cause}"
        )
        assert torch.equal(layer.bias, bias), f"the bias of a {name} layer changed: leave it as it is"
    trained = [p for p in network.parameters() if p.requires_grad]
    assert len(trained) >= 2 * len(layers), (
        "the network has lost parameters to train: each layer needs its weight and its bias"
    )
    optimizer = torch.optim.Adam(trained, lr=0.5)
    for _ in range(3):
        optimizer.zero_grad()
        attempt("the network", network, x).sum().backward()
        optimizer.step()
    _check_values(network, x, "after three large steps and 30 more forward passes")


def _check_values(network, x, when, old=()):
    __tracebackhide__ = True
    network.train()
    with torch.no_grad():
        for _ in range(30):
            attempt("the network", network, x)
    outside = [network, *network.children()]
    for number, layer in enumerate(_layers(network)):
        value = torch.linalg.matrix_norm(_matrix(layer), 2).item()
        name = type(layer).__name__.removeprefix("Parametrized")
        name += " layer" if layer is not network else " layer, here the network itself,"
        name += " inside another module" if all(layer is not one for one in outside) else ""
        cause = _cause(layer, value, old[number]) if old else ""
        if not old and value > 1.1:
            cause = ": is the weight divided only once, before training?"
        assert abs(value - 1) < 0.1, (
            f"the largest singular value of a {name} is {value:.2f} {when}, expected 1{cause}"
        )


def _cause(layer, value, old):
    """Why a layer whose weight was once the matrix ``old`` has this largest singular value."""
    first = torch.linalg.matrix_norm(old, 2).item()
    if abs(value - first) < 0.01 * value:
        other = nn.utils.parametrize.is_parametrized(layer)
        return ": is this another normalisation than spectral_norm?" if other else ": was it left out?"
    if abs(value * old.norm().item() / first - 1) < 0.01:
        return ": it is divided by its Frobenius norm, the root of all squares: use spectral_norm"
    if isinstance(layer, nn.ConvTranspose2d):
        n_in, n_out, *window = layer.weight.shape
        turned = old.reshape(n_out, n_in, *window).transpose(0, 1).flatten(1)
        too_much = value * torch.linalg.matrix_norm(turned, 2).item() / first - 1
        if -0.001 < too_much < 0.05:  # thirty steps find a value that others are near to within 4 %
            return ": its output channels lie in dim 1, not 0; spectral_norm knows that when dim is left out"
    return ""
