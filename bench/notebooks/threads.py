"""One thread or one a core, for networks as small as ours, on an idle machine and beside another program."""

import multiprocessing
import os
import statistics
import subprocess
import sys
import time

import torch
from torch import nn

from bench.table import save

SECONDS, ROUNDS = 3, 3


def measure():
    """A step of plain layers and of convolutions: milliseconds by the clock, alternating."""
    cores = len(os.sched_getaffinity(0))
    found = {(threads, busy): [] for busy in (0, 1, cores) for threads in (1, cores)}
    for _ in range(ROUNDS):
        for threads, busy in found:
            found[threads, busy].append(_beside(busy, threads))
    rows = [["threads", "busy programs beside it", "plain layers, ms", "convolutions, ms"]]
    for (threads, busy), times in found.items():
        columns = zip(*times, strict=True)
        shown = [f"{statistics.median(c):.1f} ({min(c):.1f} to {max(c):.1f})" for c in columns]
        rows.append([threads, busy, *shown])
    save("threads", "One thread, or one a core", rows, [
        "forward, backward and Adam of 784 → 256 → 256 → 784 at batch 64, and of three convolutions (16, "
        f"32, 64 channels) at 32 images of 32 × 32; median of {ROUNDS} runs of {SECONDS} s (lowest to "
        "highest)",
        "a busy program: a loop of Python",
    ])  # fmt: skip


def _beside(busy, threads):
    """Milliseconds of both steps, in a process of its own, while others compute."""
    others = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(busy)]
    for other in others:
        other.start()
    try:
        line = [sys.executable, "-m", "bench.notebooks.threads"]
        told = os.environ | {"OMP_NUM_THREADS": str(threads)}
        answer = subprocess.run(line, env=told, check=True, capture_output=True, text=True).stdout
    finally:
        for other in others:
            other.kill()
    return [float(number) for number in answer.split()]


def _spin():
    while True:
        pass


def _step(net, x):
    """Milliseconds of a step by the clock, a mean over some seconds."""
    optim = torch.optim.Adam(net.parameters(), fused=True)
    count, start = 0, 0.0
    while not start or time.perf_counter() < start + SECONDS:
        optim.zero_grad()
        net(x).square().mean().backward()
        optim.step()
        count += 1
        if count == 5 and not start:  # the first ones prepare
            count, start = 0, time.perf_counter()
    return 1000 * (time.perf_counter() - start) / count


if __name__ == "__main__":
    plain = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 784))
    conv = nn.Sequential(nn.Conv2d(1, 16, 4, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 4, 2, 1), nn.ReLU(),
                         nn.Conv2d(32, 64, 4, 2, 1))  # fmt: skip
    print(_step(plain, torch.rand(64, 784)), _step(conv, torch.rand(32, 1, 32, 32)))
