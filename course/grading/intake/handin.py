"""Whatever a student handed in, made into a clean hand-in, or one sentence why that cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import nbformat

from course.grading.intake.folders import MEGABYTE, IntakeError, extra_files, look
from course.grading.intake.matching import Original
from course.grading.intake.notes import Notes, shown
from course.grading.intake.reading import read
from course.grading.intake.repairs import repair, standing

MOST_TRIED, MOST_BYTES_TRIED = 20, 200 * MEGABYTE


@dataclass(frozen=True)
class Intake:
    """What was taken in of one hand-in.

    Attributes:
        notebook: the clean notebook, valid nbformat 4.5; None if nothing can be graded.
        files: the other files, relative POSIX path (str) → `Path` of a plain file in the hand-in.
        repairs: what was repaired or left out, plain phrases for a table.
        problem: why nothing can be graded, one sentence; "" if there is a notebook.
        mended: what the lesson has that is not as the student got it, plain phrases.
    """

    notebook: nbformat.NotebookNode | None
    files: dict[str, Path] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()
    problem: str = ""
    mended: tuple[str, ...] = ()


def note(taken: Intake, notebook: nbformat.NotebookNode) -> None:
    """Write into a notebook what was repaired and what the lesson has mended, for feedback pages."""
    phrases = {"course_repairs": taken.repairs, "course_mended": taken.mended}
    notebook.metadata.update({key: list(said) for key, said in phrases.items() if said})


@dataclass(frozen=True)
class _Tried:
    """A notebook that was read: its path and cells, and how many of the lesson's are here and filled in."""

    path: PurePosixPath
    cells: list
    notes: Notes
    here: int
    filled: int


def name_problem(student: str) -> str:
    """Why nobody can be graded by this name, as a sentence; "" where it is one.

    Args:
        student: the name of a folder in ``submitted/``.
    """
    try:
        student.encode()
    except UnicodeEncodeError:
        return "The name of the student's folder is not in UTF-8, as the gradebook needs it: rename it."
    return ""


def take(
    folder: str | Path,
    lesson: str,
    released: nbformat.NotebookNode,
    earlier: Sequence[nbformat.NotebookNode] = (),
) -> Intake:
    """Take in one hand-in; nothing in its folder is changed, followed or run.

    Args:
        folder: path of ``submitted/STUDENT/LESSON``.
        lesson: name of the lesson.
        released: the notebook of ``release/LESSON``.
        earlier: its earlier releases, which students may have got.

    Returns:
        An `Intake`.  nbgrader's sanitizing preprocessors accept its notebook as it is.
    """
    folder, notes, original = Path(folder), Notes(), Original(released, earlier)
    try:
        found = look(folder, notes)
        chosen = _choose(found, lesson, original, notes)
        notes.extend(chosen.notes)
        notebook = repair(chosen.cells, original, notes)
        files = extra_files(found, chosen.path, notes)
    except IntakeError as error:
        return Intake(None, {}, notes.phrases(), str(error))
    except (OSError, MemoryError, RecursionError) as error:
        problem = f"The hand-in cannot be read: {type(error).__name__}."
        return Intake(None, {}, notes.phrases(), problem)
    return Intake(notebook, files, notes.phrases(), mended=notes.mended())


def _choose(found, lesson, original, notes):
    """Of the notebooks in which something is filled in, that of the right name, else the fullest."""
    paths, right = _notebooks(found, lesson), f"{lesson}.ipynb"
    if not paths:
        raise IntakeError(_nothing(found, lesson))
    tried, errors = _read_all(paths, found, lesson, original)
    if not tried:
        raise errors[paths[0]]
    worked = [one for one in tried if one.filled] or tried
    named = [one for one in worked if one.path.name == right]
    chosen = named[0] if named else max(worked, key=lambda one: (one.here, one.filled, str(one.path)))
    if str(chosen.path) != right:
        notes.add("notebook", f"taken as {right}{_why(tried[0], chosen, right, errors)}", chosen.path)
    for one in tried:
        if one.filled > chosen.filled:
            more = f"has more filled in ({one.filled} cells, not {chosen.filled}), but another name"
            notes.add("notebook", more, one.path)
    return chosen


def _read_all(paths, found, lesson, original):
    """(list of `_Tried`, errors by path) of the first notebooks."""
    tried, errors, left = [], {}, MOST_BYTES_TRIED
    for path in paths[:MOST_TRIED]:
        left -= found.files[path].stat().st_size
        if left < 0 and path != paths[0]:
            break
        try:
            tried.append(_try(path, found, lesson, original))
        except IntakeError as error:
            errors[path] = error
    return tried, errors


def _why(first, chosen, right, errors):
    """Why another notebook than the one of the right name is taken."""
    for path, error in errors.items():
        if path.name == right:
            return f" ({str(error).rstrip('.')})"
    untouched = first is not chosen and first.path.name == right
    return f" ({shown(first.path)} is as it was released)" if untouched else ""


def _notebooks(found, lesson):
    """Paths of notebooks, the rightly named first, then those near the top."""
    named = [path for path in found.files if path.suffix.lower() == ".ipynb"]
    if not named:  # as browsers save them
        named = [p for p in found.files if p.name.lower().endswith((".ipynb.txt", ".ipynb.json"))]
    return sorted(named, key=lambda path: (path.name != f"{lesson}.ipynb", len(path.parts), str(path)))


def _try(path, found, lesson, original):
    name, notes = shown(path), Notes()
    cells = read(found.files[path], name, notes)
    here, filled, strange = standing(cells, original)
    of = f"of the {len(original.known)} cells that {lesson} is marked by it has {here or 'none'}"
    if not here:
        raise IntakeError(f"{name} is not the notebook of this lesson: {of}.")
    # Lessons share some ids, such as imports.
    if here < strange and here < len(original.known) / 2:
        raise IntakeError(f"{name} is the notebook of another lesson: {of}.")
    return _Tried(path, cells, notes, here, filled)


def _nothing(found, lesson):
    """Why there is no notebook."""
    right = f"{lesson}.ipynb"
    odd = found.odd.get(PurePosixPath(right))
    if odd:
        return f"{right} is {_article(odd)} {odd} and was not opened: hand in the notebook itself."
    if not found.files and not found.odd:
        return f"Nothing was handed in: the folder is empty, hand in the notebook {right}."
    names = ", ".join(sorted(shown(path) for path in found.files)[:3]) or "nothing that can be read"
    return f"There is no notebook among the files handed in ({names}): hand in the notebook {right}."


def _article(noun):
    return "an" if noun[0] in "aeiou" else "a"
