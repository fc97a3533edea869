"""The classifier, the Fréchet classifier distance, coverage, and the controls around them."""

import math
import os

import pytest
import torch

from course.data import digits
from course.metrics import (
    classes_covered,
    classifier,
    confidence,
    controls,
    copied_share,
    features,
    frechet_distance,
    measures,
    nearest,
    precision_recall,
    quality,
)


@pytest.fixture
def images():
    return digits("test")[0]


def test_classifier_is_right_on_held_out_digits(images):
    logits = classifier.classifier()(images)
    assert (logits.argmax(1) == digits("test")[1]).double().mean() >= 0.985


def test_classifier_is_calibrated(images):
    right = (classifier.classifier()(images).argmax(1) == digits("test")[1]).double().mean()
    assert abs(confidence(images) - right) < 0.02


def test_weights_are_small():
    assert classifier.WEIGHTS.stat().st_size < 300_000


def test_controls_lie_apart():
    real, noise, normal = (quality(controls(kind)) for kind in ("real", "noise", "normal"))
    assert real.distance < 10
    assert real.classes == 10
    assert real.confidence > 0.97
    for bad in (noise, normal):
        assert bad.distance > 50 * real.distance
        assert bad.classes == 0
        assert bad.confidence < 0.2


def test_real_control_is_held_out_and_balanced(images):
    assert torch.equal(controls("real"), images)
    labels = classifier.classifier()(controls("real", 100)).argmax(1)
    assert labels.bincount(minlength=10).min() >= 9


def test_noise_controls_are_as_described():
    assert torch.equal(controls("noise", 20, seed=4), controls("noise", 20, seed=4))
    assert not torch.equal(controls("noise", 20, seed=4), controls("noise", 20, seed=5))
    assert controls("noise").mean().item() == pytest.approx(0.5, abs=0.01)
    assert controls("noise").std().item() == pytest.approx(12**-0.5, abs=0.01)
    cut = (controls("normal") == 0).double().mean().item()  # a standard deviation below the mean
    assert cut == pytest.approx(0.1587, abs=0.005)


def test_unknown_control():
    with pytest.raises(ValueError, match="kind must be"):
        controls("fake")


def gaussian(mean, covariance, count=4000):
    """Samples whose mean and covariance are exactly those given."""
    samples = torch.randn(count, len(mean), dtype=torch.float64)
    samples -= samples.mean(0)
    white = samples @ torch.linalg.inv(torch.linalg.cholesky(samples.T.cov())).T
    return white @ torch.linalg.cholesky(covariance).T + mean


def test_distance_of_known_gaussians():
    # Diagonal covariances: the distance is the sum of (m1 - m2)^2 + (s1 - s2)^2.
    m1, s1, m2, s2 = torch.rand(4, 6, dtype=torch.float64) + 0.5
    one = measures._statistics(gaussian(m1, s1.square().diag()))
    other = measures._statistics(gaussian(m2, s2.square().diag()))
    expected = ((m1 - m2).square() + (s1 - s2).square()).sum().item()
    assert measures._distance(one, other) == pytest.approx(expected, rel=1e-6)


def test_distance_where_covariances_do_not_commute():
    c1, c2 = (root @ root.T for root in torch.rand(2, 5, 5, dtype=torch.float64))
    zero = torch.zeros(5, dtype=torch.float64)
    # The eigenvalues of the unsymmetric product C1 C2 give the same trace of the root.
    trace = torch.linalg.eigvals(c1 @ c2).real.clamp(min=0).sqrt().sum()
    expected = (c1.trace() + c2.trace() - 2 * trace).item()
    assert measures._distance((zero, c1), (zero, c2)) == pytest.approx(expected, abs=1e-6)


def test_distance_is_zero_symmetric_and_grows_with_damage(images):
    half, other = images[:250], images[250:]
    assert frechet_distance(half, half) == pytest.approx(0, abs=1e-5)
    assert frechet_distance(half, other) == pytest.approx(frechet_distance(other, half), rel=1e-6)
    noise = torch.rand(other.shape)
    damaged = [frechet_distance(half, other.lerp(noise, share)) for share in (0, 0.2, 0.4, 0.7)]
    assert damaged == sorted(damaged)
    assert damaged[-1] > 10 * damaged[0]


def test_distance_with_fewer_images_than_features(images):
    assert math.isfinite(frechet_distance(images[:20], images[20:22]))


def test_a_missing_class_shows(images):
    kept = images[digits("test")[1] != 3]
    assert classes_covered(images) == 10
    assert classes_covered(kept, share=0.02) == 9
    assert frechet_distance(images, kept) > 2


def test_share_is_a_lower_bound_that_is_met(images):
    labels = digits("test")[1]
    sure = [images[labels == digit][:10] for digit in (0, 1)]
    mixed = torch.cat([sure[0].repeat(9, 1, 1, 1), sure[1]])  # nine tenths 0, one tenth 1
    assert classes_covered(mixed, share=0.1) == 2
    assert classes_covered(mixed, share=0.11) == 1


def test_quality_is_its_three_parts(images):
    found = quality(images)
    assert found == (
        frechet_distance(digits("train")[0], images),
        classes_covered(images),
        confidence(images),
    )


WRONG = {
    "flat": (torch.zeros(4, 784), r"shape .* found \(4, 784\)"),
    "three channels": (torch.zeros(4, 3, 28, 28), "shape .* found"),
    "one image": (torch.zeros(1, 1, 28, 28), "N >= 2"),
    "no image": (torch.zeros(0, 1, 28, 28), "N >= 2"),
    "no tensor": ([1, 2], "shape .* found list"),
    "nan": (torch.full((4, 1, 28, 28), math.nan), "finite"),
    "one infinity": (torch.zeros(4, 1, 28, 28).index_fill(0, torch.tensor(2), math.inf), "finite"),
    "tanh range": (torch.rand(4, 1, 28, 28) * 2 - 1, r"\[0, 1\], found -1.00 to 1.00"),
    "bytes": (torch.full((4, 1, 28, 28), 255), r"\[0, 1\], found 255.00"),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("measure", [
    quality, classes_covered, confidence, lambda x: frechet_distance(x, controls("noise", 4)),
    lambda x: frechet_distance(controls("noise", 4), x),
])  # fmt: skip
def test_wrong_images_are_one_sentence(case, measure):
    wrong, words = WRONG[case]
    with pytest.raises(ValueError, match=words) as error:
        measure(wrong)
    assert "\n" not in str(error.value)


def test_measuring_leaves_images_gradients_and_random_numbers_alone(images):
    classifier.classifier.cache_clear()
    some = images[:50].clone().requires_grad_()
    state = torch.get_rng_state()
    before = some.detach().clone()
    quality(some)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(some.detach(), before)
    assert some.grad is None


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "missing", "other"])
def test_damaged_weights_are_one_sentence(tmp_path, monkeypatch, damage):
    file = tmp_path / "weights.pt"
    whole = classifier.WEIGHTS.read_bytes()
    if damage == "other":
        torch.save({"a": torch.zeros(3)}, file)
    elif damage != "missing":
        file.write_bytes({"cut": whole[:9000], "empty": b"", "text": b"weights"}[damage])
    monkeypatch.setattr(classifier, "WEIGHTS", file)
    classifier.classifier.cache_clear()
    with pytest.raises(ValueError, match="missing or damaged") as error:
        classifier.classifier()
    classifier.classifier.cache_clear()
    assert "\n" not in str(error.value)


def test_weights_that_run_code_are_not_run(tmp_path, monkeypatch):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    torch.save(Bomb(), tmp_path / "weights.pt")
    monkeypatch.setattr(classifier, "WEIGHTS", tmp_path / "weights.pt")
    classifier.classifier.cache_clear()
    with pytest.raises(ValueError, match="missing or damaged"):
        classifier.classifier()
    classifier.classifier.cache_clear()
    assert not (tmp_path / "ran").exists()


def test_training_learns_and_repeats(monkeypatch):
    few = digits("train")[0][:320], digits("train")[1][:320]
    monkeypatch.setattr(classifier, "digits", lambda split: few)
    nets = [classifier.train_classifier(epochs=4, seed=seed) for seed in (1, 1, 2)]
    first, again, other = (net.head[1].weight for net in nets)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert (nets[0](few[0]).argmax(1) == few[1]).double().mean() > 0.5


def test_copies_are_good_by_distance_classes_and_confidence_and_bad_by_recall():
    images = digits("train")[0]
    copies = images[torch.arange(1000) % 20]
    distance, classes, _ = quality(copies)
    assert distance < 40 and classes == 10
    assert copied_share(copies) == 1
    precision, recall = precision_recall(images[20:1020], copies)
    assert precision > 0.5 and recall < 0.02


def test_new_digits_have_the_shares_of_new_digits(images):
    assert copied_share(images) == pytest.approx(0.05, abs=0.01)
    precision, recall = precision_recall(digits("train")[0][:500], images)
    assert 0.75 < precision < 1 and 0.75 < recall < 1


def test_a_copy_lies_in_a_ball_of_radius_nothing(images):
    twice = images[:30].repeat(5, 1, 1, 1)  # the third neighbour is the image itself
    assert precision_recall(twice, images[:30]).precision == 1
    assert precision_recall(images[:60], twice).recall == pytest.approx(0.5)


def test_missing_classes_cost_recall_and_no_precision(images):
    some = images[digits("test")[1] < 5]
    precision, recall = precision_recall(digits("train")[0][:1000], some)
    assert precision > 0.75 and recall < 0.6


def test_nearest_images_come_first():
    gallery = torch.tensor([[0.0, 0.0], [3.0, 4.0], [1.0, 0.0]])
    indices, distances = nearest(torch.zeros(1, 2), gallery, 3)
    assert indices.tolist() == [[0, 2, 1]]
    assert distances.tolist() == [[0, 1, 5]]


@pytest.mark.parametrize(("call", "words"), [
    (lambda x: nearest(x, x[:0], 1), "A gallery of 0 images has no 1 nearest ones"),
    (lambda x: nearest(x, x[:2], 3), "A gallery of 2 images has no 3 nearest ones"),
    (lambda x: nearest(x, x[:, :, 2:], 1), "cannot be compared with a gallery"),
    (lambda x: precision_recall(x[:3], x), "3 real images have no 3 neighbours each"),
    (lambda x: precision_recall(x, x[:2], 5), "fake images have no 5 neighbours each"),
    (lambda x: copied_share(2 * x - 1), "a Tanh generator's output needs"),
])  # fmt: skip
def test_sets_that_cannot_be_judged_are_refused_in_a_sentence(call, words, images):
    with pytest.raises(ValueError, match=words):
        call(images[:20])


def test_training_digits_are_looked_at_once_and_found_as_any_others():
    known = digits("train")[0][:150]
    first = features(known)
    assert torch.allclose(first, features(known.flip(0)).flip(0), atol=1e-5)
    first.zero_()  # a student's own
    assert features(known).any()
