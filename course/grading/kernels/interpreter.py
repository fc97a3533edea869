"""The IPython kernel that runs a notebook: the usual one, which students' code does not break by accident.

Jupyter's kernel shares its process with the notebook, and stops answering where that has taken away what
the kernel uses itself: a ``sys.stdout`` of None, ``json.dumps`` exchanged, an exception that has no words.
And it drops what it has to say where that is much.  Here it does neither.

Imported inside kernels alone.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

import zmq
from ipykernel import iostream, ipkernel, kernelapp, zmqshell
from ipykernel.displayhook import ZMQShellDisplayHook
from traitlets import Type, default

from course.grading.kernels import messages
from course.grading.kernels.tracebacks import LETTERS, said, short_chain, shortened

WAITING = 50  # messages that wait in one of ZeroMQ's queues: each may be long
TEXT = 250_000  # characters that a notebook may print before they are sent: more than any cell may show


class DisplayHook(ZMQShellDisplayHook):
    """Tells a cell's own last value from what a function in it shows through ``sys.displayhook``.

    nbgrader takes the one for points, and should not take the other.
    """

    shell: Any

    def __call__(self, result: Any = None) -> None:
        caller = sys._getframe(1)
        self.is_last_value = caller.f_locals is caller.f_globals  # a cell's own frame, no function's
        super().__call__(result)

    def finish_displayhook(self) -> None:
        self.shell.mend_streams()
        if self.msg and not self.is_last_value:
            self.msg["content"].pop("execution_count", None)
            self.msg["header"]["msg_type"] = self.msg["msg_type"] = "display_data"
        super().finish_displayhook()


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """ipykernel's shell, by its name too: libraries ask for it."""

    displayhook_class = Type(DisplayHook)
    streams: tuple[Any, Any] = (None, None)  # the kernel's own
    said: dict[str, Any] | None = None  # the error that was shown last

    def init_traceback_handlers(self, custom_exceptions: Any) -> None:
        super().init_traceback_handlers(custom_exceptions)
        maker: Any = self.InteractiveTB
        maker.structured_traceback = shortened(maker.structured_traceback)

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        self.mend_streams()
        with short_chain((exc_tuple or sys.exc_info())[1]):
            super().showtraceback(exc_tuple, *args, **kwargs)

    def _showtraceback(self, etype, evalue, stb):
        words = said(evalue)
        self.said = {"ename": etype.__name__, "evalue": words, "traceback": stb}
        super()._showtraceback(etype, words, stb)

    def _format_exception_for_storage(self, exception, *args, **kwargs):
        """For IPython's history: what was shown, not made anew."""
        words = {"ename": type(exception).__name__, "evalue": said(exception), "traceback": []}
        return self.said or words

    def mend_streams(self) -> None:
        """Put the kernel's own streams back where the notebook's cannot be flushed."""
        for name, own in zip(("stdout", "stderr"), self.streams, strict=True):
            try:
                getattr(sys, name).flush()
            except Exception:
                setattr(sys, name, own)


class Kernel(ipkernel.IPythonKernel):
    """ipykernel's kernel, which answers whatever a cell has done."""

    shell: Any
    shell_class = Type(ZMQInteractiveShell)

    async def do_execute(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.shell.streams, self.shell.said = (self._stdout, self._stderr), None
        try:
            reply = await super().do_execute(*args, **kwargs)
            if reply["status"] == "error":
                words = {"evalue": messages.plain(reply["evalue"][:LETTERS])}
                reply |= self.shell.said or words
            return reply
        except BaseException as error:  # an exception without words is not said to be an Exception
            return self._failed(error)
        finally:
            self.shell.mend_streams()

    def _failed(self, error):
        """The answer where IPython could not even show a cell's error."""
        line = f"This cell's error could not be shown ({type(error).__name__}: {said(error)})."
        words = self.shell.said or {"ename": type(error).__name__, "evalue": line, "traceback": [line]}
        return words | {
            "status": "error", "execution_count": self.shell.execution_count - 1,
            "user_expressions": {}, "payload": [],
        }  # fmt: skip


class Stream(iostream.OutStream):
    """``sys.stdout`` or ``sys.stderr``, which cannot be closed, nor filled faster than it is read."""

    waiting = 0

    def write(self, string: str) -> int:
        if isinstance(string, str) and (kept := string[: TEXT - self.waiting]):
            self.waiting += len(kept)
            super().write(messages.plain(kept))
        return len(string)

    def _flush(self):
        self.waiting = 0
        super()._flush()

    def close(self) -> None:
        self.flush()


class App(kernelapp.IPKernelApp):
    """ipykernel's program, with this kernel, whose messages wait to be read."""

    kernel_class = Type(Kernel)

    @default("outstream_class")
    def _own_stream(self):
        return f"{__name__}.Stream"

    def init_iopub(self, context: zmq.Context) -> None:
        # A queue that is full stops whoever fills it: else ZeroMQ drops messages, by luck.
        context.setsockopt(zmq.SNDHWM, WAITING)
        context.setsockopt(zmq.RCVHWM, WAITING)
        context.setsockopt(zmq.XPUB_NODROP, 1)
        super().init_iopub(context)
        self.iopub_thread.send_multipart = _refuse_long(self.iopub_thread.send_multipart)


def _refuse_long(send):
    """The grader would refuse such a message unread, and hear nothing of the next ones."""

    def send_multipart(frames, *args, **kwargs):
        size = sum(map(len, frames))
        if size > messages.LONGEST - 1000:
            raise ValueError(f"an output of {size / 10**6:.0f} MB is too long to be shown")
        send(frames, *args, **kwargs)

    return send_multipart


def keep_own_json() -> None:
    """Give what makes and reads a kernel's messages a json of its own, which no notebook exchanges."""
    shared = {name: sys.modules.pop(name) for name in _named("json")}
    own = importlib.import_module("json")
    for name in _named("json"):
        del sys.modules[name]
    sys.modules.update(shared)
    for name in _named("jupyter_client", "ipykernel", "course"):
        module = sys.modules[name]
        if isinstance(module, ModuleType) and getattr(module, "json", None) is shared["json"]:
            module.json = own  # type: ignore[attr-defined]


def _named(*packages):
    return [name for name in sys.modules if name.partition(".")[0] in packages]
