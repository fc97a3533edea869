"""The answer bank: what it runs, what it marks, and what it refuses."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from helpers import tiny
from nbformat.v4 import new_notebook, new_output

from course.grading.controls.bank import BankError
from course.grading.marks import marks
from course.lessons import answers, trial
from course.lessons.trial import REFERENCE, STUB

RIGHT = "# Adds x to itself.\ndef double(x):\n    return x + x\n"
WRONG = """# Gives x back.
# fails: double-value
# says: was x added ONCE?
def double(x):
    return x
"""
HEADER = "# It.\n# fails: double-value\n# says: 6\n"


def put(bank, files, lesson="tiny"):
    """Write files of a bank, given by their paths in the lesson's folder."""
    for name, text in files.items():
        path = bank / lesson / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return bank


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A folder of lessons with the tiny one, built."""
    folder = tmp_path_factory.mktemp("house") / "source"
    tiny.write(tiny.lesson(), folder / "tiny" / "tiny.ipynb")
    for name in ("net.reference.pt", "net.pt", "tiny.py"):
        (folder / "tiny" / name).write_text("weights")
    return folder


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """A bank with answers that do what they promise, and others that do not."""
    files = {
        "double/right/plus.py": RIGHT,
        "double/right/windows.py": b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode(),
        "double/right/magic.py": "# Has a magic.\n%pwd\n" + RIGHT,
        "double/right/files.py": "# Sees the reference weights, no others.\n"
        "import os\nassert os.listdir() == ['net.reference.pt']\n" + RIGHT,
        "double/right/bad-warns.py": "# Warns.\nimport warnings\nwarnings.warn('careful')\n" + RIGHT,
        "double/right/bad-loses.py": "# Is wrong.\ndef double(x):\n    return x\n",
        "double/wrong/same.py": WRONG,
        "double/wrong/two.py": HEADER.replace("value", "value, double-zero").replace("6", "is 1")
        + "def double(x):\n    return 1\n",
        "double/wrong/bad-passes.py": WRONG.replace("return x", "return 2 * x"),
        "double/wrong/bad-says.py": WRONG.replace("ONCE", "twice"),
        "double/wrong/dies.py": HEADER.replace("6", "exit code 7")
        + "# also: half-value\nimport os\nos._exit(7)\n",
        "double/wrong/bad-spoils.py": WRONG + "half = lambda x: 0\n",
        "half/wrong/bad-warns.py": "# Warns, which is no mistake.\n# fails: half-value\n# says: careful\n"
        "import sys\ndef half(x):\n    print('careful', file=sys.stderr)\n    return x / 2\n",
        "half/wrong/third.py": "# Gives a third.\n# fails: half-value\n# says: was // used?\n"
        "def half(x):\n    return x / 3\n",
        "README.md": "Not an answer.",
        "half/.hidden/x.txt": "Not an answer.",
    }
    return put(tmp_path_factory.mktemp("bank"), files)


@pytest.fixture(scope="module")
def results(bank, source):
    """The bank's results by name; the order is the bank's."""
    done = answers.results(bank=bank, source=source)
    assert [r.name for r in done][:3] == [REFERENCE, STUB, "double/right/bad-loses"]
    return {result.name: result for result in done}


def test_good_answers_are_good(results):
    good = {name: r.verdict for name, r in results.items() if "bad" not in name}
    assert good == dict.fromkeys(good, "ok")
    assert len(good) == 10


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("double/right/bad-loses", "loses points in double-value"),
        ("double/right/bad-warns", "its own cell says \"<ipython-input-1-"),
        ("double/wrong/bad-passes", "keeps points in double-value"),
        ("double/wrong/bad-says", "does not say 'was x added twice?'"),
        ("half/wrong/bad-warns", "keeps points in half-value"),
        ("double/wrong/bad-spoils", "ok"),  # the reference defines half after it
    ],
)
def test_bad_answers_are_found(results, name, verdict):
    assert results[name].verdict.startswith(verdict)


def test_marks_and_messages_are_what_a_student_gets(results):
    same, dies, stub = (results[n] for n in ("double/wrong/same", "double/wrong/dies", STUB))
    assert (same.points, same.most, same.about) == (2, 4, "Gives x back.")
    assert same.message == "double(3) is 3, not 6: was x added once?"
    assert (dies.points, stub.points, results[REFERENCE].points) == (1, 0, 4)
    assert "The kernel died (exit code 7)" in dies.message
    assert stub.message.startswith("NotImplementedError: ")


def test_table_for_the_documentation(results):
    lines = answers.markdown(results.values()).splitlines()
    assert len(lines) == len(results) + 2
    name, about, expected, marks, message = lines[-1].strip("| ").split(" | ")
    assert (name, about, expected) == ("`tiny/half/wrong/third`", "Gives a third.", "loses half-value")
    assert (marks, message) == ("3/4", "half(3) is 1.0: was // used?")


def test_what_decides_is_enough(results, bank, source):
    """Without the cells that a wrong answer need not fail each verdict is the same, its marks are unsure."""
    quick = {r.name: r for r in answers.results(bank=bank, source=source, sample=0, whole=False)}
    assert {name: r.verdict for name, r in quick.items()} == {name: r.verdict for name, r in results.items()}
    assert "double-zero" in results["double/wrong/same"].marks, "its solution's, but it keeps it"
    assert list(quick["double/wrong/same"].marks) == ["double-value"]
    assert quick["double/right/plus"].marks == results["double/right/plus"].marks
    table = {line.split()[0]: line for line in answers.table(quick.values()).splitlines()}
    assert "  ≤ 2/4  " in table["tiny/double/wrong/same"] and "≤" not in table["tiny/double/right/plus"]


def test_collateral_loss(source, tmp_path):
    """A second solution cell breaks a graded cell that comes later and is not `of` it."""
    notebook = tiny.lesson(tiny.graded("double-again", ["double"], 1, "assert double(1) == 2"))
    tiny.write(notebook, tmp_path / "source" / "tiny" / "tiny.ipynb")
    text = "# Spoils.\n# fails: half-value\n# says: used?\ndef half(x):\n    return x // 2\n"
    spoilt = text + "double = len\n"
    allowed = spoilt.replace("used?\n", "used?\n# also: double-again\n")
    files = {"half/wrong/a.py": text, "half/wrong/b.py": spoilt, "half/wrong/c.py": allowed}
    bank = put(tmp_path / "bank", files)
    done = answers.results(bank=bank, source=tmp_path / "source", only="half/")
    assert [r.verdict for r in done] == ["ok", "also loses points in double-again", "ok"]


@pytest.mark.parametrize(("victims", "verdict"), [
    (2, "ok, but once it keeps points in double-value"), (5, "ok"),
])  # fmt: skip
def test_company_that_spoils_a_process_changes_no_verdict(source, tmp_path, monkeypatch, victims, verdict):
    in_order = SimpleNamespace(Random=lambda seed: SimpleNamespace(shuffle=lambda answers: None))
    monkeypatch.setattr(trial, "random", in_order)
    head = "# Adds once.\n# fails: double-value\n# says: ONCE?\ndef double(x):\n    import sys\n    "
    files = {"double/wrong/first.py": head + "sys.spoilt = True\n    return x\n"}
    for number in range(victims):
        files[f"double/wrong/later-{number}.py"] = head + "return 2 * x if hasattr(sys, 'spoilt') else x\n"
    done = answers.results(bank=put(tmp_path / "bank", files), source=source, only="double/", sample=0)
    assert [r.verdict for r in done] == ["ok", *[verdict] * victims]


def test_of_later_cells_that_bring_their_own_one_runs(tmp_path):
    """All that feel the answer run; and all run after one that does more than define something."""
    own = "kept, double = double, lambda x: 2 * x\nassert half(double(1)) == 1\ndouble = kept"
    cells = [tiny.graded(name, ["half"], 1, own) for name in ("own", "own-too")]
    cells.append(tiny.graded("feels", ["half"], 1, "assert half(double(2)) == 2"))
    tiny.write(tiny.lesson(*cells), tmp_path / "source" / "tiny" / "tiny.ipynb")
    defines = HEADER.replace("6", "5") + "# also: feels\ndef double(x):\n    return x + 2\n"
    files = {"double/wrong/a.py": defines, "double/wrong/b.py": defines + "a = len('b')\n"}
    bank = put(tmp_path / "bank", files)
    found = answers.results(bank=bank, source=tmp_path / "source", sample=0, whole=False)
    assert [r.verdict for r in found] == ["ok"] * 4
    one, all_ = (set(r.marks) for r in found[2:])
    assert one < all_ == {"double-value", "own", "own-too", "feels"}
    assert len(one) == 3 and "feels" in one


@pytest.mark.parametrize(("only", "status"), [("wrong/same", 0), ("bad-passes", 1)])
def test_exit_status_and_table(bank, source, capsys, only, status):
    assert answers.check(["tiny"], bank, source=source, only=only) == status
    out, err = capsys.readouterr()
    name = f"tiny/double/{only if '/' in only else 'wrong/' + only}"
    lines = out.splitlines()
    assert name in lines[2]
    bad = f"{name}: keeps points in double-value: "
    assert lines[-1] == bad if status else lines[-1].startswith("1 answers, none"), "said again at the end"
    assert err.startswith("[  1/2] tiny/double/wrong/"), "in a kernel, and in a forked process"


@pytest.fixture(scope="module")
def in_kernels(bank, source):
    return {result.name: result for result in answers.results(bank=bank, source=source, sample=None)}


ODD = """# Is right at these plays only: {right}.
# fails: double-value
# says: was x added ONCE?
import pathlib
plays = pathlib.Path({path!r})
plays.write_text((plays.read_text() if plays.exists() else "") + "I")
def double(x):
    return 2 * x if len(plays.read_text()) in {right} else x
"""


@pytest.mark.parametrize(("right", "status", "verdict"), [
    ((1,), 0, "ok, but once it keeps points in double-value"), ((1, 4), 1, "keeps points in double-value"),
])  # fmt: skip
def test_what_is_odd_once_fails_nothing_and_twice_does(source, tmp_path, capsys, right, status, verdict):
    text = ODD.format(path=str(tmp_path / "plays"), right=right)
    bank = put(tmp_path / "bank", {"double/wrong/odd.py": text})
    assert answers.check(["tiny"], bank, 1, only="odd", source=source, sample=0) == status
    assert capsys.readouterr().out.splitlines()[2].endswith(verdict)


def test_kernels_and_forked_processes_give_the_same_marks(results, in_kernels):
    """Of each graded cell that the forked process ran; the others cannot feel the answer."""
    assert set(results) == set(in_kernels)
    for name, forked in results.items():
        there = in_kernels[name].marks
        assert {cell: mark.points for cell, mark in forked.marks.items()} == {
            cell: there[cell].points for cell in forked.marks
        }, name
        assert forked.most == in_kernels[name].most


def test_a_kernel_that_marks_otherwise_is_said(bank, source, monkeypatch):
    """An answer that feels which of both it runs in."""
    asks = "import sys\ndef double(x):\n    return 2 * x if 'ipykernel_launcher' in sys.argv[0] else x\n"
    text = f"# Asks where it runs.\n{asks}"
    alone = put(bank.parent / "asks", {"double/right/asks.py": text})
    (result,) = answers.results(bank=alone, source=source, only="asks")
    assert "marked otherwise in a kernel: double-value" in result.verdict


def test_the_sample_is_another_one_each_day_until_all_had_their_turn(monkeypatch):
    found = list("abcde")
    seen = []
    for day in range(3):
        today = SimpleNamespace(date=SimpleNamespace(today=lambda day=day: date.fromordinal(day + 7)))
        monkeypatch.setattr(answers, "datetime", today)
        seen.append("".join(answers._sample(found, 2)))
    assert len(set("".join(seen))) == 5 and all(len(names) == 2 for names in seen)
    assert answers._sample(found, None) == found and answers._sample(found, 9) == found


def test_a_reference_or_stub_that_misbehaves(bank, tmp_path):
    notebook = tiny.lesson(
        tiny.graded("too-easy", ["half"], 1, "half"), tiny.graded("wrong", ["half"], 1, "assert False")
    )
    tiny.write(notebook, tmp_path / "tiny" / "tiny.ipynb")
    (tmp_path / "one").mkdir()
    done = answers.results(bank=put(tmp_path / "one", {"half/right/x.py": "# X.\n"}), source=tmp_path)
    verdicts = {result.name: result.verdict for result in done}
    assert verdicts[REFERENCE] == "loses points in wrong"
    assert verdicts[STUB] == "keeps points in too-easy"


BAD_FILES = {
    "no comment": ("wrong/x.py", "def double(x): pass", "its first line must be a comment"),
    "no sentence": ("wrong/x.py", "# fails: double-value\n# says: 6\n", "its first line must be"),
    "no fails": ("wrong/x.py", "# It.\n# says: 6\n", "needs a '# fails:' line"),
    "no says": ("wrong/x.py", "# It.\n# fails: double-value\n", "needs a '# says:' line"),
    "empty says": ("wrong/x.py", "# It.\n# fails: double-value\n# says:\n", "needs a '# says:'"),
    "late header": ("wrong/x.py", "# It.\n\n# fails: a\n# says: 6\n", "needs a '# fails:' line"),
    "unknown fails": ("wrong/x.py", HEADER.replace("value", "v"), "names 'double-v', no graded"),
    "fails another's": ("wrong/x.py", HEADER.replace("double-value", "half-value"), "not of double"),
    "awaits": ("right/x.py", "# It.\nawait x\n", "is not Python: 'await' outside function"),
    "fails an essay": ("wrong/x.py", HEADER.replace("double-value", "why"), "names 'why', no"),
    "unknown also": ("wrong/x.py", HEADER + "# also: that", "'# also:' names 'that', no graded"),
    "right that fails": ("right/x.py", HEADER, "a right answer has no '# fails:' line"),
    "not UTF-8": ("right/x.py", b"# caf\xe9\n", "is not text in UTF-8"),
    "not Python": ("right/x.py", "# It.\nthis is plain text\n", "x.py, line 2 is not Python: invalid"),
    "null bytes": ("right/x.py", "# It.\n\0\n", "is not Python"),
    "other file": ("right/x.txt", "# It.\n", "x.txt is not a Python file"),
    "stray file": ("x.py", "# It.\n", "answers lie in right/ or wrong/ and nowhere else"),
    "stray folder": ("worng/x.py", HEADER, "worng: answers lie in right/ or wrong/"),
    "unknown cell": ("../triple/right/x.py", RIGHT, "tiny has no solution cell 'triple'"),
    "graded cell": ("../double-value/right/x.py", RIGHT, "no solution cell 'double-value'"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused(case, source, tmp_path, capsys):
    name, text, words = BAD_FILES[case]
    put(tmp_path, {"double/right/good.py": RIGHT, f"double/{name}": text})
    refused({"bank": tmp_path, "source": source}, words, capsys)


def test_a_bad_bank_is_refused(bank, source, tmp_path, capsys):
    other = put(tmp_path / "other", {"double/right/x.py": RIGHT}, lesson="unheard-of")
    (tmp_path / "empty" / "tiny").mkdir(parents=True)
    (source / "new").mkdir(exist_ok=True)
    (tmp_path / "broken" / "b").mkdir(parents=True)
    (tmp_path / "broken" / "b" / "b.ipynb").write_text(json.dumps({"cells": 3}))
    for settings, words in [
        ({"bank": tmp_path / "none"}, "There is no answer bank"),
        ({"bank": other}, "There is no lesson 'unheard-of'"),
        ({"bank": tmp_path / "empty"}, "holds no answers"),
        ({"bank": bank, "lessons": ["x"]}, "There is no lesson 'x'"),
        ({"bank": bank, "lessons": ["new"]}, "is not built"),
        ({"bank": other, "lessons": ["tiny"]}, "has no answers for lesson 'tiny'"),
        ({"bank": bank, "only": "double/wong"}, "has 'double/wong' in its name"),
        ({"bank": bank, "jobs": 0}, "must be at least 1, not 0"),
        ({"bank": bank, "source": tmp_path / "broken", "lessons": ["b"]}, "cannot be read as a"),
    ]:
        refused({"source": source, **settings}, words, capsys)


def refused(settings, words, capsys):
    """Exit status 2, one sentence, nothing else; as data, an exception."""
    assert answers.check(**settings) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    with pytest.raises(BankError):
        answers.results(**settings)


def test_partial_credit_counts_as_lost_points():
    cell = tiny.graded("half-value", ["half"], 2, "0.5")
    cell.outputs = [new_output("execute_result", {"text/plain": "0.5"})]
    mark = marks(new_notebook(cells=[cell]))["half-value"]
    assert (mark.points, mark.full, mark.message) == (0.5, False, "earned a part of its points")
    cell.outputs[0].data["text/plain"] = "9"
    assert marks(new_notebook(cells=[cell]))["half-value"].points == 0
