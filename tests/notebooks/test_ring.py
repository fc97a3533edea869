"""The ring of Gaussians, and the counting of modes between its controls."""

import math

import pytest
import torch

from course.device import accelerator
from course.ring import CENTERS, MODES, STD, modes_covered, sample

PERFECT = 1 - math.exp(-4.5)  # within 3 standard deviations in two dimensions: 98.9 %


@pytest.fixture
def draws():
    return torch.Generator().manual_seed(5)


def test_samples_are_of_the_ring(draws):
    points = sample(40_000, generator=draws)
    assert points.shape == (40_000, 2)
    assert points.dtype == torch.float32
    nearest = torch.cdist(points, CENTERS).argmin(1)
    assert nearest.bincount(minlength=MODES).min() > 40_000 / MODES * 0.95
    assert (points - CENTERS[nearest]).std().item() == pytest.approx(STD, rel=0.02)


def test_samples_can_be_repeated():
    first, again, other = (sample(9, generator=torch.Generator().manual_seed(s)) for s in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_samples_lie_on_the_device():
    place = accelerator.device()
    assert sample(3, place).device == place


def test_perfect_samples_cover_all(draws):
    modes, share = modes_covered(sample(20_000, generator=draws))
    assert modes == MODES
    assert share == pytest.approx(PERFECT, abs=0.004)


def test_total_collapse_covers_one(draws):
    assert modes_covered(CENTERS[3].expand(500, 2)) == (1, 1.0)
    modes, share = modes_covered(CENTERS[3] + STD * torch.randn(20_000, 2, generator=draws))
    assert modes == 1
    assert share == pytest.approx(PERFECT, abs=0.004)


def test_noise_covers_modes_but_is_not_good(draws):
    modes, share = modes_covered(torch.randn(20_000, 2, generator=draws))
    assert modes == MODES
    # The density at distance 1 times the area of the eight discs.
    assert share == pytest.approx(MODES * 9 * STD**2 / 2 * math.exp(-0.5), rel=0.1)


def test_points_between_the_modes_cover_none():
    assert modes_covered(torch.zeros(50, 2)) == (0, 0.0)
    assert modes_covered(10 * CENTERS) == (0, 0.0)


def test_the_limit_is_three_deviations():
    arrow = torch.tensor([[STD, 0.0]])
    assert modes_covered(CENTERS[:2] + 2.99 * arrow) == (2, 1.0)
    assert modes_covered(CENTERS[:2] + 3.01 * arrow) == (0, 0.0)
    one_of_two = torch.cat([CENTERS[:1] + 2.9 * arrow, CENTERS[1:2] + 3.1 * arrow])
    assert modes_covered(one_of_two) == (1, 0.5)


def test_a_point_counts_for_its_nearest_centre_only():
    centers = torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    assert modes_covered(torch.tensor([[0.4, 0.0]]), centers, std=1) == (1, 1.0)


def test_other_rings_are_counted_by_their_own_centres(draws):
    turn = torch.tensor([[0.924, 0.383], [-0.383, 0.924]])  # by half the angle between two modes
    points = 2 * sample(2000, generator=draws) @ turn
    assert modes_covered(points, 2 * CENTERS @ turn, 2 * STD)[0] == MODES
    assert modes_covered(points) == (0, 0.0)


def test_diverged_points_are_not_good():
    points = torch.cat([CENTERS, torch.full((8, 2), math.nan), torch.full((8, 2), math.inf)])
    assert modes_covered(points) == (8, pytest.approx(1 / 3))


def test_points_of_any_device_with_a_gradient():
    points = CENTERS.clone().to(accelerator.device()).requires_grad_()
    assert modes_covered(points) == (8, 1.0)


def test_modes_lie_apart():
    gaps = torch.pdist(CENTERS)
    assert gaps.min() > 2 * 3 * STD
    assert len(CENTERS) == MODES
