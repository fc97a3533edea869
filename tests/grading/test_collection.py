"""Real zip files, as Moodle and Canvas name what is in them, through ``nbgrader zip_collect``."""

import io
import os
import shutil
import stat
import time
import zipfile

import pytest
from helpers.classroom import nbgrader

from course.grading.directory import ROOT as HOUSE
from course.grading.exchange import naming, worksheet

LESSON = "02_mlp_gan"
MOODLE = "_assignsubmission_file_"
WORKSHEET = """\ufeffIdentifier,"Full name","ID number","Email address",Grade
"Participant 11","Ada Lovelace",,ada@x.org,
"Participant 12","Ada Lovelace",S-7,other@x.org,
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course directory whose lesson is released."""
    place = tmp_path / "course"
    (place / "release" / LESSON).mkdir(parents=True)
    (place / "release" / LESSON / f"{LESSON}.ipynb").write_text("{}")
    (place / "downloaded" / LESSON / "archive").mkdir(parents=True)
    (place / "gradebook").mkdir()
    shutil.copy(HOUSE / "nbgrader_config.py", place)
    monkeypatch.chdir(place)
    return place


def download(root, files, name="download.zip", moment=None):
    """Write a zip file of these files, of this time, into the lesson's archive folder."""
    with zipfile.ZipFile(root / "downloaded" / LESSON / "archive" / name, "w") as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, moment) if moment else path, content)


def collect(root, *more):
    """Run nbgrader; what was submitted, by student and name."""
    nbgrader("zip_collect", LESSON, *more)
    found = {}
    for path in sorted((root / "submitted").rglob("*")):
        if path.is_file():
            student, lesson, name = path.relative_to(root / "submitted").parts
            assert lesson == LESSON
            found.setdefault(student, {})[name] = path.read_bytes()
    return found


def zipped(files):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return memory.getvalue()


def test_moodle_in_folders_with_its_worksheet(root):
    archive = root / "downloaded" / LESSON / "archive"
    (archive / "Grades.csv").write_text(WORKSHEET, encoding="utf-8")
    download(root, {
        f"Ada Lovelace_11{MOODLE}/{LESSON}.ipynb": "one",
        f"Ada Lovelace_11{MOODLE}/generator.pt": b"\x80\x02",
        f"Ada Lovelace_12{MOODLE}/{LESSON}.ipynb": "two",
        f"José O'Neill-Ünal_13{MOODLE}/essay.docx": "word",
        "Zoë_14_assignsubmission_onlinetext_/onlinetext.html": "<p>sorry</p>",
    })  # fmt: skip
    assert collect(root) == {
        "ada@x.org": {f"{LESSON}.ipynb": b"one", "generator.pt": b"\x80\x02"},
        "S-7": {f"{LESSON}.ipynb": b"two"},
        "jose-oneill-unal_13": {"essay.docx": b"word"},
        "zoe_14": {"onlinetext.html": b"<p>sorry</p>"},
    }


def test_when_it_was_handed_in(root):
    """From Moodle's worksheet, in the zone that the instructor names; never from the student."""
    sheet = """Identifier,Full name,Status,Last modified (submission)
Participant 11,Ada,Submitted,"Saturday, 21 November 2026, 11:58 PM"
Participant 12,Ben,Submitted,-
Participant 13,Cleo,Submitted,"Samstag, 21. November 2026, 23:58"
"""
    (root / "downloaded" / LESSON / "archive" / "sheet.csv").write_text(sheet)
    names = ("Ada_11", "Ben_12", "Cleo_13", "Dan_14")
    own = {f"{name}{MOODLE}/timestamp.txt": "1999-01-01" for name in names}
    download(root, {f"{name}{MOODLE}/{LESSON}.ipynb": "a" for name in names} | own)
    found = collect(root, "--LmsExtractor.timezone=Europe/Berlin")
    times = {student: files.get("timestamp.txt") for student, files in found.items()}
    assert times == {
        "ada_11": b"2026-11-21T23:58:00+01:00", "ben_12": None, "cleo_13": None, "dan_14": None,
    }  # fmt: skip
    found = collect(root, "--force")
    assert not [files for files in found.values() if "timestamp.txt" in files]


def test_moodle_without_folders(root):
    download(root, {
        f"Ada Lovelace_11{MOODLE}{LESSON}.ipynb": "one",
        f"Ada Lovelace_11{MOODLE}generator.pt": "weights",
        f"Participant_15{MOODLE}{LESSON}.ipynb": "blind",
    })  # fmt: skip
    assert collect(root) == {
        "ada-lovelace_11": {f"{LESSON}.ipynb": b"one", "generator.pt": b"weights"},
        "participant_15": {f"{LESSON}.ipynb": b"blind"},
    }


def test_canvas(root):
    """The user's number is the id; of a file handed in again the last one counts."""
    download(root, {
        f"lovelaceada_2041_998_{LESSON}-1.ipynb": "second",
        f"lovelaceada_2041_100_{LESSON}.ipynb": "first",
        "lovelaceada_2041_999_generator.pt": "weights",
        f"o-neilljosé_LATE_2042_1001_{LESSON}-2.ipynb": "late",
        "van_der_berg_2043_1002_notes-1.docx": "word",
        "otto_2044_text.html": "typed",
    })  # fmt: skip
    assert collect(root) == {
        "2041": {f"{LESSON}.ipynb": b"second", "generator.pt": b"weights"},
        "2042": {f"{LESSON}.ipynb": b"late"},
        "2043": {"notes-1.docx": b"word"},
        "2044": {"text.html": b"typed"},
    }


def test_a_folder_that_the_browser_unpacked(root):
    folder = root / "downloaded" / LESSON / "archive" / "submissions" / f"Ada Lovelace_11{MOODLE}"
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").write_text("one")
    (folder / ".DS_Store").write_text("mac")
    (folder / "secret").symlink_to("/etc/hostname")
    assert collect(root) == {"ada-lovelace_11": {f"{LESSON}.ipynb": b"one"}}


def test_no_name_leads_out(root):
    download(root, {
        f"../../../evil_1{MOODLE}/{LESSON}.ipynb": "a",
        f"/evil_2{MOODLE}/../../../../{LESSON}.ipynb": "b",
        f"Eve_3{MOODLE}/..\\..\\{LESSON}.ipynb": "c",
        f"x_4{MOODLE}../../../../../x.ipynb": "d",
        "eve_5_6_..": "e",
        "../../outside.ipynb": "f",
    })  # fmt: skip
    before = set(root.parent.rglob("*"))
    assert collect(root) == {
        "evil_1": {f"{LESSON}.ipynb": b"a"},
        "evil_2": {f"{LESSON}.ipynb": b"b"},
        "eve_3": {f"{LESSON}.ipynb": b"c"},
        "x_4": {"x.ipynb": b"d"},
    }
    inside = (root / "submitted", root / "downloaded" / LESSON / "extracted")
    new = set(root.parent.rglob("*")) - before
    assert all(any(path.is_relative_to(place) for place in inside) for path in new)


def test_links_in_a_zip_file_are_left_out(root):
    link = zipfile.ZipInfo(f"Eve_3{MOODLE}/gradebook.db")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(root / "downloaded" / LESSON / "archive" / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr(f"Eve_3{MOODLE}/{LESSON}.ipynb", "a")
    assert collect(root) == {"eve_3": {f"{LESSON}.ipynb": b"a"}}


def test_a_zip_file_as_hand_in_is_unpacked(root):
    inner = zipped({
        f"work/{LESSON}.ipynb": "a", "work/generator.pt": "w", "__MACOSX/x": "no",
        "work/.ipynb_checkpoints/y": "no", "timestamp.txt": "1999-01-01",
    })  # fmt: skip
    download(root, {
        f"Ada_1{MOODLE}/all.zip": inner,
        f"Ben_2{MOODLE}/broken.zip": "PK no",
        "cleo_3_4_work.zip": inner,
        f"Dan_5{MOODLE}/timestamp.txt": "1999-01-01 00:00:00",
        f"Dan_5{MOODLE}/{LESSON}.ipynb": "d",
    })  # fmt: skip
    found = collect(root)
    whole = {f"{LESSON}.ipynb": b"a", "generator.pt": b"w"}
    assert found["ada_1"] == found["3"] == whole
    assert found["ben_2"]["broken.zip"] == b"PK no"
    assert b"broken.zip: File is not a zip file" in found["ben_2"]["not-collected.txt"]
    assert found["dan_5"] == {f"{LESSON}.ipynb": b"d"}


def test_who_hands_in_too_much_gets_a_row_and_no_disk(root):
    bomb = zipped({"a": "0" * (3 << 20)})
    download(root, {f"Eve_3{MOODLE}/bomb.zip": bomb, f"Ada_1{MOODLE}/{LESSON}.ipynb": "a"})
    assert collect(root, "--LmsExtractor.limit=2") == {
        "ada_1": {f"{LESSON}.ipynb": b"a"},
        "eve_3": {"not-collected.txt": b"a: more than 2 MB\n"},
    }


def test_a_broken_download_stops_nobody_else(root, capfd):
    (root / "downloaded" / LESSON / "archive" / "a.zip").write_text("<html>please log in</html>")
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "a", "readme.txt": "x"}, "b.zip")
    assert collect(root) == {"ada_1": {f"{LESSON}.ipynb": b"a"}}
    said = capfd.readouterr().err
    assert "a.zip is not a zip file, or was not downloaded to its end" in said
    assert "Skipped readme.txt: neither Moodle nor Canvas names files so" in said


def test_collected_again_by_force(root):
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "a"})
    assert collect(root)["ada_1"] == {f"{LESSON}.ipynb": b"a"}
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "b"})
    assert collect(root, "--force")["ada_1"] == {f"{LESSON}.ipynb": b"b"}


OLD, NEW = (2026, 11, 20, 10, 0, 0), (2026, 11, 25, 9, 0, 0)


def said(capfd):
    return " ".join(capfd.readouterr().err.split())


@pytest.mark.parametrize("newer, older", [("X (1).zip", "X.zip"), ("X.zip", "X (1).zip"), ("a.zip", "b.zip")])
def test_of_two_downloads_the_newer_counts(newer, older, root, capfd):
    """By the times inside, whatever the names: whole, for those who are in both; the log says which."""
    files = {f"Ada_1{MOODLE}/{LESSON}.ipynb": "old", f"Ada_1{MOODLE}/helper.py": "old"}
    download(root, files | {f"Ben_2{MOODLE}/{LESSON}.ipynb": "ben"}, older, OLD)
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "new"}, newer, NEW)
    assert collect(root) == {"ada_1": {f"{LESSON}.ipynb": b"new"}, "ben_2": {f"{LESSON}.ipynb": b"ben"}}
    words = f"{newer} (until 2026-11-25 09:00:00) is newer than {older} (until 2026-11-20 10:00:00)"
    assert f"{words}: it counts for those in both (1)" in said(capfd)


def test_of_two_downloads_of_the_same_time_the_browsers_greater_number_counts(root):
    for name in ("X (2).zip", "X (10).zip", "X.zip"):
        download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": name}, name, OLD)
    assert collect(root) == {"ada_1": {f"{LESSON}.ipynb": b"X (10).zip"}}


@pytest.mark.parametrize("ada", [f"Ada_1{MOODLE}/{LESSON}.ipynb", f"ada_1_9_{LESSON}.ipynb"])
@pytest.mark.parametrize("age, counts", [(-100, b"zip"), (100, b"folder")])
def test_a_folder_that_the_browser_unpacked_is_as_old_as_its_files(ada, age, counts, root):
    download(root, {ada: "zip"}, "X.zip", OLD)
    path = root / "downloaded" / LESSON / "archive" / "X (1)" / ada
    path.parent.mkdir(parents=True)
    path.write_text("folder")
    moment = time.mktime((*OLD, 0, 0, -1)) + age
    os.utime(path, (moment, moment))
    ((files),) = collect(root).values()
    assert files == {f"{LESSON}.ipynb": counts}


def test_times_that_are_not_english_are_said_and_never_guessed(root, capfd):
    sheet = """Identifier,Full name,ID number,Last modified (submission)
Participant 11,Ada,S-1,"Samstag, 21. November 2026, 23:58"
Participant 12,Ben,S-2,05/11/2026 23:58
Participant 13,Cleo,S-3,"Saturday, November 21, 2026, 11:58 PM"
Participant 14,Dan,S-4,-
"""
    (root / "downloaded" / LESSON / "archive" / "sheet.csv").write_text(sheet)
    names = ("Ada_11", "Ben_12", "Cleo_13", "Dan_14")
    download(root, {f"{name}{MOODLE}/{LESSON}.ipynb": "a" for name in names})
    found = collect(root, "--LmsExtractor.timezone=Europe/Berlin")
    times = {student: files.get("timestamp.txt") for student, files in found.items()}
    assert times == {"S-1": None, "S-2": None, "S-3": b"2026-11-21T23:58:00+01:00", "S-4": None}
    words = "Of the worksheet's times 2 are not used, such as 'Samstag, 21. November 2026, 23:58'"
    assert words in said(capfd)


def test_a_timezone_that_is_none_is_said(root, capfd):
    sheet = 'Identifier,ID number,Last modified (submission)\nParticipant 1,S-1,"1 May 2026, 11:58 PM"\n'
    (root / "downloaded" / LESSON / "archive" / "sheet.csv").write_text(sheet)
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "a"})
    assert collect(root, "--LmsExtractor.timezone=Berlin") == {"S-1": {f"{LESSON}.ipynb": b"a"}}
    assert "There is no time zone 'Berlin'" in said(capfd)


@pytest.mark.parametrize("text", ["Identifikator,Vollständiger Name\nTeilnehmer/in1,Ada\n", "", "PK\x03\x04"])
def test_a_csv_file_that_is_no_worksheet_is_said(text, root, capfd):
    (root / "downloaded" / LESSON / "archive" / "Bewertungen.csv").write_text(text, encoding="utf-8")
    download(root, {f"Ada_1{MOODLE}/{LESSON}.ipynb": "a"})
    assert collect(root) == {"ada_1": {f"{LESSON}.ipynb": b"a"}}
    assert "Bewertungen.csv is" in said(capfd)


def test_of_two_worksheets_the_newer_counts(root):
    archive = root / "downloaded" / LESSON / "archive"
    head = "Identifier,ID number,Last modified (submission)\nParticipant 11,{},{}\n"
    (archive / "Grades (1).csv").write_text(head.format("S-1", "25 November 2026 09:00"))
    (archive / "Grades.csv").write_text(head.format("", "20 November 2026 09:00"))
    download(root, {f"Ada_11{MOODLE}/{LESSON}.ipynb": "a"})
    found = collect(root, "--LmsExtractor.timezone=UTC")
    assert found["S-1"]["timestamp.txt"] == b"2026-11-25T09:00:00+00:00"


def test_a_worksheet_that_excel_saved(root):
    sheet = WORKSHEET.removeprefix("\ufeff").replace(",", ";").replace("S-7", " Ä-7 ")
    (root / "downloaded" / LESSON / "archive" / "Grades.csv").write_text(sheet, encoding="cp1252")
    download(root, {f"Ada_11{MOODLE}/{LESSON}.ipynb": "1", f"Ada_12{MOODLE}/{LESSON}.ipynb": "2"})
    assert set(collect(root)) == {"ada@x.org", "Ä-7"}


def test_a_students_own_table_is_no_worksheet(root):
    """In a folder that the browser unpacked: it could give its author another's name and time."""
    folder = root / "downloaded" / LESSON / "archive" / f"Eve_3{MOODLE}"
    folder.mkdir()
    (folder / "mine.csv").write_text("Identifier,ID number\nParticipant 3,ada\n")
    assert collect(root) == {"eve_3": {"mine.csv": b"Identifier,ID number\nParticipant 3,ada\n"}}


@pytest.mark.parametrize(
    ("path", "student", "name"),
    [
        (f"A_B_7{MOODLE}/x_1_2_y.txt", "a_b_7", "x_1_2_y.txt"),
        (f"Group 1_Ada_7{MOODLE}a b.txt", "group-1_ada_7", "a b.txt"),
        ("李雷_9_1_x.ipynb", "9", "x.ipynb"),
        (f"李雷_9{MOODLE}x.ipynb", "李雷_9", "x.ipynb"),
        (f"!!_9{MOODLE}x.ipynb", "student_9", "x.ipynb"),
        ("a_1_2_other-1.ipynb", "1", "other-1.ipynb"),
        ("a_1_2_" + "n" * 400 + ".ipynb", "1", "n" * 150 + ".ipynb"),
        ("a_1_2_con:\x00.txt", "1", "con__.txt"),
    ],
)
def test_whose_file_it_is(path, student, name):
    found = naming.piece(path, lesson=LESSON)
    assert (found.student, found.name) == (student, name)


@pytest.mark.parametrize("path", ["", "..", "notes.txt", "ada.ipynb", "a_1.ipynb", f"Ada_1{MOODLE}"])
def test_what_is_nobodys(path):
    assert naming.piece(path, lesson=LESSON) is None


def test_an_id_of_a_worksheet_is_a_folders_name():
    for email, kept in (("../a@x.org", "a@x.org"), (".a/b@x", "a-b@x"), ("Ada@X.org", "Ada@X.org")):
        assert worksheet.student({"Email address": email}) == kept
