"""Dropout in a small discriminator, told from mean and variance of what it answers."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from course.probe.networks.dense import dense
from course.probe.samples.chance import SIGMAS
from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import normal


def check_dropout(model: nn.Module, sizes: Sequence[int], probability: float) -> None:
    """Check the dropout of a network Linear, LeakyReLU(0.2), Dropout, Linear in train mode.

    With the weights known, so are mean and variance of its output on one repeated input.  Of a
    network that computes something else in eval mode only this is asked: are its answers varied?
    """
    __tracebackhide__ = True
    first, second = dense(model, *sizes, 1)
    n, x = 8000, _telling(first, second, sizes[0], probability)
    bias, parts = _parts(first, second, x)
    model.train()
    y = attempt("D(x) in train mode", model, x.expand(n, -1))
    tensor(y, (n, 1), "D(x)")
    y = y.detach().double().flatten()
    assert bool(y.isfinite().all()), "D(x) in train mode has values that are not finite"
    assert y.std() > 1e-6, (
        "in train mode all images get the same answer: is Dropout missing, or are the same units "
        "dropped for all images?"
    )
    expected = bias + parts.sum().item()
    model.eval()
    settled = attempt("D(x) in eval mode", model, x)
    if abs(settled.item() - expected) > 1e-3 * max(1, abs(expected)):
        return  # another network: the graded cell of eval mode says so, and these figures would mislead
    zeros = (y == 0).double().mean().item()
    assert zeros < 0.05, f"{zeros:.0%} of the logits are 0: put Dropout before the last Linear, not behind it"
    together = ((y - bias).abs() < 1e-5 * parts.abs().max()).double().mean().item()
    assert together < 0.05, (
        f"all hidden units of an image are dropped together, for {together:.0%} of the images: drop each "
        "unit for itself, as nn.Dropout does"
    )
    ratio = y.var().item() / parts.square().sum().item()
    wanted = probability / (1 - probability)
    default = "it looks like 0.5, PyTorch's default: use `probability`"
    error = abs(y.mean().item() - expected) / (y.std().item() / n**0.5)
    causes = {"it looks like 1 − probability": 1 / wanted, default: 1.0} if error < SIGMAS else {}
    cause = next((f": {words}" for words, value in causes.items() if abs(ratio / value - 1) < 0.15), "")
    if not cause and abs(ratio / (probability * (1 - probability)) - 1) < 0.15:
        cause = ": the kept units should be multiplied by 1 / (1 − probability), as nn.Dropout does"
    other = _misplaced(first, second, x, probability, n)
    apart = abs(other.mean().item() - y.mean().item()) / (y.std().item() * (2 / n) ** 0.5)
    on_input = abs(other.var().item() / y.var().item() - 1) < 0.15 and apart < SIGMAS
    if not cause and on_input:
        cause = ": it looks like Dropout on the input: put it behind LeakyReLU"
    if not cause and ratio > wanted:
        cause = ": is there a second Dropout?"
    assert abs(ratio / wanted - 1) < 0.2, (
        f"with dropout {probability} the logits vary {ratio / wanted:.2f} times as much as they should{cause}"
    )
    cause = "the kept units are multiplied by 1 / (1 − probability), as nn.Dropout does"
    cause = "it looks like Dropout on the input: put it behind LeakyReLU" if on_input else cause
    assert error < SIGMAS, (
        f"in train mode the mean logit is {y.mean():.3f}, expected {expected:.3f} as in eval mode: {cause}"
    )


def _parts(first, second, x):
    """What D answers to one input without any hidden unit, and what each unit adds to that."""
    hidden = functional.leaky_relu(first(x), 0.2)
    bias = second(torch.zeros_like(hidden)).item()
    return bias, torch.stack([second(one) - bias for one in torch.diag(hidden[0])]).flatten()


def _misplaced(first, second, x, probability, n, behind=0.0):
    """n answers with Dropout on the input, and, if asked, with another one in its own place."""
    hidden = functional.leaky_relu(first(functional.dropout(x.expand(n, -1), probability)), 0.2)
    return second(functional.dropout(hidden, behind)).double()


def _telling(first, second, size, probability):
    """Of some inputs, the one at which Dropout on the input varies least like Dropout anywhere else."""
    wanted = probability / (1 - probability)
    rules = torch.tensor([wanted, 1 / wanted, 1.0, probability * (1 - probability)])

    def apart(x):
        squares = _parts(first, second, x)[1].square().sum().item()
        ratios = torch.tensor([
            _misplaced(first, second, x, probability, 1000, behind).var().item() / squares
            for behind in (0.0, probability)
        ])  # fmt: skip
        return (ratios[:, None] / rules).log().abs().min().item()

    return max((2 * normal(1, size) for _ in range(20)), key=apart)
