"""Lesson 04's machinery: what its graded cells let pass, what they refuse, and in which words."""

import math

import pytest
import torch
from torch import nn

from course import probe
from course.grading.directory import ROOT
from course.pictures import symptoms
from course.probe.logs import histories
from course.probe.samples import chance
from course.probe.training import rescue


def refuses(words, function, *args):
    with pytest.raises(AssertionError) as caught:
        function(*args)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_marked_points_are_covered_as_they_say():
    for _ in range(50):
        centers, points, covered = probe.marked_points(8)
        near = probe.covered_within(points, centers, 0.3)
        assert near == covered < 8
        assert probe.covered_within(points, centers, 0.1) < probe.covered_within(points, centers, 0.2) < near
        assert probe.good_samples(points, centers, math.inf) == len(points)


def test_a_pair_is_asked_for():
    assert probe.pair([1, 2], "it", "(a, b)") == [1, 2]
    refuses("should return the pair (a, b), not None: is a return missing?", probe.pair, None, "it", "(a, b)")
    refuses("returned 3 values", probe.pair, (1, 2, 3), "it", "(a, b)")


def test_each_history_deserves_its_name():
    def diagnose(history):
        if not all(math.isfinite(d) and math.isfinite(g) for d, g, _ in history):
            return "diverged"
        d, g, covered = zip(*history[-10:], strict=True)
        if sum(d) < 1 and sum(g) > 30:
            return "discriminator_wins"
        if max(g) - min(g) > 2:
            return "oscillating"
        return "mode_collapse" if sum(covered) < 6 else "healthy"

    for _ in range(100):
        for name in histories.NAMES:
            for why, history in histories.of(name) + (histories.late(name) if name != "diverged" else []):
                histories.check(diagnose, history, name, why)
        for name, why, history in histories.mixed():
            histories.check(diagnose, history, name, why)
    refuses("which is none of", histories.check, lambda h: "fine", histories.healthy(), "healthy", "calm")


def test_noise_is_told_from_other_noise():
    chance.check_noise_of(0.3 * torch.randn(5000), 0.3)
    refuses("variance", chance.check_noise_of, 0.3**0.5 * torch.randn(5000), 0.3)
    refuses("the same along dim 0", chance.check_noise_of, torch.randn(1, 50).expand(80, 50), 1.0)
    alike = torch.randn(1, 50).expand(80, 50)
    refuses("all images get the same noise", chance.check_noise_of, alike, 1.0, torch.randn(80, 50))
    refuses("along dim 1", chance.check_noise_of, torch.randn(80, 1).expand(80, 50), 1.0, torch.randn(80, 50))
    refuses("expected 0", chance.check_noise_of, 0.5 + torch.randn(5000), 1.0)
    images = 2 * torch.rand(80, 50) - 1
    noise = 0.3 * torch.randn(80, 50)
    chance.check_noise_of(noise, 0.3, images)
    refuses("do not multiply", chance.check_noise_of, noise * images, 0.3, images)
    refuses("the image itself", chance.check_noise_of, noise - 0.3 * images, 0.3, images)
    refuses("cut off at", chance.check_noise_of, (images + noise).clamp(-1, 1) - images, 0.3, images)
    refuses("it looks uniform", chance.check_noise_of, 0.6 * (torch.rand(5000) - 0.5), 0.3)


def test_closeness_is_minibatch_discrimination():
    x, T = torch.randn(5, 3), torch.randn(3, 2, 4)
    M = (x @ T.reshape(3, 8)).reshape(5, 2, 4)
    expected = torch.exp(-(M[:, None] - M[None]).abs().sum(3)).sum(1) - 1
    assert torch.allclose(probe.closeness(x, T).float(), expected, atol=1e-5)


def test_mode_seeking_by_hand():
    z = torch.tensor([[0.0], [1.0], [2.0], [5.0]])
    assert probe.mode_seeking(3 * z, z).item() == pytest.approx(1 / 3, abs=1e-4)


def test_a_plane_has_the_slope_it_says():
    D, length = probe.plane((2, 3))
    x = torch.zeros(1, 2, 3, requires_grad=True)
    (slope,) = torch.autograd.grad(D(x).sum(), x)
    assert slope.norm().item() == pytest.approx(length, abs=1e-4)
    with pytest.raises(ValueError, match="D takes images"):
        D(torch.zeros(1, 6))


def penalty(D, real, fake, share=torch.rand):
    share = share(len(real), *[1] * (real.dim() - 1))
    x = (share * real + (1 - share) * fake).requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return (slope.flatten(1).norm(dim=1) - 1).square().mean()


@pytest.mark.parametrize(("share", "words"), [
    (lambda *shape: torch.ones(shape), "about real images only"),
    (lambda *shape: torch.zeros(shape), "about fake images only"),
    (lambda *shape: torch.full(shape, 0.5), "about the middle"),
    (lambda *shape: torch.full(shape, 0.3), "the same on every call"),
    (torch.randn, "it looks normal"),
    (lambda *shape: 3 * torch.rand(shape) - 1, "draw it from [0, 1]"),
    (lambda *shape: 4 * torch.rand(shape) - 2, "draw it from [0, 1]"),
    (lambda *shape: torch.rand(shape) ** 2, "should be uniform"),
    (lambda *shape: torch.randn(shape).sigmoid(), "should be uniform"),
    (lambda n, *ones: torch.rand(1, *ones), "all samples share one"),
    (lambda n, *ones: torch.rand(n, *[3 for _ in ones]), "beside the straight line"),
])  # fmt: skip
def test_where_a_penalty_asks_is_seen_without_looking(share, words):
    refuses(words, probe.check_mixture, lambda D, real, fake: penalty(D, real, fake, share), (3, 3), 500)


def test_a_penalty_of_any_form_may_ask_between_real_and_fake():
    for wrong in (lambda p: p, lambda p: 10 * p, lambda p: p.sqrt()):
        for _ in range(5):
            probe.check_mixture(lambda *given, wrong=wrong: wrong(penalty(*given)), (2,), 500)


def test_other_rules_for_coverage_are_named_by_one_cause():
    from course.probe.samples import points

    centers, samples, covered = probe.marked_points(20)
    causes = dict.fromkeys(points._other_rules(samples, centers, covered, 0.5), 0)
    for _ in range(50):
        centers, samples, covered = probe.marked_points(20)
        share = probe.good_samples(samples, centers, 0.3) / len(samples)
        rules = points._other_rules(samples, centers, covered, share)
        values = [(modes, round(part, 6)) for modes, part in rules.values()]
        for cause, value in zip(rules, values, strict=True):
            causes[cause] += values.count(value) == 1 and value != (covered, round(share, 6))
    assert min(causes.values()) > 40, causes


def normalised(network, way=nn.utils.parametrizations.spectral_norm):
    for layer in list(network.modules()):
        if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
            way(layer)
    return network


@pytest.mark.parametrize("kind", ["plain", "nested", "convolutions", "single"])
def test_a_steep_network_is_steep_until_it_is_normalised(kind):
    for _ in range(20):
        network, x = probe.steep_network(kind)
        refuses("was it left out?", probe.check_spectral_norm, lambda network: network, network, x)
        network, x = probe.steep_network(kind)
        probe.check_spectral_norm(normalised, network, x)


def test_the_ring_of_a_repair_is_never_the_lessons_own():
    from course import ring

    for _ in range(50):
        fresh = rescue.Ring()
        assert torch.cdist(fresh.centers, ring.CENTERS).min() > 0.15
        assert fresh.coverage(lambda z, fresh=fresh: fresh.sample(len(z)))[0] == 8


def test_updates_of_g_are_counted():
    def twice(G, sample, steps, device):
        sample(1)
        optimizer = torch.optim.SGD(G.parameters(), lr=0.1)
        for _ in range(2 * steps):
            optimizer.zero_grad()
            G(torch.randn(4, 2)).sum().backward()
            optimizer.step()

    def on_a_copy(G, sample, steps, device):
        copy = nn.Linear(2, 2)
        twice(copy, sample, steps, device)
        G.load_state_dict(copy.state_dict())

    refuses("G was updated 10 times, but the budget is 5", rescue.play_ring, twice, nn.Linear(2, 2), 5)
    refuses("10 times, G itself 0 times: what a copy", rescue.play_ring, on_a_copy, nn.Linear(2, 2), 5)
    refuses("repair never called sample", rescue.play_ring, lambda *_: None, nn.Linear(2, 2), 5)
    refuses("G was not trained", rescue.play_ring, lambda G, sample, *_: sample(1), nn.Linear(2, 2), 5)


def test_the_measured_table_is_read(tmp_path):
    path = tmp_path / "tricks.md"
    path.write_text(
        "# Title\n| run | modes | good | repaired | against |\n|---|---|---|---|---|\n"
        "| noise | 1.1 (0.0 to 3.0) | 3% (0% to 12%) | 0 of 10 | no difference |\n"
    )
    (row,) = symptoms.measured(path).items()
    assert row[0] == "noise" and row[1][2:] == ("0 of 10", "no difference")
    assert row[1][0] == (1.1, 0.0, 3.0) and row[1][1] == pytest.approx((0.03, 0.0, 0.12))
    assert symptoms.measured(tmp_path / "none.md") == {}


def test_the_table_that_lesson_04_shows_is_the_measured_one():
    assert symptoms.TRICKS.read_bytes() == (ROOT / "bench" / "results" / "tricks.md").read_bytes()


def test_a_cause_fits_every_row_that_is_wrong():
    """With one logit each a joined mean and a halved loss are the same: the next row tells them apart."""
    rows = {"joined": [], "halved": [], "fake half": []}
    for shape, other in ((1, 1), (1, 1)), ((7, 1), (4,)):
        a, b = torch.randn(shape), torch.randn(other)
        a.view(-1)[0], b.view(-1)[0] = -0.5, 0.7
        right, mistakes = probe.hinge(a, b)[0]
        real, fake = torch.relu(1 - a), torch.relu(1 + b)
        joined = torch.cat([real.flatten(), fake.flatten()]).mean()
        for name, value in (("joined", joined), ("halved", right / 2), ("fake half", real.mean())):
            rows[name].append((value, right, "the loss", mistakes))
    for name, words in (("joined", "take the mean of each, and add them"), ("halved", "it is halved: add")):
        with pytest.raises(AssertionError) as caught:
            probe.same_in_rows(rows[name])
        assert words in str(caught.value) and "; or" not in str(caught.value)
    refuses("the fake half is missing", probe.same_in_rows, rows["fake half"])
    probe.same_in_rows([(right, right, "the loss", mistakes)])


def test_what_a_function_does_when_asked_for_the_other_side():
    labels = torch.tensor([1.0, 0.0, 1.0])
    one, two = (lambda y, a: y * (1 - a)), (lambda y, a: y * (1 - 2 * a) + a)

    def exchanged(labels, amount, one_sided):
        return (two if one_sided else one)(labels, amount)

    assert probe.other_side(exchanged, labels, 0.1, True) == ", so the two are exchanged"
    assert probe.other_side(exchanged, labels, 0.1, False) == ", so the two are exchanged"
    assert probe.other_side(lambda y, a, side: two(y, a), labels, 0.1, True) == ", whatever one_sided is"
    assert probe.other_side(lambda y, a, side: 1 / 0, labels, 0.1, True) == ""


def test_marked_points_tell_the_ways_to_judge_a_mode_apart():
    from course.probe.samples import points

    for _ in range(30):
        centers, samples, covered = probe.marked_points(20)
        others = points._other_judgements(*points._nearest(samples, centers), 20)
        assert len({covered, 20, *others.values()}) == len(others) + 2
