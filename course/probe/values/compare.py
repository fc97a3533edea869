"""Comparisons that say what came, what was expected, and the likely cause."""

import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any

import torch
from torch import nn

from course.probe.values.causes import likely_cause

TOLERANCE = 1e-4
Value = torch.Tensor | float | Real
Values = Value | list[torch.Tensor] | list[float]  # a list: any of them


def attempt(what: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a student's function or network; an error inside it becomes one sentence.

    What it writes to standard error, a progress bar or a warning, goes to standard output, since
    nbgrader, but for this course's settings, gives no points to a cell that writes to standard error.

    Args:
        what: the call in the student's words, for example ``"train_generator"``.

    Returns:
        What the function returns.

    Raises:
        NotImplementedError: the function is still the empty stub.
        AssertionError: the function raised something else, and the sentence names a likely cause; or
            it changed a tensor that it was given.
    """
    __tracebackhide__ = True
    given = [(name, value, value.detach().clone(), value.requires_grad)
             for name, value in _given(function, args, kwargs)]  # fmt: skip
    try:
        with contextlib.redirect_stderr(sys.stdout):
            result = function(*args, **kwargs)
    except Exception as error:
        if _is_stub(error):
            raise
        cause = likely_cause(error, isinstance(function, nn.Module | type))
        raise AssertionError(
            f"{what} stopped with {type(error).__name__}: {_first_line(error)}{cause}"
        ) from error
    for name, value, before, marked in given:
        unchanged(value, before, what, name)
        assert value.requires_grad == marked, (
            f"{what} changed requires_grad of its input: mark a tensor of your own, "
            "x.detach().requires_grad_(True)"
        )
    return result


@contextlib.contextmanager
def gradients_kept(what: str, on: bool = False) -> Iterator[None]:
    """Check that a call leaves gradients on or off, as it found them; afterwards they are as they were.

    Args:
        what: the call in the student's words.
        on: switch them on for the call, if an earlier cell has left them off.
    """
    __tracebackhide__ = True
    before = torch.is_grad_enabled()
    found = before or on
    try:
        torch.set_grad_enabled(found)
        yield
        left = torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(before)
    assert left == found, (
        f"{what} left gradients switched {'on' if left else 'off'} for all that follows: use "
        "`with torch.no_grad():`, which ends with its block"
    )


def unchanged(value: torch.Tensor, before: torch.Tensor, what: str, name: str = "") -> None:
    """Check that a tensor that was handed to a student's code is what it was.

    To be checked first: whatever is computed from a tensor that was changed is wrong as well.

    Args:
        value: what was handed over.
        before: a clone of it, made before.
        what: the call in the student's words.
        name: which of its inputs it is, where there are several.
    """
    __tracebackhide__ = True
    alike = value.shape == before.shape and value.dtype == before.dtype
    with torch.no_grad():
        alike = alike and bool(((value == before) | ((value != value) & (before != before))).all())
    assert alike, (
        f"{what} changed its input {name + ' ' if name else ''}in place: make a new tensor (x * 2, not x "
        "*= 2 or x.mul_(2)), or work on x.clone()"
    )


def _given(function, args, kwargs):
    """The tensors among a call's arguments, with their parameters' names; "" where all have the same."""
    many = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    try:
        signature = inspect.signature(function.forward if isinstance(function, nn.Module) else function)
        named = signature.bind(*args, **kwargs).arguments
    except (TypeError, ValueError):  # it has no signature, or will complain of these arguments itself
        return [("", value) for value in _tensors((args, kwargs))]
    known = {name: "" if signature.parameters[name].kind in many else name for name in named}
    pairs = [(known[name], tensor) for name, value in named.items() for tensor in _tensors(value)]
    several = len({name for name, _ in pairs}) > 1
    return [(name if several else "", tensor) for name, tensor in pairs]


def _tensors(value):
    """The tensors among the arguments of a call, also in lists and tuples; not those of networks."""
    if isinstance(value, nn.Parameter):
        return  # whoever is given a parameter may have to change it
    if torch.is_tensor(value):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))


def _is_stub(error):
    """True for the error of an unfilled cell; torch raises this kind too, with words of its own."""
    return isinstance(error, NotImplementedError) and str(error)[:9] in ("", "your code")


def _first_line(error):
    return str(error).strip().split("\n")[0]


def tensor(value: object, shape: Sequence[int | None], what: str) -> None:
    """Check that ``value`` is a tensor of ``shape``; ``None`` in the shape leaves a size open."""
    __tracebackhide__ = True
    assert torch.is_tensor(value), f"{what} should be a tensor, not {kind(value)}"
    fits = len(value.shape) == len(shape) and all(
        want in (None, got) for want, got in zip(shape, value.shape, strict=True)
    )
    wanted = tuple("any" if size is None else size for size in shape)
    assert fits, f"{what} should have shape {wanted}, not {tuple(value.shape)}"


def number(value: object, what: str) -> None:
    """Check that ``value`` is a plain finite number, not a tensor."""
    __tracebackhide__ = True
    assert not torch.is_tensor(value), f"{what} is a tensor: return a float, with .item()"
    assert isinstance(value, Real) and not isinstance(value, bool), (
        f"{what} should be a float, not {kind(value)}"
    )
    assert value == value and abs(value) != float("inf"), f"{what} is {value}, not a finite number"


def same(
    got: object,
    expected: Values,
    what: str,
    mistakes: Mapping[str, Values] | None = None,
    tolerance: float = TOLERANCE,
) -> None:
    """Check that ``got`` is one of the ``expected`` values; name the mistake it looks like.

    Args:
        got: a number or tensor.
        expected: a number or tensor, or a list of them where several answers are right.
        what: what is compared, for the message.
        mistakes: likely causes, each with the value (or list of values) it would give.
        tolerance: allowed difference, relative to the larger of 1 and the expected size.
    """
    __tracebackhide__ = True
    assert torch.is_tensor(got) or isinstance(got, Real), (
        f"{what} should be a tensor or a number, not {kind(got)}"
    )
    wanted = _list(expected)
    if any(close(got, value, tolerance) for value in wanted):
        return
    raise AssertionError(f"{what} {_shown(got, wanted)}{_cause(got, mistakes or {}, tolerance)}")


def _cause(got, mistakes, tolerance):
    """What to say of the mistakes that give this value; nothing where more than two fit alike."""
    tied = nearest(got, mistakes, tolerance)
    return f": {'; or '.join(tied)}" if 1 <= len(tied) <= 2 else ""


def nearest(got: Value, mistakes: Mapping[str, Values], tolerance: float = TOLERANCE) -> list[str]:
    """Of the causes that would give this value the nearest: two can come near each other by chance."""
    far = _far(got, mistakes, tolerance)
    return [cause for cause, distance in far.items() if distance <= min(far.values()) + 1e-7]


def fitting(got: Value, mistakes: Mapping[str, Values], tolerance: float = TOLERANCE) -> list[str]:
    """The causes that would give this value."""
    return list(_far(got, mistakes, tolerance))


def _far(got, mistakes, tolerance):
    """How far the nearest value lies of each cause that would give this one."""
    fits = {why: [v for v in _list(values) if close(got, v, tolerance)] for why, values in mistakes.items()}
    return {why: min(_distance(got, v) for v in values) for why, values in fits.items() if values}


def close(got: Value, expected: Value, tolerance: float = TOLERANCE) -> bool:
    """True when two numbers or tensors agree in shape and, within the tolerance, in value.

    Values that are not finite agree with nothing: a mistake that gives infinity would explain all.
    """
    expected = _numbers(expected)
    if not bool(expected.isfinite().all()):
        return False
    scale = max(1.0, float(expected.abs().max())) if expected.numel() else 1.0
    return _distance(got, expected) <= tolerance * scale


def _distance(one, other):
    """The largest difference between two numbers or tensors; infinite where shapes differ."""
    one, other = _numbers(one), _numbers(other)
    if one.shape != other.shape:
        return float("inf")
    largest = float((one - other).abs().max()) if one.numel() else 0.0
    return largest if largest == largest else float("inf")


def _numbers(value: Value) -> torch.Tensor:
    return torch.as_tensor(value).detach().cpu().double()


def _list(value):
    return value if isinstance(value, list) else [value]


def _shown(got, wanted):
    """The two values in a few words: where they are tensors, the place where they differ most."""
    got, wanted = _numbers(got), [_numbers(value) for value in wanted]
    fitting = [value for value in wanted if value.shape == got.shape]
    if not fitting:
        return f"has shape {tuple(got.shape)}, expected {tuple(wanted[0].shape)}"
    expected = min(fitting, key=lambda value: _distance(got, value))
    place = int((got - expected).abs().nan_to_num(float("inf")).argmax())
    came, right = float(got.flatten()[place]), float(expected.flatten()[place])
    where = "" if got.numel() == 1 else " in one place"
    return f"is {_written(came, right)}{where}, expected {_written(right, came)}"


def _written(value, other):
    """A number as a message has it: a whole one without decimals, if both are; and never two alike."""
    if value.is_integer() and other.is_integer():
        return f"{value:.0f}"
    return f"{value:.4f}" if f"{value:.4f}" != f"{other:.4f}" else f"{value:.6g}"


def kind(value: object) -> str:
    """The type of a value in words, for messages."""
    return "None: is a return missing?" if value is None else type(value).__name__


def numbers(value: object, count: int, what: str, names: str) -> torch.Tensor:
    """Check that a function returned so many numbers; give them back as one tensor.

    Args:
        value: what it returned: a tuple or list of numbers, or of tensors with one number each.
        count: how many there must be.
        what: the call in the student's words.
        names: what they are, for example ``"(x, y)"``.
    """
    __tracebackhide__ = True
    assert isinstance(value, tuple | list), f"{what} should return {names}, not {kind(value)}"
    assert len(value) == count, f"{what} should return {names}, but returned {len(value)} values"
    for item in value:
        single = torch.is_tensor(item) and item.numel() == 1
        fits = single or (isinstance(item, Real) and not isinstance(item, bool))
        assert fits, f"{what} should return numbers {names}, but one is {kind(item)}"
    return torch.tensor([float(item) for item in value])
