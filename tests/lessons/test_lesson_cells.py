"""Every graded cell fails on the empty stub and passes on the reference, draw after draw."""

import contextlib
import functools
import io
import os
import shutil
import sys
import time
import warnings

import matplotlib
import nbformat
import pytest
import torch

from course.grading import directory
from course.grading.controls.bank import read_bank
from course.grading.directory import REGIONS
from course.lessons import answers, publish
from course.probe.values import draws

LESSONS = publish.lessons()
# COURSE_DRAWS=50 draws every cell so often; without it, those that train are drawn a few times.
DRAWS = int(os.environ.get("COURSE_DRAWS", 50))
SLOW_SECONDS, SLOW_DRAWS = 0.5, DRAWS if "COURSE_DRAWS" in os.environ else 5
# The bank's answers are many, so without COURSE_DRAWS each is drawn twice, and those that train once.
ANSWER_DRAWS = int(os.environ.get("COURSE_DRAWS", 2))
# They use what the cells to try left behind, as a student does by mistake.
AFTER_DEMOS = {
    "train-discriminator/wrong/other-optimizer",
    "train-generator/wrong/other-optimizer",
    "training-loop/wrong/all-images",
}
BANK = [answer for _, found in read_bank(answers.BANK) for answer in found]
DEVICES = ["test_gpu", pytest.param("cuda", marks=pytest.mark.gpu)]


@functools.cache
def cells(lesson, folder):
    notebook = nbformat.read(directory.notebook(lesson, folder), as_version=4)
    return [c for c in notebook.cells if c.cell_type == "code" and "course" in c.metadata]


def kind(cell):
    return cell.metadata.course.kind


def run(cell, names):
    """Run a cell as a kernel would; what it writes to stderr counts as an error."""
    words = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(words):
        exec(compile(cell.source, cell.id, "exec"), names)
    assert not words.getvalue(), f"{cell.id} wrote to stderr: {words.getvalue()}"


@pytest.fixture
def prepared(monkeypatch):
    """A function that runs a lesson's cells up to its graded ones, and gives those."""
    matplotlib.use("Agg")
    monkeypatch.setenv("COURSE_BUDGET", "quick")

    def prepare(lesson, folder):
        monkeypatch.chdir(directory.SOURCE / lesson)
        names = {"__name__": "__main__"}
        for cell in cells(lesson, folder):
            if kind(cell) in ("given", "solution"):
                run(cell, names)
        return names, [c for c in cells(lesson, folder) if kind(c) == "test"]

    return prepare


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_reference_passes_every_time(lesson, prepared):
    names, graded = prepared(lesson, directory.SOURCE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cell in graded:
            begin = time.process_time()
            draw(cell, names, 1)
            slow = time.process_time() - begin > SLOW_SECONDS
            for number in range(2, (SLOW_DRAWS if slow else DRAWS) + 1):
                draw(cell, names, number)


def draw(cell, names, number):
    try:
        run(cell, names)
    except Exception as error:
        pytest.fail(f"{cell.id}, draw {number}: {error}")


def bank(right):
    return [pytest.param(a, id=f"{a.lesson}/{a.name}") for a in BANK if a.right is right]


@pytest.fixture
def answered(monkeypatch, tmp_path):
    """A function that runs a lesson's cells with an answer in its place, and gives the graded ones by id."""
    matplotlib.use("Agg")
    monkeypatch.setenv("COURSE_BUDGET", "quick")
    monkeypatch.chdir(tmp_path)  # some answers write files

    def answer_cells(answer):
        for weights in (directory.SOURCE / answer.lesson).glob("*.reference.pt"):
            shutil.copy(weights, tmp_path)
        names, graded = {"__name__": "__main__"}, {}
        kinds = {"given", "solution"} | ({"demo"} if answer.name in AFTER_DEMOS else set())
        for cell in cells(answer.lesson, directory.SOURCE):
            name = cell.metadata.nbgrader.grade_id if "nbgrader" in cell.metadata else ""
            if name == answer.solution:
                cell = nbformat.from_dict(cell | {"source": answer.text})
            if kind(cell) == "test":
                graded[name] = cell
                kinds -= {"demo"} if name in answer.fails else set()
            elif kind(cell) in kinds:
                message = said(cell, names)
                assert not (message and answer.right), f"{cell.id}: {message}"
        return names, graded

    yield answer_cells
    torch.set_grad_enabled(True)  # an answer switches gradients off for good


def said(cell, names):
    """What a student reads when the cell fails, in one line; nothing if it passes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            # pytest keeps warnings to itself; a kernel writes them to stderr, which costs points.
            warnings.showwarning = lambda message, *rest, **more: print(message, file=sys.stderr)
            run(cell, names)
    except Exception as error:
        plain = type(error) is AssertionError and str(error)
        return " ".join((plain or f"{type(error).__name__}: {error}").split())
    return ""


def played(answer, names, graded):
    """For each draw what was said by cell; those that train are drawn once, if not told otherwise."""
    begin = time.process_time()
    for number in range(ANSWER_DRAWS):
        slow = time.process_time() - begin > SLOW_SECONDS
        if slow and number and "COURSE_DRAWS" not in os.environ:
            break
        yield {name: said(cell, names) for name, cell in graded.items()}


@pytest.mark.parametrize("answer", bank(right=False))
def test_a_wrong_answer_fails_every_time(answer, answered):
    names, graded = answered(answer)
    graded = {name: graded[name] for name in answer.fails}
    problems = []
    for number, messages in enumerate(played(answer, names, graded), 1):
        text = " ".join(messages.values()).casefold()
        problems += [f"draw {number}: passes {name}" for name, message in messages.items() if not message]
        problems += [
            f"draw {number}: does not say {words!r}, but {text!r}"
            for words in answer.says
            if " ".join(words.split()).casefold() not in text
        ]
    assert not problems, f"{len(problems)} in {number} draws of COURSE_SEED={draws.SEED}: {problems[:9]}"


@pytest.mark.parametrize("answer", bank(right=True))
def test_a_right_answer_passes_every_time(answer, answered):
    names, graded = answered(answer)
    mine = {name: cell for name, cell in graded.items() if answer.solution in cell.metadata.course.of}
    for number, messages in enumerate(played(answer, names, mine), 1):
        failed = {name: message for name, message in messages.items() if message}
        assert not failed, f"draw {number} of COURSE_SEED={draws.SEED}: {failed}"


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("device", DEVICES)
def test_the_whole_lesson_runs_on_an_accelerator(lesson, device, prepared, tmp_path, monkeypatch):
    if device == "cuda" and not torch.cuda.is_available():
        pytest.skip("this machine has no CUDA device")
    monkeypatch.setenv("COURSE_DEVICE", device)
    names, _ = prepared(lesson, directory.SOURCE)
    for cell in cells(lesson, directory.SOURCE):
        if kind(cell) in ("given", "solution", "demo"):
            run(cell, names)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_empty_stub_fails_everywhere(lesson, prepared, tmp_path, monkeypatch):
    names, graded = prepared(lesson, directory.RELEASE)
    monkeypatch.chdir(tmp_path)  # where no weights were handed in
    for cell in graded:
        with pytest.raises((NotImplementedError, AssertionError)):
            run(cell, names)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_stub_says_what_to_write_and_then_stops(lesson):
    for cell in cells(lesson, directory.RELEASE):
        if kind(cell) == "solution":
            assert "# TODO: " in cell.source, cell.id
            assert "raise NotImplementedError" in cell.source, cell.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_graded_cells_begin_with_a_sentence(lesson):
    for cell in cells(lesson, directory.SOURCE):
        if kind(cell) == "test":
            first = cell.source.splitlines()[0]
            assert first.startswith("# ") and first.endswith("."), f"{cell.id}: {first}"
            assert not any(marker in first for marker in REGIONS)
