"""Walks from one vector to another along an arc."""

from collections.abc import Callable
from typing import Any

import torch

from course.probe.values.compare import attempt, close

NEAR = 1e-3


def why_straight(
    interpolate: Callable[..., Any], points: Any, basis: torch.Tensor, length: float, angle: float
) -> str:
    """Why a walk is the straight line, from two more walks.

    Args:
        points: the walk that came, (steps, nz), from ``length`` times the first row of ``basis``.
        basis: two directions at a right angle, (2, nz).
        length, angle: of the two vectors, and between them.
    """
    straight = "this is the straight line, which is for parallel vectors only"
    steps = len(points) if torch.is_tensor(points) and points.dim() == 2 else 0
    if steps < 2:
        return straight
    t, right_angle = torch.linspace(0, 1, steps)[:, None], torch.pi / 2
    if not close(points, length * _line(basis, t, angle), NEAR):
        return straight
    near, wide = (attempt("interpolate", interpolate, _at(basis, 0.0), _at(basis, turn), steps)
                  for turn in (angle, right_angle))  # fmt: skip
    if not torch.is_tensor(near) or not torch.is_tensor(wide):
        return straight
    if close(near, _at(basis, t * angle), NEAR):
        return f"{straight}: with vectors of length 1 it is right, so divide z0 @ z1 by both lengths"
    if close(wide, _at(basis, t * right_angle), NEAR):
        return f"{straight}: this small angle is taken for 0, but the line is for sin θ near 0 alone"
    if close(wide, _line(basis, t, right_angle), NEAR):
        return f"{straight}, and it comes at a right angle too: use the formula with sin θ"
    return straight


def _line(basis, t, angle):
    return (1 - t) * _at(basis, 0.0) + t * _at(basis, angle)


def _at(basis, angle):
    """The unit vectors at these angles."""
    angle = torch.as_tensor(angle)
    return torch.cos(angle) * basis[0] + torch.sin(angle) * basis[1]
