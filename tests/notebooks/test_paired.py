"""The machinery of the step from outlines to images: what it lets pass, what it refuses, in which words."""

import pytest
import torch
from torch.nn import functional

from course import device, probe
from course.probe import paired


def play(pair=lambda o, fake: (o, fake), into_g=lambda s: s.outlines, loss=None):
    """A step; what D is shown as a pair, what G is given, and the loss of D's part, images and weight."""

    def step(s):
        outlines, images = s.outlines.to(s.device), s.images.to(s.device)
        s.optim.zero_grad()
        fake = s.G(into_g(s).to(s.device))
        part = functional.softplus(-s.D(torch.cat(pair(outlines, fake), 1))).mean()
        total = (loss or right)(part, fake, images, s.weight)
        total.backward()
        s.optim.step()
        return total.item()

    return step


def right(part, fake, images, weight):
    return part + weight * (fake - images).abs().mean()


def refuses(words, function, *args, **kwargs):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def refusal(check, step):
    """What a check says against a step, or nothing."""
    try:
        check(step)
    except AssertionError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("setting", [{}, {"size": 12}, {"normed": True}, {"sure": True}])
@pytest.mark.parametrize(("n", "weight"), [(1, 100.0), (6, 0.0), (20, 0.3)])
def test_a_right_step(n, weight, setting):
    step = paired.outline_step(play(), n, weight, **setting)
    probe.check_loss(step)
    probe.check_alone(step)
    probe.check_modes(step)
    probe.check_update(step)


def test_a_right_step_on_each_device():
    for place in device.testbeds():
        probe.check_place(paired.outline_step(play(), 4, 2.0, device=place), place)


@pytest.mark.parametrize(("pair", "words"), [
    (lambda o, fake: (fake, o), "pairs with the image first"),
    (lambda o, fake: (fake, fake), "each image twice"),
    (lambda o, fake: (o, (fake + 1) / 2), "G's images scaled to [0, 1]"),
    (lambda o, fake: (o.flip(0), fake), "never shown the pairs"),
])  # fmt: skip
def test_wrong_pairs_are_named(pair, words):
    for check in (probe.check_loss, probe.check_update):
        said = [refusal(check, paired.outline_step(play(pair), 8, 0.5)) for _ in range(3)]
        # Once in some hundred draws another mistake, or the right loss, is near by chance.
        assert any(words in message for message in said), said


@pytest.mark.parametrize(("loss", "words"), [
    (lambda part, fake, images, w: part, "L1 is missing"),
    (lambda part, fake, images, w: 0 * part + w * (fake - images).abs().mean(), "D plays no part"),
    (lambda part, fake, images, w: part + (fake - images).abs().mean(), "the weight plays no part"),
    (lambda part, fake, images, w: part + w * (fake - images).square().mean(), "a squared distance"),
    (lambda part, fake, images, w: part + w * (fake - images).abs().sum(), "over pixels and images"),
])  # fmt: skip
@pytest.mark.parametrize("normed", [False, True])
def test_wrong_losses_are_named(loss, words, normed):
    step = paired.outline_step(play(loss=loss), 8, 3.0, normed=normed)
    refuses(words, probe.check_loss, step)
    refuses(words, probe.check_update, step)


def test_a_gradient_that_was_cut_off_is_told_from_a_part_that_is_missing():
    def value_alone(part, fake, images, w):
        return part + w * (fake - images).abs().mean().item()

    step = paired.outline_step(play(loss=value_alone), 8, 3.0)
    probe.check_loss(step)
    refuses("the gradient of L1 does not reach G", probe.check_update, step)
    step = paired.outline_step(play(pair=lambda o, fake: (o, fake.detach())), 8, 3.0)
    probe.check_loss(step)
    refuses("the gradient through D does not reach G", probe.check_update, step)


@pytest.mark.parametrize(("into_g", "words"), [
    (lambda s: s.images, "G was given the images"),
    (lambda s: s.outlines.flip(0), "something else than the outlines"),
    (lambda s: s.outlines[:, 0], "G takes outlines (batch_size, 1, 8, 8), but was given (5, 8, 8)"),
])  # fmt: skip
def test_what_g_is_given_is_looked_at(into_g, words):
    refuses(words, paired.outline_step, play(into_g=into_g), 5, 1.0)


def test_a_step_without_g():
    refuses("never calls G", paired.outline_step, lambda s: 0.5, 5, 1.0)
