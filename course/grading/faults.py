"""Faults of the machine: a disk that is full or read-only, a gradebook that does not answer.

They end a batch in one sentence, and cost no hand-in anything: the next run goes on where it was.
"""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader import api
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from course.grading.errors import GradingError, first_line

# Whatever a hand-in is, none of these is its doing.
DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG, errno.ESTALE,
    errno.EMFILE, errno.ENFILE, errno.ENOMEM,
}  # fmt: skip
FORBIDDEN = {errno.EACCES, errno.EPERM}  # in submitted/ a student may have forbidden it


def is_fault(error: BaseException, submitted: Path) -> bool:
    """Whether an error that came up with a hand-in is the machine's, and not the hand-in's own.

    Args:
        error: the error; those behind it count too.
        submitted: the folder of all hand-ins.
    """
    return any(_is_gradebooks(e) or _is_disks(e, submitted) for e in _behind(error))


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turn the machine's faults into a sentence; nbgrader would log a traceback or two before.

    Raises:
        GradingError: the disk or the gradebook cannot be used.
    """
    api.app_log.addFilter(_is_news)
    try:
        yield
    except (OSError, DBAPIError, api.InvalidEntry) as error:
        if said := _sentence(error):
            raise GradingError(f"{said}; what has been graded is kept.") from None
        raise
    finally:
        api.app_log.removeFilter(_is_news)


def _sentence(error):
    for each in _behind(error):
        if _is_gradebooks(each):
            return gradebook_fails(each)
        if isinstance(each, OSError) and each.errno:
            place = each.filename2 or each.filename
            what = f"{place} cannot be used" if place else "Nothing can be written"
            return f"{what} ({each.strerror})"
    return ""


def gradebook_fails(error: DBAPIError) -> str:
    """What to say of a database that does not answer, or is none, without the full stop."""
    return f"The gradebook cannot be used ({first_line(error.orig or error)})"


def _behind(error):
    """An error, and those that it was raised for: nbgrader makes an ``InvalidEntry`` of all of them."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_gradebooks(error):
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError)


def _is_disks(error, submitted):
    if not isinstance(error, OSError):
        return False
    place = error.filename2 or error.filename
    inside = isinstance(place, str) and Path(place).is_relative_to(submitted)
    return error.errno in DISK or (error.errno in FORBIDDEN and not inside)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record of nbgrader's says more than the error that it raises next."""
    return not record.getMessage().startswith("Rolling back session")
