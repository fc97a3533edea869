"""The names that a function looks up, replaced while it runs."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def replaced(function: Callable[..., Any], **parts: Any) -> Iterator[None]:
    """Replace names that a function looks up among its globals, and put them back afterwards."""
    names = function.__globals__
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
