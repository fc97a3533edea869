"""Where errands run: in threads of this process, or on the workers of a Dask cluster.

Both have the same methods, so the code that hands out the work is the same.
"""

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from course.grading.errors import Blamed, ErrandError, GradingError, first_line
from course.grading.kernels import processes
from course.grading.kernels.sandbox import SandboxError

if TYPE_CHECKING:
    from course.grading.cluster import Cluster
    from course.grading.errand import Outcome

PATIENCE = 15  # seconds between two looks at what runs errands


class Threads(ThreadPoolExecutor):
    """Runs errands in this process.

    Args:
        workers: how many at a time.
    """

    def __init__(self, workers: int) -> None:
        super().__init__(workers, thread_name_prefix="hand-in")
        self.workers = workers

    def slots(self) -> int:
        """How many errands run at a time."""
        return self.workers

    def check(self) -> None:
        """Nothing here can get lost."""


@contextmanager
def executor(workers: int, scheduler: str | None = None) -> Iterator["Threads | Cluster"]:
    """What runs errands.

    Args:
        workers: how many hand-ins run at a time in this process; ignored with a scheduler.
        scheduler: address of a Dask scheduler, as "tcp://10.0.0.1:8786"; None: run them here.

    Yields:
        `Threads` or a `course.grading.cluster.Cluster`.

    Raises:
        GradingError: no scheduler answers at that address, or it has no workers.
    """
    if scheduler is None:
        with Threads(workers) as pool:
            try:
                yield pool
            except BaseException:  # Ctrl-C above all: nobody waits for what runs
                pool.shutdown(wait=False, cancel_futures=True)
                processes.kill_all()
                raise
        return
    try:
        from course.grading.cluster import Cluster
    except ImportError:
        raise GradingError(
            "A cluster needs Dask, which is not installed: uv pip install -r requirements.txt."
        ) from None
    cluster = Cluster(scheduler)
    try:
        yield cluster
    finally:
        cluster.close()


def finished(pool: "Threads | Cluster", running: Collection[Future[Any]]) -> set[Future[Any]]:
    """Those of the running errands' futures that are done; waits for the first.

    Raises:
        GradingError: none of them will be done.
    """
    while not (done := wait(running, PATIENCE, FIRST_COMPLETED).done):
        pool.check()
    return done


def is_blamed(future: Future[Any]) -> bool:
    """Whether every worker died that had this errand, or another one beside it."""
    return isinstance(future.exception(), Blamed)


def outcome(future: Future["Outcome"]) -> "Outcome":
    """What an errand brought back, a `course.grading.errand.Outcome`.

    Raises:
        ErrandError: nothing, and why.
        GradingError, SandboxError: nothing, and the other errands would fare no better.
    """
    try:
        return future.result()
    except (ErrandError, GradingError, SandboxError):
        raise
    except Exception as error:
        raise ErrandError(f"it could not be run ({first_line(error)})") from None
