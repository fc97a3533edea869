"""What a control changes in the kernel, and how all of it comes back.

The grader calls `change` in the kernel, between two cells, as an expression beside an empty cell:
no hook on cells sees it.  All that comes in here, and all that is set, the hand-in can read: nothing
of it is secret (see `plans`).
"""

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from typing import Any, NoReturn, cast

from IPython.core.interactiveshell import InteractiveShell

from course.grading.controls import pristine, retrial
from course.grading.controls.keeping import keep, remove

FAR = 4096  # by how much expected values are moved: more than any tolerance forgives
NAMED = 3  # of many names, the first

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
        order: JSON of a dictionary with ``token`` and, for a control, ``control``: true; it may have
            ``absent`` (names to be there without a meaning), ``shuffled`` (a file whose numbers to
            shuffle) and ``far`` (move the values that `course.probe.same` expects).  ``brief`` says
            whether errors are shown without their traceback, which takes longer than most graded
            cells.

    Returns:
        A note with the ``token``, whether the scene is ``ready``, how many comparisons the last
        control ``compared`` with values that had been moved, and what of the course's own code is
        ``changed``.
    """
    global _compared
    wanted, shell = json.loads(order), InteractiveShell.instance()
    _held.close()
    _be_brief(shell, wanted.get("brief"))
    compared, _compared = _compared, 0
    changed = pristine.changed()
    ready = bool(wanted.get("control"))
    if ready:
        keep(shell, _held.callback)
        try:
            _set(wanted, shell.user_ns)
        except Exception:  # for example a file that the hand-in lacks
            _held.close()
            ready = False
    return Note(token=wanted["token"], ready=ready, compared=compared, changed=changed[:NAMED])


def again(order: str) -> Note:
    """Try a graded cell once more, see `course.grading.controls.retrial`.

    Args:
        order: JSON of a dictionary with ``token`` and the arguments ``source``, ``own`` and ``given``.

    Returns:
        A note with the ``token``, the name of the ``error`` that it ended in, "" if it passed, and
        what of the course's own code was ``meddled`` with while the answer ran.
    """
    wanted, shell = json.loads(order), InteractiveShell.instance()
    _held.close()
    keep(shell, _held.callback)
    error, meddled = retrial.again(wanted["source"], shell.user_ns, wanted["own"], wanted["given"])
    return Note(token=wanted["token"], error=error, meddled=sorted(meddled)[:NAMED])


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
    for name in order.get("absent", ()):
        names[name] = Absent()
    if "shuffled" in order:
        _shuffle(order["shuffled"])
    if order.get("far"):
        _move_expected()


class Absent:
    """What stands in the place of an answer that was not given."""

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(name)


def _shuffle(name):
    """Shuffle the numbers in a file of weights that was handed in, until `_held` is closed."""
    import torch

    weights = torch.load(name, map_location="cpu", weights_only=True)
    mixed = {key: _shuffled(t) for key, t in weights.items()}
    if all(torch.equal(mixed[key], t) for key, t in weights.items()):
        raise ValueError("all its numbers are alike")
    content = io.BytesIO()
    torch.save(mixed, content)
    name = os.path.abspath(name)
    aside = tempfile.mkdtemp()  # moved, not overwritten: it may be a link to somewhere
    _held.callback(remove, aside)
    shutil.move(name, os.path.join(aside, "kept"))
    _held.callback(shutil.move, os.path.join(aside, "kept"), name)
    _held.callback(remove, name)  # a folder of that name would take it in
    with open(name, "wb") as file:
        file.write(content.getvalue())


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
