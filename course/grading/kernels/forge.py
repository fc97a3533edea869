"""What runs inside the warm process and in each kernel that is forked from it.

The warm process (the standard library's forkserver) imports this module once, and with it torch
and all else that a lesson imports.  A kernel forked from it owns those modules at once.  Nothing
here may start a thread or a parallel torch operation before the fork: a forked child inherits
the locks of such threads, but not the threads.
"""

import contextlib
import gc
import importlib
import io
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import warnings
from typing import TYPE_CHECKING, Any

from course.grading.kernels.syscalls import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# What lessons import.
LESSONS = (
    "numpy",
    "torch",
    "torch.utils.data",
    "torch.utils.tensorboard",
    "torchvision",
    "torchvision.transforms",
    "torchvision.utils",
    "matplotlib.pyplot",
    "tqdm.auto",
    "course.budget",
    "course.data",
    "course.device",
    "course.metrics",
    "course.pictures.animations",
    "course.pictures.charts",
    "course.pictures.symptoms",
    "course.pictures.windows",
    "course.probe",
    "course.probe.logs.events",
    "course.probe.logs.logged",
    "course.ring",
)
MODULES = (
    *LESSONS,
    # Not matplotlib's inline backend itself: it must find the kernel's shell when imported.
    "matplotlib.backends.backend_agg",
    "IPython.core.pylabtools",
    "course.grading.kernels.interpreter",
    "ipykernel.debugger",
    "IPython.core.completer",
    "stack_data",  # for tracebacks
    "course.grading.controls.scene",
    "course.grading.kernels.jail",
)
THREADS = "32"  # that torch may use: fewer than a sandbox allows processes
INLINE = "module://matplotlib_inline.backend_inline"
# Said on the command line, since importing these classes before there is a shell breaks pictures.
SETTINGS = [
    "--HistoryManager.hist_file=:memory:",
    # Else each picture is drawn twice, the first time to see where its ink ends.
    "--InlineBackend.print_figure_kwargs={'bbox_inches': None}",
]


def warm() -> None:
    """Import what kernels need; called once, in the warm process, before any fork."""
    # A notebook's orphans become children of this process, which reaps them: no zombies, even
    # in a container whose first process never reaps.
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    warnings.filterwarnings("ignore", message="forkserver: waitpid returned unexpected pid")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy reads it once, here
    os.environ["OMP_THREAD_LIMIT"] = THREADS  # else torch.set_num_threads(500) ends a kernel, unheard
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else it warns on the terminal
    for name in MODULES:
        # A module that cannot be imported is the notebook's error to show, not a reason to stop.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        _fill_caches()
    from course.grading.kernels import interpreter

    interpreter.keep_own_json()
    with contextlib.suppress(Exception):
        sys.modules["course.grading.controls.pristine"].remember()
    gc.collect()
    gc.freeze()  # the collector of a child would copy every page that it touches


def kernel(request: dict[str, Any], leash: "Connection | None" = None) -> None:
    """Become an IPython kernel; returns when the kernel is shut down.

    Args:
        request: a dictionary with ``connection`` (the connection file), ``folder`` (working
            directory), ``env`` (the whole environment) and ``path`` (``sys.path`` without its
            first entry); in the sandbox also what `jail.enter` takes: ``jail``, ``kept``, ``limits``.
        leash: in the sandbox, the connection to the process that grades; else None.
    """
    _leave_multiprocessing()
    if leash is None:
        _follow_the_warm_process()
        os.chdir(request["folder"])
    else:
        from course.grading.kernels import jail  # of modules that Linux alone has

        jail.enter(request["jail"], request["kept"], request["limits"], leash)
    _silence()
    os.environ.clear()
    os.environ.update(request["env"])
    sys.path[:] = ["", *request["path"]]
    sys.argv[:] = ["ipykernel_launcher", "-f", request["connection"]]
    _refresh()
    from course.grading.kernels.interpreter import App

    app = App.instance()
    app.initialize([*sys.argv[1:], *SETTINGS])
    if failures := sys.modules.get("course.probe.values.failures"):  # imported before there was IPython
        failures.install()
    if pristine := sys.modules.get("course.grading.controls.pristine"):
        pristine.accept()
    app.start()


def _follow_the_warm_process():
    """A session of its own; the warm process ends with the process that grades, and so does this one."""
    parent = os.getppid()
    os.setsid()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _fill_caches():
    """What every notebook would compute once: a picture's fonts, where modules lie, digits' measures."""
    import torch
    from IPython.core.ultratb import FormattedTB
    from matplotlib.figure import Figure

    torch.set_num_threads(1)  # so that no thread is there when kernels are forked
    figure = Figure()
    figure.subplots().set_title("warm")
    figure.savefig(io.BytesIO())
    try:  # in a file that is no module's, so that all modules are looked through
        exec(compile("raise ValueError", "<cell>", "exec"))
    except ValueError:
        FormattedTB(mode="Context", theme_name="linux").structured_traceback(*sys.exc_info())
    from course.metrics import neighbours

    neighbours.warm_up()


def _refresh():
    """What an import would have set anew: random states, draws, folders, plotting backend, threads."""
    random.seed()
    tempfile.tempdir = None
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if torch := sys.modules.get("torch"):
        torch.seed()
        torch.set_num_threads(_threads())
    if draws := sys.modules.get("course.probe.values.draws"):
        draws.refresh()
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ.get("MPLBACKEND", INLINE)


def _threads():
    """What the environment asks for, else one.

    Several kernels run side by side, and on a busy machine the threads of one kernel spend most of
    their time waiting for each other: the cells of lesson 02 took 35 s with two threads, 7 s with one.
    """
    wish = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(wish)) if wish.isdigit() else 1


def _silence():
    """The terminal of whoever grades is not the notebook's to write to, nor to read from."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)


def _leave_multiprocessing():
    """Forget the warm process, so that ``multiprocessing`` looks as in any other kernel.

    While a kernel holds the "alive" pipe the warm process would outlive the process that grades;
    and a DataLoader's workers would be asked of it.
    """
    from multiprocessing import forkserver, resource_tracker  # here by now

    server: Any = forkserver._forkserver
    tracker: Any = resource_tracker._resource_tracker
    for owner, name in ((server, "_forkserver_alive_fd"), (tracker, "_fd")):
        if getattr(owner, name, None) is not None:
            os.close(getattr(owner, name))
            setattr(owner, name, None)
    multiprocessing.set_start_method(None, force=True)  # back to the system's default
    server._forkserver_address = server._forkserver_pid = server._inherited_fds = None
    process: Any = multiprocessing.current_process()
    process._config.pop("tempdir", None)  # the warm process's own
