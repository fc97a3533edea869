"""Random inputs for graded cells, drawn from the run's seed.

A run's seed is fresh unless ``COURSE_SEED`` gives it, so nobody can write an answer for one draw,
and a maintainer can repeat a run.  The draws leave torch's global generator alone: a graded cell
does not change what the student's next cell computes.
"""

import os

import torch

SEED = 0  # of this process
_generator = torch.Generator()


def refresh() -> None:
    """Begin with the seed of a new run: a forked process must not repeat what its siblings draw."""
    global SEED
    SEED = int(os.environ.get("COURSE_SEED") or int.from_bytes(os.urandom(4), "little"))
    _generator.manual_seed(SEED)


refresh()


def normal(*shape: int) -> torch.Tensor:
    """Standard normal numbers, float32, of the given shape."""
    return torch.randn(*shape, generator=_generator)


def uniform(*shape: int, low: float = 0.0, high: float = 1.0) -> torch.Tensor:
    """Uniform numbers in [low, high), float32, of the given shape."""
    return low + (high - low) * torch.rand(*shape, generator=_generator)


def labels(*shape: int) -> torch.Tensor:
    """Labels 0.0 and 1.0 of the given shape, at random, but both of them."""
    values = (uniform(*shape) < 0.5).float()
    values.view(-1)[0], values.view(-1)[-1] = 1.0, 0.0
    return values


def classes(count: int, number: int) -> torch.Tensor:
    """Labels (count,) from 0 to number − 1, int64, at random."""
    return torch.randint(number, (count,), generator=_generator)


def integer(low: int, high: int) -> int:
    """A whole number with low <= number < high."""
    return int(torch.randint(low, high, (), generator=_generator))
