"""Precision, recall, nearest images and copies: what distance, classes and confidence do not see.

A generator that repeats twenty training digits has a small Fréchet classifier distance, ten classes
and full confidence.  Its recall is nearly 0, and all of its images are copies.
"""

import functools
from typing import NamedTuple

import torch

from course.data import digits
from course.metrics.measures import checked, controls, features, quality

# Of distances, which cdist takes from a matrix product: an image must not be parted from its own copy.
ROUNDING = 1e-4
SUSPICIOUS = 0.05  # share of new real digits that lie as near to the training digits as a copy must


class Manifolds(NamedTuple):
    """precision: share of fakes among the real ones; recall: share of real ones among the fakes; 0 to 1."""

    precision: float
    recall: float


def precision_recall(real: torch.Tensor, fake: torch.Tensor, k: int = 3) -> Manifolds:
    """Precision and recall of digits, (N, 1, 28, 28) in [0, 1], in the features of the classifier.

    Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", 2019:
    a set covers what lies in a ball around one of its images, out to that image's k-th nearest
    neighbour in the set, edge included.  Precision is the share of fakes that the real set covers,
    recall the share of real ones that the fakes cover.  Both depend on N and k: the course uses
    N = 2,000 and k = 3.  ValueError, one sentence, for sets of k images or fewer, and as quality().
    """
    for name, images in (("real", real), ("fake", fake)):
        if torch.is_tensor(images) and len(images) <= k:
            raise ValueError(
                f"{len(images)} {name} images have no {k} neighbours each: take more than {k} of them."
            )
    one, other = features(real), features(fake)
    between = torch.cdist(one, other) - ROUNDING  # (N, M)
    covered = between <= _radii(one, k)[:, None]
    covering = between <= _radii(other, k)
    return Manifolds(covered.any(0).double().mean().item(), covering.any(1).double().mean().item())


def nearest(images: torch.Tensor, gallery: torch.Tensor, k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The k images of a gallery that are nearest to each image: (indices, distances), (N, k) each.

    images: (N, …), gallery: (M, …) of the same kind; the distance is Euclidean over all their numbers,
    the nearest comes first.  ValueError, one sentence, for a gallery of fewer than k images, or of
    another kind.
    """
    if len(gallery) < k or k < 1:
        raise ValueError(f"A gallery of {len(gallery)} images has no {k} nearest ones.")
    if images.shape[1:] != gallery.shape[1:]:
        raise ValueError(
            f"Images {tuple(images.shape[1:])} cannot be compared with a gallery of "
            f"{tuple(gallery.shape[1:])}."
        )
    order = torch.cdist(images.flatten(1), gallery.flatten(1)).topk(k, largest=False)
    return order.indices, order.values


def copied_share(images: torch.Tensor) -> float:
    """The share of images that lie nearer to a training digit than 95 % of the held-out digits do.

    Pixel by pixel, so a copy that is moved by a pixel is not seen.  New digits have a share of
    about 0.05, copies of training digits 1.  images, ValueError: as quality().
    """
    gallery = digits("train")[0]
    _, distances = nearest(checked(images), gallery, 1)
    return (distances < _limit()).double().mean().item()


def warm_up() -> None:
    """Compute what all measures have in common, for the processes that are forked from this one."""
    quality(controls("noise", 1000))
    _limit()


@functools.cache
def _limit():
    _, distances = nearest(digits("test")[0], digits("train")[0], 1)
    return distances.quantile(SUSPICIOUS).item()


def _radii(found, k):
    """Distance of each row to its k-th nearest other row, (N,)."""
    near = torch.cdist(found, found).topk(k + 1, largest=False).values  # a tenth of the time of kthvalue
    return near[:, k]  # the first one is the row itself
