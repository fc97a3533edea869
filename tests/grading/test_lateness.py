"""Late penalties by nbgrader's own plug point: grace, days, the cap, time zones, marks given later."""

from types import SimpleNamespace

import pytest
from helpers import handmade
from helpers.handmade import nbgrader
from nbgrader.api import Gradebook
from traitlets import TraitError
from traitlets.config import Config

from course.grading.exchange import exports, lateness

MINUTE, DAY = 60, 24 * 3600
SETTINGS = "c.DailyPenalty.percent = 10"


def penalty(score, seconds, **settings):
    return lateness.DailyPenalty(**settings).late_submission_penalty("ada", score, seconds)


@pytest.mark.parametrize(
    ("seconds", "points"),
    [
        (0, None), (15 * MINUTE, None), (15 * MINUTE + 1, 2), (DAY + 15 * MINUTE, 2),
        (DAY + 15 * MINUTE + 1, 4), (2.5 * DAY, 6), (400 * DAY, 20),
    ],
)  # fmt: skip
def test_each_day_begun_after_the_grace_costs(seconds, points):
    assert penalty(20, seconds, percent=10) == points


def test_nothing_is_taken_off_unless_the_instructor_says_so():
    assert penalty(20, 90 * DAY) is None


def test_a_cap_and_no_points_below_zero():
    assert penalty(20, 9 * DAY, percent=10, cap=50) == 10
    assert penalty(-3, 9 * DAY, percent=10) == 0
    assert penalty(20, 1, percent=10, grace=0) == 2


@pytest.mark.parametrize("settings", [{"percent": 101}, {"percent": -1}, {"grace": -5}, {"cap": 200}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(TraitError):
        lateness.DailyPenalty(**settings)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Due at six in the evening in Berlin, which is five by UTC; 10 % a day."""
    root = tmp_path_factory.mktemp("late")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        handmade.course(root, settings=SETTINGS)
        nbgrader("db", "assignment", "add", "tiny", "--duedate", "2026-12-01 18:00 Europe/Berlin")
        for student, when in {
            "early": "2026-12-01 16:59:00 UTC",
            "grace": "2026-12-01T18:10:00+01:00",
            "zoned": "2026-12-01T23:14:00+06:00",
            "named": "2026-12-01 18:16 Europe/Berlin",
            "naive": "2026-12-02 18:00:00",
            "timeless": None,
        }.items():
            handmade.hand_in(root, student, timestamp=when, sources={"why": "It is."})
        nbgrader("autograde", "tiny")
    return root


def penalties(root):
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as gradebook:
        found = gradebook.assignment_submissions("tiny")
        return {submission.student_id: submission.late_submission_penalty for submission in found}


def test_autograding_compares_in_utc(course):
    """All four points of the graded cells were earned; the essay waits."""
    assert penalties(course) == {
        "early": 0, "grace": 0, "zoned": 0, "named": pytest.approx(0.4), "naive": pytest.approx(0.8),
        "timeless": 0,
    }  # fmt: skip


def test_an_essay_marked_later_is_in_the_penalty(course, tmp_path):
    with Gradebook(f"sqlite:///{course}/gradebook/gradebook.db") as gradebook:
        grade = gradebook.find_grade("why", "tiny", "tiny", "named")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    assert penalties(course)["named"] == pytest.approx(0.4)
    exports.write("csv", course, tmp_path / "grades.csv")
    assert penalties(course)["named"] == pytest.approx(0.7)


class Settled:
    """A submission as `settle` sees it."""

    def __init__(self, late, penalty, score=10.0):
        self.student_id, self.total_seconds_late = "ada", late
        self.notebooks = [SimpleNamespace(score=score, late_submission_penalty=penalty)]
        self.late_submission_penalty = penalty or 0.0


@pytest.mark.parametrize(("late", "before", "after"), [(DAY, None, 1.0), (0, 4.0, None), (DAY, 9.0, 1.0)])
def test_settling_follows_a_moved_due_date(late, before, after):
    config = Config()
    config.AssignLatePenalties.plugin_class = "course.grading.exchange.lateness.DailyPenalty"
    config.DailyPenalty.percent = 10
    submission = Settled(late, before)
    gradebook = SimpleNamespace(db=SimpleNamespace(commit=lambda: None))
    lateness.settle(gradebook, exports.CsvExporter(config=config), [submission])
    assert submission.notebooks[0].late_submission_penalty == after
