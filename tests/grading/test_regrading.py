"""Marks that hold: a class is graded again, and the gradebook has the last word."""

import csv
import shutil

import nbformat
import pytest
from helpers import inprocess, tiny
from helpers.classroom import nbgrader, released
from nbgrader.api import Gradebook
from sqlalchemy import text

from course.grading import batch, directory, errand, saving
from course.grading.exchange import exports
from course.lessons import publish

CLASS = ["ada", "ben", "dan"]
ESSAY = "A long answer."


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A class of three, graded."""
    root = released(tmp_path_factory.mktemp("template") / "course")
    for student in CLASS:
        hand_in(root, student)
    with pytest.MonkeyPatch.context() as patch:
        inprocess.use(patch)
        batch.grade("tiny", root)
    return root


@pytest.fixture
def course(template, tmp_path, monkeypatch):
    root = shutil.copytree(template, tmp_path / "course")
    monkeypatch.chdir(root)
    inprocess.use(monkeypatch)
    return root


def hand_in(root, student, **sources):
    """A perfect hand-in of what was released, but for these cells."""
    notebook = nbformat.read(directory.notebook("tiny", root / "release"), as_version=4)
    answers = {"double": "def double(x):\n    return 2 * x", "half": "def half(x):\n    return x / 2"}
    for cell in notebook.cells:
        cell.source = (answers | {"why": ESSAY} | sources).get(cell.id, cell.source)
    tiny.write(notebook, root / "submitted" / student / "tiny" / "tiny.ipynb")


def grade(root, **how):
    """Grade; the students whose hand-ins ran, and the rows by student."""
    ran = []
    before = errand.run

    def spy(parcel):
        ran.append(parcel.student)
        return before(parcel)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errand, "run", spy)
        rows = batch.grade("tiny", root, **how)
    return sorted(ran), {row.student: row for row in rows}


def gradebook(root, name="gradebook.db"):
    return Gradebook(f"sqlite:///{root}/gradebook/{name}", "gan")


def mark(root, student, points, cell="why"):
    """What formgrader does when a person gives points and a comment."""
    with gradebook(root) as book:
        grade = book.find_grade(cell, "tiny", "tiny", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        if cell == "why":
            book.find_comment(cell, "tiny", "tiny", student).manual_comment = "Well said."
        book.db.commit()


def marks(root, cell="why", name="gradebook.db"):
    """(points by hand, whether it waits) for a cell, by student."""
    with gradebook(root, name) as book:
        grades = {s.student_id: s.notebooks[0].grades for s in book.assignment_submissions("tiny")}
        found = {student: next(g for g in each if g.name == cell) for student, each in grades.items()}
        return {student: (grade.manual_score, grade.needs_manual_grade) for student, grade in found.items()}


def mend(root, cell="double-value", was="double(3) == 6", now="double(5) == 10", **metadata):
    """Change a cell of the lesson, and release it anew."""
    path = directory.notebook("tiny", root / "source")
    notebook = nbformat.read(path, as_version=4)
    found = next(c for c in notebook.cells if c.id == cell)
    assert was in found.source
    found.source = found.source.replace(was, now)
    found.metadata.nbgrader.update(metadata)
    nbformat.write(notebook, path)
    publish.release("tiny", root)


def canvas(root):
    """The marks in the file for Canvas, by student."""
    exports.write("canvas", root, root / "canvas.csv", assignment=["tiny"])
    with open(root / "canvas.csv", newline="") as file:
        return {row["SIS Login ID"]: row["tiny"] for row in csv.DictReader(file) if row["SIS Login ID"]}


def remove_the_lesson(root):
    nbgrader("db", "assignment", "remove", "tiny", "--force")
    nbgrader("generate_assignment", "tiny")


def remove_a_student(root):
    nbgrader("db", "student", "remove", "dan", "--force")


def add_a_student_anew(root):
    remove_a_student(root)
    nbgrader("db", "student", "add", "dan", "--last-name", "Day")


def take_another_database(root):
    """As if the file was deleted."""
    path = root / "nbgrader_config.py"
    path.write_text(path.read_text() + f'\nc.CourseDirectory.db_url = "sqlite:///{root}/gradebook/new.db"\n')
    nbgrader("generate_assignment", "tiny")


def delete_the_ledger(root):
    shutil.rmtree(root / "gradebook" / "graded")


@pytest.mark.parametrize(
    ("happens", "again"),
    [
        (remove_the_lesson, CLASS),
        (take_another_database, CLASS),
        (delete_the_ledger, CLASS),
        (remove_a_student, ["dan"]),
        (add_a_student_anew, ["dan"]),
        (lambda root: None, []),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_row_is_done_only_if_the_gradebook_holds_the_hand_in(course, happens, again):
    happens(course)
    ran, rows = grade(course)
    assert (ran, sorted(rows)) == (again, CLASS)
    name = "new.db" if happens is take_another_database else "gradebook.db"
    with gradebook(course, name) as book:
        scores = {s.student_id: s.score for s in book.assignment_submissions("tiny")}
    assert scores == dict.fromkeys(CLASS, 4)
    nbgrader("generate_feedback", "tiny")
    assert len(list(course.glob("feedback/*/tiny/tiny.html"))) == 3
    assert grade(course)[0] == []


def test_feedback_says_in_a_sentence_whose_marks_are_gone(course, capsys):
    remove_a_student(course)
    with pytest.raises(SystemExit):
        nbgrader("generate_feedback", "tiny")
    said = capsys.readouterr().err
    assert "The gradebook holds no marks of dan for tiny: grade the hand-in again" in said
    assert "Traceback" not in said
    assert len(list(course.glob("feedback/*/tiny/tiny.html"))) == 2


def test_an_older_copy_of_the_gradebook_is_noticed(course):
    """Its marks are for what was handed in then."""
    mark(course, "ben", 2)
    shutil.copy(course / "gradebook" / "gradebook.db", course / "old.db")
    hand_in(course, "ben", half="def half(x):\n    return x // 2", why="Another answer.")
    assert grade(course)[0] == ["ben"]
    mark(course, "ben", 1)
    shutil.copy(course / "old.db", course / "gradebook" / "gradebook.db")
    ran, rows = grade(course)
    assert (ran, rows["ben"].total) == (["ben"], (3, 4))
    assert marks(course)["ben"] == (2, True), "that mark is for the answer of then"


def test_a_lesson_of_which_only_some_are_asked_for_lists_whom_the_gradebook_holds(course):
    remove_a_student(course)
    assert list(grade(course, students=["ada"])[1]) == ["ada"]
    table = (course / "gradebook" / "tiny.csv").read_text()
    assert "ben" in table and "dan" not in table


@pytest.mark.parametrize("change", ["prose", "outputs", "both"])
def test_prose_and_outputs_of_the_lesson_are_no_reason_to_grade_anew(course, change):
    path = directory.notebook("tiny", course / "source")
    notebook = nbformat.read(path, as_version=4)
    if change != "outputs":
        notebook.cells[0].source += "\n\nOne more sentence."
        notebook.cells.insert(3, nbformat.v4.new_markdown_cell("And a paragraph."))
    if change != "prose":
        notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="shown")]
        notebook.cells[1].execution_count = 7
    nbformat.write(notebook, path)
    publish.release("tiny", course)
    assert grade(course)[0] == []


@pytest.mark.parametrize("by", ["course grade", "nbgrader autograde"])
def test_marked_essays_stay_marked_after_a_mended_cell(course, by):
    for student, points in zip(CLASS, (3, 2, 0), strict=True):
        mark(course, student, points)
    assert grade(course)[1]["ada"].by_hand == []
    mend(course, now="double(5) == 11")
    if by == "course grade":
        assert grade(course)[0] == CLASS
    else:
        autograde(course, CLASS)
    assert marks(course) == {"ada": (3, False), "ben": (2, False), "dan": (0, False)}
    assert canvas(course) == {"ada": "5", "ben": "4", "dan": "2"}
    nbgrader("generate_feedback", "tiny")
    page = (course / "feedback" / "ada" / "tiny" / "tiny.html").read_text()
    assert "Well said." in page and "A person has yet to mark this" not in page


def autograde(root, students):
    """As formgrader's button does."""
    api = directory.course_directory(root)
    stages = api.config.Autograde
    stages.autograde_preprocessors = [
        "helpers.inprocess.Executed" if name.endswith("Execute") else name
        for name in stages.autograde_preprocessors
    ]
    for student in students:
        result = api.autograde("tiny", student)
        assert result["success"], result


@pytest.mark.parametrize(
    ("happens", "waits"),
    [
        (lambda root: hand_in(root, "ada", why="Another answer."), True),
        (lambda root: hand_in(root, "ada", why="*Write your answer here.*"), True),
        (lambda root: mend(root, "why", "Why?", "Why?", points=5), True),
        (lambda root: mend(root, "why", "Because.", "Because it is so."), False),
        (lambda root: hand_in(root, "ada", half="def half(x):\n    return x // 2"), False),
        (lambda root: hand_in(root, "ada", why=f"{ESSAY}  \n\n"), False),
    ],
    ids=["another text", "taken back", "more points", "another model answer", "other code", "white space"],
)
def test_an_essay_waits_again_only_if_its_text_or_points_changed(course, happens, waits):
    mark(course, "ada", 2)
    happens(course)
    for _ in range(2):  # and being graded once more changes nothing
        _, rows = grade(course, force=True)
        assert marks(course)["ada"] == (2, waits)
        assert rows["ada"].by_hand == (["why"] if waits else [])
    assert (canvas(course)["ada"] == "") == waits


def test_an_essay_that_was_marked_anew_holds_for_its_new_text(course):
    mark(course, "ada", 2)
    hand_in(course, "ada", why="Another answer.")
    grade(course)
    mark(course, "ada", 1)
    grade(course, force=True)
    assert marks(course)["ada"] == (1, False)
    hand_in(course, "ada")
    grade(course)
    assert marks(course)["ada"] == (1, True)


@pytest.mark.parametrize("broken", [False, True])
def test_an_essay_that_comes_back_has_its_mark_back(course, broken):
    mark(course, "ada", 2)
    hand_in(course, "ada", why="Another answer.")
    if broken:
        (course / "submitted" / "ada" / "tiny" / "tiny.ipynb").write_text("{")
    assert grade(course)[1]["ada"].status == ("unreadable" if broken else "graded")
    assert marks(course)["ada"] == (2, True)
    hand_in(course, "ada")
    grade(course)
    assert marks(course)["ada"] == (2, False)


def test_a_mark_from_before_there_were_stamps_holds(course):
    mark(course, "ada", 2)
    with gradebook(course) as book:
        book.db.execute(text("DROP TABLE course_stamp"))
        book.db.commit()
    grade(course)
    assert marks(course)["ada"] == (2, False)


def test_points_that_a_person_gave_in_a_graded_cells_place(course):
    """They hold while code and mark are the same, or where both agree; else a person decides."""
    mend(course, now="double(5) == 11")
    grade(course)
    mark(course, "ada", 2, "double-value")
    mark(course, "ben", 1, "double-value")
    mend(course, "half-value", "half(3) == 1.5", "half(5) == 2.5")
    grade(course)
    assert marks(course, "double-value")["ada"] == (2, False)
    assert marks(course, "double-value")["ben"] == (1, False)
    mend(course, was="double(5) == 11", now="double(5) == 10")
    _, rows = grade(course)
    assert marks(course, "double-value") == {"ada": (2, False), "ben": (1, True), "dan": (None, False)}
    assert rows["ben"].by_hand == ["double-value", "why"]


def test_a_killed_run_costs_no_mark(course, monkeypatch):
    """Killed when the first half of a hand-in's marks is saved."""
    mark(course, "ada", 2)
    hand_in(course, "ada", half="def half(x):\n    return x // 2")
    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(saving.SaveMarks, "_add_comment", die)
        grade(course)
    assert grade(course)[0] == ["ada"]
    assert marks(course)["ada"] == (2, False)


def statuses(rows):
    return {row.status for row in rows.values()}


def forget_releases(root):
    """As in another clone than the one that released the lesson first."""
    shutil.rmtree(root / "gradebook" / "released")


@pytest.mark.parametrize("kept", [True, False], ids=["releases kept", "by the checksum"])
def test_a_mended_cell_is_no_repair(course, kept):
    mend(course, points=3)
    mend(course, "double", '"""Twice x."""', '"""Twice of x."""')
    mend(course, "why", "Why?", "Why?", points=4)
    if not kept:
        forget_releases(course)
        mend(course, "why", "Why?", "Why?", points=3)  # the checksum of an answered essay says nothing
    _, rows = grade(course)
    assert statuses(rows) == {"graded"}
    assert rows["ada"].notes == ["graded with the mended cell double-value"]
    assert rows["ada"].total == (5, 5)
    autograde(course, ["ada"])
    nbgrader("generate_feedback", "tiny")
    for student in ("ada", "ben"):  # graded by the button, and by the command
        page = (course / "feedback" / student / "tiny" / "tiny.html").read_text()
        assert "mended after you got it: graded with the mended cell double-value." in page
        assert "Repaired" not in page


@pytest.mark.parametrize("kept", [True, False], ids=["releases kept", "by the checksum"])
def test_what_a_student_changed_is_a_repair_after_a_mended_cell_too(course, kept):
    path = course / "submitted" / "ada" / "tiny" / "tiny.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source = "# double(3) is 6\nassert True"
    notebook.cells[3].metadata.nbgrader.points = 100
    nbformat.write(notebook, path)
    mend(course)
    if not kept:
        forget_releases(course)
    _, rows = grade(course)
    assert [rows[name].status for name in CLASS] == ["repaired", "graded", "graded"]
    assert rows["ada"].notes == [
        "graded cell double-value restored",
        "graded cells double-value, double-zero with nbgrader's metadata put right",
    ]


def test_an_untouched_answer_is_untouched_after_its_stub_was_mended(course):
    """An essay that nobody wrote gets 0 and waits for nobody."""
    tiny.write(
        nbformat.read(directory.notebook("tiny", course / "release"), as_version=4),
        course / "submitted" / "ada" / "tiny" / "tiny.ipynb",
    )
    mend(course, "why", "Why?", "Why then?")
    mend(course, "half", "Half of x.", "A half of x.")
    _, rows = grade(course)
    assert (rows["ada"].status, rows["ada"].by_hand, rows["ben"].by_hand) == ("graded", [], ["why"])


ADDED = "# double(2) is 4\nassert double(2) == 4"


def add_and_remove(root, **how):
    """The lesson's graded cell of half is gone, and a new one of double there."""
    path = directory.notebook("tiny", root / "source")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [c for c in notebook.cells if c.id != "half-value"]
    notebook.cells.insert(3, tiny.graded("double-two", ["double"], 4, ADDED))
    nbformat.write(notebook, path)
    publish.release("tiny", root, **how)


REFUSED = "whose new version lacks half-value and adds double-two: nbgrader refuses that"


@pytest.mark.parametrize("by", ["course release", "nbgrader generate_assignment", "formgrader"])
def test_cells_added_or_removed_after_hand_ins_are_refused_in_a_sentence(course, by):
    """And the old release is kept, and grading goes on with it."""
    path = course / "release" / "tiny" / "tiny.ipynb"
    before = nbformat.read(path, as_version=4)
    mark(course, "ada", 2)
    if by == "course release":
        with pytest.raises(publish.PublishError, match=f"^The gradebook holds hand-ins for tiny, {REFUSED}"):
            add_and_remove(course)
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish, "release", lambda *_: None)
            add_and_remove(course)
        if by == "formgrader":
            result = directory.course_directory(course).generate_assignment("tiny")
            assert not result["success"] and REFUSED in result["error"]
        else:
            with pytest.raises(SystemExit, match=REFUSED):
                nbgrader("generate_assignment", "tiny")
    assert nbformat.read(path, as_version=4) == before
    hand_in(course, "eve")
    assert {row.total for row in grade(course)[1].values()} == {(4, 4)}
    assert marks(course)["ada"] == (2, False)


def test_cells_are_added_and_removed_by_force_and_all_other_marks_hold(course):
    mark(course, "ada", 2)
    mark(course, "ben", 3)
    add_and_remove(course, force=True)
    ran, rows = grade(course)
    assert ran == CLASS and statuses(rows) == {"graded"}
    assert rows["ada"].points == {"double-value": 2, "double-two": 4, "double-zero": 1}
    assert rows["ada"].notes == ["graded with the new cell double-two"]
    assert marks(course) == {"ada": (2, False), "ben": (3, False), "dan": (None, True)}
    assert canvas(course) == {"ada": "9", "ben": "10", "dan": ""}
    publish.release("tiny", course)  # nothing is added or removed any more
    hand_in(course, "eve")
    assert grade(course)[1]["eve"].total == (7, 7)


@pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
def test_whatever_nbgrader_refuses_the_old_release_is_kept(course):
    path = directory.notebook("tiny", course / "source")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(notebook.cells[2])
    nbformat.write(notebook, path)
    with pytest.raises(publish.PublishError) as caught:
        publish.release("tiny", course)
    assert str(caught.value).startswith("nbgrader could not release tiny: ") and "\n" not in str(caught.value)
    assert (course / "release" / "tiny" / "tiny.ipynb").is_file()
