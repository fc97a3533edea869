"""The whole course at work: a small class on one lesson, one student through all of them.

Release, hand-ins, marks, feedback and CSV, by nbgrader in a course directory of its own,
``build/demo``, made anew each time.
"""

import csv
import shutil
import time

import nbformat

from course.grading import batch, directory, report
from course.grading.kernels import processes, sandbox
from course.grading.marks import graded
from course.lessons import handins, publish, solutions

LESSON = "02_mlp_gan"
ROOT = directory.ROOT / "build" / "demo"
BANK = directory.ROOT / "tests" / "answers" / LESSON
READER = "ada"  # works through the whole course
# What each student of the class handed in.
CLASS = {
    "ada": "everything right",
    "ben": "right, but written differently",
    "cleo": "half done",
    "dan": "blank",
    "eva": "labels of real and fake swapped",
    "finn": "generator's loss detached",
    "gina": "imports a module that does not exist",
}


def run() -> None:
    """Play the class and the course from release to feedback, and print what came out."""
    start = time.perf_counter()
    sandboxed = _is_sandboxed()
    if processes.can_fork():
        processes.warm_up(sandboxed)  # beside the releases
    api = _prepare(sandboxed)
    for student, filled in answers().items():
        handins.hand_in(LESSON, student, filled, ROOT, weights=student not in ("cleo", "dan"))
    others = [lesson for lesson in publish.lessons() if lesson != LESSON]
    for lesson in others:
        handins.hand_in(lesson, READER, solutions.reference_answers(lesson), ROOT)
    rows = {}
    for lesson in publish.lessons():
        print(f"\nGrading {lesson} …", flush=True)
        everyone = batch.grade(lesson, ROOT, say=print)
        rows[lesson] = [row for row in everyone if row.status != report.ABSENT]
    _show_class(rows[LESSON])
    through = {lesson: next(r for r in rows[lesson] if r.student == READER) for lesson in rows}
    print(f"\nAll lessons, {READER}:\n")
    print(report.course_table(through))
    _feedback(api)
    _export([row for lesson in rows.values() for row in lesson])
    print(f"Done in {time.perf_counter() - start:.0f} s.")


def _is_sandboxed():
    """Whether the class can be graded in the sandbox; it is the demo's own, so it may do without."""
    if not directory.nbgrader_settings().WarmExecute.sandbox:
        return False
    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        print(f"{error}\nThe demo's own hand-ins are harmless: they run without it.")
        return False
    return True


def _prepare(sandboxed):
    """A fresh course directory with this repository's configuration, every lesson released."""
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    settings = (directory.ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    if not sandboxed:
        settings += "\nc.WarmExecute.sandbox = False  # there is none on this machine\n"
    (ROOT / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    for lesson in publish.lessons():
        (ROOT / "source" / lesson).mkdir(parents=True)
        shutil.copy(directory.notebook(lesson), ROOT / "source" / lesson)
        print(f"Releasing {lesson} …", flush=True)
        publish.release(lesson, ROOT)
    return directory.course_directory(ROOT)


def _show_class(rows):
    print(f"\n{LESSON}, the class:\n")
    for student, what in CLASS.items():
        print(f"{student:5} {what}")
    print()
    print(report.table(rows, _order()))
    print(f"\nGraded by hand, in formgrader: {', '.join(rows[0].by_hand)}.")


def answers() -> dict[str, dict[str, str]]:
    """Each student's answers, by cell."""
    right = solutions.reference_answers(LESSON)
    half = dict(list(right.items())[:4])

    def bank(*paths):
        return {path.split("/")[0]: (BANK / f"{path}.py").read_text() for path in paths}

    different = bank(
        "scale-images/right/normalize",
        "generator/right/attributes",
        "discriminator/right/functional",
        "train-discriminator/right/two-backward-calls",
        "train-generator/right/freeze-discriminator",
    )
    missing = {"generator": "import ganlib\n\n\n" + right["generator"]}
    return {
        "ada": right,
        "ben": right | different,
        "cleo": half,
        "dan": {},
        "eva": right | bank("train-discriminator/wrong/swapped-labels"),
        "finn": right | bank("train-generator/wrong/detached"),
        "gina": right | missing,
    }


def _order():
    """(grade_id, points) of the automatically graded cells, in the lesson's order."""
    cells = nbformat.read(directory.notebook(LESSON), as_version=4).cells
    marked = [cell.metadata.nbgrader for cell in cells if graded(cell)]
    return [(cell.grade_id, cell.points) for cell in marked]


def _feedback(api):
    print("\nWriting feedback …", flush=True)
    for path in sorted((ROOT / "submitted").glob("*/*")):
        result = api.generate_feedback(path.name, path.parent.name)
        if not result["success"]:
            raise publish.PublishError(f"no feedback for {path.parent.name}: {result['log']}")
    pages = sorted((ROOT / "feedback").glob("*/*/*.html"))
    print(f"Feedback pages: {len(pages)}, for example {pages[0].relative_to(directory.ROOT)}")


def _export(rows):
    """One line a student and graded cell, quoted as CSV asks."""
    path = ROOT / "marks.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["lesson", "student", "graded cell", "points", "of", "reason"])
        for row in rows:
            for name, points in row.points.items():
                reason = row.reasons.get(name, "")
                writer.writerow([row.lesson, row.student, name, points, row.most[name], reason])
    print(f"CSV: {path.relative_to(directory.ROOT)}; gradebook with {len(rows)} hand-ins: "
          f"{(ROOT / 'gradebook' / 'gradebook.db').relative_to(directory.ROOT)}")
