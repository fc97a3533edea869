"""What an argument that is True or False must change."""

from collections.abc import Mapping

import torch

from course.probe.values.compare import close


def exchanged(came: Mapping[bool, torch.Tensor], right: Mapping[bool, torch.Tensor], name: str) -> str:
    """Why the value for True, or for False, is the one that belongs to the other.

    Args:
        came: a student's values, for True and for False.
        right: the right ones.
        name: of the argument.
    """
    tensors = torch.is_tensor(came[True]) and torch.is_tensor(came[False])
    if tensors and torch.equal(came[True], came[False]):
        return f"{name} is not used: what comes for True comes for False as well"
    if tensors and all(close(came[which], right[not which]) for which in (True, False)):
        return "the two losses are exchanged"
    return f"this is what belongs to the other value of {name}"
