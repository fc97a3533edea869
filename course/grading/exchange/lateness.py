"""Penalties for late hand-ins: a grace period, then a part of the points for each day begun.

In ``nbgrader_config.py``::

    c.AssignLatePenalties.plugin_class = "course.grading.exchange.lateness.DailyPenalty"
    c.DailyPenalty.grace = 15     # minutes
    c.DailyPenalty.percent = 10   # of the points earned, for each day begun; 0: no penalty

nbgrader compares ``timestamp.txt`` in the hand-in with the lesson's due date (``nbgrader db
assignment add LESSON --duedate "2026-12-01 18:00 Europe/Berlin"``, plus a student's extension);
without either, nobody is late.  Times without a zone are UTC.  A numeric offset needs the ISO form
(``2026-12-01T18:00:00+01:00``): nbgrader reads "18:00 +0100" as an offset of 100 seconds.

nbgrader works out a penalty once, while it autogrades, from the points so far.  `settle` does it
again from the points of now, so that essays marked later are counted: feedback pages and exports
call it first.
"""

import math
from collections.abc import Iterable

from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float
from traitlets.config import Configurable

DAY = 24 * 60 * 60  # seconds


class DailyPenalty(LateSubmissionPlugin):
    """nbgrader's plug-in for late hand-ins: percent of the earned points for each day begun."""

    grace = Float(15, min=0, help="Minutes after the due date that cost nothing.").tag(config=True)
    percent = Float(0, min=0, max=100, help="Taken off for each day begun.").tag(config=True)
    cap = Float(100, min=0, max=100, help="At most this percentage is taken off.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Points to take off.

        Args:
            student_id: not used; the same rule for all.
            score: points earned.
            total_seconds_late: seconds after the due date.

        Returns:
            Points, or None where nothing is taken off.
        """
        late = total_seconds_late - 60 * self.grace
        if late <= 0 or not self.percent:
            return None
        percent = min(self.percent * math.ceil(late / DAY), self.cap)
        return max(score, 0) * percent / 100


def settle(gradebook: Gradebook, parent: Configurable, submissions: Iterable[SubmittedAssignment]) -> None:
    """Work out the penalties again from the points of now, and record what changed.

    Args:
        gradebook: an open nbgrader ``Gradebook``.
        parent: a configurable object whose settings name the plug-in.
        submissions: the ``SubmittedAssignment`` objects of that gradebook to look at.
    """
    penalties = AssignLatePenalties(parent=parent)
    penalties.init_plugin()
    for submission in submissions:
        if submission.total_seconds_late > 0 or submission.late_submission_penalty:
            _settle(submission, penalties.plugin_inst)
    gradebook.db.commit()


def _settle(submission, plugin):
    late = submission.total_seconds_late
    for notebook in submission.notebooks:
        penalty = None
        if late > 0:
            penalty = plugin.late_submission_penalty(submission.student_id, notebook.score, late)
        if penalty is not None:
            penalty = min(max(penalty, 0), max(notebook.score, 0))
        if penalty != notebook.late_submission_penalty:
            notebook.late_submission_penalty = penalty
