"""What an optimizer does to the parameters it holds, step by step."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, kind
from course.probe.values.draws import normal


def small_pair() -> tuple[nn.Module, nn.Module]:
    """Two small networks of two layers, in ``layers`` as in the lesson; in float64: no rounding."""
    networks = []
    for sizes in ((3, 4, 5), (5, 2, 1)):
        network = nn.Module()
        first, second = (nn.Linear(a, b) for a, b in itertools.pairwise(sizes))
        network.layers = nn.Sequential(first, nn.ReLU(), second)
        networks.append(network.double())
    return networks[0], networks[1]


def optimizer_pair(
    make: Callable[..., Any], G: nn.Module, D: nn.Module, lr: float
) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """The two optimizers that a student's ``make_optimizers(G, D, lr)`` returns."""
    __tracebackhide__ = True
    pair = attempt("make_optimizers", make, G, D, lr=lr)
    fits = isinstance(pair, tuple | list) and len(pair) == 2
    got = f"{len(pair)} values" if isinstance(pair, tuple | list) else kind(pair)
    assert fits, f"return two optimizers, (optim_G, optim_D), not {got}"
    for optimizer in pair:
        assert isinstance(optimizer, torch.optim.Optimizer), (
            f"return two optimizers of torch.optim, (optim_G, optim_D), not {kind(optimizer)}"
        )
    optim_G, optim_D = pair
    return optim_G, optim_D


def held(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    """The parameters that an optimizer holds."""
    return [p for group in optimizer.param_groups for p in group["params"]]


def gradients(
    optimizer: torch.optim.Optimizer, sizes: Sequence[float] = (1, 1, 1)
) -> list[list[torch.Tensor]]:
    """Random gradients, for each step one of this size for each parameter that the optimizer holds."""
    return [[size * normal(*p.shape).to(p) for p in held(optimizer)] for size in sizes]


def path(optimizer: torch.optim.Optimizer, grads: Sequence[Sequence[torch.Tensor]]) -> torch.Tensor:
    """Let the optimizer take one step for each of the gradients; its parameters are put back after.

    Returns:
        The parameters after each step minus those before the first, as one vector.
    """
    parameters = held(optimizer)
    before = [p.detach().clone() for p in parameters]
    moves = []
    for step in grads:
        for parameter, grad in zip(parameters, step, strict=True):
            parameter.grad = grad.clone()
        optimizer.step()
        moves += [(p.detach() - old).flatten() for p, old in zip(parameters, before, strict=True)]
    with torch.no_grad():
        for parameter, old in zip(parameters, before, strict=True):
            parameter.copy_(old)
            parameter.grad = None
    return torch.cat(moves)


def path_of(
    kind: Callable[..., torch.optim.Optimizer],
    optimizer: torch.optim.Optimizer,
    grads: Sequence[Sequence[torch.Tensor]],
    **settings: Any,
) -> torch.Tensor:
    """The path that another optimizer takes on copies of the same parameters.

    Args:
        kind: a class of ``torch.optim``; ``settings`` are its arguments.
    """
    copies = [p.detach().clone().requires_grad_() for p in held(optimizer)]
    return path(kind(copies, **settings), grads)
