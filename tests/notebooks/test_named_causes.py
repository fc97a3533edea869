"""Causes that need a second look: what tells them apart from others with the same symptom."""

import pytest
import torch
from torch import nn

from course import probe
from course.probe.networks.conv_layers import strange_layers
from course.probe.samples.arcs import why_straight


def test_an_unused_switch_is_not_an_exchange():
    right = {True: torch.tensor(-1.0), False: torch.tensor(0.8)}
    same = {True: torch.tensor(0.8), False: torch.tensor(0.8)}
    swapped = {True: right[False], False: right[True]}
    half = {True: right[False], False: None}
    assert "saturating is not used" in probe.exchanged(same, right, "saturating")
    assert "are exchanged" in probe.exchanged(swapped, right, "saturating")
    assert "other value of saturating" in probe.exchanged(half, right, "saturating")


def test_noise_that_comes_again_is_seeded_or_drawn_elsewhere():
    noise, shape = torch.randn(32, 100), (32, 100)
    one, two, three = (torch.tensor([n]) for n in range(3))
    for states, words in (
        ([(one, three), (two, three)], "a seed is set inside the function"),
        ([(one, one), (one, one)], "nothing was drawn with torch's own generator"),
        ([(one, two), (two, three)], "draw it inside the function, without a fixed seed"),
        ((), "draw it inside the function, without a fixed seed"),
    ):
        with pytest.raises(AssertionError, match=words):
            probe.check_noise([noise, noise], shape, states=states)


def walk(straight_below=0.0, lengths=True):
    """A walk that takes the straight line where sin θ is not above a number."""

    def interpolate(z0, z1, steps):
        t = torch.linspace(0, 1, steps)[:, None]
        cos = z0 @ z1 / (z0.norm() * z1.norm() if lengths else 1)
        angle = torch.acos(cos.clamp(-1, 1))
        if angle.sin() <= max(straight_below, 1e-3):
            return (1 - t) * z0 + t * z1
        return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / angle.sin()

    return interpolate


@pytest.mark.parametrize(
    ("interpolate", "words"),
    [
        (walk(lengths=False), "divide z0 @ z1 by both lengths"),
        (walk(straight_below=0.5), "this small angle is taken for 0"),
        (walk(straight_below=2), "at a right angle too"),
    ],
)
def test_why_a_walk_is_straight(interpolate, words):
    basis, angle = torch.eye(4)[:2], torch.tensor(0.3)
    z0, z1 = 5 * basis[0], 5 * (angle.cos() * basis[0] + angle.sin() * basis[1])
    assert words in why_straight(interpolate, interpolate(z0, z1, 5), basis, 5, 0.3)
    assert why_straight(interpolate, torch.zeros(5, 4), basis, 5, 0.3).endswith("for parallel vectors only")


def test_strange_layers_are_named_only_where_nothing_else_fits():
    pooled = nn.Sequential(nn.Conv2d(3, 5, 4, 1, 2), nn.MaxPool2d(2), nn.Conv2d(5, 1, 4))
    strided = nn.Sequential(nn.Conv2d(3, 5, 4, 1, 1), nn.Conv2d(5, 1, 4))
    table = nn.Sequential(nn.Conv2d(3, 5, 4, 2, 1), nn.Conv2d(5, 1, 4))
    came, channels = torch.ones(2), (3, 5, 1)
    assert "a MaxPool2d stands" in next(iter(strange_layers(pooled, came, {}, channels)))
    assert "has stride 1 and padding 1" in next(iter(strange_layers(strided, came, {}, channels)))
    assert strange_layers(table, came, {}, channels) == {}
    assert strange_layers(pooled, came, {"a known mistake": torch.ones(2)}, channels) == {}


def test_the_network_is_as_it_was_after_a_look_for_chance():
    model = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
    with pytest.raises(AssertionError, match="there is Dropout in the network"):
        probe.output(model, torch.ones(64, 3), (64, 3), "G(z)")
    assert model.training and model[1].training


def d_step(returns):
    def play(s):
        loss, ones, zeros = nn.BCELoss(), torch.ones(s.batch_size, 1), torch.zeros(s.batch_size, 1)
        fake = s.G(torch.randn(s.batch_size, s.input_dim)).detach()
        s.optim.zero_grad()
        parts = loss(s.D(s.real.flatten(1)), ones), loss(s.D(fake), zeros)
        sum(parts).backward()
        s.optim.step()
        return returns(*parts)

    return play


@pytest.mark.parametrize(
    ("returns", "words"),
    [
        (lambda real, fake: real.item(), "the returned value is the real one alone"),
        (lambda real, fake: fake.item(), "the returned value is the fake one alone"),
        (lambda real, fake: 17.0, "the update is right, only the returned value is not"),
        (lambda real, fake: (real - fake).item(), "the two losses are subtracted: add them .the update"),
        (lambda real, fake: (real - fake).item() + 5e-5, "only the returned value is not"),  # by chance
    ],
)
def test_a_wrong_return_of_a_right_step_is_called_so(returns, words):
    step = probe.discriminator_step(d_step(returns), 7, halves=False)
    with pytest.raises(AssertionError, match=words):
        probe.check_loss(step)
    probe.check_update(step)


def test_a_step_of_another_optimizer_is_not_a_missing_one():
    other = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)

    def play(s):
        nn.BCELoss()(s.D(s.G(torch.randn(s.batch_size, s.input_dim))), torch.ones(s.batch_size, 1)).backward()
        other.step()
        return 0.5

    with pytest.raises(AssertionError, match="called on another optimizer"):
        probe.check_update(probe.generator_step(play, 5))
