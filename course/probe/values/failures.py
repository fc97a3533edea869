"""How a graded cell shows that it failed: its sentence first, then the student's own line, no machinery.

IPython shows an error by its traceback, with the sentence last and lines of this package above it.
Here an exception is given `_render_traceback_`, by which IPython lets it show itself.  Name and words
of the exception stay as they are, so marks, feedback and answers read what they always read.
"""

import linecache
import re
import sys
import traceback
from types import TracebackType

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
GRADED = re.compile(r"# [a-z0-9-]+ · [\d.]+ (bonus )?points?$")  # the first line of a graded cell
CELL, OURS = "__main__", "course"  # modules: that of a notebook's cells, and this package


def install() -> None:
    """Ask the IPython that runs here, if there is one, to show failures so."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell:
        shell.set_custom_exc((AssertionError, NotImplementedError, NameError), _show)


def _show(shell, kind, error, trace, tb_offset=None):
    if lines := rendered(error, trace):
        error._render_traceback_ = lambda: lines
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def rendered(error: BaseException, trace: TracebackType | None) -> list[str]:
    """The lines to show for an error that a cell ends with; none where IPython's own are better.

    Args:
        error: the exception.
        trace: its traceback, the cell's frame first or after IPython's own.
    """
    words = str(error).strip()
    if isinstance(error, NotImplementedError):
        if words[:9] not in ("", "your code"):  # one of torch's own
            return []
        return [f"{BOLD}{_unwritten(trace)}{PLAIN}"]
    frames = [frame for frame, _ in traceback.walk_tb(trace)]
    if isinstance(error, NameError):
        return [f"{BOLD}{_missing(error)}{PLAIN}"] if frames and _graded(frames[-1]) else []
    modules = [frame.f_globals.get("__name__", "") for frame in frames]
    first = modules.index(CELL) if CELL in modules else len(modules)
    if not words or not all(name == CELL or name.split(".")[0] == OURS for name in modules[first:]):
        return []
    cause = error.__cause__
    return [f"{BOLD}{words}{PLAIN}", *_place(cause.__traceback__ if cause else trace)]


def _graded(frame):
    """Whether a frame is that of a graded cell, outside of functions."""
    first = linecache.getline(frame.f_code.co_filename, 1)
    return frame.f_code.co_name == "<module>" and bool(GRADED.match(first))


def _missing(error):
    """A sentence about a name that no cell has defined: mostly its cell has not run, or has stopped."""
    return f"{error.name} is not defined: first run the cell in which you write it."


def _unwritten(trace):
    """A sentence about the function that is still the empty stub."""
    name = ""
    for frame, _ in traceback.walk_tb(trace):
        name = frame.f_code.co_qualname
    name = name.removesuffix(".__init__").removesuffix(".forward")
    if name in ("", "<module>"):
        return "This cell is not filled in yet: write your code in the place of its last line."
    return f"{name} is not written yet: fill in its cell, and run it."


def _place(trace):
    """Where in the student's own functions it happened, with the line itself, if in one of them."""
    place = []
    for frame, number in traceback.walk_tb(trace):
        code = frame.f_code
        if frame.f_globals.get("__name__") == CELL and not code.co_name.startswith("<"):
            line = linecache.getline(code.co_filename, number).strip()
            place = [f"in {code.co_qualname}, line {number}:  {line}"] if line else []
    return place
