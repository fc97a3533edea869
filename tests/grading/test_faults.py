"""Faults of the machine, with real mounts: a sentence, nobody's marks lost, and the next run is right."""

import json
import shutil
import sqlite3
import subprocess
import sys

import pytest
from helpers import inprocess, tiny
from helpers.classroom import ENV, LONG, hand_in, points, released, rows_of

from course.grading import batch, faults
from course.grading.directory import ROOT as HOUSE
from course.grading.errors import GradingError

pytestmark = pytest.mark.skipif(bool(tiny.WHY_NO_SANDBOX), reason=tiny.WHY_NO_SANDBOX)

# What is read-only in a course directory of this name, and what the sentence says of it.
READ_ONLY = {
    "all": (".", "gradebook/.lock cannot be used (Read-only file system)"),
    "gradebook": ("gradebook", "gradebook/.lock cannot be used (Read-only file system)"),
    "database": (
        "gradebook/gradebook.db",
        "The gradebook cannot be used (attempt to write a readonly database)",
    ),
    "ledger": ("gradebook/graded/tiny", "cannot be used (Read-only file system)"),
    "marked": ("autograded", "autograded/right cannot be used (Read-only file system)"),
}
MARKS = {"right": [2, 1, 1], "wrong": [2, 1, 0]}
ROOM = 2_000_000  # bytes of a small disk
PROGRAM = f"""
import contextlib, io, json, os, shutil, sys
sys.path.insert(0, {str(HOUSE / "tests")!r})
import pytest
from helpers import inprocess
from course.command.main import main
inprocess.use(pytest.MonkeyPatch())

def grade(root):
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(["grade", "tiny", "--root", str(root)])
    return code, [line for line in said.getvalue().splitlines() if " hand-ins done" not in line]
"""
EACH = "print(json.dumps([grade(root) for root in sys.argv[1:]]))"
# Fills a small disk but for so many bytes, grades, frees it and grades again.
FILLED = """
template, disk, elsewhere, *room = sys.argv[1:]
said = []
for left in map(int, room):
    root = shutil.copytree(template, os.path.join(disk, "course"))
    if elsewhere:
        shutil.copy(os.path.join(root, "gradebook", "gradebook.db"), elsewhere)
        with open(os.path.join(root, "nbgrader_config.py"), "a") as file:
            file.write(f"\\nc.CourseDirectory.db_url = 'sqlite:///{elsewhere}'")
    with open(os.path.join(disk, "filler"), "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    os.truncate(os.path.join(disk, "filler"), os.path.getsize(os.path.join(disk, "filler")) - left)
    first = grade(root)
    hidden = [n for _, _, names in os.walk(root) for n in names if n.startswith(".") and n != ".lock"]
    os.unlink(os.path.join(disk, "filler"))
    said.append([first, hidden, grade(root), json.load(open(os.path.join(root, "gradebook", "tiny.json")))])
    shutil.rmtree(root)
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    root = released(tmp_path_factory.mktemp("template") / "course", "c.WarmExecute.sandbox = False")
    hand_in(root, "right")
    hand_in(root, "wrong", half="return x // 2")
    return root


def played(program, *arguments, mounts):
    """What a program prints as JSON, behind these mounts."""
    line = ["bwrap", "--dev-bind", "/", "/", *mounts, sys.executable, "-c", PROGRAM + program, *arguments]
    done = subprocess.run([*map(str, line)], env=ENV, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return json.loads(done.stdout)


def test_what_is_read_only_is_said_in_one_sentence(template, tmp_path, monkeypatch):
    roots = [shutil.copytree(template, tmp_path / name) for name in READ_ONLY]
    mounts = []
    for root in roots:
        place = root / READ_ONLY[root.name][0]
        if not place.exists():
            place.mkdir(parents=True)
        mounts += ["--ro-bind", place, place]
    said = played(EACH, *roots, mounts=mounts)
    inprocess.use(monkeypatch)
    for root, (code, lines) in zip(roots, said, strict=True):
        (line,) = lines
        assert code == 2 and READ_ONLY[root.name][1] in line, line
        assert line.endswith("; what has been graded is kept.")
        batch.grade("tiny", root)  # as it can be written to again
        assert points(rows_of(root)) == MARKS, root.name


@pytest.mark.parametrize("elsewhere, room", [("", [0, 40_960]), ("gradebook.db", [4096, 24_576])])
def test_a_full_disk_is_said_in_one_sentence(template, tmp_path, elsewhere, room):
    """SQLite needs most room: with the gradebook elsewhere, what is written beside it meets the end."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounts = ["--size", ROOM, "--tmpfs", disk]
    said = played(FILLED, template, disk, elsewhere and tmp_path / elsewhere, *room, mounts=mounts)
    full = "Nothing can be written (No space left on device)"
    words = full if elsewhere else "The gradebook cannot be used (database or disk is full)"
    for left, ((code, lines), hidden, again, rows) in zip(room, said, strict=True):
        assert code == 2 and lines == [f"course: {words if left else full}; what has been graded is kept."]
        assert not hidden, "something half written is left"
        assert again == [0, []] and points(rows) == MARKS, left
        assert {row["status"] for row in rows} == {"graded"}, "it was the machine's fault"


def test_a_lock_that_lasts_is_said_in_one_sentence(template, tmp_path, monkeypatch, capfd):
    root = shutil.copytree(template, tmp_path / "course")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.CourseDirectory.db_url += '?timeout=0.1'  # seconds; SQLite would wait for 5\n")
    inprocess.use(monkeypatch)
    other = sqlite3.connect(root / "gradebook" / "gradebook.db", isolation_level=None)
    for kind in ("IMMEDIATE", "EXCLUSIVE"):
        other.execute(f"BEGIN {kind}")
        with pytest.raises(GradingError, match=r"The gradebook cannot be used \(database is locked\); what"):
            batch.grade("tiny", root)
        other.execute("ROLLBACK")
    other.close()
    assert capfd.readouterr().err == "", "nbgrader said more"
    batch.grade("tiny", root)
    assert points(rows_of(root)) == MARKS


def test_what_a_hand_in_forbids_is_its_own(tmp_path):
    """In a folder of all hand-ins; the same anywhere else is the machine's."""
    inside, outside = tmp_path / "submitted" / "ada" / "tiny" / "table.csv", tmp_path / "autograded"
    for path, mine in ((inside, False), (outside, True)):
        error = PermissionError(13, "Permission denied", str(path))
        assert faults.is_fault(error, tmp_path / "submitted") is mine
    assert not faults.is_fault(OSError(36, "File name too long", str(inside)), tmp_path / "submitted")
    assert faults.is_fault(OSError(28, "No space left", str(inside)), tmp_path / "submitted")
