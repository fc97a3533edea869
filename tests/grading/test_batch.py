"""A whole class in one batch: everyone gets a row, and trouble stays with the one who made it."""

import csv
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers import tiny, trouble
from helpers.classroom import once, released
from nbgrader.api import Gradebook

from course.grading import absence, batch, directory, recorder, report, sheet
from course.grading.errors import GradingError
from course.grading.exchange import class_list
from course.grading.kernels import processes, sandbox
from course.grading.report import Row
from course.lessons import publish

LESSON = "tiny"
# Less patience than with students' real work, or bombs and loops would take minutes.
LIMITS = """
c.Execute.timeout = 5
c.WarmExecute.memory = 1
c.WarmExecute.disk = 0.1
c.WarmExecute.processes = 60
"""
ALL = [*trouble.TROUBLES, *trouble.RUNTIME]
GOOD = ["aaa-good", "mmm-good", "zzz-good"]  # before, between and behind the others


def good(root):
    """A perfect hand-in: the released notebook with the reference's answers."""
    notebook = nbformat.read(directory.notebook(LESSON, root / "release"), as_version=4)
    for cell in notebook.cells:
        answers = {"double": "def double(x):\n    return 2 * x", "half": "def half(x):\n    return x / 2",
                   "why": "Because."}  # fmt: skip
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


def hand_in(root, student, notebook=None):
    folder = root / "submitted" / student / LESSON
    tiny.write(notebook or good(root), folder / f"{LESSON}.ipynb")
    return folder


def recorded(root):
    """The marks in the gradebook, by student and cell."""
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db", "gan") as gradebook:
        return {
            submission.student_id: {g.name: g.auto_score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(LESSON)
        }


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return released(tmp_path_factory.mktemp("template") / "course", LIMITS)


@pytest.fixture
def course(template, tmp_path):
    """A course directory of the test's own; copied, since nbgrader takes seconds to make a gradebook."""
    return shutil.copytree(template, tmp_path / "course")


@pytest.fixture(scope="module")
def crowd(template, tmp_path_factory):
    """A course directory in which every kind of trouble was graded in one batch, its rows and marks."""
    return once(tmp_path_factory, "crowd", lambda folder: graded(template, folder))


def graded(template, folder):
    """Hand in and grade every kind of trouble; the course directory, rows and marks, both by student."""
    root = shutil.copytree(template, folder / "course")
    for student in GOOD:
        hand_in(root, student)
    for kind in ALL:
        if kind in trouble.RUNTIME and tiny.WHY_NO_SANDBOX:
            continue  # bombs are for the sandbox only
        folder = root / "submitted" / f"m-{kind.name}" / LESSON
        folder.parent.mkdir(parents=True)
        kind.make(folder, good(root), LESSON)
    rows = batch.grade(LESSON, root)
    return root, {row.student: row for row in rows}, recorded(root)


def test_everyone_has_a_row_and_an_entry_in_the_gradebook(crowd):
    root, rows, marks = crowd
    folders = {path.name for path in (root / "submitted").iterdir()}
    assert set(rows) == folders == set(marks)
    assert {row.status for row in rows.values()} <= set(report.STATUSES)
    assert not (root / recorder.PLACE).exists(), "the folder for hand-ins in work is left"


@pytest.mark.parametrize("student", GOOD)
def test_the_good_ones_keep_their_marks(crowd, student):
    _, rows, recorded_marks = crowd
    assert (rows[student].status, rows[student].notes, rows[student].total) == ("graded", [], (4, 4))
    marks = {"double-value": 2, "double-zero": 1, "half-value": 1, "why": None}
    assert recorded_marks[student] == marks


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_trouble(crowd, kind):
    root, rows, recorded_marks = crowd
    if kind in trouble.RUNTIME and tiny.WHY_NO_SANDBOX:
        pytest.skip(tiny.WHY_NO_SANDBOX)
    row, marks = rows[f"m-{kind.name}"], recorded_marks[f"m-{kind.name}"]
    assert row.status == kind.status, row
    assert kind.says.casefold() in " ".join([*row.notes, *row.reasons.values()]).casefold(), row
    lost = {name for name in row.points if row.points[name] < row.most[name]}
    assert set(row.points) == {"double-value", "double-zero", "half-value"}
    if kind.keeps is None:
        assert lost <= kind.may_lose(good(root)), row.reasons
    else:
        assert lost == (set() if kind.keeps else set(row.points)), row.reasons
    assert {name: marks[name] for name in row.points} == row.points, "the gradebook says otherwise"
    assert lost == set(row.reasons) or row.status == "unreadable", "a point is lost without a reason"


def test_the_summary_as_csv_and_json(crowd):
    root, rows, _ = crowd
    with (root / "gradebook" / f"{LESSON}.csv").open(newline="", encoding="utf-8") as file:
        table = {line["student"]: line for line in csv.DictReader(file)}
    entries = json.loads((root / "gradebook" / f"{LESSON}.json").read_text(encoding="utf-8"))
    data = {entry["student"]: entry for entry in entries}
    assert set(table) == set(data) == set(rows)
    for student, row in rows.items():
        assert float(table[student]["points"]) == row.total[0]
        assert table[student]["status"] == data[student]["status"] == row.status
    text = sheet.lines(rows.values())
    assert all(student in text for student in rows)
    assert text.isprintable() or {c for c in text if not c.isprintable()} == {"\n"}


def test_many_cells_of_one_reason_are_counted_and_essays_that_wait_too():
    names = [f"cell-{n}" for n in range(9)]
    ada = Row("ada", reasons=dict.fromkeys(names, "not written"), by_hand=["why", "how"])
    rows = [ada, Row("ben", by_hand=["why"])]
    assert "  cell-0, cell-1, cell-2 and 6 more: not written" in sheet.lines(rows)
    assert sheet.essays(rows) == "why of 2, how of 1" and sheet.essays([]) == ""


def test_a_name_costs_its_own_row_at_most(course):
    for student in [*trouble.NAMES, "ada"]:
        hand_in(course, student)
    rows = {row.student: row for row in batch.grade(LESSON, course)}
    assert {name: row.status for name, row in rows.items()} == trouble.NAMES | {"ada": "graded"}
    odd = rows.pop(os.fsdecode(b"m\xfcller"))
    assert "is not in UTF-8" in odd.notes[0] and odd.total == (0, 4)
    assert {row.total for row in rows.values()} == {(4, 4)}
    assert set(recorded(course)) == set(rows)
    text = (course / "gradebook" / f"{LESSON}.csv").read_text(encoding="utf-8")
    assert "m\\udcfcller" in text and sheet.lines([odd]).isascii() is False
    assert [name for name in runs(course) if name in rows] == []


@pytest.mark.parametrize("where", ["intake.take", "errand.Parcel", "report.row", "Recorder.save"])
def test_what_nobody_has_thought_of_costs_its_own_row_at_most(course, monkeypatch, where):
    """Any error while one hand-in is at work; a disk that is full is not its own."""
    for student in ("ben", "zoe"):
        hand_in(course, student)
    owner, name = where.split(".")
    before, raised = getattr(getattr(batch, owner), name), ValueError("of no kind that anybody knows")

    def fails(*args, **kwargs):
        if any("zoe" in str(arg)[:500] for arg in args):
            raise raised
        return before(*args, **kwargs)

    monkeypatch.setattr(getattr(batch, owner), name, fails)
    ben, zoe = batch.grade(LESSON, course)
    assert (ben.status, ben.total) == ("graded", (4, 4))
    assert (zoe.status, zoe.total) == ("unreadable", (0, 4))
    assert "of no kind that anybody knows" in zoe.notes[0]
    raised = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(GradingError, match="No space left on device"):
        batch.grade(LESSON, course, students=["zoe"], force=True)


def test_only_what_changed_is_graded_again(course):
    for student in ("ada", "ben"):
        hand_in(course, student)
    assert len(runs(course)) == 2
    assert runs(course) == []
    hand_in(course, "ben", nbformat.read(directory.notebook(LESSON, course / "release"), as_version=4))
    hand_in(course, "cleo")
    (course / "submitted" / "cleo" / LESSON / "more.txt").write_text("x")
    assert runs(course) == ["ben", "cleo"]
    assert [recorded(course)[name]["half-value"] for name in ("ada", "ben", "cleo")] == [1, 0, 1]
    assert runs(course, students=["ada"], force=True) == ["ada"]
    shutil.rmtree(course / "autograded" / "ada")  # somebody removed it
    assert runs(course) == ["ada"]
    source = course / "source" / LESSON / f"{LESSON}.ipynb"
    changed = nbformat.read(source, as_version=4)
    changed.cells[2].source = changed.cells[2].source.replace("double(3) == 6", "double(4) == 8")
    nbformat.write(changed, source)
    publish.release(LESSON, course)
    assert runs(course) == ["ada", "ben", "cleo"]


def runs(root, **how):
    """Grade, and say which students' hand-ins ran."""
    ran = []
    before = batch._take_in

    def spy(book, student, plan):
        ran.append(student)
        return before(book, student, plan)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "_take_in", spy)
        batch.grade(LESSON, root, **how)
    return ran


def test_marks_are_those_of_nbgrader_autograde(course, template, tmp_path):
    """The same hand-ins, by nbgrader's own command in another course directory."""
    half = good(course)
    half.cells[4].source = "def half(x):\n    return x // 2"
    hand_in(course, "ada")
    hand_in(course, "ben", half)
    hand_in(course, "cleo", nbformat.read(directory.notebook(LESSON, course / "release"), as_version=4))
    other = shutil.copytree(template, tmp_path / "other")
    shutil.copytree(course / "submitted", other / "submitted", dirs_exist_ok=True)
    batch.grade(LESSON, course)
    api = directory.course_directory(other)
    for student in ("ada", "ben", "cleo"):
        result = api.autograde(LESSON, student)
        assert result["success"], result
    assert recorded(course) == recorded(other)
    assert recorded(course)["ben"] == {"double-value": 2, "double-zero": 1, "half-value": 0, "why": None}


def test_a_class_has_one_engine_of_its_gradebook(tmp_path):
    """And others have theirs; one that was closed opens a file that has come in its place."""
    one, other = (f"sqlite:///{tmp_path}/{name}.db" for name in ("one", "other"))
    with recorder.one_engine():
        with Gradebook(one) as first, Gradebook(one) as second, Gradebook(other) as third:
            assert first.engine is second.engine is not third.engine
            first.add_student("ada")
            assert [student.id for student in second.students] == ["ada"]
        (tmp_path / "one.db").unlink()
        with Gradebook(one) as fresh:
            assert fresh.engine is first.engine and not fresh.students
    with Gradebook(one) as later:
        assert later.engine is not first.engine


# Hand-ins that nbgrader gives up before anything of this course is asked: no entry, and why.
NOTHING_FOUND = "it finds notebooks in the hand-in's own folder only, with names that end in .ipynb"
NO_ENTRY = dict.fromkeys([
    "saved-as-text", "in-a-folder", "in-a-deep-folder", "python-file", "empty-folder", "file-for-a-folder",
    "link-for-a-folder",
], NOTHING_FOUND) | {
    "a[b]*?": "it takes the folder's name for a pattern",
    "timestamp-that-is-none": "it reads timestamp.txt before it copies the hand-in",
    "pipe-and-socket": "it copies all that lies beside the notebook",
}  # fmt: skip
UNRUN = 'c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.SaveAutoGrades"]\n'


def test_nbgrader_autograde_makes_the_same_of_a_hand_in(course, crowd):
    """All kinds in one go, not run: the same cells, with the same text, and an entry for each."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(UNRUN)
    copied = ("too-many-files", "too-much-data")  # as they are, which takes long
    kinds = [kind for kind in trouble.TROUBLES if kind.name not in copied]
    for kind in kinds:
        folder = course / "submitted" / kind.name / LESSON
        folder.parent.mkdir(parents=True)
        kind.make(folder, good(course), LESSON)
    hand_in(course, "a[b]*?")
    hand_in(course, "zzz-good")
    directory.course_directory(course).autograde(LESSON, "*")
    marks, expected = recorded(course), crowd[2]
    assert {*NO_ENTRY} == {path.name for path in (course / "submitted").iterdir()} - {*marks}
    for kind in kinds:
        if kind.name not in NO_ENTRY:
            theirs, ours = cells(course, kind.name), cells(crowd[0], f"m-{kind.name}")
            assert theirs == ours, kind.name
        if kind.status == "unreadable" and kind.name not in NO_ENTRY:
            assert marks[kind.name] == expected[f"m-{kind.name}"], kind.name
    beside = course / "autograded" / "link-to-the-gradebook" / LESSON
    assert [path.name for path in beside.iterdir()] == [f"{LESSON}.ipynb"], "links were followed"


def cells(root, student):
    """All of a graded notebook but ids, which some kinds draw, and what running it gave."""
    path = root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    repairs = notebook.metadata.get("course_repairs")
    return repairs, [(c.cell_type, c.source, c.metadata.get("nbgrader")) for c in notebook.cells]


PROGRAM = """
import sys
from course.grading import batch
batch.grade("tiny", sys.argv[1], workers=1, say=lambda line: print(line, flush=True))
"""


def test_a_run_that_was_killed_goes_on(course):
    """SIGKILL, as soon as the first hand-in is done; what was done is not done again."""
    names = [f"s{number}" for number in range(4)]
    for student in names:
        hand_in(course, student)
    line = [sys.executable, "-c", PROGRAM, str(course)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as killed:
        for said in killed.stdout:
            if said.startswith("1 of 4"):
                killed.send_signal(signal.SIGKILL)
                break
    assert killed.wait() == -signal.SIGKILL
    ran = runs(course)
    assert names[0] not in ran and names[-1] in ran
    marks = {"double-value": 2, "double-zero": 1, "half-value": 1, "why": None}
    assert recorded(course) == dict.fromkeys(names, marks)
    for name in names:
        nbformat.read(course / "autograded" / name / LESSON / f"{LESSON}.ipynb", as_version=4)
    assert not [path for path in course.rglob(".*") if path.name not in (".lock",)], "something is left"


def test_who_handed_in_nothing_has_a_row(course):
    """By the gradebook's class list; who is named alone gets no other rows."""
    for student in ("ada", "ben"):
        hand_in(course, student)
    students = [class_list.Student("ben", "Ben", "Fox"), class_list.Student("abe"), class_list.Student("zoe")]
    class_list.enter(students, f"sqlite:///{course}/gradebook/gradebook.db", "gan")
    rows = batch.grade(LESSON, course)
    assert [(row.student, row.status, row.total) for row in rows] == [
        ("abe", "nothing handed in", (0, 4)), ("ada", "graded", (4, 4)),
        ("ben", "graded", (4, 4)), ("zoe", "nothing handed in", (0, 4)),
    ]  # fmt: skip
    assert "abe      0/4  nothing handed in    0.0 s" in sheet.lines(rows)
    assert sheet.counts(rows) == "2 nothing handed in, 2 graded"
    assert [row.student for row in batch.grade(LESSON, course, students=["ben"])] == ["ben"]
    saved = json.loads((course / "gradebook" / f"{LESSON}.json").read_text())
    assert [row["student"] for row in saved] == ["abe", "ada", "ben", "zoe"]
    assert set(recorded(course)) == {"ada", "ben"}, "the gradebook has no mark for who handed in nothing"
    shutil.rmtree(course / "submitted" / "ada")
    gone = {row.student: row for row in batch.grade(LESSON, course)}["ada"]
    assert (gone.status, gone.notes) == ("nothing handed in", [absence.KEPT])


def test_two_runs_at_once_are_refused(course):
    hand_in(course, "ada")
    with batch._alone(course), pytest.raises(GradingError, match="Another course grade is at work"):
        batch.grade(LESSON, course)


def test_what_cannot_be_graded_is_said_in_one_sentence(course, tmp_path):
    with pytest.raises(GradingError, match="submitted/ holds no tiny"):
        batch.grade(LESSON, course)
    hand_in(course, "ada")
    with pytest.raises(GradingError, match="no hand-in submitted/ben/tiny"):
        batch.grade(LESSON, course, students=["ben"])
    with pytest.raises(GradingError, match="other is not in the gradebook: run nbgrader generate_assignment"):
        batch.grade("other", course)
    shutil.rmtree(course / "release")
    with pytest.raises(GradingError, match="is missing: run nbgrader generate_assignment tiny first"):
        batch.grade(LESSON, course)


def test_ctrl_c_ends_what_runs_and_keeps_what_is_done(course):
    for student in ("ada", "ben", "cleo"):
        hand_in(course, student)
    waits = good(course)
    waits.cells[1].source += "\nimport time\ntime.sleep(3)"
    hand_in(course, "ben", waits)

    def interrupt(line):
        if line.startswith("1 of 3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.grade(LESSON, course, workers=1, say=interrupt)
    assert not processes._alive, "a kernel is left"
    assert runs(course) == ["ben", "cleo"]
    assert {sum(filter(None, marks.values())) for marks in recorded(course).values()} == {4}


def test_a_gradebook_that_is_none_is_said_in_one_sentence(course):
    hand_in(course, "ada")
    (course / "gradebook" / "gradebook.db").write_text("no database at all, but long enough to look like one")
    with pytest.raises(GradingError, match=r"The gradebook cannot be used \(file is not a database\)"):
        batch.grade(LESSON, course)


def test_without_a_sandbox_nothing_is_graded(course, monkeypatch):
    hand_in(course, "ada")
    settings = course / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("c.WarmExecute.sandbox = False", ""))

    def refuse():
        raise sandbox.SandboxError("there is none")

    monkeypatch.setattr(batch.processes, "warm_up", lambda sandboxed: sandboxed and refuse())
    with pytest.raises(sandbox.SandboxError, match="there is none"):
        batch.grade(LESSON, course)
    assert recorded(course) == {}
    assert not Path(course, "autograded").exists()
