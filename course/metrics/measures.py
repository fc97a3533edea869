"""How good are generated digits? Fréchet classifier distance, classes covered, confidence.

All three look through one small digit classifier, that of `course.metrics.classifier`. They are for
handwritten digits: of clothes, faces or coloured images they say nothing. Read every number between its
two controls, controls("real") and controls("noise").
"""

import functools
from typing import NamedTuple

import torch

from course.data import digits
from course.metrics.classifier import classifier


class Quality(NamedTuple):
    """distance: to the real digits, 0 is best; classes: 0 to 10; confidence: 0.1 to 1."""

    distance: float
    classes: int
    confidence: float


def quality(images: torch.Tensor) -> Quality:
    """Fréchet classifier distance to the embedded training digits, classes, confidence.

    images: digits, (N, 1, 28, 28) in [0, 1], N >= 2; the course uses N = 2,000. ValueError, one
    sentence, for another shape, values outside [0, 1], or values that are not finite.
    """
    features, probabilities = _look(images)
    distance = _distance(_real_statistics(), _statistics(features))
    return Quality(distance, _classes(probabilities, 0.01), _confidence(probabilities))


def frechet_distance(real: torch.Tensor, fake: torch.Tensor) -> float:
    """Fréchet classifier distance between two sets of images, (N, 1, 28, 28) in [0, 1].

    Heusel et al., "GANs Trained by a Two Time-Scale Update Rule", 2017, equation 6, on the
    64 features before the classifier's last layer, in float64. It is no FID: that name
    belongs to the Inception network. Biased upwards in small samples (real digits against
    real digits are not at 0), so compare figures of equal N only. ValueError as quality().
    """
    return _distance(*(_statistics(_look(images)[0]) for images in (real, fake)))


def classes_covered(images: torch.Tensor, share: float = 0.01) -> int:
    """How many of the 10 digits make up at least `share` of the images, (N, 1, 28, 28).

    An image counts for a digit when the classifier gives that digit at least 1/2, so noise
    covers none. ValueError as quality().
    """
    return _classes(_look(images)[1], share)


def confidence(images: torch.Tensor) -> float:
    """Mean probability of the likeliest digit: near 1 for clear digits, 0.1 for noise.

    images: (N, 1, 28, 28) in [0, 1]. ValueError as quality().
    """
    return _confidence(_look(images)[1])


def read(images: torch.Tensor) -> torch.Tensor:
    """The digit that the classifier takes each image for, int64 (N,), on the CPU.

    images: (N, 1, 28, 28) in [0, 1], N >= 2. It reads 98.6 % of the 500 held-out digits right, and
    always gives some digit, for noise too. ValueError as quality().
    """
    return _look(images)[1].argmax(1)


def controls(kind: str, count: int = 500, seed: int = 0) -> torch.Tensor:
    """Images between which a generator is placed, (count, 1, 28, 28) in [0, 1].

    "real": held-out digits, at most 500, evenly of each class (positive control). "noise":
    uniform, "normal": N(1/2, 1/2) cut to [0, 1] (negative). ValueError for any other kind.
    """
    if kind == "real":
        return digits("test")[0][:count]
    generator = torch.Generator().manual_seed(seed)
    if kind == "noise":
        return torch.rand(count, 1, 28, 28, generator=generator)
    if kind == "normal":
        return (torch.randn(count, 1, 28, 28, generator=generator) / 2 + 0.5).clamp(0, 1)
    raise ValueError(f'kind must be "real", "noise" or "normal", not {kind!r}.')


def sharpness(images: torch.Tensor) -> float:
    """How far a pixel is from the mean of its four neighbours, root mean square, by the images' deviation.

    images: (N, 1, 28, 28) in [0, 1], N >= 2.  Held-out digits have 0.34, blurred ones less, and noise has
    the most of all, so it says nothing alone.  ValueError as quality(), and for images without contrast.
    """
    images = checked(images)
    spread = images.std()
    if spread < 1e-6:
        raise ValueError("These images are the same grey everywhere: they have no contrast to compare with.")
    inner = images[:, :, 1:-1, 1:-1]
    above_below = images[:, :, :-2, 1:-1] + images[:, :, 2:, 1:-1]
    sides = above_below + images[:, :, 1:-1, :-2] + images[:, :, 1:-1, 2:]
    return ((inner - sides / 4).square().mean().sqrt() / spread).item()


def features(images: torch.Tensor) -> torch.Tensor:
    """What the classifier sees in images, (N, 1, 28, 28) in [0, 1]: (N, 64), float64.

    These are the numbers before its last layer.  ValueError as quality().
    """
    return _look(images)[0]


def _look(images):
    """Features (N, 64) and class probabilities (N, 10), both float64."""
    images = checked(images)
    known = digits("train")[0][: len(images)]
    if torch.equal(images, known):  # what most images are compared with
        return tuple(found[: len(images)].clone() for found in _known())
    return _seen(images)


@functools.cache
def _known():
    return _seen(digits("train")[0])


def _seen(images):
    net = classifier()
    with torch.no_grad():
        features = torch.cat([net.features(part) for part in images.split(100)])  # fits a cache
        return features.double(), net.head(features).double().softmax(1)


def checked(images: torch.Tensor) -> torch.Tensor:
    """Images of digits on the CPU, float32; ValueError, one sentence, for anything else."""
    if not isinstance(images, torch.Tensor) or images.shape[1:] != (1, 28, 28) or len(images) < 2:
        found = tuple(images.shape) if isinstance(images, torch.Tensor) else type(images).__name__
        raise ValueError(
            f"Expected images of digits, of shape (N, 1, 28, 28), N >= 2, found {found}: these measures are"
            " for digits only."
        )
    images = images.detach().cpu().float()
    low, high = images.min().item(), images.max().item()
    if not images.isfinite().all():
        raise ValueError("Expected finite images, found NaN or infinity among their values.")
    if low < -0.001 or high > 1.001:
        raise ValueError(
            f"Expected images in [0, 1], found {low:.2f} to {high:.2f}: a Tanh generator's"
            " output needs (x + 1) / 2."
        )
    return images


def _statistics(features):
    return features.mean(0), features.T.cov()


@functools.cache
def _real_statistics():
    return _statistics(_known()[0])


def _distance(one, other):
    (mean1, cov1), (mean2, cov2) = one, other
    # tr sqrt(C1 C2) as the trace of the root of a symmetric matrix: real, and stable even
    # where a covariance is singular, as it is with fewer images than features.
    values, vectors = torch.linalg.eigh(cov1)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    cross = torch.linalg.eigvalsh(root @ cov2 @ root).clamp(min=0).sqrt().sum()
    squared = (mean1 - mean2).square().sum() + cov1.trace() + cov2.trace() - 2 * cross
    return max(squared.item(), 0.0)


def _classes(probabilities, share):
    top, digit = probabilities.max(1)
    counts = digit[top >= 0.5].bincount(minlength=10)
    return int((counts >= share * len(probabilities)).sum())


def _confidence(probabilities):
    return probabilities.max(1).values.mean().item()
