"""The names that a function looks up, replaced while it runs."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def replaced(function: Callable[..., Any], **parts: Any) -> Iterator[None]:
    """Replace names that a function looks up among its globals, and put them back afterwards."""
    names = looked_up(function)
    missing = object()
    before = {name: names.get(name, missing) for name in parts}
    names.update(parts)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                names.pop(name, None)
            else:
                names[name] = value


def looked_up(function: Any) -> dict[str, Any]:
    """The globals of a function, also where it is wrapped, or the ``__call__`` of an object."""
    while isinstance(function, functools.partial):
        function = function.func
    names = getattr(function, "__globals__", None) or getattr(type(function).__call__, "__globals__", None)
    assert names is not None, f"a function was expected, not {type(function).__name__}: has its name changed?"
    return names
