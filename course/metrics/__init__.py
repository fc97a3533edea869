"""How good are generated digits?  Every number is read between two controls.

    measures     Fréchet classifier distance, classes covered, confidence, sharpness, and the controls
    neighbours   precision, recall, nearest images, copies of training digits
    classifier   the small digit classifier that all of them look through, with its weights
"""

from course.metrics.measures import (
    Quality,
    classes_covered,
    confidence,
    controls,
    features,
    frechet_distance,
    quality,
    read,
    sharpness,
)
from course.metrics.neighbours import Manifolds, copied_share, nearest, precision_recall

__all__ = [
    "Manifolds",
    "Quality",
    "classes_covered",
    "confidence",
    "controls",
    "copied_share",
    "features",
    "frechet_distance",
    "nearest",
    "precision_recall",
    "quality",
    "read",
    "sharpness",
]
