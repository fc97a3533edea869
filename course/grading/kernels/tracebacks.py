"""Tracebacks that are short enough to be shown.

IPython looks up the module of every call in a traceback among all modules that are loaded: with torch
loaded, that takes it 3 ms, and a recursion without end took a minute.
"""

import contextlib
import inspect
import os
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from course.grading.kernels.messages import plain

CALLS = 10  # at either end of a traceback that is cut
CHAIN = 5  # exceptions that were raised while others were handled
LETTERS = 50_000  # of one line, the exception's own words among them
SILENT = "it has no words, for its __str__ raises"


def shortened(show: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """IPython's function that makes the lines of a traceback, for one of bounded length.

    Args:
        show: ``structured_traceback`` of one of IPython's makers of tracebacks.
    """

    def brief(
        kind: Any, error: BaseException | None, trace: TracebackType | None = None, *more: Any, **how: Any
    ) -> list[str]:
        left_out, short = len(_calls(trace)) - 2 * CALLS, _cut(trace)
        with short_chain(error) as chain:
            _note_cells(short, *(each.__traceback__ for each in chain[1:]))
            if any(len(said(each)) >= LETTERS or said(each) == SILENT for each in chain):
                lines = [*traceback.format_tb(short), f"{kind.__name__}: {said(error)}"]
            else:
                lines = show(kind, error, short, *more, **how)
        if left_out > 0:
            lines.insert(1, f"[{left_out:,} calls in the middle are left out.]")
        return [plain(str(line)[:LETTERS]) for line in lines]

    return brief


def _note_cells(*traces):
    """Tell `inspect` that the calls in cells are of no module: else it looks through all for each of them."""
    for trace in traces:
        for call in _calls(trace):
            name = call.tb_frame.f_code.co_filename
            if call.tb_frame.f_globals.get("__name__") == "__main__" and not os.path.exists(name):
                for known in (name, os.path.abspath(name)):
                    inspect.modulesbyfile.setdefault(known, "")


def said(error: BaseException | None) -> str:
    """An exception's words as text that can be sent, whatever it does when asked for them."""
    try:
        return plain(str(error)[:LETTERS])
    except BaseException:
        return SILENT


@contextlib.contextmanager
def short_chain(error: BaseException | None) -> Iterator[list[BaseException]]:
    """While this lasts, few exceptions hang on this one, with few calls each; yields them all, a list."""
    kept = []
    try:
        for _ in range(CHAIN):
            if error is None:
                break
            chain = error.__cause__, error.__context__, error.__suppress_context__
            kept.append((error, error.__traceback__, chain))
            if len(kept) > 1:
                error.__traceback__ = _cut(error.__traceback__)
            error = error.__cause__ or error.__context__
        if error is not None:
            kept[-1][0].__context__ = kept[-1][0].__cause__ = None
        yield [each for each, _, _ in kept]
    finally:
        for error, trace, chain in reversed(kept):
            error.__traceback__ = trace
            error.__cause__, error.__context__, error.__suppress_context__ = chain


def _calls(trace):
    found = []
    while trace is not None:
        found.append(trace)
        trace = trace.tb_next
    return found


def _cut(trace):
    """The same traceback, or a copy of its first and last calls where there are too many."""
    calls = _calls(trace)
    if len(calls) <= 2 * CALLS:
        return trace
    short = None
    for call in reversed(calls[:CALLS] + calls[-CALLS:]):
        short = TracebackType(short, call.tb_frame, call.tb_lasti, call.tb_lineno)
    return short
