"""The students' sub-commands: JupyterLab on their lessons, and is everything in place?"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from course.command.lab import LabError


def add_commands(add: Callable[..., ArgumentParser]) -> None:
    """Add the sub-commands; ``add(name, run, words)`` returns each one's parser."""
    lab = add("lab", _lab, "open JupyterLab on the lessons")
    lab.add_argument("--port", type=int, default=8888)
    lab.add_argument("--no-browser", action="store_true", help="only say where to look")
    lab.add_argument("more", nargs="*", metavar="-- ARGUMENT", help="passed on to JupyterLab")
    validate = add("validate", _validate, "run a notebook, and say what is passed, failed and blank")
    validate.add_argument("notebook", nargs="?", type=Path, default=Path(), help="a notebook or its folder")
    doctor = add("doctor", _doctor, "say whether everything is in place, or the one thing to do")
    doctor.add_argument("--short", action="store_true", help="one line, if all is well")
    doctor.add_argument("--port", type=int, default=8888, help="where JupyterLab will listen")


def errors() -> tuple[type[Exception], ...]:
    """The errors whose message is a sentence for the user."""
    from course.command.validation import ValidationFailure

    return LabError, ValidationFailure


def number(text: str) -> int:
    """A whole number from 1 on, from the command line."""
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"must be a whole number from 1 on, not {text!r}")
    return int(text)


def _lab(options):
    from course.command import lab

    lab.open_lab(options.port, [*["--no-browser"] * options.no_browser, *options.more])


def _validate(options):
    from course.command import validation

    return validation.report(options.notebook)


def _doctor(options):
    from course.command import doctor

    return doctor.report(options.short, options.port)
