"""``course kit``: what an instructor hands out, as one folder and a zip.

It holds the released lessons, the package as a wheel, the versions that fit together, nbgrader's
settings for Validate, and a page to start from.  The wheel has what notebooks import and of the
command what students need: solutions, the answer bank and reference weights never travel with it.
The same input gives the same bytes.
"""

import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from course.command.lab import HANDOUT, SETTINGS_OF_NBGRADER
from course.grading import directory
from course.lessons import publish

NAME = "gan-course"
PAGES = ("START.md", "environment.yml", SETTINGS_OF_NBGRADER)
# Named one by one, so that a new module of instructors' or authors' stays out by itself.
COMMAND = (
    "__init__.py", "main.py", "students.py", "lab.py", "doctor.py", "validate.py", "validation.py",
    "jupyterlab",
)  # fmt: skip
# A zip with this comment was made here, and may be replaced.
MARK = b"made by course kit"


class KitError(RuntimeError):
    """The kit cannot be made; the message says why in one sentence."""


def make(to: Path) -> tuple[Path, Path]:
    """Write the kit into the folder ``to``; its own folder and its zip.

    A kit that lies there is replaced if it is as it was made.  Whatever else lies there stays.

    Raises:
        KitError: a lesson is not released or not blank, or something would be overwritten.
    """
    folder, archive = to.absolute() / NAME, to.absolute() / f"{NAME}.zip"
    lessons = publish.lessons()
    for lesson in lessons:
        _check_blank(lesson)
    try:
        _check_unchanged(folder, _made(archive))
        to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to, prefix=f".{NAME}-") as scratch:
            fresh = Path(scratch, NAME)
            _fill(fresh, lessons)
            _pack(fresh, Path(scratch, archive.name))
            if folder.exists():
                shutil.rmtree(folder)
            fresh.replace(folder)
            Path(scratch, archive.name).replace(archive)
    except OSError as error:
        raise KitError(f"the kit cannot be made in {to} ({error})") from None
    return folder, archive


def _check_blank(lesson):
    """The lesson is released, and every cell that students fill in is still blank."""
    path = directory.notebook(lesson, directory.RELEASE)
    if not path.is_file():
        raise KitError(f"{lesson} has not been released: run make release first")
    stubs = directory.nbgrader_settings().ClearSolutions
    blank = {"code": stubs.code_stub["python"], "markdown": stubs.text_stub}
    for cell in nbformat.read(path, as_version=4).cells:
        tags = cell.metadata.get("nbgrader", {})
        if tags.get("solution") and blank[cell.cell_type] not in cell.source:
            raise KitError(f"{path}: cell {tags.grade_id!r} is filled in; run make release to get it blank")


def _made(archive):
    """What the zip of an earlier kit holds, by name; empty where there is none."""
    if not archive.exists():
        return {}
    try:
        with zipfile.ZipFile(archive) as pack:
            if pack.comment == MARK:
                return {name: pack.read(name) for name in pack.namelist()}
    except (OSError, zipfile.BadZipFile):
        pass
    raise KitError(f"{archive} was not made by course kit: {_elsewhere('it')}")


def _check_unchanged(folder, made):
    """Nothing in the folder has come or changed since it was made."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise KitError(f"{folder} was not made by course kit: {_elsewhere('it')}")
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = path.relative_to(folder.parent).as_posix()
        if path.is_symlink() or made.get(name) != path.read_bytes():
            raise KitError(f"{path} is not as course kit made it: {_elsewhere(folder)}")


def _elsewhere(what):
    return f"move {what} away, or name another place with --to"


def _fill(folder, lessons):
    folder.mkdir()
    shutil.copyfile(directory.ROOT / "LICENSE", folder / "LICENSE")
    for page in PAGES:
        shutil.copyfile(HANDOUT / page, folder / page)
    lock = (HANDOUT / "requirements.txt").read_text(encoding="utf-8")
    wheel = _wheel(folder)
    # Written here, since the wheel's name holds the version.
    (folder / "requirements.txt").write_text(f"{lock}./{wheel.name}\n", encoding="utf-8", newline="\n")
    # What nbgrader does not copy either, and weights of somebody who tried a lesson in release/.
    ignore = shutil.ignore_patterns(*directory.nbgrader_settings().CourseDirectory.ignore, "*.pt")
    for lesson in lessons:
        shutil.copytree(directory.RELEASE / lesson, folder / lesson, ignore=ignore)
        shutil.copyfile(HANDOUT / SETTINGS_OF_NBGRADER, folder / lesson / SETTINGS_OF_NBGRADER)


def _wheel(folder):
    """Build the students' wheel in a folder; its path."""
    try:
        from hatchling.builders.wheel import WheelBuilder
        from hatchling.metadata.core import ProjectMetadata
        from hatchling.plugin.manager import PluginManager
    except ImportError:
        raise KitError("hatchling, which builds the wheel, is not installed: run make setup") from None

    root = str(directory.ROOT)
    metadata = ProjectMetadata(root, PluginManager(), _students_project())
    (path,) = WheelBuilder(root, metadata=metadata).build(directory=str(folder))
    return Path(path)


def _students_project():
    """pyproject.toml as it would stand in a project of the students' package alone."""
    project = tomllib.loads((directory.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for entry in ("readme", "optional-dependencies"):  # of the repository, and of its instructors
        project["project"].pop(entry, None)
    project["tool"]["hatch"]["build"]["targets"]["wheel"]["exclude"] = [
        "/course/grading", "/course/lessons", "/course/command/*",
        *(f"!/course/command/{name}" for name in COMMAND),
    ]  # fmt: skip
    return project


def _pack(folder: Path, archive: Path) -> None:
    """Pack a folder with its name, every file at the one moment that the wheel's files have too."""
    from hatchling.builders.utils import get_reproducible_timestamp

    moment = datetime.fromtimestamp(get_reproducible_timestamp(), UTC).timetuple()[:6]
    names: Sequence[str] = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    with zipfile.ZipFile(archive, "w") as pack:
        pack.comment = MARK
        for name in names:
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", moment)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # a plain file, on any system
            pack.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
