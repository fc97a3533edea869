"""The instructors' sub-commands: hand out, grade, class lists, solutions, see it all at work."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from course.command.students import number


def add_commands(add: Callable[..., ArgumentParser]) -> None:
    """Add the sub-commands; ``add(name, run, words)`` returns each one's parser."""
    kit = add("kit", _kit, "make what students get: lessons, their package, a page to start from")
    kit.add_argument("--to", metavar="DIR", help="where to put folder and zip (default: build/kit)")
    students = add("students", _students, "write a class list into the gradebook: names, and who is there")
    students.add_argument("file", metavar="FILE", help="CSV, as Moodle, Canvas or a spreadsheet writes it")
    students.add_argument("--root", metavar="DIR", help="another course directory than this repository")
    grade = add("grade", _grade, "grade what students handed in, several at a time")
    grade.add_argument("lesson", metavar="LESSON")
    grade.add_argument("students", nargs="*", metavar="STUDENT", help="only these; without, all")
    grade.add_argument("--force", action="store_true", help="also hand-ins that have not changed")
    grade.add_argument("--workers", type=number, default=2 * (os.cpu_count() or 1), metavar="N",
                       help="how many hand-ins run at a time (default: two for each core)")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, as tcp://HOST:8786")
    grade.add_argument("--root", metavar="DIR", help="another course directory than this repository")
    solutions = add("solutions", _solutions, "write solved notebooks, to publish after the deadline")
    solutions.add_argument("lessons", nargs="*", metavar="LESSON")
    solutions.add_argument("--to", metavar="DIR", help="where to put them (default: build/solutions)")
    add("demo", _demo, "play a small class from release to feedback")


def errors() -> tuple[type[Exception], ...]:
    """The errors whose message is a sentence for the user."""
    from course.command.kit import KitError
    from course.grading.errors import GradingError
    from course.grading.exchange.class_list import ClassListError
    from course.grading.kernels.sandbox import SandboxError

    return ClassListError, GradingError, KitError, SandboxError


def _kit(options):
    from course.command import kit
    from course.grading import directory

    print(*kit.make(Path(options.to or directory.ROOT / "build" / "kit")), sep="\n")


def _students(options):
    from course.grading import directory
    from course.grading.exchange import class_list

    students = class_list.read(options.file)
    places = directory.nbgrader_settings(options.root or directory.ROOT).CourseDirectory
    new, changed, known = class_list.enter(students, places.db_url, places.course_id)
    print(f"{options.file}: {len(students)} students, {new} of them new, {changed} changed. ", end="")
    print(f"The gradebook knows {known}.")


def _grade(options):
    from course.grading import batch, directory, progress, sheet

    root = Path(options.root or directory.ROOT).absolute()
    rows = batch.grade(
        options.lesson, root, options.students, options.force, options.workers, options.scheduler,
        progress.show,
    )  # fmt: skip
    print(sheet.lines(rows))
    print(f"\n{options.lesson}: {sheet.counts(rows)}. The same as a table: ", end="")
    print(*(f"{sheet.FOLDER}/{options.lesson}.{suffix}" for suffix in ("csv", "json")), sep=" and ")
    if waiting := sheet.essays(rows):
        print(f"Waiting for a person, in formgrader: {waiting}.")


def _solutions(options):
    from course.grading import directory
    from course.lessons import publish, solutions

    folder = Path(options.to or directory.ROOT / "build" / "solutions").absolute()
    for lesson in publish.lessons(options.lessons):
        print(solutions.write(lesson, folder))


def _demo(options):
    from course.command import demo

    demo.run()
