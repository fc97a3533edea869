"""A lesson's cells in this very process, run by IPython as a kernel runs them."""

import contextlib
import functools
import io
import random
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterable
from types import CodeType
from typing import Any


def refresh() -> None:
    """What a fork must not share with its siblings: random states, and the draws of graded cells."""
    random.seed()
    tempfile.tempdir = None
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if torch := sys.modules.get("torch"):
        torch.seed()
    if draws := sys.modules.get("course.probe.values.draws"):
        draws.refresh()


PATIENCE = 10  # times the seconds that a cell may compute it may wait


def one_thread() -> None:
    """Several plays run side by side: threads that wait for each other would take several times as long."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


def shell() -> Any:
    """IPython without a terminal, without history, and without tracebacks, which nobody reads here."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    ipython: Any = InteractiveShell(config=config)
    ipython.showtraceback = ipython.showsyntaxerror = lambda *arguments, **options: None
    # Graded cells run behind every answer, and IPython reads one for longer than it computes.
    ipython.transform_cell = functools.cache(ipython.transform_cell)
    return ipython


def run(shell: Any, source: str, timeout: float) -> list[dict]:
    """Run a cell; returns its outputs as a notebook holds them, as far as they can count.

    It may compute for ``timeout`` seconds, whatever else the machine does, or wait `PATIENCE` times as long.
    """
    words = io.StringIO()
    try:
        with _limited(timeout), _shown(io.StringIO(), words):
            result = shell.run_cell(source, store_history=False, silent=False)
    except CellTimeoutError as late:  # the time was up in IPython's own code
        return [error(type(late).__name__, str(late))]
    outputs: list[dict] = []
    if words.getvalue():
        outputs.append({"output_type": "stream", "name": "stderr", "text": words.getvalue()[:10_000]})
    raised = result.error_before_exec or result.error_in_exec
    if raised is None and result.result is not None:
        data = {"text/plain": _words(repr, result.result)[:1000]}
        outputs.append({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1})
    if raised is not None:
        outputs.append(error(type(raised).__name__, _words(str, raised)))
    return outputs


def code(shell: Any, source: str) -> CodeType:
    """A cell's code, to `run_again`."""
    plain = shell.transform_cell(source)
    return shell.compile(plain, shell.compile.cache(plain, 0, raw_code=source), "exec")


def run_again(shell: Any, codes: Iterable[CodeType], timeout: float) -> None:
    """Run the code of cells, each for ``timeout`` at most; nobody looks at what they show, nor at errors."""
    with _shown(io.StringIO(), io.StringIO()):
        for code in codes:
            with contextlib.suppress(BaseException), _limited(timeout):
                exec(code, shell.user_ns)


@contextlib.contextmanager
def _limited(timeout):
    """Raise an error in what takes longer."""
    for timer, number, seconds in (
        (signal.ITIMER_PROF, signal.SIGPROF, timeout),
        (signal.ITIMER_REAL, signal.SIGALRM, PATIENCE * timeout),
    ):  # fmt: skip
        signal.signal(number, _too_long(timeout))
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _shown(out, err):
    """What is printed goes there; so do the warnings of a new interpreter, whatever this one is set to."""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.resetwarnings()
        for hidden in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", hidden)
        warnings.showwarning = lambda message, kind, *place, **_: print(
            warnings.formatwarning(message, kind, *place[:2]), file=sys.stderr
        )
        yield


class CellTimeoutError(BaseException):
    """A cell took too long; like the interrupt of a kernel no error that an answer may catch in passing."""


def _too_long(timeout):
    def stop(*_):
        raise CellTimeoutError(f"this cell did not finish within {timeout:g} seconds")

    return stop


def error(name: str, words: str) -> dict:
    """The output of a cell that raised, or that could not run."""
    return {"output_type": "error", "ename": name, "evalue": words, "traceback": [f"{name}: {words}"]}


def _words(function, value):
    """What an object says of itself, if it can."""
    try:
        return function(value)
    except Exception:
        return ""
