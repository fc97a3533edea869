"""The energy of an autoencoder, tested through what it computes."""

import torch
from torch import nn

from course.probe.codes.autoencoders import ACTIVATIONS, PIXELS, Known, check_reached, method
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import uniform


def check_features(model: nn.Module, code: int, hidden: int, n: int) -> None:
    """Check encode of the energy discriminator: the encoder's last numbers, as they are."""
    __tracebackhide__ = True
    known = Known(model, code, hidden, clouds=False)
    x = uniform(n, 1, 28, 28)
    features = attempt("encode(x)", method(model, "encode"), x)
    tensor(features, (n, code), "encode(x)")
    right = known.codes(x)
    same(features, right, "a feature", {
        "ReLU follows the last layer: features may be below 0": right.relu(),
        "Tanh follows the last layer": right.tanh(),
        "images are scaled to [−1, 1] before: here they stay in [0, 1]": known.codes(2 * x - 1),
        "the features are divided by their length": right / right.norm(dim=1, keepdim=True),
        **{cause: [known.codes(x, acts) for acts in ways] for cause, ways in ACTIVATIONS.items()},
    }, tolerance=1e-3)  # fmt: skip


def check_energy(model: nn.Module, code: int, hidden: int, n: int) -> None:
    """Check the energy of an autoencoder: squared differences to what it rebuilds, summed over pixels."""
    __tracebackhide__ = True
    known = Known(model, code, hidden, clouds=False)
    x = uniform(n, 1, 28, 28)
    energy = attempt("energy(x)", method(model, "energy"), x)
    tensor(energy, (n,), "energy(x)")
    features = known.codes(x)
    rebuilt = known.drawn(features)
    squares = _energy(x, rebuilt)
    logs = nn.functional.binary_cross_entropy(rebuilt, x, reduction="none").flatten(1).sum(1)
    same(energy, squares, "an energy", {
        "the mean over pixels is taken: take the sum": squares / PIXELS,
        "a root is taken of the sum": squares.sqrt(),
        "absolute differences stand for squared ones": (x - rebuilt).abs().flatten(1).sum(1),
        "half of the squares is taken": squares / 2,
        "the differences are not squared": [(x - rebuilt).flatten(1).sum(1), (rebuilt - x).flatten(1).sum(1)],
        "this is the cross-entropy: take squared differences": logs,
        "this is minus the energy": -squares,
        "the mean over the batch is taken: one energy for each image": squares.mean().expand(n),
        "the decoder's Sigmoid is applied twice": _energy(x, rebuilt.sigmoid()),
        "ReLU follows the features: they may be below 0": _energy(x, known.drawn(features.relu())),
        "images are scaled to [−1, 1] before: here they stay in [0, 1]":
            _energy(2 * x - 1, known.drawn(known.codes(2 * x - 1))),
        **{cause: [_energy(x, known.drawn(known.codes(x, acts))) for acts in ways]
           for cause, ways in ACTIVATIONS.items()},
    }, tolerance=1e-3)  # fmt: skip


def _energy(x, rebuilt):
    return (x - rebuilt).square().flatten(1).sum(1)


def check_gradient_to_image(model: nn.Module, code: int, hidden: int) -> None:
    """Check the energy's slope by the image, through what is rebuilt too: G learns from nothing else."""
    __tracebackhide__ = True
    known = Known(model, code, hidden, clouds=False)
    check_reached(model, attempt("energy(x)", method(model, "energy"), uniform(3, 1, 28, 28)))
    x = uniform(3, 1, 28, 28).requires_grad_()
    energy = attempt("energy(x)", method(model, "energy"), x)
    tensor(energy, (3,), "energy(x)")
    slope = torch.autograd.grad(energy.sum(), x, allow_unused=True)[0]
    assert slope is not None, "no gradient comes from the energy to the image: is x detached?"
    same(slope, _slope(known, x, x), "the slope of the energy by a pixel", {
        "the image is detached where it is compared": _slope(known, x, x.detach()),
        "the image is detached where it is encoded": _slope(known, x.detach(), x),
    }, tolerance=1e-3)  # fmt: skip


def _slope(known, encoded, compared):
    """The slope by the image that is not detached."""
    x = encoded if encoded.requires_grad else compared
    return torch.autograd.grad(_energy(compared, known.drawn(known.codes(encoded))).sum(), x)[0]
