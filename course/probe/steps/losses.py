"""The losses of one training step: the right values, and those of well-known mistakes.

All are computed anew from the networks as they were before the step, with their graphs, so that
the same values give the right weight change and the wrong ones.
"""

import copy
from typing import Protocol

import torch
import torch.nn.functional as F

from course.probe.steps import asked
from course.probe.steps.players import StubDiscriminator, StubGenerator


class Played(Protocol):
    """What losses need to know of a `course.probe.steps.watched.Step`."""

    trains: str
    halves: bool
    sure: bool
    real: torch.Tensor
    D: StubDiscriminator
    G: StubGenerator
    old_D: StubDiscriminator
    old_G: StubGenerator


@torch.enable_grad()
def right(step: Played) -> list[torch.Tensor]:
    """The right losses of a step, as scalar tensors: any of these.

    D's loss may be the mean of its two terms in place of their sum, where the step says ``halves``.
    """
    D, fakes = step.old_D, _fakes(step)
    if step.trains == "G":
        return [bce(D, fake, 1) for fake in fakes]
    totals = [bce(D, step.real, 1) + bce(D, fake, 0) for fake in fakes]
    return totals + [total / 2 for total in totals if step.halves]


@torch.enable_grad()
def wrong(step: Played) -> dict[str, list[torch.Tensor]]:
    """The losses that well-known mistakes give: for each cause a list of scalar tensors."""
    if step.sure:
        return _unsure(step)
    return _wrong(step) | (_company(step) if step.old_D.normed else {})


def _wrong(step):
    if step.trains == "G":
        return {_words(cause, step): [loss(step.old_D, fake) for fake in _fakes(step)]
                for cause, loss in G_MISTAKES.items()}
    named = {_words(cause, step): [loss(step.old_D, step.real, fake) for fake in _fakes(step)]
             for cause, loss in D_MISTAKES.items()}
    named = {cause: values + [v / 2 for v in values] for cause, values in named.items()}
    if len(step.real) == 1:  # the sum over one image is its mean, and its logarithm that of the mean
        named.pop(_words(SUMMED, step))
        named.pop(LOG_OF_MEAN)
    if not step.halves:
        on_real = bce(step.old_D, step.real, 1)
        named[_halved(step)] = [(on_real + bce(step.old_D, fake, 0)) / 2 for fake in _fakes(step)]
    return named


def _halved(step):
    """How D's loss came to be half of what it should be."""
    if not asked.in_one(step):
        return HALVED
    whole = step.old_D.output == "logit" and len(step.old_D.shape) > 1  # as in lessons with BatchNorm
    cure = "ask D twice, so that BatchNorm does not mix them" if whole else "take the loss of each"
    return (
        f"real and fake images went through D as one batch, and the loss is the mean over both: {cure}, "
        "and add the two losses"
    )


def _unsure(step):
    """What a sure D tells from the right loss: mistakes without a logarithm come to nothing as well there."""
    D, fakes = step.old_D, _fakes(step)
    named = {cause: loss for cause, loss in _wrong(step).items() if NO_LOGARITHM not in cause}
    on_real = _in_two(D, step.real, 1)
    in_two = [_in_two(D, f, 1) if step.trains == "G" else on_real + _in_two(D, f, 0) for f in fakes]
    return named | {IN_TWO: in_two + [_softened(D, f) for f in fakes if step.trains == "G"]}


def _company(step):
    """What BatchNorm makes of wrong company, and of the wrong mode."""
    D, fakes = step.old_D, _fakes(step)
    strict_D, strict_G = (copy.deepcopy(network).eval() for network in (step.old_D, step.old_G))
    plain = [strict_G.images(z) for z in step.G.noises]
    if step.trains == "G":
        return {
            D_EVAL: [bce(strict_D, fake, 1) for fake in fakes],
            G_EVAL: [bce(D, fake, 1) for fake in plain],
            BOTH_EVAL: [bce(strict_D, fake, 1) for fake in plain],
        }
    on_real, met = bce(D, step.real, 1), _met(D, step.real)
    sums = {
        ONE_BATCH: [2 * _together(D, step.real, fake) for fake in fakes],
        ON_FAKES_EVAL: [on_real + bce(strict, fake, 0) for fake in fakes for strict in (strict_D, met)],
        ON_REAL_EVAL: [bce(strict, step.real, 1) + bce(D, fake, 0)
                       for fake in fakes for strict in (strict_D, _met(D, fake))],
        D_EVAL: [bce(strict_D, step.real, 1) + bce(strict_D, fake, 0) for fake in fakes],
        G_EVAL: [bce(D, step.real, 1) + bce(D, fake, 0) for fake in plain],
        BOTH_EVAL: [bce(strict_D, step.real, 1) + bce(strict_D, fake, 0) for fake in plain],
    }
    return {cause: values + [v / 2 for v in values] for cause, values in sums.items()}


def _met(D, images):
    """D in eval mode after it has met a batch in train mode, from which its running averages moved."""
    met = copy.deepcopy(D)
    for module in met.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.1  # PyTorch's own; the copies of a step keep theirs still
    with torch.no_grad():
        met.logits(images)
    return met.eval()


def _together(D, real, fake):
    """The mean loss of real and fake images that D sees as one batch."""
    logits = D.logits(torch.cat([real, fake]))
    labels = torch.cat([torch.ones(len(real), 1), torch.zeros(len(fake), 1)])
    return F.binary_cross_entropy_with_logits(logits, labels)


def _words(cause, step):
    """The cause, in words that fit what D gives."""
    return LOGIT_WORDS.get(cause, cause) if step.old_D.output == "logit" else cause


def after(step: Played) -> list[torch.Tensor]:
    """The losses after the step: what comes out when it is computed once more."""
    new_D, new_G = copy.deepcopy(step.D).cpu(), copy.deepcopy(step.G).cpu()
    if step.trains == "G":
        return [bce(new_D, new_G.images(z), 1) for z in step.G.noises]
    return [bce(new_D, step.real, 1) + bce(new_D, fake, 0) for fake in _fakes(step)]


def others(step: Played) -> list[torch.Tensor]:
    """The loss of the other network, in a step that updates D, then G."""
    if step.trains == "G":
        return [bce(step.old_D, step.real, 1) + bce(step.old_D, fake, 0) for fake in _fakes(step)]
    new_D = copy.deepcopy(step.D).cpu()
    return [bce(new_D, fake, 1) for fake in _fakes(step)]


def bce(D: StubDiscriminator, images: torch.Tensor, label: float) -> torch.Tensor:
    """Binary cross-entropy of D's answers on images, all with one label."""
    logits = D.logits(images)
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(label)))


def _fakes(step):
    """The batches that G made, computed again so that a gradient can flow into G."""
    noises = list(step.G.noises)
    assert noises, asked.without_g(step)
    return [step.old_G.images(z) for z in noises]


def _twice(D, images, label):
    """A sigmoid too many: D's probability taken for a logit."""
    p = torch.sigmoid(D.logits(images))
    return F.binary_cross_entropy_with_logits(p, torch.full_like(p, float(label)))


def _in_two(D, images, label):
    """Sigmoid, then binary cross-entropy: the right loss, but for a D that is sure."""
    p = torch.sigmoid(D.logits(images))
    return F.binary_cross_entropy(p, torch.full_like(p, float(label)))


def unsure(D: StubDiscriminator, images: torch.Tensor) -> list[torch.Tensor]:
    """G's loss in two forms that lose its gradient where D is sure that images are fake: see `IN_TWO`."""
    return [_in_two(D, images, 1), _softened(D, images)]


def _softened(D, images, eps=1e-8):
    """−log(p + eps): a way to avoid log 0 that loses the gradient there."""
    return -torch.log(torch.sigmoid(D.logits(images)) + eps).mean()


def _log_of_mean(D, images, sign=1):
    """−log of the mean probability, where the mean of −log is asked for."""
    return -torch.log(torch.sigmoid(sign * D.logits(images)).mean())


def _exchanged(D, images, label):
    """The label given as the answer, and the answer as the label."""
    p = torch.sigmoid(D.logits(images))
    return F.binary_cross_entropy(torch.full_like(p, float(label)), p)


REAL_HALF = "only the real half is there: add the loss on fake images, labelled 0"
FAKE_HALF = "only the fake half is there: add the loss on real images, labelled 1"
LOG_OF_MEAN = "the logarithm is taken of D's mean answer: take the mean of the logarithms"
ONE_BATCH = (
    "D saw real and fake images as one batch, so BatchNorm normalised them together: ask D twice, once for "
    "each kind"
)
D_EVAL = "D was in eval mode, and judged with its running averages: leave it in train mode, as it comes"
ON_FAKES_EVAL = "D judged the fakes alone in eval mode, with its running averages: leave it in train mode"
ON_REAL_EVAL = "D judged real images alone in eval mode, with its running averages: leave it in train mode"
G_EVAL = "G was in eval mode, and made other images than in training: leave it in train mode, as it comes"
BOTH_EVAL = "D and G were in eval mode: leave both in train mode, as they come"
EXCHANGED = "the two losses are exchanged: the order is (loss_d, loss_g)"
HALVED = "this is the mean of the real and the fake part: add them"
SIGMOID = (
    "a Sigmoid is applied to D's answer, which is a probability already (BCEWithLogits has one inside): "
    "use loss_func"
)
SUMMED = "the losses are summed over the batch: take their mean, as nn.BCELoss() does"
IN_TWO = (
    "a Sigmoid and then a logarithm, in BCELoss or with a small number added, lose the gradient where D is "
    "sure and wrong: give the logits to BCEWithLogitsLoss"
)
NO_LOGARITHM = "the logarithm is missing"
LOGIT_WORDS = {
    SIGMOID: "a Sigmoid is applied to D's answer, and BCEWithLogits applies its own: give it the logits",
    SUMMED: "the losses are summed over the batch: take their mean, as nn.BCEWithLogitsLoss() does",
}

D_MISTAKES = {
    "the labels look swapped: real images should be labelled 1 and fake images 0":
        lambda D, real, fake: bce(D, real, 0) + bce(D, fake, 1),
    REAL_HALF:
        lambda D, real, fake: bce(D, real, 1),
    FAKE_HALF:
        lambda D, real, fake: bce(D, fake, 0),
    "fake images are labelled 1: in D's step they should be labelled 0":
        lambda D, real, fake: bce(D, real, 1) + bce(D, fake, 1),
    "real images are labelled 0: real images should be labelled 1":
        lambda D, real, fake: bce(D, real, 0) + bce(D, fake, 0),
    "the real labels look smoothed to 0.9: here they are exactly 1":
        lambda D, real, fake: bce(D, real, 0.9) + bce(D, fake, 0),
    "both labels look smoothed, by 0.1: here they are exactly 1 and 0":
        lambda D, real, fake: bce(D, real, 0.9) + bce(D, fake, 0.1),
    "this is the generator's loss: real images are labelled 1, fake ones 0":
        lambda D, real, fake: bce(D, fake, 1),
    LOG_OF_MEAN:
        lambda D, real, fake: _log_of_mean(D, real) + _log_of_mean(D, fake, -1),
    "the two losses are subtracted: add them":
        lambda D, real, fake: bce(D, real, 1) - bce(D, fake, 0),
    SUMMED:
        lambda D, real, fake: len(real) * bce(D, real, 1) + len(fake) * bce(D, fake, 0),
    SIGMOID:
        lambda D, real, fake: _twice(D, real, 1) + _twice(D, fake, 0),
    "answer and label are exchanged: it is loss_func(answer, label)":
        lambda D, real, fake: _exchanged(D, real, 1) + _exchanged(D, fake, 0),
    "D's fake term has the wrong sign, and there are no labels: use BCEWithLogits with labels 1 and 0":
        lambda D, real, fake: -D.logits(real).mean() - D.logits(fake).mean(),
    "there are no labels: use BCEWithLogits, with label 1 for real images and 0 for fake ones":
        lambda D, real, fake: D.logits(fake).mean() - D.logits(real).mean(),
}

G_MISTAKES = {
    "the labels look swapped: in the generator's step its images are labelled 1, because it wants "
    "D to take them for real":
        lambda D, fake: bce(D, fake, 0),
    "this is the saturating loss log(1 − D(G(z))): label the fake images 1 instead":
        lambda D, fake: -bce(D, fake, 0),
    "the sign is turned round: the loss is −log D(G(z)), and the step makes it smaller":
        lambda D, fake: -bce(D, fake, 1),
    "there are no labels: use BCEWithLogits with label 1":
        lambda D, fake: -D.logits(fake).mean(),
    "the label looks smoothed to 0.9: here it is exactly 1":
        lambda D, fake: bce(D, fake, 0.9),
    SUMMED:
        lambda D, fake: len(fake) * bce(D, fake, 1),
    LOG_OF_MEAN:
        lambda D, fake: _log_of_mean(D, fake),
    "this is a squared distance: the loss is −log D(G(z))":
        lambda D, fake: (torch.sigmoid(-D.logits(fake)) ** 2).mean(),
    f"{NO_LOGARITHM}, 1 − D(G(z)) stands for −log D(G(z)): use BCE with label 1":
        lambda D, fake: torch.sigmoid(-D.logits(fake)).mean(),
    f"{NO_LOGARITHM}, −D(G(z)) stands for −log D(G(z)): use BCE with label 1":
        lambda D, fake: -torch.sigmoid(D.logits(fake)).mean(),
    SIGMOID:
        lambda D, fake: _twice(D, fake, 1),
    "answer and label are exchanged: it is loss_func(answer, label)":
        lambda D, fake: _exchanged(D, fake, 1),
}
