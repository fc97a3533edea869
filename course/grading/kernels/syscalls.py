"""The system calls behind the jail that Python's standard library does not have (Linux only)."""

import ctypes
import functools
import os

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x20000, 0x8000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND = 1, 2, 4, 32, 4096
MS_MOVE, MS_REC, MS_PRIVATE = 8192, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAPABILITY_VERSION_3 = 0x20080522


@functools.cache
def _library():
    return ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Move this process into new namespaces; raises OSError where the system refuses."""
    _call("unshare", flags)


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount ``source`` on ``target``, see mount(2); None where a call has no source or kind."""
    encoded = [value and str(value).encode() for value in (source, target, kind)]
    _call("mount", *encoded, ctypes.c_ulong(flags), data and data.encode(), about=target)


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process, see prctl(2)."""
    _call("prctl", option, int(value), 0, 0, 0)


def madvise(address: int, size: int, advice: int) -> None:
    """Say how a part of this process's memory is used, see madvise(2)."""
    _call("madvise", ctypes.c_void_p(address), ctypes.c_size_t(size), advice)


def drop_capabilities() -> None:
    """Give up every capability now, and all that any program could give."""
    for capability in range(64):
        if _library().prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # the system knows no more of them
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def _call(name, *arguments, about=""):
    if getattr(_library(), name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name} {about}: {os.strerror(number)}")
