"""What a watched step of D or of G must have done; each function names the cause of a failure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from course.probe.steps.losses import FAKE_HALF, REAL_HALF
from course.probe.steps.watched import NAMES, Step
from course.probe.values.compare import TOLERANCE, close, fitting, number, same

OTHER = {"D": "G", "G": "D"}
RETURN_ONLY = "the update is right, only the returned value is not"
ONE_HALF = "the step is made with both halves, but the returned value is the {} one alone: return their sum"
ALIKE = 1e-5  # a loss is one number, which one of twenty mistakes comes near by chance now and then
HALVES = {REAL_HALF: ONE_HALF.format("real"), FAKE_HALF: ONE_HALF.format("fake")}


def check_loss(step: Step, what: str | None = None) -> None:
    """Check that the step returned its loss before the update, as a number.

    Args:
        step: a :class:`course.probe.steps.watched.Step`.
        what: the name of the value in messages.
    """
    __tracebackhide__ = True
    what = what or f"the returned loss of {step.trains}"
    number(step.returned, what)
    _compare(step, step.returned, step.losses(), what, lambda: _of_the_return(step))


def _of_the_return(step):
    """The mistakes in the loss, in the words that they need where the update was made with the right one."""
    known = step.loss_mistakes()
    if not step.moved(step.trains) or step.steps != 1:
        return known
    change = step.change()
    if not any(close(change, right) for right in step.changes()):
        return known
    named = {HALVES.get(cause, f"{cause} ({RETURN_ONLY})"): values for cause, values in known.items()}
    return named if fitting(step.returned, named, ALIKE) else {**named, RETURN_ONLY: [step.returned]}


def check_modes(step: Step) -> None:
    """Check that both networks are in train mode, as they came."""
    __tracebackhide__ = True
    for name in "DG":
        assert getattr(step, name).training, (
            f"the {NAMES[step.trains]}'s step left {name} in eval mode: leave it in train mode, as it comes"
        )


def check_alone(step: Step) -> None:
    """Check that the other network was not changed, and D's step left no gradient in G."""
    __tracebackhide__ = True
    mine, other = step.trains, OTHER[step.trains]
    who = f"the {NAMES[mine]}'s step"
    assert not step.moved(other), f"{who} changed {other}: step optim_{mine} only"
    if mine == "D":
        assert not step.left_gradient("G"), (
            f"{who} left gradients behind in G: was `fake` detached? (fake.detach() gives a new tensor, and "
            "leaves fake as it is: write fake = fake.detach())"
        )
    for name in (other, mine):
        itself = " itself, the network that it trains," if name == mine else ""
        assert not step.frozen(name), f"{who} left {name}{itself} frozen: set requires_grad back to True"


def check_update(step: Step) -> None:
    """Check that the trained network moved once, along the gradient of its loss.

    With that, D's logits rise on real images and fall on fakes, and G's step raises D(G(z)), for small
    enough moves: seen here, such a rise could only fail a right step that went a little too far.
    """
    __tracebackhide__ = True
    mine = step.trains
    assert step.moved(mine), f"{mine} did not change: {step.standstill()}"
    assert step.steps == 1, f"optim_{mine}.step() was called {step.steps} times: {step.repeated()}"
    what = f"a weight's move in {mine} (largest right one: 1)"
    _compare(step, step.change(), step.changes(), what, step.change_mistakes, step.standing)


def check_place(step: Step, place: torch.device | str) -> None:
    """Check that the step asked D, and left both networks on the device ``place``."""
    __tracebackhide__ = True
    who = f"the {NAMES[step.trains]}'s step"
    assert step.D.asked, f"{who} never asks D"
    assert step.is_on(place), f"{who} moved a network away from {place}"


def _compare(
    step: Step, got: Any, expected: Sequence[Any], what: str, mistakes: Callable[[], Mapping[str, Any]],
    more: Callable[[], str] = str,
) -> None:
    """As `same`; what mistakes would give is computed only where there is one, since it takes long.

    Where none of them gives what came, the cause is what D was wrongly shown, or else ``more``.
    """  # fmt: skip
    __tracebackhide__ = True
    if any(close(got, value) for value in expected):
        return
    known = mistakes()
    named = fitting(got, known, TOLERANCE if torch.is_tensor(got) else ALIKE)
    cause = "" if named else step.strange() or more()
    same(got, list(expected), what, {cause: [got]} if cause else {why: known[why] for why in named})
