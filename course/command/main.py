"""The command ``course``: what the Makefile calls."""

import argparse
import os
import sys
from pathlib import Path


def main(arguments=None):
    """Run one sub-command; a user's mistake gives one sentence and exit status 2."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except KeyboardInterrupt:
        print("\ncourse: stopped; what is complete is kept.", file=sys.stderr)
        return 130
    except Exception as error:
        if not _is_plain(error):
            raise
        print(f"course: {error}", file=sys.stderr)
        return 2


def _is_plain(error):
    """True for errors whose message is a sentence for the user."""
    from course.command.lab import LabError
    from course.grading.errors import GradingError
    from course.grading.kernels.sandbox import SandboxError
    from course.lessons.authoring import LessonError
    from course.lessons.publish import PublishError

    return isinstance(error, LessonError | LabError | PublishError | GradingError | SandboxError)


def _parser():
    parser = argparse.ArgumentParser(prog="course", description="Build, check and grade lessons.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, run, words):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    source = add("source", _source, "build lessons from their text and execute them")
    source.add_argument("lessons", nargs="*", metavar="LESSON")
    source.add_argument("--force", action="store_true", help="even when nothing changed")
    source.add_argument("--quick", action="store_true", help="with the quick budget, just to see it run")
    release = add("release", _release, "write the students' versions of lessons")
    release.add_argument("lessons", nargs="*", metavar="LESSON")
    answers = add("answers", _answers, "check graded cells with the answer bank")
    answers.add_argument("lessons", nargs="*", metavar="LESSON")
    answers.add_argument("--bank", metavar="DIR", help="another bank of the same form")
    answers.add_argument("--only", metavar="WORDS", help="answers with this in solution/wrong/name")
    answers.add_argument("--save", metavar="FILE", help="write the table as Markdown too")
    grade = add("grade", _grade, "grade what students handed in, several at a time")
    grade.add_argument("lesson", metavar="LESSON")
    grade.add_argument("students", nargs="*", metavar="STUDENT", help="only these; without, all")
    grade.add_argument("--force", action="store_true", help="also hand-ins that have not changed")
    grade.add_argument("--workers", type=_number, default=2 * (os.cpu_count() or 1), metavar="N",
                       help="how many hand-ins run at a time (default: two for each core)")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, as tcp://HOST:8786")
    grade.add_argument("--root", metavar="DIR", help="another course directory than this repository")
    add("demo", _demo, "play a small class from release to feedback")
    lab = add("lab", _lab, "open JupyterLab on the released lessons")
    lab.add_argument("--port", type=int, default=8888)
    lab.add_argument("more", nargs="*", metavar="-- ARGUMENT", help="passed on to JupyterLab")
    add("check", _check, "check that torch and torchvision fit together")
    return parser


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
        publish.release(lesson)
        print(f"{lesson}: released")


def _answers(options):
    from course.lessons import answers

    bank = options.bank or answers.BANK
    return answers.check(options.lessons, bank, only=options.only, save=options.save)


def _number(text):
    """A whole number from 1 on."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on, not {text!r}")
    return int(text)


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


def _demo(options):
    from course.command import demo

    demo.run()


def _lab(options):
    from course.command import lab

    lab.open_lab(options.port, options.more)


def _check(options):
    """A mismatched pair fails on import, in words that help nobody."""
    try:
        import torch
        import torchvision

        torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        words = str(error).strip().splitlines()[-1]
        print(
            f"torch and torchvision do not fit together ({words}): run make setup, which installs "
            "a matched pair into .venv",
            file=sys.stderr,
        )
        return 1
    print(f"torch {torch.__version__} and torchvision {torchvision.__version__} fit together.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
