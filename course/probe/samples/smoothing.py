"""Smoothed labels: whether a function that took the wrong side heeds which one it is asked for."""

from collections.abc import Callable
from typing import Any

import torch

from course.probe.values.compare import attempt, close


def other_side(
    smooth_labels: Callable[..., Any], labels: torch.Tensor, amount: float, one_sided: bool
) -> str:
    """Words about a function that did the other side's smoothing: what it does when asked for that one.

    Args:
        smooth_labels: the student's.
        labels: zeros and ones.
        amount: above 0.
        one_sided: what it was asked for; now it is asked for the other.
    """
    wanted, other = labels * (1 - amount), labels * (1 - 2 * amount) + amount
    if not one_sided:
        wanted, other = other, wanted
    try:
        came = attempt("smooth_labels", smooth_labels, labels.clone(), amount, not one_sided)
    except Exception:  # another graded cell's matter
        return ""
    if not torch.is_tensor(came):
        return ""
    if close(came, wanted):
        return ", so the two are exchanged"
    return ", whatever one_sided is" if close(came, other) else ""
