"""CSV files for Canvas, Moodle and spreadsheets, by ``nbgrader export`` and by `exports.write`."""

import csv
import shutil
from pathlib import Path

import pytest
from helpers.classroom import nbgrader
from nbgrader.api import Gradebook

from course.grading.directory import ROOT as HOUSE
from course.grading.directory import nbgrader_settings
from course.grading.exchange import exports

ODD = 'Müller, "Max"\nJr.'
EVIL = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Two lessons; ada is marked, 2041 waits, @evil is late, absent handed in nothing."""
    root = tmp_path_factory.mktemp("marked")
    shutil.copy(HOUSE / "nbgrader_config.py", root)
    with open(root / "nbgrader_config.py", "a") as file:
        file.write("c.DailyPenalty.percent = 10\n")
    with gradebook_of(root) as gradebook:
        for lesson, points in (("01_theory", 10), ("02_gan", 4)):
            gradebook.add_assignment(lesson, duedate="2026-12-01 12:00")
            gradebook.add_notebook(lesson, lesson)
            for cell in ("auto", "essay"):
                gradebook.add_grade_cell(cell, lesson, lesson, max_score=points / 2, cell_type="code")
        gradebook.add_student("ada", first_name="Ada", last_name=ODD, email="Ada@x.org", lms_user_id="77")
        gradebook.add_student("2041", first_name="Zoë", last_name="Łukasz")
        gradebook.add_student("@evil", first_name=EVIL, last_name="+1+1", email="-2@x.org")
        gradebook.add_student("absent")
        _submit(gradebook, "ada", 1.25, None)
        _submit(gradebook, "2041", None, None)
        _submit(gradebook, "@evil", 5, "2026-12-02 11:00")
    return root


@pytest.fixture
def course(marked, tmp_path, monkeypatch):
    """A copy of that course directory, and the working directory in it."""
    shutil.copytree(marked, tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path / "course"


def gradebook_of(root):
    settings = nbgrader_settings(root)
    return Gradebook(settings.CourseDirectory.db_url, "gan")


def _submit(gradebook, student, essay, when):
    gradebook.add_submission("01_theory", student, timestamp=when)
    auto = gradebook.find_grade("auto", "01_theory", "01_theory", student)
    written = gradebook.find_grade("essay", "01_theory", "01_theory", student)
    auto.auto_score, auto.needs_manual_grade = 5, False
    written.manual_score, written.needs_manual_grade = essay, essay is None
    gradebook.db.commit()


def table(path, encoding="utf-8"):
    with open(path, newline="", encoding=encoding) as file:
        return list(csv.reader(file))


def test_canvas(course):
    nbgrader(
        "export", "--exporter=course.grading.exchange.exports.CanvasExporter",
        "--CanvasExporter.ids=01_theory=12345",
    )  # fmt: skip
    header, most, *rows = table("canvas.csv")
    assert header == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_theory (12345)", "02_gan",
    ]  # fmt: skip
    assert most == ["    Points Possible", "", "", "", "", "10", "4"]
    assert {tuple(row) for row in rows} == {
        (f"{ODD}, Ada", "77", "", "ada", "", "6.25", ""),
        ("Łukasz, Zoë", "2041", "", "", "", "", ""),
        (f"'+1+1, {EVIL}", "", "", "'@evil", "", "9", ""),
        ("absent", "", "", "absent", "", "", ""),
    }


def test_moodle(course):
    exports.write("moodle", course, "m.csv", assignment=["01_theory"])
    header, *rows = table("m.csv")
    assert header == [
        "First name", "Last name", "ID number", "Email address", "01_theory", "01_theory feedback",
    ]  # fmt: skip
    assert {row[2]: row[3:] for row in rows} == {
        "77": ["Ada@x.org", "6.25", ""],
        "2041": ["", "", ""],
        "'@evil": ["'-2@x.org", "9", "Handed in late: 1 points taken off."],
        "absent": ["", "", ""],
    }
    assert ["Ada", ODD] in [row[:2] for row in rows]
    assert [f"'{EVIL}", "'+1+1"] in [row[:2] for row in rows]


def test_marks_that_wait_are_sent_on_request(course):
    nbgrader(
        "export", "--exporter=course.grading.exchange.exports.MoodleExporter",
        "--LmsExporter.provisional=True", "--to", "p.csv", "--assignment", "01_theory", "--student", "2041",
    )  # fmt: skip
    rows = table("p.csv")[1:]
    assert rows == [["Zoë", "Łukasz", "2041", "", "5", "Some answers wait for a person."]]


def test_evidence_that_nobody_looked_at_is_no_mark(course):
    """The grader took all points of eve's; a person has since given some back to fay."""
    for student in ("eve", "fay", "blank"):
        with gradebook_of(course) as gradebook:
            gradebook.add_student(student)
            _submit(gradebook, student, 0, None)
            grade = gradebook.find_grade("auto", "01_theory", "01_theory", student)
            grade.auto_score, grade.manual_score = 0, 4 if student == "fay" else None
            essay = gradebook.find_grade("essay", "01_theory", "01_theory", student)
            essay.auto_score, essay.manual_score = 0, None
            gradebook.db.commit()
        folder = Path("autograded", student, "01_theory")
        folder.mkdir(parents=True)
        (folder / "01_theory.ipynb").write_text("{}" if student == "blank" else '{"course_evidence": []}')
    exports.write("moodle", course, "m.csv", assignment=["01_theory"])
    grades = {row[2]: row[4] for row in table("m.csv")}
    assert [grades[student] for student in ("eve", "fay", "blank")] == ["", "4", "0"]


WORKSHEET = """\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade",\
"Grade can be changed","Last modified (grade)","Feedback comments"
"Participant 555","Ada M",absent@x.org,Submitted,,100.00,Yes,-,
"Participant 556","José O'Neill",,Submitted,,"100,00",Yes,-,old
"Participant 557","New One",new@x.org,"No submission",12.00,100.00,Yes,-,kept
"""


def test_moodles_worksheet_is_filled_in(course):
    Path("sheet.csv").write_text(WORKSHEET, encoding="utf-8")
    with gradebook_of(course) as gradebook:
        for student, essay, when in (("absent@x.org", 2.5, None), ("jose-oneill_556", 0, "2026-12-01 14:00")):
            gradebook.add_student(student)
            _submit(gradebook, student, essay, when)
    exports.write("moodle", course, "back.csv", assignment=["01_theory"], worksheet="sheet.csv")
    before, after = table("sheet.csv", "utf-8-sig"), table("back.csv")
    late = "Handed in late: 0.5 points taken off."
    assert after[0] == before[0]
    assert [row[:4] + row[5:8] for row in after] == [row[:4] + row[5:8] for row in before]
    assert [[row[4], row[8]] for row in after[1:]] == [["75", ""], ["45", late], ["12.00", "kept"]]


def test_a_worksheet_that_does_not_fit(course):
    Path("sheet.csv").write_text("a,b\n1,2\n")
    with pytest.raises(exports.ExportError, match="for one lesson: name it with --assignment"):
        exports.write("moodle", course, "back.csv", worksheet="sheet.csv")
    with pytest.raises(exports.ExportError, match=r"sheet\.csv is no grading worksheet"):
        exports.write("moodle", course, "back.csv", worksheet="sheet.csv", assignment=["02_gan"])
    with pytest.raises(exports.ExportError, match=r"none\.csv cannot be read: No such file"):
        exports.write("moodle", course, "back.csv", worksheet="none.csv", assignment=["02_gan"])
    assert not Path("back.csv").exists()


def test_nbgraders_command_says_in_a_sentence_what_does_not_fit(course, capfd):
    with pytest.raises(SystemExit):
        nbgrader("export", "--exporter=course.grading.exchange.exports.MoodleExporter",
                 "--MoodleExporter.worksheet=none.csv", "--assignment=02_gan")  # fmt: skip
    said = capfd.readouterr().err
    assert "none.csv cannot be read" in said and "Traceback" not in said


def test_a_worksheet_that_excel_saved_is_filled_in_too(course):
    Path("sheet.csv").write_text(WORKSHEET.replace(",", ";").removeprefix("\ufeff"), encoding="cp1252")
    with gradebook_of(course) as gradebook:
        gradebook.add_student("absent@x.org")
        _submit(gradebook, "absent@x.org", 2.5, None)
    exports.write("moodle", course, "back.csv", assignment=["01_theory"], worksheet="sheet.csv")
    assert [row[4] for row in table("back.csv")] == ["Grade", "75", "", "12.00"]
    assert table("back.csv")[2][1] == "José O'Neill"


def test_plain_export_is_nbgraders_own_table_with_quotes(course):
    nbgrader("export")
    with open("grades.csv", newline="", encoding="utf-8") as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    assert len(rows) == 8
    ada = rows["01_theory", "ada"]
    assert (ada["last_name"], ada["score"], ada["needs_manual_grade"]) == (ODD, "6.25", "False")
    late = rows["01_theory", "'@evil"]
    shown = [late[key] for key in ("raw_score", "late_submission_penalty", "score", "timestamp")]
    assert shown == ["10.0", "1.0", "9.0", "2026-12-02 11:00:00"]
    assert rows["01_theory", "2041"]["needs_manual_grade"] == "True"
    assert rows["02_gan", "absent"]["score"] == "0.0"
    assert list(ada)[:11] == exports.COLUMNS[:11]


def test_bytes_for_excel(course):
    exports.write("csv", course, "plain.csv")
    exports.write("csv", course, "excel.csv", bom=True)
    assert Path("excel.csv").read_bytes() == b"\xef\xbb\xbf" + Path("plain.csv").read_bytes()


def test_before_anything_is_graded(course):
    Path("gradebook/gradebook.db").unlink()
    with pytest.raises(exports.ExportError, match="no marks yet: grade a lesson first"):
        exports.write("csv", course, "x.csv")
    assert not Path("gradebook/gradebook.db").exists()


def test_an_unknown_kind(course):
    with pytest.raises(exports.ExportError, match="no export 'excel'; known are csv, canvas, moodle"):
        exports.write("excel", course, "x.csv")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert exports.safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ada", "o'neill", "-3.5", "+1", "-", "a=b", "", "2026-12-01"])
def test_what_is_harmless_stays(text):
    assert exports.safe(text) == text
