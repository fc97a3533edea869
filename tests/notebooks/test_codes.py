"""The machinery of the lesson on codes and energies: its oracles, what it lets pass, what it refuses."""

import math

import pytest
import torch
from torch import nn

from course import data, metrics, probe
from course.grading import directory
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
    (lambda mu, logvar: around(mu, logvar, lambda x: torch.randn_like(x).clamp(-2, 2)), "cut off at 2.00"),
    (lambda mu, logvar: around(mu, logvar.mean(1, keepdim=True), torch.randn_like), "have its own logvar?"),
])  # fmt: skip
def test_other_noise_is_named(wrong, words):
    refuses(words, clouds.check_spread, wrong)


def test_a_draw_without_gradient_is_named():
    draw = lambda mu, logvar: torch.normal(mu.detach(), (logvar / 2).exp().detach())  # noqa: E731
    refuses("torch.normal and .sample()", clouds.check_gradients, draw, 3, 4)


def test_a_graph_without_slopes_is_named():
    draw = lambda mu, logvar: torch.normal(mu, (logvar / 2).exp())  # noqa: E731
    refuses("are 0: torch.normal draws", clouds.check_gradients, draw, 3, 4)


def test_noise_that_comes_twice_is_told_apart():
    kept: dict[torch.Size, torch.Tensor] = {}
    by_shape = lambda x: kept.setdefault(x.shape, torch.randn_like(x))  # noqa: E731
    seeded = lambda x: torch.randn(x.shape, generator=torch.Generator().manual_seed(5))  # noqa: E731
    one = torch.randn(400, 6)
    cut = lambda x: one.flatten()[: x.numel()].reshape(x.shape)  # noqa: E731
    for noise, words in ((by_shape, "kept from an earlier"), (seeded, "fixed seed"), (cut, "made outside")):
        refuses(words, clouds.check_fresh, lambda mu, logvar, noise=noise: around(mu, logvar, noise))


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


def test_the_sizes_of_the_lesson():
    lesson = (directory.SOURCE / "08_vae_and_energy" / "08_vae_and_energy.py").read_text()
    sizes = f"{bounds.LATENT}, 256, {bounds.BATCH_SIZE}, "
    assert f"\nLATENT, HIDDEN, BATCH_SIZE, LEARNING_RATE = {sizes}" in lesson


def test_pixels_at_the_edges_are_told_apart():
    def loss(recon, x, mu, logvar, low, high):
        recon = recon.clamp(low, high)
        error = -(x * recon.log() + (1 - x) * (1 - recon).log()).flatten(1).sum(1).mean()
        return error + bounds.divergence(mu, logvar).mean()

    refuses("a black pixel is rebuilt", bounds.check_edges, lambda *given: loss(*given, 0, 1))
    refuses("a black pixel is rebuilt", bounds.check_edges, lambda *given: loss(*given, 0, 1 - 1e-6))
    refuses("the upper end has no guard", bounds.check_edges, lambda *given: loss(*given, 1e-8, 1 - 1e-8))


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
    (lambda s, real, fake: real.mean() + (s.margin - fake)[fake < s.margin].mean(), "within the margin only"),
])  # fmt: skip
def test_wrong_margins_are_named(loss, words):
    step = margins.discriminator_step(lambda s: step_of_D(s, loss), 30)
    refuses(words, probe.check_loss, step)


@pytest.mark.parametrize("n", [2, 9])
def test_a_fake_lies_beyond_the_margin(n):
    for _ in range(20):
        step = margins.discriminator_step(step_of_D, n)
        energies = step.old_D.energies(step.old_G.images(step.G.noises[-1]))
        assert (energies > step.margin).any()
        assert n == 2 or energies.mean() < step.margin


def test_a_hinge_of_pairs_and_one_of_the_mean_are_told_apart():
    def pairs(s, real, fake):
        return (s.margin + real - fake).clamp(min=0).mean()

    def mean(s, real, fake):
        return real.mean() + (s.margin - fake.mean()).clamp(min=0)

    for _ in range(10):
        for loss, words in ((pairs, "the hinge is of pairs"), (mean, "max(0, …) is missing, or taken of")):
            step = margins.discriminator_step(lambda s, loss=loss: step_of_D(s, loss), 9)
            with pytest.raises(AssertionError) as caught:
                probe.check_loss(step)
            assert f": {words}" in str(caught.value) and "; or " not in str(caught.value)


def test_a_half_that_is_detached_is_named_alone():
    half = lambda s, real, fake: usual(s, real, fake.detach())  # noqa: E731
    step = margins.discriminator_step(lambda s: step_of_D(s, half), 9)
    probe.check_loss(step)
    words = "the gradient of the fake half was lost, by a detach() or no_grad() on D.energy(fake)"
    with pytest.raises(AssertionError) as caught:
        probe.check_update(step)
    assert str(caught.value).endswith(words)


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
