"""The answer bank as files: ``<lesson>/<solution id>/right|wrong/<slug>.py``."""

import re
import warnings
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.utils import is_solution

from course.grading import syntax
from course.grading.marks import graded, owners

HEADER = re.compile(r"#\s*(fails|says|also)\s*:(.*)")


class BankError(ValueError):
    """The bank cannot be checked as it is; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Lesson:
    """A built reference notebook; ``graded`` maps each graded cell to the solutions it is `of`."""

    name: str
    folder: Path
    notebook: nbformat.NotebookNode
    solutions: frozenset[str]
    graded: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Answer:
    """One file of the bank: the text of a solution cell, and what its header promises."""

    lesson: str
    solution: str
    right: bool
    slug: str
    about: str
    text: str
    fails: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its path inside the lesson's folder, without the suffix."""
        return f"{self.solution}/{'right' if self.right else 'wrong'}/{self.slug}"


def read_lesson(name: str, source: str | Path) -> Lesson:
    """Read the notebook of a lesson from the folder ``source``; raises `BankError`."""
    folder = Path(source) / name
    path = folder / f"{name}.ipynb"
    if not folder.is_dir():
        raise BankError(f"There is no lesson {name!r} in {source}.")
    if not path.is_file():
        raise BankError(f"Lesson {name!r} is not built: {path} is missing (course source {name} builds it).")
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises what json, jsonschema or itself raise
        raise BankError(f"{path} cannot be read as a notebook: {_first_line(error)}.") from error
    solutions = {c.metadata.nbgrader.grade_id for c in notebook.cells if _is_answer(c)}
    of = {c.metadata.nbgrader.grade_id: frozenset(owners(c)) for c in notebook.cells if graded(c)}
    return Lesson(name, folder, notebook, frozenset(solutions), of)


def read_bank(
    bank: str | Path, lessons: Collection[str] = (), source: str | Path = Path("source")
) -> list[tuple[Lesson, list[Answer]]]:
    """Read and check a bank, all of it before anything runs.

    Args:
        bank: a folder of the bank's form.
        lessons: names of lessons; none means all that the bank has.
        source: the folder of the lessons.

    Returns:
        A list of pairs: a `Lesson` and its list of `Answer`, in the order of their names.

    Raises:
        BankError: the folder, a lesson, a file or a header is not as it must be.
    """
    bank = Path(bank)
    if not bank.is_dir():
        raise BankError(f"There is no answer bank {bank}.")
    pairs = []
    for name in lessons or [folder.name for folder in _folders(bank)]:
        lesson = read_lesson(name, source)
        if not (bank / name).is_dir():
            raise BankError(f"The answer bank {bank} has no answers for lesson {name!r}.")
        pairs.append((lesson, list(_answers(lesson, bank / name))))
    if not any(answers for _, answers in pairs):
        raise BankError(f"The answer bank {bank} holds no answers.")
    return pairs


def _answers(lesson, place):
    for folder in _folders(place):
        if folder.name not in lesson.solutions:
            raise BankError(f"{folder}: {lesson.name} has no solution cell {folder.name!r}.")
        for kind in _visible(folder):
            if kind.name == "README.md":
                continue
            if kind.name not in ("right", "wrong") or not kind.is_dir():
                raise BankError(f"{kind}: answers lie in right/ or wrong/ and nowhere else.")
            for path in _visible(kind):
                yield _answer(lesson, folder.name, kind.name == "right", path)


def _answer(lesson, solution, right, path):
    text = _python(path)
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    if not lines or HEADER.match(lines[0]) or not lines[0].strip("# "):
        raise BankError(f"{path}: its first line must be a comment that says what the answer is.")
    header: dict[str, list[str]] = {"fails": [], "says": [], "also": []}
    for match in filter(None, map(HEADER.match, lines)):
        header[match[1]] += [match[2].strip()] if match[1] == "says" else _ids(match[2])
    _check_header(path, header, right, lesson, solution)
    about = lines[0].strip("# ")
    fields = {key: tuple(values) for key, values in header.items()}
    return Answer(lesson.name, solution, right, path.stem, about, text, **fields)


def _check_header(path, header, right, lesson, solution):
    if right and any(header.values()):
        key = next(key for key, values in header.items() if values)
        raise BankError(f"{path}: a right answer has no '# {key}:' line.")
    for key in () if right else ("fails", "says"):
        if not any(header[key]):
            raise BankError(f"{path}: a wrong answer needs a '# {key}:' line in its header.")
    for key in ("fails", "also"):
        for name in header[key]:
            if name not in lesson.graded:
                raise BankError(f"{path}: '# {key}:' names {name!r}, no graded cell of the lesson.")
    for name in header["fails"]:
        if solution not in lesson.graded[name]:
            raise BankError(f"{path}: '# fails:' names {name!r}, not of {solution}: write '# also:'.")


def _python(path):
    """The text of a Python file, magics of IPython allowed."""
    if path.suffix != ".py" or not path.is_file():
        raise BankError(f"{path} is not a Python file.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BankError(f"{path} is not text in UTF-8.") from error
    text = "\n".join(text.splitlines()) + "\n"
    try:
        with warnings.catch_warnings(action="ignore"):
            python = syntax.plain(text)
            compile(python, "<answer>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise BankError(f"{path}{where} is not Python: {_first_line(error)}.") from error
    return text


def _is_answer(cell):
    return cell.cell_type == "code" and is_solution(cell)


def _ids(text):
    return text.replace(",", " ").split()


def _visible(folder):
    return sorted(p for p in folder.iterdir() if not p.name.startswith((".", "__")))


def _folders(place):
    return [p for p in _visible(place) if p.is_dir()]


def _first_line(error):
    return (getattr(error, "msg", "") or str(error) or type(error).__name__).splitlines()[0]
