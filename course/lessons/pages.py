"""A process's memory in large pages, so that forks of it cost less (Linux 6.1 and newer).

A fork notes each page of its parent's memory, and forgets it at its end.  With torch imported these
are 120,000 of 4 KiB: 33 ms of work, more than most graded cells take; 10 ms where most lie in pages
of 2 MiB.
"""

import contextlib

from course.grading.kernels import syscalls

LARGE = 2 << 20  # bytes
ADVICE = 25  # MADV_COLLAPSE


def enlarge() -> None:
    """Move this process's memory into large pages, as far as the system has some; takes a second."""
    with contextlib.suppress(OSError), open("/proc/self/maps", encoding="utf-8") as maps:
        for begin, end in list(filter(None, map(_own, maps))):
            for address in range(-(-begin // LARGE) * LARGE, end - LARGE + 1, LARGE):
                with contextlib.suppress(OSError):  # not all of it is there, or the system has none left
                    syscalls.madvise(address, LARGE, ADVICE)


def _own(line):
    """Begin and end of a line's memory, if it is this process's own to write to and of no file."""
    place, rights, _, _, _, *name = line.split()
    if not rights.startswith("rw") or name not in ([], ["[heap]"]):
        return None
    begin, end = place.split("-")
    return int(begin, 16), int(end, 16)
