"""Class lists as Excel, Moodle and Canvas write them, into the gradebook."""

import codecs
import zipfile

import pytest
from helpers.classroom import nbgrader
from helpers.tiny import settings
from nbgrader.api import Gradebook

from course.command import main
from course.grading.exchange import class_list
from course.grading.exchange.class_list import ClassListError, Student

OWN = "id,first_name,last_name,email\ns1,Ada,Lovelace,ada@x.org\ns2,Zoë,O'Neill,\n"
EXPECTED = [Student("s1", "Ada", "Lovelace", "ada@x.org"), Student("s2", "Zoë", "O'Neill")]


def written(tmp_path, data):
    path = tmp_path / "class.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


QUOTED = """"id", "first_name", "last_name", "email"
"s1", "Ada", "Lovelace", "ada@x.org"
"s2","Zoë","O'Neill",""
"""
OTHER_ORDER = "Last-Name,E-Mail,ID,First Name,Group\nLovelace,ada@x.org,s1,Ada,3\nO'Neill,,s2,Zoë,4\n"
LISTS = {
    "plain": OWN,
    "byte-order mark": OWN.encode("utf-8-sig"),
    "latin-1": OWN.encode("cp1252"),
    "utf-16": codecs.BOM_UTF16_LE + OWN.replace(",", "\t").encode("utf-16-le"),
    "semicolons": OWN.replace(",", ";"),
    "separator named": "sep=;\r\n" + OWN.replace(",", ";").replace("\n", "\r\n"),
    "old line ends": OWN.replace("\n", "\r"),
    "blanks": OWN.replace(",", " ; ").replace("\n", " \n \n;;;\n"),
    "quoted": QUOTED,
    "other order": OTHER_ORDER,
    "one twice": OWN + "s1,Ada,Lovelace,ada@x.org\n",
}


@pytest.mark.parametrize("data", LISTS.values(), ids=LISTS)
def test_a_list_of_ones_own_whatever_wrote_it(data, tmp_path):
    assert class_list.read(written(tmp_path, data)) == EXPECTED


def test_lists_of_moodle_and_canvas(tmp_path):
    """Ids are those that the same student's hand-in gets."""
    participants = """"First name","Last name","ID number","Email address",Groups
Ada,Lovelace,S 1,ada@x.org,
Zoë,Unal,,zoe@x.org,1
"""
    worksheet = """Identifier,"Full name","ID number","Email address",Status
"Participant 7","Ada van Dijk",,ada@x.org,"No, not yet"
"""
    canvas = """Student,ID,SIS User ID,SIS Login ID,Section,Lesson 1 (7)
    Points Possible,,,,,10
"Lovelace, Ada",2041,u7,ada,A,
"""
    ada = Student("S-1", "Ada", "Lovelace", "ada@x.org")
    zoe = Student("zoe@x.org", "Zoë", "Unal", "zoe@x.org")
    for text, students in {
        participants: [ada, zoe],
        worksheet: [Student("ada@x.org", "Ada van", "Dijk", "ada@x.org")],
        canvas: [Student("2041", "Ada", "Lovelace")],
    }.items():
        assert class_list.read(written(tmp_path, text)) == students


@pytest.mark.parametrize("data, says", [
    ("", "class.csv is empty."),
    ("Vorname;Nachname\nAda;Lovelace\n", "no column with the students' ids .*: it has Vorname, Nachname"),
    ("id,last_name\ns1,Lovelace, Ada\n", "line 2 has 3 cells, but the header 2: a cell with the separator"),
    ("id\n\ns1\n../x\n", r"line 4: the id '../x' cannot be the name of a folder"),
    ("id\ns1\na[b]*\n", r"line 3: the id .* cannot be the name of a folder"),
    ("id,first_name\n,Ada\n", "line 2: the student has no id"),
    ("sep=,\nid\n1.23457E+11\n", "line 3: the id '1.23457E.11' was shortened by the spreadsheet"),
    ("id,email\ns1,a\ns1,b\n", "lines 2 and 3 have the same id 's1'"),
    ('id,first_name\ns1,"Ada\ns2,Ben\n', "line 3: .* perhaps a quote is not closed"),
    (b"PK\x03\x04" + bytes(20), "is no CSV file: open it in a spreadsheet and save it as CSV"),
    ("<!DOCTYPE html><title>Log in</title>", "is a web page, perhaps of a log-in"),
    ("id,x\n" + '"' + "a" * 200_000, "perhaps a quote is not closed"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(data, says, tmp_path):
    with pytest.raises(ClassListError, match=says) as raised:
        class_list.read(written(tmp_path, data))
    assert str(raised.value).count("\n") == 0 and str(raised.value).endswith(".")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course directory with a gradebook."""
    (tmp_path / "nbgrader_config.py").write_text(settings())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def known(root):
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db", "gan") as gradebook:
        return {s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in gradebook.students}


def test_the_command_writes_names_and_forgets_none(root, capsys):
    command = ["students", str(written(root, OWN)), "--root", str(root)]
    assert main.main(command) == 0
    words = f"{root}/class.csv: 2 students, 2 of them new, 0 changed. The gradebook knows 2.\n"
    assert capsys.readouterr().out == words
    assert known(root) == {"s1": ("Ada", "Lovelace", "ada@x.org", None), "s2": ("Zoë", "O'Neill", None, None)}
    written(root, "id,first_name,last_name,lms_user_id\ns1,Ada,,77\ns3,Cleo,Fox,\n")
    assert main.main(command) == 0
    assert "2 students, 1 of them new, 1 changed. The gradebook knows 3." in capsys.readouterr().out
    assert known(root)["s1"] == ("Ada", "Lovelace", "ada@x.org", "77")
    assert main.main(["students", str(root / "none.csv"), "--root", str(root)]) == 2
    assert capsys.readouterr().err == f"course: {root}/none.csv cannot be read: No such file or directory.\n"


def test_a_gradebook_that_is_none(root, capsys):
    (root / "gradebook").mkdir()
    (root / "gradebook" / "gradebook.db").write_text("no database at all, but long enough to look like one")
    assert main.main(["students", str(written(root, OWN)), "--root", str(root)]) == 2
    assert capsys.readouterr().err == "course: The gradebook cannot be used (file is not a database).\n"


def test_names_of_a_worksheet_come_with_the_hand_ins(root):
    """Of everyone in it, whether or not something was handed in."""
    archive = root / "downloaded" / "tiny" / "archive"
    archive.mkdir(parents=True)
    (archive / "Grades.csv").write_text(
        "Identifier,Full name,ID number,Email address\n"
        "Participant 7,Ada Lovelace,S-1,ada@x.org\nParticipant 8,Ben Fox,,ben@x.org\nParticipant 9,,,\n"
    )
    with zipfile.ZipFile(archive / "X.zip", "w") as pack:
        pack.writestr("Ada Lovelace_7_assignsubmission_file_/tiny.ipynb", "{}")
    nbgrader("zip_collect", "tiny")
    assert [path.name for path in (root / "submitted").iterdir()] == ["S-1"]
    assert known(root) == {
        "S-1": ("Ada", "Lovelace", "ada@x.org", None), "ben@x.org": ("Ben", "Fox", "ben@x.org", None),
    }  # fmt: skip
