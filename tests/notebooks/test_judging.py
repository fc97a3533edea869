"""What lesson 06 judges with: oracles agree with the measures, images come apart as they were made."""

import pytest
import torch

from course import metrics, probe
from course.metrics import measures
from course.probe.judging import augmented, control, features, looks, manifolds, neighbours


def test_the_distance_by_singular_values_is_that_by_eigenvalues():
    a, b = features.feature_sets(30, 8, 12)  # the second covariance is singular
    expected = measures._distance(measures._statistics(a), measures._statistics(b))
    assert features.frechet(a, b).item() == pytest.approx(expected)


def test_balls_written_out_are_those_of_the_measure():
    real, fake = metrics.controls("real", 60), metrics.controls("real", 200)[140:]
    pair = manifolds.balls(metrics.features(real), metrics.features(fake), 3)
    assert pair.tolist() == pytest.approx(metrics.precision_recall(real, fake))


def test_no_mistake_in_balls_looks_like_another():
    real, fake = manifolds.telling(lambda: manifolds.clouds(40, 31, 2), 2)
    right = manifolds.balls(real, fake, 2)
    for value in manifolds.balls_mistakes(real, fake, 2).values():
        for pair in value if isinstance(value, list) else [value]:
            assert (pair - right).abs().max() > 0.003


def test_an_image_comes_apart_as_it_was_put_together():
    images = 0.4 * torch.rand(3, 2, 28, 28) - 0.2
    shift = torch.tensor([[-3.0, 2.0], [0.0, 0.0], [4.0, -1.0]])
    seen = augmented.moved(images, shift) + 0.25
    assert torch.equal(seen[2, :, 4:, :-1], images[2, :, :-4, 1:] + 0.25), "down and to the left"
    seen[:, :, 4:16, 9:21] = 0
    parts = augmented.take_apart(images, seen)
    assert torch.equal(parts.shift, shift)
    assert parts.brightness.tolist() == pytest.approx([0.25] * 3)
    assert parts.hidden.sum((1, 2)).tolist() == [144] * 3
    assert parts.hidden[:, 4:16, 9:21].all() and not parts.entered.any()


def test_what_cannot_be_explained_is_said():
    with pytest.raises(AssertionError, match="an image does not come back as itself"):
        augmented.take_apart(torch.rand(2, 1, 28, 28), torch.rand(2, 1, 28, 28))


def test_signs_have_the_mean_that_was_asked_for():
    for case in control.cases():
        assert case.mean in (0.75, 0.25, 0.5, 0.625, -0.5, 0.0, -0.25, 0.125)
        assert 0 <= control.adapted(case) <= 1


def test_the_rules_of_the_controller_differ():
    asked = control.cases()
    right = control.wanted(asked)
    assert all((values - right).abs().max() > 0.01 for values in control.mistakes(asked).values())


def test_a_share_of_copies_counts_near_copies():
    fakes, train, held = neighbours.three_sets((1, 5, 5), 20, 30)
    assert neighbours.copied(fakes, train, held).item() >= 0.4  # the other fakes may be near by chance


def test_a_refusal_needs_a_sentence():
    def refuse(error):
        raise error

    probe.refuses("the call", refuse, ValueError("an empty gallery has none"))
    with pytest.raises(AssertionError, match="without a sentence"):
        probe.refuses("the call", refuse, ValueError("no"))
    with pytest.raises(AssertionError, match="stops with RuntimeError"):
        probe.refuses("the call", refuse, RuntimeError("size"))
    with pytest.raises(AssertionError, match="but returned int"):
        probe.refuses("the call", lambda x: x, 3)


def test_weights_of_something_else_are_refused():
    network = torch.nn.Linear(3, 2)
    weights = {"weight": torch.ones(2, 3).half(), "bias": torch.zeros(2).half()}
    assert probe.loaded(network, weights, "few.pt").weight.dtype == torch.float32
    with pytest.raises(AssertionError, match=r"few\.pt holds other weights"):
        probe.loaded(network, {"weight": torch.ones(2, 3)}, "few.pt")


def test_a_mirror_notices_what_was_not_shown_through_it():
    mirror, images = looks.Mirror(), torch.rand(4, 1, 28, 28)
    assert torch.equal(mirror(images).flip(-1), images)
    glasses = looks.Glasses(torch.nn.Flatten())
    assert torch.equal(glasses(mirror(images)), images.flatten(1))
    with pytest.raises(ValueError, match="look takes images"):
        mirror(images.flatten(1))
