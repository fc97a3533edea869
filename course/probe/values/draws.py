"""Random inputs for graded cells, drawn from the run's seed.

A run's seed is fresh unless ``COURSE_SEED`` gives it, so nobody can write an answer for one draw,
and a maintainer can repeat a run.  The draws leave torch's global generator alone: a graded cell
does not change what the student's next cell computes.
"""

import os

import torch

SEED = int(os.environ.get("COURSE_SEED") or int.from_bytes(os.urandom(4), "little"))
_generator = torch.Generator().manual_seed(SEED)


def normal(*shape):
    """Standard normal numbers, float32, of the given shape."""
    return torch.randn(*shape, generator=_generator)


def uniform(*shape, low=0.0, high=1.0):
    """Uniform numbers in [low, high), float32, of the given shape."""
    return low + (high - low) * torch.rand(*shape, generator=_generator)


def integer(low, high):
    """A whole number with low <= number < high."""
    return int(torch.randint(low, high, (), generator=_generator))
