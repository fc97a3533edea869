"""What a control changes in the kernel, and how all of it comes back.

The grader calls `change` in the kernel, between two cells, as an expression beside an empty cell:
no hook on cells sees it.  What a control sets, it sets among the notebook's own names.
"""

import base64
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from typing import Any, cast

from IPython.core.interactiveshell import InteractiveShell

from course.grading.controls.keeping import keep, remove

FAR = 4096  # by how much expected values are moved: more than any tolerance forgives

_held = contextlib.ExitStack()  # puts back all that the control before this one changed
_compared = 0
_mode = None  # how this notebook shows errors


class Note:
    """An answer to the grader, shown as it is whatever the notebook does to the display of text."""

    def __init__(self, **content: Any) -> None:
        self.text = json.dumps(content)

    def __repr__(self) -> str:
        return self.text


def change(order: str) -> Note:
    """Put back what the last control changed, and set what the next one needs.

    Args:
        order: JSON of a dictionary with ``token`` and, for a control, ``answers`` (texts to run
            among the notebook's names); it may have ``before`` (texts to run before them, each
            if it can), ``file`` (a name, bytes in base64, whether to shuffle its numbers) and
            ``far`` (move the values that `course.probe.same` expects).  ``brief`` says whether
            errors are shown without their traceback, which takes longer than most graded cells.

    Returns:
        A note with the ``token``, whether the scene is ``ready``, and how many comparisons the
        last control ``compared`` with values that had been moved.
    """
    global _compared
    wanted, shell = json.loads(order), InteractiveShell.instance()
    _held.close()
    _be_brief(shell, wanted.get("brief"))
    compared, _compared = _compared, 0
    ready = "answers" in wanted
    if ready:
        keep(shell, _held.callback)
        try:
            _set(wanted, shell.user_ns)
        except Exception:  # for example a name that the hand-in lacks
            _held.close()
            ready = False
    return Note(token=wanted["token"], ready=ready, compared=compared)


def traceback(order: str) -> Note:
    """The traceback that the last error would have had, had it not been brief, in a `Note`."""
    shell, kind = InteractiveShell.instance(), cast(type, sys.last_type)
    if shows := getattr(sys.last_value, "_render_traceback_", None):
        lines = [str(line) for line in shows()]
        return Note(token=json.loads(order)["token"], ename=kind.__name__, traceback=lines)
    brief = shell.InteractiveTB.mode
    shell.InteractiveTB.set_mode(_mode or brief)
    try:
        lines = shell.InteractiveTB.structured_traceback(kind, sys.last_value, sys.last_traceback)
    finally:
        shell.InteractiveTB.set_mode(brief)
    return Note(token=json.loads(order)["token"], ename=kind.__name__, traceback=lines)


def _be_brief(shell, wanted):
    global _mode
    if wanted and _mode is None:
        _mode = shell.InteractiveTB.mode
        shell.InteractiveTB.set_mode("Minimal")
    elif not wanted and _mode is not None:
        shell.InteractiveTB.set_mode(_mode)
        _mode = None


def _set(order, names):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for text in order.get("before", ()):
            with contextlib.suppress(Exception):
                exec(compile(text, "<cell>", "exec"), names)
        if order.get("before") and (torch := sys.modules.get("torch")):
            torch.set_grad_enabled(True)
            torch.set_default_dtype(torch.float32)
        for text in order["answers"]:
            exec(compile(text, "<cell>", "exec"), names)
    if "file" in order:
        _put_file(*order["file"])
    if order.get("far"):
        _move_expected()


def _put_file(name, content, shuffle):
    """Put another file in the place of one that was handed in, until `_held` is closed."""
    import torch

    content = base64.b64decode(content)
    if shuffle:
        weights = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
        mixed = {key: _shuffled(t) for key, t in weights.items()}
        content = io.BytesIO()
        torch.save(mixed, content)
        content = content.getvalue()
    name = os.path.abspath(name)
    if os.path.lexists(name):  # moved, not overwritten: it may be a link to somewhere
        aside = tempfile.mkdtemp()
        _held.callback(remove, aside)
        shutil.move(name, os.path.join(aside, "kept"))
        _held.callback(shutil.move, os.path.join(aside, "kept"), name)
        _held.callback(remove, name)  # a folder of that name would take it in
    with open(name, "wb") as file:
        file.write(content)


def _shuffled(numbers):
    import torch

    return numbers.flatten()[torch.randperm(numbers.numel(), device="cpu")].reshape(numbers.shape)


def _move_expected():
    """Let `course.probe.same` expect values that no answer gives."""
    from course.probe.values import compare

    true = compare.close

    def close(got, expected, *tolerance):
        global _compared
        _compared += 1
        return true(got, compare._numbers(expected) + FAR, *tolerance)

    compare.close = close
    _held.callback(setattr, compare, "close", true)
