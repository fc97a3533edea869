"""Whatever is handed in, it is taken in or refused with a reason, and nbgrader accepts the rest."""

import contextlib
import copy
import json
import random
import shutil
import socket
from pathlib import Path

import nbformat
import pytest
from helpers import tiny
from helpers.trouble import RUNTIME, TRICKS, TROUBLES, dump, graded, mark, save, solutions
from jupyter_core.application import NoStart
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderApp
from nbgrader.converters import Autograde
from nbgrader.utils import determine_grade
from traitlets.config import Config

from course.grading import directory
from course.grading.directory import ROOT as HOUSE
from course.grading.intake import folders, reading, take
from course.lessons import publish

MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course directory in which the tiny lesson was released."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(HOUSE / "nbgrader_config.py", root)
    tiny.write(tiny.lesson(given()), root / "source" / "tiny" / "tiny.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        app = NbGraderApp.instance()
        try:
            app.initialize(["generate_assignment", "tiny"])
            with contextlib.suppress(NoStart):  # how Jupyter ends a subcommand
                app.start()
        finally:
            app.reset()
            NbGraderApp.clear_instance()
    return root


@pytest.fixture(scope="module")
def released(course):
    return nbformat.read(course / "release" / "tiny" / "tiny.ipynb", as_version=4)


@pytest.fixture
def good(released):
    """A hand-in in which everything is right."""
    return filled(released, tiny.lesson())


def given():
    """A locked cell that is not graded, the last one of the lesson."""
    cell = new_code_cell("TABLE = 'table.csv'", id="table")
    flags = {"grade": False, "solution": False, "locked": True, "task": False}
    cell.metadata.nbgrader = nbformat.from_dict({"grade_id": "table", "schema_version": 3, **flags})
    return cell


def filled(released, source):
    """A released notebook with the answers of its source."""
    notebook = copy.deepcopy(released)
    answers = {mark(c).grade_id: c.source for c in source.cells if mark(c).get("solution")}
    for cell in notebook.cells:
        if mark(cell).get("solution"):
            lines = answers[mark(cell).grade_id].split("\n")
            cell.source = "\n".join(line for line in lines if line.strip() not in MARKERS)
    return notebook


def sanitized(notebook, course):
    """What nbgrader's own preprocessors make of a notebook, put in at the place of `nbgrader autograde`."""
    config = Config()
    config.OverwriteCells.add_missing_cells = True
    where = {
        "student": "nobody", "assignment": "tiny", "notebook": "tiny",
        "db_url": f"sqlite:///{course}/gradebook/gradebook.db",
    }  # fmt: skip
    resources = {"nbgrader": where}
    nbformat.validate(notebook)
    notebook = nbformat.reads(nbformat.writes(notebook), as_version=4)
    for preprocessor in Autograde.sanitize_preprocessors.default_args[0]:
        notebook, resources = preprocessor(parent=None, config=config).preprocess(notebook, resources)
    return notebook


def structure(notebook):
    """All that nbgrader marks by: ids, types and metadata of its cells, in order."""
    return [(c.id, c.cell_type, dict(mark(c))) for c in notebook.cells if "grade_id" in mark(c)]


def answers(notebook):
    return {mark(c).grade_id: c.source for c in notebook.cells if mark(c).get("solution")}


def by_name(troubles):
    return pytest.mark.parametrize("trouble", troubles, ids=[trouble.name for trouble in troubles])


def made(trouble, tmp_path, notebook, lesson="tiny"):
    """A hand-in with this trouble, in a course directory."""
    folder = tmp_path / "submitted" / "anna" / lesson
    trouble.make(folder, copy.deepcopy(notebook), lesson)
    return folder


def test_every_trouble_has_a_name_of_its_own():
    names = [trouble.name for trouble in TROUBLES + RUNTIME]
    assert len(set(names)) == len(names)
    assert all(trouble.says for trouble in TROUBLES if trouble.status != "graded")


@by_name(TROUBLES)
def test_trouble(trouble, tmp_path, good, released, course):
    folder = made(trouble, tmp_path, good)
    before = untouched(folder)
    intake = take(folder, "tiny", released)
    assert untouched(folder) == before
    said = " | ".join((intake.problem, *intake.repairs))
    assert trouble.says in said
    assert said.isprintable()
    if trouble.status == "unreadable":
        assert intake.notebook is None
        assert intake.files == {}
        assert intake.problem.endswith(".")
    else:
        assert not intake.problem
        assert (trouble.status == "repaired") == bool(intake.repairs), said
        check(intake, folder, good, course, trouble.keeps)


def check(intake, folder, good, course, keeps):
    """nbgrader accepts what was taken in, and finds in it what it finds in a good hand-in."""
    as_released = {c.id: c.source for c in good.cells if mark(c).get("locked")}
    assert {c.id: c.source for c in intake.notebook.cells if mark(c).get("locked")} == as_released
    clean, best = sanitized(intake.notebook, course), sanitized(good, course)
    assert structure(clean) == structure(best)
    locked = {c.id: c.source for c in best.cells if mark(c).get("locked")}
    assert {c.id: c.source for c in clean.cells if mark(c).get("locked")} == locked
    assert {c.id: c.metadata.get("course") for c in clean.cells if mark(c)} == {
        c.id: c.metadata.get("course") for c in best.cells if mark(c)
    }
    assert clean.metadata.kernelspec == best.metadata.kernelspec
    assert not any(c.metadata.get("tags") for c in clean.cells)
    assert not any("\0" in c.source or "\r" in c.source for c in clean.cells)
    if keeps:
        assert lost(clean, best) == set()
    for name, path in intake.files.items():
        assert path.is_relative_to(folder)
        assert path.is_file()
        assert not path.is_symlink()
        assert ".." not in Path(name).parts
        assert not Path(name).is_absolute()
        assert not any(part.startswith(".") for part in Path(name).parts)
        assert name.isprintable()


def lost(clean, best):
    """Ids of solutions of which no cell, the marked one or one before it, has the right text."""
    missing = set()
    for cell in solutions(best):
        before = [c for c in clean.cells if c.id == cell.id or not mark(c)]
        before = before[: [c.id for c in before].index(cell.id) + 1]
        if not any(c.source.startswith(cell.source) for c in before):
            missing.add(cell.id)
    return missing


def untouched(folder):
    """Names and kinds of all that lies in a folder, links not followed."""
    return sorted((str(path), path.lstat().st_mode) for path in folder.parent.rglob("*"))


@by_name(RUNTIME)
def test_trouble_that_comes_later_is_taken_in(trouble, tmp_path, good, released, course):
    folder = made(trouble, tmp_path, good)
    intake = take(folder, "tiny", released)
    assert (intake.problem, intake.repairs) == ("", ())
    assert trouble.may_lose(good) <= {mark(c).grade_id for c in graded(good)}
    assert bool(trouble.may_lose(good)) == (trouble.keeps is None)
    check(intake, folder, good, course, keeps=False)


@pytest.mark.parametrize("lesson", publish.lessons())
def test_troubles_of_real_lessons(lesson, tmp_path):
    """Troubles can be made of any lesson, and its marked cells come through; each lesson has its share."""
    released = nbformat.read(directory.notebook(lesson, directory.RELEASE), as_version=4)
    source = nbformat.read(directory.notebook(lesson), as_version=4)
    good = filled(released, source)
    lessons = publish.lessons()
    for trouble in (TROUBLES + RUNTIME)[lessons.index(lesson) :: len(lessons)]:
        folder = made(trouble, tmp_path / trouble.name, good, lesson)
        intake = take(folder, lesson, released)
        says = trouble.says if trouble in TROUBLES else ""  # the others say something only later
        assert says in " | ".join((intake.problem, *intake.repairs)), trouble.name
        assert (intake.notebook is None) == (trouble.status == "unreadable"), trouble.name
        assert bool(intake.repairs) >= (trouble.status == "repaired"), trouble.name
        if intake.notebook:
            nbformat.validate(intake.notebook)
            assert structure(intake.notebook) == structure(released), trouble.name
            if trouble.keeps and trouble in TROUBLES:
                assert lost(intake.notebook, good) == set(), trouble.name


def test_a_good_hand_in_is_left_as_it_is(tmp_path, good, released):
    good.cells.insert(2, new_code_cell("double(4)", id="mine"))
    save(tmp_path, dump(good), "tiny.ipynb")
    save(tmp_path, b"weights", "generator.pt")
    save(tmp_path, "x = 1", "helper.py")
    intake = take(tmp_path, "tiny", released)
    assert (intake.repairs, intake.problem) == ((), "")
    assert intake.files == {name: tmp_path / name for name in ("generator.pt", "helper.py")}
    assert [(c.id, c.source) for c in intake.notebook.cells] == [(c.id, c.source) for c in good.cells]


def test_the_released_notebook_is_never_changed(tmp_path, good, released):
    before = copy.deepcopy(released)
    save(tmp_path, dump(good), "tiny.ipynb")
    intake = take(tmp_path, "tiny", released)
    for cell in intake.notebook.cells:
        cell.metadata.clear()
    intake.notebook.metadata.kernelspec.name = "other"
    assert released == before


def taken(notebook, folder, released):
    save(folder, dump(notebook), "tiny.ipynb")
    return take(folder, "tiny", released)


def test_the_solution_that_was_filled_in_counts_not_the_stub_behind_it(tmp_path, good, released):
    stub = copy.deepcopy(solutions(released)[0])
    good.cells.insert(good.cells.index(solutions(good)[0]) + 1, stub)
    intake = taken(good, tmp_path, released)
    assert "return 2 * x" in answers(intake.notebook)["double"]
    assert len(intake.notebook.cells) == len(released.cells)
    assert intake.repairs == ("solution cell double found twice or more: the last changed one counts",)


def test_both_halves_of_a_split_solution_run(tmp_path, good, released):
    cell = solutions(good)[0]
    half = copy.deepcopy(cell)
    cell.source, half.source = "FACTOR = 2", "def double(x):\n    return FACTOR * x"
    good.cells.insert(good.cells.index(cell) + 1, half)
    intake = taken(good, tmp_path, released)
    assert [c.source for c in intake.notebook.cells[1:3]] == ["FACTOR = 2", half.source]
    assert [bool(mark(c)) for c in intake.notebook.cells[1:3]] == [False, True]


def test_answers_stay_and_graded_cells_move(tmp_path, good, released):
    """What a student wrote before a solution must still run before it."""
    cell = solutions(good)[0]
    good.cells.remove(cell)
    good.cells[3:3] = [new_code_cell("FACTOR = 2", id="helper"), cell]
    intake = taken(good, tmp_path, released)
    ids = [c.id for c in intake.notebook.cells]
    assert ids[1:5] == ["helper", "double", "double-value", "double-zero"]
    assert intake.repairs == ("graded cells double-value, double-zero moved back into place",)


def test_a_missing_graded_cell_comes_behind_what_the_student_wrote(tmp_path, good, released):
    cell = graded(good)[0]
    good.cells[good.cells.index(cell)] = new_code_cell("double = lambda x: x + x", id="better")
    intake = taken(good, tmp_path, released)
    assert [c.id for c in intake.notebook.cells][1:4] == ["double", "better", "double-value"]


@pytest.mark.parametrize("missing", [graded, solutions])
def test_missing_cells_come_back_to_where_they_were(missing, tmp_path):
    """Between the same explanations and cells to try, in a real lesson."""
    lesson = publish.lessons()[1]
    released = nbformat.read(directory.notebook(lesson, directory.RELEASE), as_version=4)
    notebook = copy.deepcopy(released)
    gone = {cell.id for cell in missing(notebook)}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    save(tmp_path, dump(notebook), f"{lesson}.ipynb")
    assert take(tmp_path, lesson, released).notebook == released


def test_an_edited_copy_of_a_graded_cell_stays_as_the_students_own(tmp_path, good, released):
    another = copy.deepcopy(graded(good)[0])
    another.source = "print('my own try')"
    good.cells.append(another)
    last = taken(good, tmp_path, released).notebook.cells[-1]
    assert (last.source, last.metadata) == (another.source, {})


def test_a_solution_found_by_what_it_defines(tmp_path, good, released):
    """The last one counts, as in the kernel; the first one still runs."""
    cell = solutions(good)[0]
    first, last = new_code_cell("def double(x):\n    return x"), new_code_cell(cell.source)
    at = good.cells.index(cell)
    good.cells[at : at + 1] = [first, last]
    intake = taken(good, tmp_path, released)
    assert answers(intake.notebook)["double"] == cell.source
    assert intake.notebook.cells[1].source == first.source


def test_an_essay_found_by_its_neighbours(tmp_path, good, released):
    cell = next(c for c in good.cells if c.id == "why")
    good.cells[good.cells.index(cell)] = new_markdown_cell("Since it plays.")
    assert answers(taken(good, tmp_path, released).notebook)["why"] == "Since it plays."


def test_pictures_in_an_essay_are_kept_but_scripts_are_not(tmp_path, good, released):
    trouble = next(trouble for trouble in TROUBLES if trouble.name == "essay-with-a-picture")
    intake = take(made(trouble, tmp_path, good), "tiny", released)
    cell = next(c for c in intake.notebook.cells if c.id == "why")
    assert cell.attachments == {"shot.png": {"image/png": "iVBORw0KGgo="}}


def test_files_move_with_the_notebook(tmp_path, good, released):
    save(tmp_path, dump(good), "a/tiny/tiny.ipynb")
    for name in ("a/tiny/generator.pt", "a/tiny/more/x.csv", "generator.pt", "top.csv", "a/near.csv"):
        save(tmp_path, name, name)
    files = take(tmp_path, "tiny", released).files
    assert {name: path.read_text() for name, path in files.items()} == {
        "generator.pt": "a/tiny/generator.pt",
        "more/x.csv": "a/tiny/more/x.csv",
        "top.csv": "top.csv",
        "a/near.csv": "a/near.csv",
    }


def test_of_wrongly_named_notebooks_the_fullest_is_taken(tmp_path, good, released):
    """First by the lesson's cells that are there, then by those filled in; not by name."""
    less = copy.deepcopy(good)
    less.cells = less.cells[:4]
    for name, notebook in {"a": good, "b": less, "c": released}.items():
        save(tmp_path, dump(notebook), f"{name}.ipynb")
    repairs = take(tmp_path, "tiny", released).repairs
    assert repairs == ("notebook a.ipynb taken as tiny.ipynb", "extra notebooks b.ipynb, c.ipynb left out")


def test_of_a_stub_and_a_worked_copy_the_copy_is_taken(tmp_path, good, released):
    """As JupyterLab's "Duplicate" names it; the row says so, and why."""
    save(tmp_path, dump(released), "tiny.ipynb")
    save(tmp_path, dump(good), "tiny-Copy1.ipynb")
    intake = take(tmp_path, "tiny", released)
    assert answers(intake.notebook) == answers(good)
    assert intake.repairs == (
        "notebook tiny-Copy1.ipynb taken as tiny.ipynb (tiny.ipynb is as it was released)",
        "extra notebook tiny.ipynb left out",
    )


def test_of_a_stub_and_one_of_its_name_in_a_folder_the_worked_one_is_taken(tmp_path, good, released):
    save(tmp_path, dump(released), "tiny.ipynb")
    for name in ("work/tiny.ipynb", "tiny-Copy1.ipynb"):
        save(tmp_path, dump(good), name)
    intake = take(tmp_path, "tiny", released)
    assert answers(intake.notebook) == answers(good)
    why = "notebook work/tiny.ipynb taken as tiny.ipynb (tiny.ipynb is as it was released)"
    assert intake.repairs[0] == why


def test_what_is_begun_under_the_right_name_counts_and_a_fuller_copy_is_named(tmp_path, good, released):
    begun = copy.deepcopy(released)
    solutions(begun)[0].source = solutions(good)[0].source
    save(tmp_path, dump(begun), "tiny.ipynb")
    save(tmp_path, dump(good), "tiny-Copy1.ipynb")
    save(tmp_path, dump(released), "tiny-Copy2.ipynb")
    intake = take(tmp_path, "tiny", released)
    assert answers(intake.notebook) == answers(begun)
    assert intake.repairs == (
        "notebook tiny-Copy1.ipynb has more filled in (3 cells, not 1), but another name",
        "extra notebooks tiny-Copy1.ipynb, tiny-Copy2.ipynb left out",
    )


def test_of_stubs_alone_the_one_of_the_right_name_is_taken(tmp_path, released):
    for name in ("tiny", "tiny-Copy1"):
        save(tmp_path, dump(released), f"{name}.ipynb")
    assert take(tmp_path, "tiny", released).repairs == ("extra notebook tiny-Copy1.ipynb left out",)


STUB = "Why?\n\n*Write your answer here.*\n\n"
FOUND = ("essay why not filled in: the student's own text beside it counts, and waits for a person",)


def essay_of(intake):
    return next(c for c in intake.notebook.cells if c.id == "why")


def with_own(released, cells, offset):
    """A blank hand-in with these cells of the student's, so many places behind the essay's cell."""
    handed = copy.deepcopy(released)
    at = next(i for i, c in enumerate(handed.cells) if c.id == "why") + offset
    handed.cells[at:at] = copy.deepcopy(cells)
    return handed


TEXTS = [
    ([new_markdown_cell("Since it plays.")], "Since it plays."),
    ([new_markdown_cell("Since"), new_markdown_cell("it plays.")], "Since\n\nit plays."),
    ([new_raw_cell("Since it plays.")], "Since it plays."),
    ([new_code_cell("It plays a game.")], "```\nIt plays a game.\n```"),
    ([new_code_cell("# It plays.")], "```\n# It plays.\n```"),
    ([new_code_cell("'It plays.'")], "```\n'It plays.'\n```"),
]


@pytest.mark.parametrize("own, text", TEXTS)
@pytest.mark.parametrize("offset", [0, 1], ids=["above", "below"])
def test_an_essay_written_beside_its_cell_is_found(own, text, offset, tmp_path, released, course):
    """nbgrader gives an untouched essay 0 points; this one waits for a person, and the row says so."""
    intake = taken(with_own(released, own, offset), tmp_path, released)
    assert (essay_of(intake).source, intake.repairs) == (STUB + text, FOUND)
    assert len(intake.notebook.cells) == len(released.cells)
    clean = next(c for c in sanitized(intake.notebook, course).cells if c.id == "why")
    assert determine_grade(clean) == (None, 3), "a person marks it"


def test_an_essay_is_found_behind_other_prose_and_without_its_cell(tmp_path, released):
    """Up to the next cell that nbgrader knows; code between stays code."""
    prose = with_own(released, [new_markdown_cell("## Next", id="next")], 1)
    own = [new_markdown_cell("Since"), new_code_cell("1 + 1"), new_markdown_cell("it plays.")]
    handed = with_own(prose, own, 2)
    without = copy.deepcopy(handed)
    without.cells = [c for c in without.cells if c.id != "why"]
    for notebook in (handed, without):
        intake = taken(notebook, tmp_path, prose)
        assert (essay_of(intake).source, intake.repairs) == (f"{STUB}Since\n\nit plays.", FOUND)
        assert [c.source for c in intake.notebook.cells].count("1 + 1") == 1
    far = copy.deepcopy(prose)
    far.cells.append(new_markdown_cell("Of another cell."))
    assert taken(far, tmp_path, prose).repairs == ()


def test_pictures_of_an_essay_beside_its_cell_come_along(tmp_path, released):
    shots = [
        new_markdown_cell("![shot](attachment:image.png)", attachments={"image.png": {"image/png": data}})
        for data in ("dHdv", "b25l")
    ]
    found = essay_of(taken(with_own(released, shots, 1), tmp_path, released))
    assert found.source == f"{STUB}![shot](attachment:image.png)\n\n![shot](attachment:1-image.png)"
    assert found.attachments == {
        "image.png": {"image/png": "dHdv"}, "1-image.png": {"image/png": "b25l"},
    }  # fmt: skip


@pytest.mark.parametrize("own", [
    new_code_cell("half(3)"), new_code_cell("%matplotlib inline"), new_code_cell("!pip list"),
    new_code_cell("import torch  # to try"), new_code_cell("await x"), new_code_cell(" \n"),
    new_code_cell("-" * 50_000 + "1"), new_markdown_cell(" "),
], ids=range(8))  # fmt: skip
def test_an_essay_beside_which_stands_no_text_stays_as_it_is(own, tmp_path, released):
    intake = taken(with_own(released, [own], 1), tmp_path, released)
    assert (intake.repairs, essay_of(intake).source) == ((), STUB.rstrip())
    assert own.source in [c.source for c in intake.notebook.cells]


def test_an_essay_that_is_filled_in_keeps_its_text(tmp_path, good, released):
    notes = [new_markdown_cell("Notes of my own", id="own")]
    handed = with_own(with_own(good, notes, 1), [new_markdown_cell("And more", id="more")], 0)
    intake = taken(handed, tmp_path, released)
    assert (intake.repairs, [c.id for c in intake.notebook.cells]) == ((), [c.id for c in handed.cells])


def test_cells_are_known_by_their_text_where_nothing_else_is_left(tmp_path, good, released):
    """None is there twice, once as the student's own and once put back."""
    trouble = next(trouble for trouble in TROUBLES if trouble.name == "metadata-and-ids-stripped")
    intake = take(made(trouble, tmp_path, good), "tiny", released)
    assert [(c.id, c.source) for c in intake.notebook.cells] == [(c.id, c.source) for c in good.cells]


@pytest.mark.parametrize("name", TRICKS, ids=range(len(TRICKS)))
def test_each_trick_of_a_name_is_seen(name, tmp_path, good, released):
    save(tmp_path, dump(good), "tiny.ipynb")
    save(tmp_path, "trick", name)
    intake = take(tmp_path, "tiny", released)
    assert intake.files == {}
    assert "left out" in intake.repairs[0]


def test_limits_leave_out_what_is_large_and_deep_first(tmp_path, good, released, monkeypatch):
    monkeypatch.setattr(folders, "MOST_BYTES", 100)
    save(tmp_path, dump(good), "tiny.ipynb")
    for name, size in [("generator.pt", 60), ("dump.bin", 90), ("runs/events", 30), ("runs/more", 31)]:
        save(tmp_path, b"x" * size, name)
    assert set(take(tmp_path, "tiny", released).files) == {"generator.pt", "runs/events"}


@pytest.mark.parametrize("depth", [200, 900, 990, 1_000, 5_000, 100_000])
def test_depth_of_json_never_raises(depth, tmp_path, good, released):
    """What can be read is read; a little deeper and it is refused."""
    text = dump(good).lstrip()
    save(tmp_path, f'{{"deep": {"[" * depth}{"]" * depth}, {text[1:]}', "tiny.ipynb")
    intake = take(tmp_path, "tiny", released)
    assert (intake.notebook is None) == ("nested too deeply" in intake.problem)
    assert intake.notebook or depth > 200


def test_a_large_text_is_refused(tmp_path, good, released, monkeypatch):
    monkeypatch.setattr(reading, "MOST_TEXT", 5_000)
    good.cells[0].source = "x" * 5_000
    save(tmp_path, dump(good), "tiny.ipynb")
    assert "too large to grade" in take(tmp_path, "tiny", released).problem


def test_json_of_too_many_parts_is_refused_before_it_takes_memory(tmp_path, released, monkeypatch):
    monkeypatch.setattr(reading, "MOST_PARTS", 1_000)
    save(tmp_path, '{"cells": [' + "{}," * 1_000 + "{}]}", "tiny.ipynb")
    assert "too large to read" in take(tmp_path, "tiny", released).problem


def test_a_released_notebook_without_cell_ids(tmp_path, good, released):
    """As nbformat 4.4 has it; the clean one has ids."""
    old = copy.deepcopy(released)
    for cell in old.cells:
        del cell["id"]
    intake = taken(good, tmp_path, old)
    nbformat.validate(intake.notebook)
    assert intake.repairs == ()


def test_walk_ends_in_a_folder_without_end(tmp_path, good, released, monkeypatch):
    monkeypatch.setattr(folders, "MOST_ENTRIES", 50)
    save(tmp_path, dump(good), "tiny.ipynb")
    for number in range(100):
        save(tmp_path, "", f"many/{number}")
    intake = take(tmp_path, "tiny", released)
    assert len(intake.files) == 48
    assert "after the first 50 not looked at" in intake.repairs[0]


def test_a_socket_is_left_alone(good, released, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save(tmp_path, dump(good), "tiny.ipynb")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("door")
        assert take(tmp_path, "tiny", released).repairs == ("special file door left out",)


def test_files_that_cannot_be_read_are_left_out(tmp_path, good, released, monkeypatch):
    """Root may read all files, so the answer of the system is played here."""
    monkeypatch.setattr(folders.os, "access", lambda path, mode: "secret" not in str(path))
    save(tmp_path, dump(good), "tiny.ipynb")
    save(tmp_path, "x", "secret.csv")
    intake = take(tmp_path, "tiny", released)
    assert (intake.files, intake.repairs) == ({}, ("unreadable file secret.csv left out",))
    save(tmp_path / "secret", dump(good), "tiny.ipynb")
    assert "permissions forbid it" in take(tmp_path / "secret", "tiny", released).problem


def test_a_notebook_that_cannot_be_read(tmp_path, good, released, monkeypatch):
    monkeypatch.setattr(folders.os, "access", lambda path, mode: not str(path).endswith(".ipynb"))
    save(tmp_path, dump(good), "tiny.ipynb")
    assert "tiny.ipynb is an unreadable file" in take(tmp_path, "tiny", released).problem


def test_a_notebook_that_becomes_a_pipe_while_it_is_read(tmp_path, good, released, monkeypatch):
    """Neither waited for nor followed."""
    path = save(tmp_path, dump(good), "tiny.ipynb")
    sorting = reading._bytes

    def late(place, name):
        path.unlink()
        folders.os.mkfifo(path)
        return sorting(place, name)

    monkeypatch.setattr(reading, "_bytes", late)
    assert take(tmp_path, "tiny", released).problem == "tiny.ipynb is not a plain file."


def test_lessons_are_told_apart(tmp_path):
    """Lessons 2 and 3 have ten ids in common."""
    paths = {name: directory.notebook(name, directory.RELEASE) for name in publish.lessons()}
    notebooks = {name: nbformat.read(path, as_version=4) for name, path in paths.items()}
    for handed, notebook in notebooks.items():
        for name, released in notebooks.items():
            folder = tmp_path / handed / name
            save(folder, dump(notebook), f"{name}.ipynb")
            intake = take(folder, name, released)
            assert (intake.notebook is None) == (handed != name)
            assert handed == name or "another lesson" in intake.problem


VALUES = [None, 0, -1, 2.5, True, float("inf"), "", "x", "\0", "\ud800", "double"]
VALUES += [[], {}, [[]], {"a": {}}, ["a", 1]]


def mutated(content, chance):
    """A copy of JSON content with one part changed, removed, doubled or exchanged."""
    content = copy.deepcopy(content)
    place = content
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and chance.random() < 0.85:
            place = place[key]
            continue
        change(place, key, chance)
        return content


def change(place, key, chance):
    what = chance.choice(["replace", "replace", "remove", "double", "shuffle"])
    if what == "remove":
        del place[key]
    elif what == "double" and isinstance(place, list):
        place.insert(chance.randrange(len(place) + 1), copy.deepcopy(place[key]))
    elif what == "shuffle" and isinstance(place, list):
        chance.shuffle(place)
    else:
        place[key] = copy.deepcopy(chance.choice(VALUES))


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_never_raise(seed, tmp_path, good, released, course):
    """50 notebooks a seed, each with up to eight random changes of its JSON; 5 of them go to nbgrader."""
    chance = random.Random(seed)
    best = structure(released)
    for number in range(50):
        content = json.loads(json.dumps(good))
        for _ in range(chance.randrange(1, 9)):
            if content:
                content = mutated(content, chance)
        save(tmp_path, json.dumps(content), "tiny.ipynb")
        intake = take(tmp_path, "tiny", released)
        assert (intake.notebook is None) == bool(intake.problem)
        if intake.notebook:
            nbformat.validate(intake.notebook)
            assert structure(intake.notebook) == best
            if number % 10 == 0:
                assert len(structure(sanitized(intake.notebook, course))) == len(best)


@pytest.mark.parametrize("seed", range(2))
def test_random_bytes_never_raise(seed, tmp_path, good, released):
    chance = random.Random(seed)
    data = bytearray(dump(good).encode())
    for _ in range(100):
        other = bytearray(data)
        for _ in range(chance.randrange(1, 20)):
            other[chance.randrange(len(other))] = chance.randrange(256)
        save(tmp_path, bytes(other), "tiny.ipynb")
        intake = take(tmp_path, "tiny", released)
        assert (intake.notebook is None) == bool(intake.problem)
        if intake.notebook:
            assert structure(intake.notebook) == structure(released)


def test_autograde_accepts_the_gradebook_of_these_tests(course):
    """The preprocessors above really read the database: the hidden tests come from there."""
    with Gradebook(f"sqlite:///{course}/gradebook/gradebook.db") as gradebook:
        cell = gradebook.find_source_cell("double-value", "tiny", "tiny")
    assert "negative numbers" in cell.source
