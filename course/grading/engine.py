"""Where errands run: in threads of this process, or on the workers of a Dask cluster.

Both are executors in the sense of the standard library's ``concurrent.futures``, so the code that
hands out the work is the same.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from course.grading.recorder import GradingError

PATIENCE = "15s"  # for a scheduler to answer


@contextmanager
def executor(workers, scheduler=None):
    """An executor for errands, and how many of them it runs at a time.

    Args:
        workers: how many hand-ins run at a time in this process; ignored with a scheduler.
        scheduler: address of a Dask scheduler, as "tcp://10.0.0.1:8786"; None: run them here.

    Yields:
        The executor and the number.

    Raises:
        GradingError: no scheduler answers at that address, or it has no workers.
    """
    if scheduler is None:
        with ThreadPoolExecutor(workers, thread_name_prefix="hand-in") as pool:
            yield pool, workers
        return
    client = _connect(scheduler)
    try:
        slots = sum(client.nthreads().values())
        if not slots:
            raise GradingError(f"The Dask scheduler {scheduler} has no workers: start some first.")
        # Not pure: the same hand-in run twice is two runs.
        yield client.get_executor(pure=False), slots
    finally:
        client.close(timeout=5)


def _connect(scheduler):
    try:
        from distributed import Client
    except ImportError:
        raise GradingError(
            "A cluster needs Dask, which is not installed: pip install 'gan-course[cluster]'."
        ) from None
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise GradingError(f"No Dask scheduler answers at {scheduler} ({error}).") from None


def failure(error):
    """Why an errand brought nothing back, in one sentence for the student's row."""
    if type(error).__name__ == "KilledWorker":
        return "every worker that ran this hand-in died"
    words = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return f"it could not be run ({words[:200]})"
