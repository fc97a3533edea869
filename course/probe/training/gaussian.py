"""A GAN on one-dimensional data, watched while it trains.

The networks, G's loss and the lesson's `watch` are replaced by the course's own, so that a mistake
in an earlier cell costs nothing here.
"""

import contextlib
import io
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.training.trained import Training
from course.probe.values.compare import attempt
from course.probe.values.draws import normal
from course.probe.values.names import replaced


def gaussian_training(
    train: Callable[..., Any],
    make_networks: Callable[[], tuple[nn.Module, nn.Module]],
    mean: float,
    std: float,
    steps: int,
    k: int,
    device: torch.device | str = "cpu",
    noise_size: int = 2,
) -> Training:
    """Run a student's ``train_gaussian_gan`` on normal numbers, and watch it.

    Args:
        train: the student's function.
        make_networks: the lesson's, which makes (G, D).
        mean, std: of the real numbers, which are float32 (n, 1) on the CPU.
        noise_size: how many numbers G takes for one of its own.

    Returns:
        A :class:`Training`.
    """
    __tracebackhide__ = True
    seen = Training(mean, std, noise_size)

    def real_sampler(n):
        batch = mean + std * normal(n, 1)
        seen.drawn.append(batch.clone())
        return batch

    parts = _parts(seen, make_networks)
    # Silent: a graded cell that prints nothing is passed, and training shows a progress bar.
    with replaced(train, **parts), contextlib.redirect_stdout(io.StringIO()), seen.pair.watched():
        seen.returned = attempt("train_gaussian_gan", train, real_sampler, steps, k, device)
    return seen


def _parts(seen, make_networks):
    """The replacements, by the names that the lesson gives them."""

    def made():
        G, D = make_networks()
        return seen.pair.watch("G", G), seen.pair.watch("D", D)

    def generator_loss(logits, saturating):
        sign = -1 if saturating else 1
        return sign * F.softplus(-sign * logits).mean()

    def watch(step, G, D):
        right = any(G is one for one in seen.pair.made["G"]) and any(D is one for one in seen.pair.made["D"])
        if not right:
            seen.misplaced = "watch was not given the networks that train: call watch(step, G, D)"

    return {"make_networks": made, "generator_loss": generator_loss, "watch": watch}
