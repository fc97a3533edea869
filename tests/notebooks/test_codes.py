"""The machinery of the lesson on codes and energies: its oracles, what it lets pass, what it refuses."""

import math

import pytest
import torch
from torch import nn

from course import data, metrics, probe
from course.probe.codes import apart, bounds, clouds, margins, walks


def refuses(words, function, *args):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message


def around(mu, logvar, noise):
    return mu + (logvar / 2).exp() * noise(mu)


def test_clouds_of_normal_noise_pass():
    clouds.check_spread(clouds.around)
    clouds.check_fresh(clouds.around)
    clouds.check_gradients(clouds.around, 3, 4)


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda mu, logvar: mu + logvar.exp() * torch.randn_like(mu), "exp(logvar) is the variance"),
    (lambda mu, logvar: mu + logvar * torch.randn_like(mu), "taken for the standard deviation itself"),
    (lambda mu, logvar: mu + torch.randn_like(mu), "logvar plays no part"),
    (lambda mu, logvar: around(mu, logvar, lambda x: torch.randn(1, x.shape[1])), "the same for all images"),
    (lambda mu, logvar: around(mu, logvar, lambda x: torch.randn(len(x), 1)), "repeats one number"),
    (lambda mu, logvar: around(mu, logvar, torch.rand_like), "torch.rand is uniform"),
    (lambda mu, logvar: around(mu, logvar, lambda x: (torch.rand_like(x) - 0.5) * 12**0.5), "is not normal"),
])  # fmt: skip
def test_other_noise_is_named(wrong, words):
    refuses(words, clouds.check_spread, wrong)


def test_a_draw_without_gradient_is_named():
    draw = lambda mu, logvar: torch.normal(mu.detach(), (logvar / 2).exp().detach())  # noqa: E731
    refuses("torch.normal and .sample()", clouds.check_gradients, draw, 3, 4)


def test_the_divergence_is_that_of_draws():
    mu, logvar = torch.tensor([[0.5, -1.0]]), torch.tensor([[0.3, -1.0]])
    z = clouds.around(mu.expand(200_000, 2), logvar.expand(200_000, 2))
    q = torch.distributions.Normal(mu, (logvar / 2).exp())
    ratio = (q.log_prob(z) - torch.distributions.Normal(0, 1).log_prob(z)).sum(1).mean()
    assert abs(ratio - bounds.divergence(mu, logvar)) < 0.02


def test_mistakes_differ_from_what_is_right():
    """Else a right answer could be blamed for one, and two mistakes for each other."""
    given = bounds.batch(5, 4, 1, 6, 6)
    features = torch.randn(6, 4) + 0.5
    for right, wrong in (
        (bounds.bound(*given), bounds.bound_mistakes(*given)),
        (bounds.divergence(*given[2:]), bounds.divergence_mistakes(*given[2:])),
        (apart.term(features), apart.mistakes(features)),
    ):
        for cause, values in wrong.items():
            for value in values if isinstance(values, list) else [values]:
                assert not torch.allclose(value.double(), right.double(), rtol=1e-3), cause


def test_the_term_of_known_angles():
    assert apart.term(torch.tensor([[1.0, 0.0], [0.0, 3.0]])) == 0
    rows = torch.tensor([[1.0, 0.0], [1.0, 1.0], [-2.0, 0.0]])
    assert math.isclose(apart.term(rows).item(), (0.5 + 1 + 0.5) / 3, rel_tol=1e-5)


def step_of_D(s, loss=None, detach=True):
    noise = torch.randn(len(s.real), s.latent, device=s.device)
    fake = s.G(noise).detach() if detach else s.G(noise)
    s.optim.zero_grad()
    value = (loss or usual)(s, s.D.energy(s.real), s.D.energy(fake))
    value.backward()
    s.optim.step()
    return value.item()


def usual(s, real, fake):
    return real.mean() + (s.margin - fake).clamp(min=0).mean()


@pytest.mark.parametrize("n", [1, 2, 30])
def test_a_right_step_on_energies(n):
    step = margins.discriminator_step(step_of_D, n)
    probe.check_loss(step)
    probe.check_alone(step)
    probe.check_update(step)


@pytest.mark.parametrize(("loss", "words"), [
    (lambda s, real, fake: real.mean() + (s.margin - fake.mean()).clamp(min=0), "or taken of the mean"),
    (lambda s, real, fake: real.mean() + (s.margin - fake).mean(), "max(0, …) is missing, or"),
    (lambda s, real, fake: real.mean() - fake.mean(), "the margin is missing"),
])  # fmt: skip
def test_wrong_margins_are_named(loss, words):
    step = margins.discriminator_step(lambda s: step_of_D(s, loss), 30)
    refuses(words, probe.check_loss, step)


def test_a_gradient_in_the_generator_is_named():
    step = margins.discriminator_step(lambda s: step_of_D(s, detach=False), 9)
    refuses("left gradients behind in G", probe.check_alone, step)


def test_walks_through_pixels_are_named():
    def crossfade(draw, start, end, steps):
        with torch.no_grad():
            first, last = draw(start), draw(end)
        shares = torch.linspace(0, 1, steps).reshape(1, -1, 1, 1, 1)
        return first[:, None] + shares * (last - first)[:, None]

    refuses("images are mixed", walks.check_interpolation, crossfade, 3, 5)


def test_sharpness_between_its_controls():
    new = data.digits("test")[0]
    blurred = nn.functional.avg_pool2d(new, 3, stride=1, padding=1)
    sharp, dull, noise = map(metrics.sharpness, (new, blurred, metrics.controls("noise")))
    assert dull < 0.5 * sharp < sharp < 0.5 * noise
    assert math.isclose(metrics.sharpness(0.3 * new), sharp, rel_tol=1e-4)  # paler is not duller
    with pytest.raises(ValueError, match="no contrast"):
        metrics.sharpness(torch.full((3, 1, 28, 28), 0.4))
