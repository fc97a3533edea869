"""Every graded cell fails on the empty stub and passes on the reference, draw after draw."""

import contextlib
import functools
import io
import os
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest
import torch

from course.grading import directory
from course.grading.directory import REGIONS
from course.lessons import publish

LESSONS = publish.lessons()
# COURSE_DRAWS=50 draws every cell so often; without it, as often as a fifth of a second allows, but 2 to 50
# times: what fails once in a hundred draws is met sooner or later, and the answer bank draws too.
DRAWS, FEWEST, SECONDS = 50, 2, 0.2
if "COURSE_DRAWS" in os.environ:
    DRAWS = FEWEST = int(os.environ["COURSE_DRAWS"])


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
            for number in range(1, DRAWS + 1):
                if number > FEWEST and time.process_time() - begin > SECONDS:
                    break
                draw(cell, names, number)


def draw(cell, names, number):
    try:
        run(cell, names)
    except Exception as error:
        pytest.fail(f"{cell.id}, draw {number}: {error}")


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_whole_lesson_runs_on_an_accelerator(lesson, prepared, monkeypatch):
    monkeypatch.setenv("COURSE_DEVICE", "test_gpu")
    names, _ = prepared(lesson, directory.SOURCE)
    for cell in cells(lesson, directory.SOURCE):
        if kind(cell) in ("given", "solution", "demo"):
            run(cell, names)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_whole_lesson_runs_on_cuda(lesson):
    """In the order of the notebook, graded cells too; in a process that never saw the stand-in."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(run_whole, lesson, "cuda").result()


def run_whole(lesson, device):
    matplotlib.use("Agg")
    os.environ |= {"COURSE_BUDGET": "quick", "COURSE_DEVICE": device}
    os.chdir(directory.SOURCE / lesson)
    names = {"__name__": "__main__"}
    for cell in cells(lesson, directory.SOURCE):
        run(cell, names)
        plt.close("all")


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
            name, first = cell.source.splitlines()[:2]
            assert name.startswith(f"# {cell.metadata.nbgrader.grade_id} · "), name
            assert first.startswith("# ") and first.endswith("."), f"{cell.id}: {first}"
            assert not any(marker in first for marker in REGIONS)
