"""Hand-ins made from the reference: what a student would submit, for demos, tests and benchmarks."""

import shutil

import nbformat

from course.grading import directory
from course.grading.directory import REGIONS


def reference_answers(lesson):
    """The text of every solution cell of a lesson, by id, without nbgrader's markers."""
    notebook = nbformat.read(directory.notebook(lesson), as_version=4)
    markers = {*REGIONS, *REGIONS.values()}
    answers = {}
    for cell in notebook.cells:
        course = cell.metadata.get("course", {})
        if course.get("kind") in ("solution", "essay"):
            lines = [line for line in cell.source.split("\n") if line.strip() not in markers]
            answers[course.name] = "\n".join(lines)
    return answers


def hand_in(lesson, student, answers, root, weights=True):
    """Write one student's hand-in into ``submitted/`` of the course directory ``root``.

    Args:
        lesson: name of the lesson.
        student: the student's id.
        answers: text of each cell that the student filled in, by its id; the others stay stubs.
        root: course directory.
        weights: True to hand in the reference's saved weights too.
    """
    folder = root / "submitted" / student / lesson
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    notebook = nbformat.read(directory.notebook(lesson, root / "release"), as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")
    if weights:
        for saved in (directory.SOURCE / lesson).glob("*.reference.pt"):
            shutil.copy(saved, folder / saved.name.replace(".reference", ""))
