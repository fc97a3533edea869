"""The command ``course``: its sub-commands, as far as this copy of the package has what they need."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec

# Each door adds its sub-commands, and brings the errors whose message is a sentence for the user.
DOORS = {"students": "course", "authors": "course.lessons", "instructors": "course.grading"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; a user's mistake gives one sentence and exit status 2."""
    there = [door for door, room in DOORS.items() if find_spec(room)]
    doors = [importlib.import_module(f"course.command.{door}") for door in there]
    options = _parser(doors).parse_args(arguments)
    try:
        return options.run(options) or 0
    except KeyboardInterrupt:
        print("\ncourse: stopped; what is complete is kept.", file=sys.stderr)
        return 130
    except Exception as error:
        if not isinstance(error, tuple(kind for door in doors for kind in door.errors())):
            raise
        print(f"course: {error}", file=sys.stderr)
        return 2


def _parser(doors):
    parser = argparse.ArgumentParser(prog="course", description="Study, build and grade lessons.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name, run, words):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    for door in doors:
        door.add_commands(add)
    return parser


if __name__ == "__main__":
    sys.exit(main())
