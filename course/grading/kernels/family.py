"""Which processes there are, and which come from which: read from /proc."""

import contextlib
import os
from collections.abc import Iterable, Mapping


def table(proc: int | None = None) -> dict[int, tuple[int, int]]:
    """The parent and the session of every process, by its number.

    Args:
        proc: the folder /proc, open, for a process that has hidden its own; None: the one it sees.
    """
    opened = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY) if proc is None else proc
    found = {}
    try:
        for name in filter(str.isdigit, os.listdir(opened)):
            with contextlib.suppress(OSError):  # it has just ended
                fields = read(f"{name}/stat", opened).rpartition(")")[2].split()
                found[int(name)] = int(fields[1]), int(fields[3])
    finally:
        if proc is None:
            os.close(opened)
    return found


def below(roots: Iterable[int], table: Mapping[int, tuple[int, int]]) -> set[int]:
    """The processes ``roots``, a set of numbers, and all that descend from them."""
    children: dict[int, list[int]] = {}
    for pid, (parent, _) in table.items():
        children.setdefault(parent, []).append(pid)
    family, new = set(roots), list(roots)
    while new:
        new = [child for parent in new for child in children.get(parent, ()) if child not in family]
        family.update(new)
    return family


def read(name: str, proc: int) -> str:
    """The beginning of a file in the open folder ``proc``, as text; raises OSError."""
    file = os.open(name, os.O_RDONLY, dir_fd=proc)
    try:
        return os.read(file, 4096).decode(errors="replace")
    finally:
        os.close(file)
