"""What a cell may change in the kernel, kept and put back: names, numbers of cells, chance, files."""

import contextlib
import os
import random
import shutil
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MISSING = object()


def keep(shell: "InteractiveShell", later: Callable[..., Any]) -> None:
    """Remember what a cell may change.

    Args:
        shell: IPython's shell.
        later: function of a function and its arguments, to be called when all is to be put back,
            the last one first.
    """
    for part in (_history, _names, _chance, _pictures, _folder):
        part(shell, later)
    keep_settings(later)


def _names(shell, later):
    names, before = shell.user_ns, dict(shell.user_ns)

    def back():  # one by one: a thread of the notebook may be looking
        for name in set(names) - set(before):
            names.pop(name, None)
        for name, value in before.items():
            if names.get(name, MISSING) is not value:
                names[name] = value

    later(back)


def _history(shell, later):
    """Numbers of cells, In and Out, so that each run of a cell sees the same ones."""
    history, display = shell.history_manager, shell.displayhook
    history.db_cache_size = 10**9  # nothing is saved: two runs of one number would be an error
    lists = [history.input_hist_parsed, history.input_hist_raw, history.db_input_cache]
    lengths = [len(kept) for kept in lists]
    tables = [history.output_hist, history.output_hist_reprs, history.outputs, history.exceptions]
    copies = [dict(table) for table in tables]
    of_shell = ("execution_count", "last_execution_succeeded", "last_execution_result", "_last_traceback")
    kept = [(shell, of_shell), (history, ("_i", "_ii", "_iii", "_i00")), (display, ("_", "__", "___"))]
    values = [(owner, name, getattr(owner, name, None)) for owner, names in kept for name in names]

    def back():
        for kept, length in zip(lists, lengths, strict=True):
            del kept[length:]
        for table, copy in zip(tables, copies, strict=True):
            table.clear()
            table.update(copy)
        for owner, name, value in values:
            setattr(owner, name, value)

    later(back)


def keep_settings(later: Callable[..., Any]) -> None:
    """Of `keep` the environment, warnings, and what torch has switched on or off for all code."""
    environment, filters = dict(os.environ), warnings.filters[:]

    def back():
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)
        warnings.filters[:] = filters  # type: ignore[index]  # a list, whatever its hint says

    later(back)
    if torch := sys.modules.get("torch"):
        later(torch.set_grad_enabled, torch.is_grad_enabled())
        later(torch.set_default_dtype, torch.get_default_dtype())


def _chance(shell, later):
    """The states of the random numbers, so that a hand-in draws the same ones with and without."""
    later(random.setstate, random.getstate())
    if numpy := sys.modules.get("numpy"):
        later(numpy.random.set_state, numpy.random.get_state())
    if torch := sys.modules.get("torch"):
        later(torch.default_generator.set_state, torch.default_generator.get_state())
        if torch.cuda.is_initialized():
            later(torch.cuda.set_rng_state_all, torch.cuda.get_rng_state_all())


def _pictures(shell, later):
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        before = set(pyplot.get_fignums())
        later(lambda: [pyplot.close(n) for n in set(pyplot.get_fignums()) - before])


def _folder(shell, later):
    """The working folder, and what a control leaves in it."""
    try:
        folder = os.getcwd()
        before = set(os.listdir(folder))
    except OSError:  # the notebook has removed it
        return

    def back():
        with contextlib.suppress(OSError):
            os.chdir(folder)
            for name in set(os.listdir(folder)) - before:
                remove(os.path.join(folder, name))

    later(back)


def remove(path: str) -> None:
    """Remove a file, or a folder and all in it; what is not there is no matter."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            os.unlink(path)
