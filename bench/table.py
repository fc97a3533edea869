"""Tables of measurements, printed and saved with what it takes to repeat them."""

import os
import platform
import statistics
from datetime import date
from pathlib import Path

import torch

RESULTS = Path(__file__).parent / "results"


def machine():
    """The machine and the software, in one line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":")[1].strip() if names else model
    return (
        f"{model}, {os.cpu_count()} cores, {torch.get_num_threads()} threads, "
        f"Python {platform.python_version()}, torch {torch.__version__}, {date.today()}"
    )


def save(name, title, rows, notes):
    """Print a table and write it to ``bench/results/NAME.md``.

    Args:
        name: of the measurement and its file.
        title: one line.
        rows: lists of strings, the first one the head.
        notes: lines below the table: command, seeds, sizes.
    """
    head, *body = [[str(field) for field in row] for row in rows]
    widths = [max(len(row[i]) for row in [head, *body]) for i in range(len(head))]

    def line(fields):
        return "| " + " | ".join(f.ljust(w) for f, w in zip(fields, widths, strict=True)) + " |"

    table = [line(head), "|" + "|".join("-" * (w + 2) for w in widths) + "|", *map(line, body)]
    notes = [f"`python -m bench {name}`", *notes, machine()]
    text = "\n".join([f"# {title}", "", *table, "", *(f"* {note}" for note in notes), ""])
    print(text, flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")


def spread(values, form):
    """Mean of some figures with the lowest and the highest; one figure alone as it is."""
    mean = statistics.mean(values)
    if len(values) == 1:
        return f"{mean:{form}}"
    return f"{mean:{form}} ({min(values):{form}} to {max(values):{form}})"
