"""One thread for each process: small networks gain nothing from more, and on a busy machine threads
that wait for each other take ten times as long."""

import functools
import os
import sys

import pytest
from nbgrader import api

os.environ.setdefault("OMP_NUM_THREADS", "1")
# nbgrader asks alembic for the version of its tables, in a process of 1.5 s for each new gradebook.
api.get_alembic_version = functools.cache(api.get_alembic_version)


@pytest.hookimpl(optionalhook=True)  # with -p no:xdist nobody asks
def pytest_xdist_auto_num_workers(config):
    """One worker more than there are cores: many tests wait, for a limit or for a process to end."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def kernels_stay_warm():
    """A test that makes this process's kernels cold leaves them slow, and unlike real ones, to all others."""
    yield
    processes = sys.modules.get("course.grading.kernels.processes")
    assert processes is None or processes.PRELOAD
