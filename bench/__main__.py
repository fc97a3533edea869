"""Run the measurements named, or all of them: ``python -m bench [NAME …]``."""

import sys

from bench.grading import batch, crowd
from bench.notebooks import (
    codes,
    conditional,
    dcgan,
    drawing,
    few,
    outline,
    quality,
    recipe,
    speed,
    styles,
    threads,
    tricks,
)

MEASUREMENTS = {
    "speed": speed.measure,
    "quality": quality.measure,
    "recipe": recipe.measure,
    "dcgan": dcgan.measure,
    "threads": threads.measure,
    "tricks": tricks.measure,
    "few": few.measure,
    "conditional": conditional.measure,
    "outline": outline.measure,
    "codes": codes.measure,
    "drawing": drawing.measure,
    "styles": styles.measure,
    "grading": batch.measure,
    "crowd": crowd.measure,
}


def main(names):
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        sys.exit(f"bench: no measurement {unknown[0]!r}; known are {', '.join(MEASUREMENTS)}")
    for name in names or MEASUREMENTS:
        print(f"\n{name} …", flush=True)
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
