"""How good are generated digits?  Every number is read between two controls.

    measures     Fréchet classifier distance, classes covered, confidence, and the controls
    classifier   the small digit classifier that all of them look through, with its weights
"""

from course.metrics.measures import (
    Quality,
    classes_covered,
    confidence,
    controls,
    frechet_distance,
    quality,
)

__all__ = ["Quality", "classes_covered", "confidence", "controls", "frechet_distance", "quality"]
