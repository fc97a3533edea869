"""What graded cells share: fresh inputs, comparisons that name a likely cause, watched steps.

    values     fresh inputs, comparisons, and the likely cause of an error
    networks   networks and optimizers, tested through what they compute
    steps      one training step, watched from outside
    samples    noise, points and images that were drawn
    training   whole trainings with the parts around them replaced
    logs       event files and histories, read back
    judging    measures of generated samples
    codes      codes that are clouds, and energies
    styles     layers that take styles, and generators made of them

A lesson calls ``probe.same`` and the like; whole modules have their names here too:
``from course.probe import events, rescue``.

In a notebook a graded cell that fails shows its sentence, and no lines of this package:
`course.probe.values.failures` sees to it.
"""

import importlib
from types import ModuleType

from course.probe.networks.building import built
from course.probe.networks.conv import conv
from course.probe.networks.conv_layers import strange_layers
from course.probe.networks.conv_weights import conv_generator
from course.probe.networks.dense import check_gradients, dense, output
from course.probe.networks.dropout import check_dropout
from course.probe.networks.first_weights import weights_like
from course.probe.networks.handed_in import dense_generator, loaded, saved
from course.probe.networks.optimizers import gradients, held, optimizer_pair, path, path_of, small_pair
from course.probe.networks.slopes import (
    Bowl,
    check_learning,
    check_mixture,
    check_penalty_on,
    plane,
    r1_mistakes,
)
from course.probe.networks.spectral import check_spectral_norm, steep_network
from course.probe.samples.batches import (
    alike,
    check_slopes,
    closeness,
    deviation,
    deviation_mistakes,
    hinge,
    mode_seeking,
    mode_seeking_mistakes,
)
from course.probe.samples.chance import check_flips, check_noise_of, check_repeatable
from course.probe.samples.noise import check_noise
from course.probe.samples.points import check_coverage, covered_within, good_samples, marked_points, pair
from course.probe.samples.sampling import PlainGenerator, image, sample, shows
from course.probe.samples.smoothing import other_side
from course.probe.steps.playing import discriminator_step, generator_step
from course.probe.steps.updates import check_alone, check_loss, check_modes, check_place, check_update
from course.probe.training.gaussian import gaussian_training
from course.probe.training.loop import training_loop
from course.probe.values import failures
from course.probe.values.compare import attempt, gradients_kept, number, numbers, same, tensor, unchanged
from course.probe.values.derivatives import derivatives
from course.probe.values.draws import classes, integer, labels, normal, uniform
from course.probe.values.names import replaced
from course.probe.values.refusals import refuses
from course.probe.values.rows import same_in_rows
from course.probe.values.switches import exchanged

__all__ = [
    "Bowl",
    "PlainGenerator",
    "alike",
    "attempt",
    "built",
    "check_alone",
    "check_coverage",
    "check_dropout",
    "check_flips",
    "check_gradients",
    "check_learning",
    "check_loss",
    "check_mixture",
    "check_modes",
    "check_noise",
    "check_noise_of",
    "check_penalty_on",
    "check_place",
    "check_repeatable",
    "check_slopes",
    "check_spectral_norm",
    "check_update",
    "classes",
    "closeness",
    "conv",
    "conv_generator",
    "covered_within",
    "dense",
    "dense_generator",
    "derivatives",
    "deviation",
    "deviation_mistakes",
    "discriminator_step",
    "exchanged",
    "gaussian_training",
    "generator_step",
    "good_samples",
    "gradients",
    "gradients_kept",
    "held",
    "hinge",
    "image",
    "integer",
    "labels",
    "loaded",
    "marked_points",
    "mode_seeking",
    "mode_seeking_mistakes",
    "normal",
    "number",
    "numbers",
    "optimizer_pair",
    "other_side",
    "output",
    "pair",
    "path",
    "path_of",
    "plane",
    "r1_mistakes",
    "refuses",
    "replaced",
    "same",
    "same_in_rows",
    "sample",
    "saved",
    "shows",
    "small_pair",
    "steep_network",
    "strange_layers",
    "tensor",
    "training_loop",
    "unchanged",
    "uniform",
    "weights_like",
]

# Loaded when a lesson asks for them: some bring TensorBoard, which takes a second.
_MODULES = {
    "arcs": "samples",
    "asked": "samples",
    "conditional": "networks",
    "directions": "samples",
    "events": "logs",
    "handwriting": "samples",
    "labelled": "steps",
    "loops": "training",
    "histories": "logs",
    "logged": "logs",
    "rescue": "training",
    "obedient": "networks",
    "paired": "steps",
    "stories": "logs",
    "strokes": "samples",
    "writing": "logs",
}


def __getattr__(name: str) -> ModuleType:
    if name in _MODULES:
        return importlib.import_module(f"course.probe.{_MODULES[name]}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


failures.install()
