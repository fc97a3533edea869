"""Bad input that a student's function refuses, in a sentence of its own."""

import contextlib
import sys
from collections.abc import Callable
from typing import Any

from course.probe.values.compare import kind

WORDS = 3  # fewer are no sentence


def refuses(what: str, function: Callable[..., Any], *args: Any) -> None:
    """Check that a function raises ValueError, with a few words, when it is called with these arguments.

    Args:
        what: the call in the student's words.
        function: the student's.
    """
    __tracebackhide__ = True
    try:
        with contextlib.redirect_stderr(sys.stdout):
            result = function(*args)
    except ValueError as error:
        assert len(str(error).split()) >= WORDS, (
            f"{what} raises a ValueError without a sentence: say in it what is wrong with the input"
        )
        return
    except Exception as error:
        if isinstance(error, NotImplementedError):
            raise
        raise AssertionError(
            f"{what} stops with {type(error).__name__} somewhere on the way: look at the sizes first, and "
            "raise a ValueError with a sentence of your own"
        ) from error
    came = "nothing" if result is None else kind(result)
    raise AssertionError(f"{what} should be refused with a ValueError, but returned {came}")
