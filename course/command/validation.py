"""``course validate``: what the Validate button says, on a terminal."""

from pathlib import Path

from nbconvert.filters import strip_ansi
from nbformat.reader import NotJSONError
from nbgrader.nbgraderformat import ValidationError
from nbgrader.validator import Validator
from traitlets.config.loader import PyFileConfigLoader

from course.command.lab import SETTINGS_OF_NBGRADER


class ValidationFailure(RuntimeError):
    """A notebook cannot be validated; the message says why in one sentence."""


def report(path: Path) -> int:
    """Run a notebook as Validate does, and print how far it is.

    Args:
        path: a notebook, or a folder with one.

    Returns:
        The exit status: 0 if every graded cell passes and every answer is written, else 1.

    Raises:
        ValidationFailure: there is no such notebook, no settings for Validate, or it cannot be read.
    """
    notebook = find(path)
    print(f"Running {notebook} from the top, with short training …", flush=True)
    try:
        results = Validator(config=_settings(notebook)).validate(str(notebook))
    except (NotJSONError, ValidationError, KeyError, AttributeError) as error:
        raise ValidationFailure(f"{notebook} is no notebook that can be read ({error})") from None
    print("\n".join(_lines(results)))
    return 1 if results else 0


def find(path: Path) -> Path:
    """The notebook that is meant: a file, or the only one of a folder."""
    if path.is_file():
        return path.absolute()
    found = sorted(path.glob("*.ipynb"))
    if len(found) != 1:
        raise ValidationFailure(
            f"there are {len(found)} notebooks in {path}: name one of them" if found
            else f"there is no notebook in {path}: name one, for example course validate 02_mlp_gan"
        )  # fmt: skip
    return found[0].absolute()


def _settings(notebook):
    """The settings for Validate that lie nearest above a notebook."""
    for folder in notebook.parents:
        if (folder / SETTINGS_OF_NBGRADER).is_file():
            return PyFileConfigLoader(SETTINGS_OF_NBGRADER, path=str(folder)).load_config()
    raise ValidationFailure(f"there is no {SETTINGS_OF_NBGRADER} beside {notebook} or in a folder above it")


def _lines(results):
    """Validate's results as lines: nbgrader gives those that changed, or those that failed."""
    if not results:
        return ["Success! Your notebook passes all the tests."]
    lines = []
    for entry in results.get("type_changed", []):
        lines += [f"A {entry['new_type']} cell became a {entry['old_type']} cell:", entry["source"], ""]
    for entry in results.get("changed", []):
        lines += [entry["source"], ""]
    for entry in results.get("failed", []):
        lines += [entry["source"], *(f"  {line}" for line in strip_ansi(entry["raw_error"]).split("\n")), ""]
    return lines[:-1]
