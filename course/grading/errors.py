"""What can go wrong in grading; every message is one sentence for whoever grades."""

import logging
import re


class GradingError(RuntimeError):
    """Nothing can be graded; the message says why in one sentence."""


class ErrandError(RuntimeError):
    """A hand-in was not run; the message says why."""


class Blamed(ErrandError):
    """Every worker that had this hand-in died: for its sake, or for that of another one beside it."""


def first_line(error: BaseException) -> str:
    """What an exception says, on one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


class OneSentence(logging.Filter):
    """nbgrader logs a traceback of whatever a plug-in raises; of our own errors it leaves the sentence."""

    OURS = re.compile(r"^course\.[\w.]+: (.*)\Z", re.MULTILINE | re.DOTALL)

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record in place."""
        text = record.getMessage()
        if text.startswith("Traceback") and (found := self.OURS.search(text)):
            record.msg, record.args = found[1].strip(), ()
        return True


ONE_SENTENCE = OneSentence()
