"""The authors' sub-commands: build, release and attack lessons."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from course.command.students import number


def add_commands(add: Callable[..., ArgumentParser]) -> None:
    """Add the sub-commands; ``add(name, run, words)`` returns each one's parser."""
    source = add("source", _source, "build lessons from their text and execute them")
    source.add_argument("lessons", nargs="*", metavar="LESSON")
    source.add_argument("--force", action="store_true", help="even when nothing changed")
    source.add_argument("--quick", action="store_true", help="with the quick budget, just to see it run")
    release = add("release", _release, "write the students' versions of lessons")
    release.add_argument("lessons", nargs="*", metavar="LESSON")
    release.add_argument("--force", action="store_true",
                         help="even where marked cells were added or removed after hand-ins: the marks of "
                              "those that are gone are lost")  # fmt: skip
    answers = add("answers", _answers, "check graded cells with the answer bank")
    answers.add_argument("lessons", nargs="*", metavar="LESSON")
    answers.add_argument("--bank", metavar="DIR", help="another bank of the same form")
    answers.add_argument("--only", metavar="WORDS", help="answers with this in solution/wrong/name")
    answers.add_argument("--draws", type=number, default=2, metavar="N",
                         help="how often to run a right answer's graded cells, and half as often "
                              "a wrong one's, but no more after half a second (default: 2)")  # fmt: skip
    answers.add_argument("--kernels", action="store_true",
                         help="run every answer in a kernel, as hand-ins are graded: slow")  # fmt: skip
    answers.add_argument("--save", metavar="FILE", help="write the table as Markdown too")
    handbook = add("handbook", _handbook, "build the handbook: lessons without solutions, all pages, as HTML")
    handbook.add_argument("--to", type=Path, metavar="DIR", help="where to (default: build/handbook)")
    mutants = add("mutants", _mutants, "attack graded cells by a program: which mistakes do they not see?")
    mutants.add_argument("lesson", nargs="?", metavar="LESSON")
    mutants.add_argument("solutions", nargs="*", metavar="SOLUTION")


def _mutants(options):
    from course.lessons import attack

    return attack.check([options.lesson] if options.lesson else [], options.solutions)


def errors() -> tuple[type[Exception], ...]:
    """The errors whose message is a sentence for the user."""
    from course.lessons.authoring import LessonError
    from course.lessons.handbook import HandbookError
    from course.lessons.publish import PublishError

    return HandbookError, LessonError, PublishError


def _handbook(options):
    from course.lessons import handbook

    print(f"open {handbook.build(options.to or handbook.PLACE)} in a browser")


def _source(options):
    from course.lessons import publish

    for lesson in publish.lessons(options.lessons):
        if publish.is_fresh(lesson) and not options.force:
            print(f"{lesson}: up to date")
            continue
        budget = "quick" if options.quick else "full"
        print(f"{lesson}: building; changed code runs with the {budget} budget …", flush=True)
        publish.build(lesson, options.force, budget)


def _release(options):
    from course.lessons import publish

    for lesson in publish.lessons(options.lessons):
        publish.release(lesson, force=options.force)
        print(f"{lesson}: released")


def _answers(options):
    from course.lessons import answers

    return answers.check(
        options.lessons, options.bank or answers.BANK, only=options.only, save=options.save,
        draws=options.draws, sample=None if options.kernels else answers.SAMPLE,
    )  # fmt: skip
