"""What instructors hand out: all that a student needs, no solution, and never over somebody's work."""

import functools
import io
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest

from course.command import kit, main
from course.grading import directory
from course.lessons import publish

LESSONS = publish.lessons()
# So long a line says something of its own; shorter ones stand in any program about networks.
LONG = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A kit: its folder and its zip."""
    return kit.make(tmp_path_factory.mktemp("kit"))


def files(path):
    """Everything in a folder or a zip, those in a wheel too: name and bytes."""
    if path.is_dir():
        found = {
            p.relative_to(path.parent).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()
        }
    else:
        found = unzipped(path.read_bytes())
    for name in [name for name in found if name.endswith(".whl")]:
        found |= unzipped(found[name])
    return found


def unzipped(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_it_holds_a_page_the_versions_the_package_and_the_lessons(made):
    folder, archive = made
    wheel = next(folder.glob("*.whl")).name
    assert re.fullmatch(r"gan_course-[0-9.]+-py3-none-any\.whl", wheel)
    pages = {"LICENSE", "START.md", "requirements.txt", "environment.yml", "nbgrader_config.py", wheel}
    assert {path.name for path in folder.iterdir()} == pages | set(LESSONS)
    for lesson in LESSONS:
        there = {path.name for path in (folder / lesson).iterdir()}
        assert there == {f"{lesson}.ipynb", "nbgrader_config.py"}
        released = directory.notebook(lesson, directory.RELEASE)
        assert directory.notebook(lesson, folder).read_bytes() == released.read_bytes()
    assert files(archive) == files(folder)
    assert (folder / "requirements.txt").read_text().endswith(f"\n./{wheel}\n")


def test_the_wheel_has_what_students_need_and_nothing_else(made):
    names = set(unzipped(next(made[0].glob("*.whl")).read_bytes()))
    assert not [name for name in names if name.startswith(("course/grading", "course/lessons"))]
    command = {name.split("/")[2] for name in names if name.startswith("course/command/")}
    assert command == set(kit.COMMAND)
    rooms = {path.name for path in (directory.ROOT / "course").iterdir() if path.name != "__pycache__"}
    assert {name.split("/")[1] for name in names if name.startswith("course/")} == rooms - {
        "grading",
        "lessons",
    }


def test_the_same_input_gives_the_same_bytes(made, tmp_path):
    again = kit.make(tmp_path)
    assert again[1].read_bytes() == made[1].read_bytes()
    assert files(again[0]) == files(made[0])


def test_validate_has_the_instructors_settings():
    """All but the list of its steps, which nbgrader's own Validate cannot be told."""
    theirs = directory.nbgrader_settings(kit.HANDOUT)
    steps = theirs.Validator.pop("preprocessors")
    assert [step.__name__ for step in steps][-3:] == ["Execute", "IgnorePattern", "InWords"]
    ours = directory.nbgrader_settings()
    assert [step.__name__ for step in ours.Validator.preprocessors] == [step.__name__ for step in steps]
    assert {name: dict(theirs[name]) for name in theirs} == {
        name: {key: ours[name][key] for key in theirs[name]} for name in theirs
    }


def test_the_first_page_is_short_and_what_it_names_is_there(made):
    page = (made[0] / "START.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) <= 60 and len(page.split()) < 600
    for command in re.findall(r"\bcourse (\w+)(?: --|`)", page):
        assert command in ("doctor", "lab"), command
    for name in re.findall(r"(?:-r|-f|in) `?([\w./-]+\.\w+|\d\d_\w+)", page):
        assert (made[0] / name).exists(), name


# Nothing is overwritten.


def test_a_kit_as_it_was_made_is_replaced_and_what_lies_beside_it_stays(tmp_path):
    folder, archive = kit.make(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    before = archive.read_bytes()
    assert kit.make(tmp_path) == (folder, archive)
    assert archive.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"gan-course", "gan-course.zip", "mine.txt"}


@pytest.mark.parametrize("name", ["01_gan_theory/01_gan_theory.ipynb", "02_mlp_gan/generator.pt"])
def test_work_in_a_kit_is_never_lost(tmp_path, name):
    folder, archive = kit.make(tmp_path)
    (folder / name).write_text("a student's work")
    before = files(folder) | files(archive)
    with pytest.raises(kit.KitError, match=f"{Path(name).name} is not as course kit made it: move .* away"):
        kit.make(tmp_path)
    assert files(folder) | files(archive) == before
    assert {path.name for path in tmp_path.iterdir()} == {"gan-course", "gan-course.zip"}


@pytest.mark.parametrize("name", ["gan-course", "gan-course.zip"])
def test_a_file_of_that_name_is_kept(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(kit.KitError, match=f"{name} was not made by course kit"):
        kit.make(tmp_path)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_a_place_where_no_folder_can_be(tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    assert main.main(["kit", "--to", str(tmp_path / "file" / "kit")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "the kit cannot be made in" in said


# No solution leaves the house.


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A copy of ``release/`` to spoil."""
    monkeypatch.setattr(directory, "RELEASE", tmp_path / "release")
    return Path(shutil.copytree(directory.ROOT / "release", tmp_path / "release"))


def test_a_lesson_that_is_not_released(release, tmp_path):
    directory.notebook("03_dcgan", release).unlink()
    with pytest.raises(kit.KitError, match="03_dcgan has not been released: run make release first"):
        kit.make(tmp_path / "kit")
    assert not (tmp_path / "kit").exists()


@pytest.mark.parametrize("name", ["generator", "relu-or-leaky"])
def test_a_cell_that_somebody_filled_in_is_not_handed_out(release, tmp_path, name):
    path = directory.notebook("02_mlp_gan", release)
    notebook = nbformat.read(path, as_version=4)
    tags = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    (cell,) = (c for c, tag in zip(notebook.cells, tags, strict=True) if tag.get("grade_id") == name)
    cell.source = "tried it"
    nbformat.write(notebook, path)
    with pytest.raises(kit.KitError, match=f"cell '{name}' is filled in; run make release"):
        kit.make(tmp_path / "kit")


def test_what_is_left_of_trying_a_lesson_is_not_handed_out(release, tmp_path):
    for name in ("generator.pt", "02_mlp_gan.py", ".ipynb_checkpoints/02_mlp_gan.ipynb", "runs/events"):
        path = release / "02_mlp_gan" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("left")
    folder, _ = kit.make(tmp_path / "kit")
    there = {path.name for path in (folder / "02_mlp_gan").iterdir()}
    assert there == {"02_mlp_gan.ipynb", "nbgrader_config.py"}


def test_no_file_holds_a_solution(made):
    for path in made:
        assert leaks(files(path)) == []


def test_a_solution_would_be_found(made):
    """In a notebook, in any other file, and where one line alone has slipped in."""
    source = directory.notebook("02_mlp_gan").read_bytes()
    lines = publish.text("02_mlp_gan").read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if "BEGIN MARK" in line)
    for name, held in {
        "scheme.md": "\n".join(lines[begin + 1 :]).encode(),
        "notebook.ipynb": source,
        "notebook.ipynb.bak": source,
        "loop.py": b"def f(images):\n    return images * 2 - 1\n",
        "weights.bin": b"about " + next(directory.SOURCE.glob("*/*.reference.pt")).read_bytes(),
    }.items():
        assert leaks({name: held}), name


def leaks(held):
    """What a student must not find in these files: (name of the file, what)."""
    found = []
    for name, content in held.items():
        if name.endswith(".reference.pt") or any(tensor in content for tensor in WEIGHTS):
            found.append((name, "reference weights"))
        text = plain(name, content)
        found += [(name, marker) for marker in directory.REGIONS if marker in text]
        lines, whole = {squeezed(line) for line in text.splitlines()}, squeezed(text)
        for region in REGIONS:
            found += [(name, line) for line in region if tells(line) and line in whole]
            found += [(name, line) for line in region if set(region) <= lines]
    return found


@functools.cache
def tells(line):
    """Whether a line alone gives a solution away; one that only opens a bracket does not."""
    return len(line) >= LONG and not line.endswith("(") and line not in SHOWN


def plain(name, content):
    """A file's text; of a notebook what a reader sees, and what stands in the file."""
    text = content.decode("utf-8", errors="ignore")
    if not name.endswith(".ipynb"):
        return text.replace('\\"', '"')
    return "\n".join([text, *(cell.source for cell in nbformat.reads(text, as_version=4).cells)])


def squeezed(text):
    return " ".join(text.split())


def taken_apart():
    """The lines that the lessons keep to themselves, region by region, and the text that they show."""
    regions, shown = [], []
    for lesson in LESSONS:
        for cell in nbformat.read(directory.notebook(lesson), as_version=4).cells:
            into = None
            for line in cell.source.split("\n"):
                if line.strip() in directory.REGIONS:
                    into = []
                elif line.strip() in directory.REGIONS.values():
                    regions.append([squeezed(line) for line in into if line.strip()])
                    into = None
                elif into is None:
                    shown.append(line)
                else:
                    into.append(line)
    return regions, squeezed("\n".join(shown))


def tensors():
    """The bytes of the reference's large tensors: they lie in a file as they lie in memory."""
    saved = [unzipped(path.read_bytes()) for path in directory.SOURCE.glob("*/*.reference.pt")]
    return [content for held in saved for content in held.values() if len(content) > 1000]


REGIONS, SHOWN = taken_apart()
WEIGHTS = tensors()
