"""A graded cell tried once more where nothing around the hand-in's answer is the hand-in's.

Same text, same answer; but every module holds what it held before the hand-in ran, IPython has no
part in it, and whatever the answer exchanges or changes while it runs is put back as it returns.
Nothing that is secret is needed for that.
"""

import builtins
import contextlib
import functools
import io
import sys
from collections.abc import Iterable, Iterator
from sys import gettrace, settrace
from types import FunctionType
from typing import Any

from course.grading.controls import pristine

CALLS = 100  # of an answer that are watched: one that is called in a loop would take long
FRAMES = 100  # of this module, on top of an answer's own recursion
LARGEST = 10**6  # numbers in a tensor whose change is looked for


def again(
    source: str, names: dict[str, Any], own: Iterable[str], given: Iterable[str]
) -> tuple[str, set[str]]:
    """Run a graded cell once more.

    Args:
        source: its text, plain Python.
        names: the notebook's names; they stay as they are, but what they name may change.
        own: which of them are the answer.
        given: texts that define what the lesson gives: imports, functions and classes.

    Returns:
        The name of the error that it ended in, "" if it passed; and the names of the course's own
        code that the answer exchanged while it ran.
    """
    meddled: set[str] = set()
    with contextlib.ExitStack() as held:
        _quiet(held)
        pristine.put_back(held.callback)
        try:
            exec(compile(source, "<cell>", "exec"), _scene(names, own, given, meddled, held))
        except Exception as error:
            return _kind(error), meddled
    return "", meddled


def _kind(error):
    return "AssertionError" if isinstance(error, AssertionError) else type(error).__name__


def _quiet(held):
    """No output, no function that traces, no mode of torch's that changes what operations do."""
    for stream in (contextlib.redirect_stdout, contextlib.redirect_stderr):
        held.enter_context(stream(io.StringIO()))
    held.callback(sys.setrecursionlimit, sys.getrecursionlimit())
    sys.setrecursionlimit(sys.getrecursionlimit() + FRAMES)
    held.callback(settrace, gettrace())
    settrace(None)
    if torch := sys.modules.get("torch"):
        from torch.utils import _python_dispatch

        held.enter_context(_python_dispatch._disable_current_modes())
        while torch._C._len_torch_function_stack():
            held.callback(torch._C._push_on_torch_function_stack, torch._C._pop_torch_function_stack())


def _scene(names, own, given, meddled, held):
    """The names that the cell sees; functions of the hand-in go on seeing its own."""
    scene = {k: value for k, value in names.items() if k.startswith("_") or not hasattr(builtins, k)}
    scene["__builtins__"] = builtins
    for text in given:
        with contextlib.suppress(Exception):
            exec(compile(text, "<cell>", "exec"), scene)
    calls = iter(range(CALLS))
    for name in own:
        if name in names:
            scene[name] = _watched(names[name], calls, meddled, held)
    return scene


def _watched(answer: Any, calls: Iterator[int], meddled: set[str], held: contextlib.ExitStack) -> Any:
    """The answer, a function or class, with an eye on each call; anything else as it is."""
    if isinstance(answer, FunctionType):
        return _call(answer, calls, meddled)
    if isinstance(answer, type):
        for key, method in list(vars(answer).items()):
            if isinstance(method, FunctionType):
                held.callback(setattr, answer, key, method)
                setattr(answer, key, _call(method, calls, meddled))
    return answer


def _call(function, calls, meddled):
    """The function with an eye on each call; it looks up names where the function itself does."""
    taken, given_back = _taken, functools.partial(_given_back, meddled)

    def bare(args, kwargs):  # of one line: who moves on in his caller's frame gets nowhere
        return function(*args, **kwargs)

    def call(*args, **kwargs):  # without a global name: these are the hand-in's
        before = taken(calls, args, kwargs)
        try:
            result = bare(args, kwargs)
        except BaseException:
            given_back(before, None)
            raise
        return given_back(before, result)

    same = FunctionType(call.__code__, function.__globals__, function.__name__, None, call.__closure__)
    return functools.update_wrapper(same, function)


def _taken(calls, *arguments):
    """What a call was given, each tensor with a copy; None where nobody looks any more."""
    if next(calls, None) is None:
        return None
    return [(tensor, tensor.detach().clone()) for tensor in _tensors(arguments)]


def _given_back(meddled, before, result):
    """Put back what the call exchanged or changed in place; its result without what is not plain."""
    if before is None:
        return result
    if gettrace():
        settrace(None)
        meddled.add("a trace function")
    meddled.update(pristine.put_back(_forget, all_of_it=False))
    for tensor, value in before:
        _restore(tensor, value)
    return _plain(result)


def _forget(*_):
    """What an answer exchanged while it ran is its own matter afterwards."""


def _tensors(value):
    """The plain tensors among the arguments of a call, also in lists, tuples and dictionaries."""
    torch: Any = sys.modules.get("torch")
    if torch and type(value) is torch.Tensor:
        if value.numel() <= LARGEST:
            yield value
    elif type(value) in (list, tuple):
        for item in value:
            yield from _tensors(item)
    elif type(value) is dict:
        yield from _tensors(list(value.values()))


def _restore(tensor, value):
    """Give a tensor back the numbers that it had, if an answer changed them."""
    torch: Any = sys.modules["torch"]
    if tensor.shape == value.shape and not torch.equal(tensor, value):
        with torch.no_grad():
            tensor.copy_(value)


def _plain(result):
    """A result that is some kind of tensor of the hand-in's own, as a plain one."""
    torch: Any = sys.modules.get("torch")
    if torch and isinstance(result, torch.Tensor) and type(result).__module__ == "__main__":
        with torch._C.DisableTorchFunctionSubclass():
            return result.as_subclass(torch.Tensor)
    return result
