"""What can go wrong in grading; every message is one sentence for whoever grades."""


class GradingError(RuntimeError):
    """Nothing can be graded; the message says why in one sentence."""


class ErrandError(RuntimeError):
    """A hand-in was not run; the message says why."""


class Blamed(ErrandError):
    """Every worker that had this hand-in died: for its sake, or for that of another one beside it."""


def first_line(error: BaseException) -> str:
    """What an exception says, on one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
