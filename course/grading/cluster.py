"""Errands on a Dask cluster: its workers need this package, but neither disk nor database of the grader."""

import asyncio
import functools
import hashlib
import logging
import pickle
import socket
import time
import uuid
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import TypeVar

import dask
from distributed import Client, KilledWorker, Security
from distributed.comm import connect
from distributed.versions import VersionMismatchWarning

from course.grading.errors import Blamed, ErrandError, GradingError, first_line
from course.grading.kernels.sandbox import PACKAGE, SandboxError

Given = TypeVar("Given")
Made = TypeVar("Made")
PATIENCE = 15  # seconds for a scheduler to answer
ABSENCE = 90  # seconds that a cluster may be without workers: one that died may start again
CANCELLED = (CancelledError, asyncio.CancelledError)
# What a worker is asked to do, in words that it can read without this package: a message that it cannot
# read would end it, and the next worker, and the next.
ASK = "__import__('course.grading.cluster', fromlist=['answer']).answer(letter, wanted)"


class Cluster:
    """Runs errands on a Dask cluster.

    Args:
        address: of its scheduler, as "tcp://10.0.0.1:8786".

    Raises:
        GradingError: no scheduler answers there, or it has no workers.
    """

    def __init__(self, address: str) -> None:
        self.address, self.client = address, _connect(address)
        self.seen = time.monotonic()  # when there were workers
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            self.close()
            raise GradingError(f"The Dask scheduler {address} has no workers: start some first.") from None
        except (OSError, RuntimeError, *CANCELLED):
            self.close()
            raise self._gone() from None

    def submit(self, function: Callable[[Given], Made], parcel: Given) -> Future[Made]:
        """Have a worker call ``function(parcel)``; returns a ``concurrent.futures.Future``."""
        letter = {"letter": pickle.dumps((function, parcel)), "wanted": version()}
        task = self.client.submit(eval, ASK, letter, key=f"hand-in-{uuid.uuid4()}", pure=False)
        # Dask's own executor never completes a future whose result is lost on the way back.
        return asyncio.run_coroutine_threadsafe(self._result(task), self.client.loop.asyncio_loop)

    def slots(self) -> int:
        """How many errands run at a time; workers come and go."""
        if self.client.status != "running":  # Dask tries to get it back, but has given up what ran
            raise self._gone()
        try:
            found = sum(self.client.nthreads().values())
        except (OSError, RuntimeError, *CANCELLED):
            raise self._gone() from None
        if found:
            self.seen = time.monotonic()
        return max(found, 1)

    def check(self) -> None:
        """Raises `GradingError` if there is no hope that an errand comes back."""
        self.slots()
        if time.monotonic() - self.seen > ABSENCE:
            raise GradingError(
                f"All workers of the Dask scheduler {self.address} are gone: start some and grade again; "
                "what has been graded is kept."
            )

    def close(self) -> None:
        """Take leave; errands that still run are given up."""
        with suppress(Exception):  # a scheduler that is gone says no good-bye
            self.client.close(timeout=5)

    async def _result(self, task):
        """What a worker answered; an error says whose fault it is."""
        try:
            kind, content = await task
        except KilledWorker:
            raise Blamed("every worker that ran this hand-in died") from None
        except CANCELLED:
            raise self._gone() from None
        except (ImportError, AttributeError) as error:
            kind, content = "differs", first_line(error)
        except Exception as error:  # of Dask: a hand-in too large to be sent, for example
            kind, content = "failed", first_line(error)
        if kind == "done":
            return pickle.loads(content)
        if kind == "differs":
            raise GradingError(
                f"The workers at {self.address} have another version of this course, or lack a package: "
                f"install there what is installed here ({content})."
            )
        raise SandboxError(content) if kind == "unsafe" else ErrandError(f"it could not be run ({content})")

    def _gone(self):
        return GradingError(
            f"The Dask scheduler {self.address} is gone: start one and grade again; what has been graded "
            "is kept."
        )


@functools.cache
def version() -> str:
    """A digest of this package, the same wherever it is installed."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def answer(letter: bytes, wanted: str) -> tuple[str, bytes | str]:
    """What a worker does.

    Args:
        letter: function and parcel, pickled.
        wanted: the grader's `version`.

    Returns:
        "done" and what the function returned, pickled; or "differs", "unsafe" or "failed", and why.
    """
    host = socket.gethostname()
    if wanted != version():
        return "differs", f"{host} has another course"
    try:
        function, parcel = pickle.loads(letter)
        return "done", pickle.dumps(function(parcel))
    except SandboxError as error:
        return "unsafe", f"On {host}: {error}"
    except Exception as error:
        return "failed", f"{type(error).__name__}: {first_line(error)}"


def _connect(address):
    for name in ("distributed", "distributed.client"):  # what matters becomes a sentence of ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"})  # a hand-in's files
    try:
        asyncio.run(_knock(address))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            return Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # of the system, of Dask for an odd address, of TLS for its certificates
        raise GradingError(f"No Dask scheduler answers at {address} ({first_line(error)}).") from None


async def _knock(address):
    """Try the address first: a `Client` that could not connect is a thread that never ends."""
    comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    comm.abort()
