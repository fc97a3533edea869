"""What graded cells share: fresh inputs, comparisons that name a likely cause, watched steps.

    draws     random inputs of a run
    compare   values against what is expected, and against known mistakes
    causes    the likely cause of an error, from its words
    optimizers  what an optimizer does to its parameters
    layers    a fully connected network, whatever its layers are called
    conv      a network of convolutions, the same way; conv_weights  one that was handed in
    players   small known networks in the place of G and D
    losses    the losses of a step, right ones and those of known mistakes
    steps     one training step of D or of G, watched from outside
    first_weights  were they drawn as the text says?
    noise     is this fresh standard normal noise?
    loop      a training loop with the parts around it replaced
    building  networks and optimizers built together
    sampling  a generator's images as a grid
    weights   weights that a student handed in

Functions that a graded cell calls set ``__tracebackhide__``: IPython then shows the
innermost of them only, so the traceback is the cell's line, one more, and the message.
"""

from course.probe.building import built
from course.probe.compare import attempt, number, same, tensor
from course.probe.conv import conv
from course.probe.conv_weights import conv_generator
from course.probe.draws import integer, normal, uniform
from course.probe.first_weights import weights_like
from course.probe.layers import check_gradients, dense, output
from course.probe.loop import training_loop
from course.probe.noise import check_noise
from course.probe.optimizers import gradients, held, optimizer_pair, path, path_of
from course.probe.sampling import PlainGenerator, image, sample, shows
from course.probe.steps import discriminator_step, generator_step
from course.probe.weights import dense_generator, saved

__all__ = [
    "PlainGenerator",
    "attempt",
    "built",
    "check_gradients",
    "check_noise",
    "conv",
    "conv_generator",
    "dense",
    "dense_generator",
    "discriminator_step",
    "generator_step",
    "gradients",
    "held",
    "image",
    "integer",
    "normal",
    "number",
    "optimizer_pair",
    "output",
    "path",
    "path_of",
    "same",
    "sample",
    "saved",
    "shows",
    "tensor",
    "training_loop",
    "uniform",
    "weights_like",
]
