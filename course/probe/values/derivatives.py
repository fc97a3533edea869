"""Gradients of what a student's function gave: that they arrive, before anything asks what they are."""

from collections.abc import Mapping

import torch

from course.probe.values.compare import attempt, kind


def derivatives(value: object, inputs: Mapping[str, torch.Tensor], what: str) -> list[torch.Tensor]:
    """The gradients of one number with respect to each of the inputs.

    The graph is kept, so that the same value may be asked again.

    Args:
        value: what a student's function gave; a tensor of one number, with a graph.
        inputs: what it was made from, under the names that a message calls them.
        what: the name of the value in messages.

    Raises:
        AssertionError: it is no such tensor, or no gradient comes to one of the inputs.
    """
    __tracebackhide__ = True
    assert torch.is_tensor(value), f"{what} should be a tensor, not {kind(value)}"
    assert value.numel() == 1, f"{what} should be one number, but has shape {tuple(value.shape)}"
    assert value.requires_grad, (
        f"no gradient flows through {what}: leave out detach(), item(), float() and torch.no_grad()"
    )
    found = attempt(
        f"backward() from {what}", torch.autograd.grad, value.sum(), list(inputs.values()),
        retain_graph=True, allow_unused=True,
    )  # fmt: skip
    for name, gradient in zip(inputs, found, strict=True):
        assert gradient is not None, (
            f"no gradient of {what} comes to {name}: left out, or detached on the way?"
        )
    return list(found)
