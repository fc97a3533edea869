"""A step of D or of G, set up on small known networks and played: what comes back is a watched `Step`."""

import copy
import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.steps import stops
from course.probe.steps.counted import listen, strangers
from course.probe.steps.players import NormedDiscriminator, NormedGenerator, StubDiscriminator, StubGenerator
from course.probe.steps.watched import LEARNING_RATE, NAMES, Step
from course.probe.values.compare import attempt, gradients_kept, unchanged
from course.probe.values.draws import normal, uniform


def discriminator_step(play: Callable[[Step], Any], batch_size: int, **setting: Any) -> Step:
    """Play one step of D and return it as a watched :class:`Step`.

    Args:
        play: function of the Step that makes the student's call and returns what it returns.
        batch_size: number of real images.
        setting: see ``_stage``.
    """
    __tracebackhide__ = True
    return played(_stage("D", batch_size, **setting), play)


def generator_step(play: Callable[[Step], Any], batch_size: int, **setting: Any) -> Step:
    """Play one step of G and return it as a watched :class:`Step`; arguments as for D's step."""
    __tracebackhide__ = True
    return played(_stage("G", batch_size, **setting), play)


def played(step: Step, play: Callable[[Any], Any]) -> Any:
    """The step after it was played."""
    __tracebackhide__ = True
    what = f"the {NAMES[step.trains]}'s step"
    handed = [(name, value, value.clone()) for name, value in step.handed().items()]
    with gradients_kept(what, on=True):
        step.states = [torch.get_rng_state()]
        with strangers(step):
            step.returned = _attempt(what, play, step)
        step.states.append(torch.get_rng_state())
        for name, value, before in handed:
            unchanged(value, before, what, name)
    # Made under inference_mode, perhaps, and then of no use to autograd.
    step.G.noises = [noise.clone() for noise in step.G.noises]
    return step


def _attempt(what, play, step):
    __tracebackhide__ = True
    try:
        return attempt(what, play, step)
    except AssertionError as error:
        raise AssertionError(stops.mended(str(error), step)) from error.__cause__


def _stage(
    trains, batch_size, device="cpu", input_dim=100, image=(1, 28, 28), flat=True,
    output="probability", normed=False, halves=True, real_on="cpu", sure=False,
):  # fmt: skip
    """Networks, real images and optimizer for one step.

    ``flat``: G gives (N, pixels) and D takes it, as in lesson 02; otherwise both use images.
    ``output``: what D gives, "probability" or "logit".  ``normed``: networks with BatchNorm, which
    take images and give logits.  ``halves``, ``sure``: see `Step`.  The networks are on ``device``, real
    images are ``real_on``: on the CPU, as a loader gives them.
    """
    pixels = math.prod(image)
    shape = (pixels,) if flat else image
    G = NormedGenerator(input_dim, image) if normed else StubGenerator(input_dim, pixels, shape)
    D = NormedDiscriminator(image) if normed else StubDiscriminator(pixels, shape, output)
    if sure:  # its probabilities are 1e-13: not 0, but too small for BCELoss
        nn.init.constant_(D.out.bias, -30.0)
    # Real images have something in common, or no step could raise D's answer on all of them.
    real = 0.5 * normal(*image).sign() + uniform(batch_size, *image, low=-0.5, high=0.5)
    old_D, old_G = (still(copy.deepcopy(network)) for network in (D, G))
    step = Step(trains, batch_size, input_dim, device, real, D, G, old_D, old_G, halves)
    step.sure = sure
    step.real = real.to(real_on)
    prepare(step)
    return step


def prepare(step: Step) -> None:
    """Move the networks to the step's device; give it an optimizer, and gradients of an earlier step."""
    step.D.to(step.device), step.G.to(step.device)
    trained = step.D if step.trains == "D" else step.G
    step.stale = [0.1 * normal(*p.shape) for p in trained.parameters()]
    for parameter, grad in zip(trained.parameters(), step.stale, strict=True):
        parameter.grad = grad.clone().to(step.device)
    step.optim = torch.optim.SGD(trained.parameters(), lr=LEARNING_RATE[step.trains])
    listen(step)


def still(network: Any) -> Any:
    """The same network, whose running averages stay as they are, whatever it is asked."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.0
    return network
