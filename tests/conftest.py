"""One thread for each process: small networks gain nothing from more, and on a busy machine threads
that wait for each other take ten times as long."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
