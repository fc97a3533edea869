"""What graded cells share: fresh inputs, comparisons that name a likely cause, watched steps.

    draws     random inputs of a run
    compare   values against what is expected, and against known mistakes
    causes    the likely cause of an error, from its words
    optimizers  what an optimizer does to its parameters
    layers    a fully connected network, whatever its layers are called
    conv      a network of convolutions, the same way; conv_weights  one that was handed in
    players   small known networks in the place of G and D
    losses    the losses of a step, right ones and those of known mistakes
    steps     one training step of D or of G, watched from outside; updates  what it must have done
    first_weights  were they drawn as the text says?
    noise     is this fresh standard normal noise?
    loop      a training loop with the parts around it replaced
    building  networks and optimizers built together
    gaussian  a GAN on one-dimensional data, watched while it trains
    sampling  a generator's images as a grid
    weights   weights that a student handed in
    points, chance, batches, slopes, histories, rescue  the tricks of lesson 04

Functions that a graded cell calls set ``__tracebackhide__``: IPython then shows the
innermost of them only, so the traceback is the cell's line, one more, and the message.
"""

from course.probe.batches import closeness, mode_seeking, mode_seeking_mistakes
from course.probe.building import built
from course.probe.chance import check_dropout, check_flips, check_noise_of, check_repeatable
from course.probe.compare import attempt, number, same, tensor
from course.probe.conv import conv
from course.probe.conv_weights import conv_generator
from course.probe.draws import integer, normal, uniform
from course.probe.first_weights import weights_like
from course.probe.gaussian import gaussian_training
from course.probe.layers import check_gradients, dense, output
from course.probe.loop import training_loop
from course.probe.noise import check_noise
from course.probe.optimizers import gradients, held, optimizer_pair, path, path_of
from course.probe.points import covered_within, good_samples, marked_points, pair
from course.probe.sampling import PlainGenerator, image, sample, shows
from course.probe.slopes import Bowl, check_mixture, check_spectral_norm, plane, steep_network
from course.probe.steps import discriminator_step, generator_step
from course.probe.updates import check_alone, check_loss, check_place, check_update
from course.probe.weights import dense_generator, saved

__all__ = [
    "Bowl",
    "PlainGenerator",
    "attempt",
    "built",
    "check_alone",
    "check_dropout",
    "check_flips",
    "check_gradients",
    "check_loss",
    "check_mixture",
    "check_noise",
    "check_noise_of",
    "check_place",
    "check_repeatable",
    "check_spectral_norm",
    "check_update",
    "closeness",
    "conv",
    "conv_generator",
    "covered_within",
    "dense",
    "dense_generator",
    "discriminator_step",
    "gaussian_training",
    "generator_step",
    "good_samples",
    "gradients",
    "held",
    "image",
    "integer",
    "marked_points",
    "mode_seeking",
    "mode_seeking_mistakes",
    "normal",
    "number",
    "optimizer_pair",
    "output",
    "pair",
    "path",
    "path_of",
    "plane",
    "same",
    "sample",
    "saved",
    "shows",
    "steep_network",
    "tensor",
    "training_loop",
    "uniform",
    "weights_like",
]
