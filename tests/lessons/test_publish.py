"""Build products are fresh, and nothing with a solution reaches students."""

import re
import shutil

import nbformat
import pytest

from course.grading import directory
from course.grading.directory import REGIONS
from course.lessons import authoring, publish

LESSONS = publish.lessons()
MEGABYTE = 1_000_000


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """All lessons released anew, in a course directory of their own."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(directory.ROOT / "nbgrader_config.py", root)
    shutil.copytree(directory.SOURCE, root / "source")
    for lesson in LESSONS:
        publish.release(lesson, root)
    return root / "release"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_notebook_is_built_from_the_text(lesson):
    assert publish.is_fresh(lesson), f"source/{lesson} is stale: run make source"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_notebook_ran_to_its_end_without_an_error(lesson):
    cells = [c for c in read(directory.notebook(lesson)).cells if c.cell_type == "code"]
    assert [c.execution_count for c in cells] == list(range(1, len(cells) + 1))
    kinds = {output.output_type for cell in cells for output in cell.outputs}
    assert "error" not in kinds
    assert any("image/png" in o.get("data", {}) for c in cells for o in c.outputs)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_notebook_is_small_enough_to_open(lesson):
    assert directory.notebook(lesson).stat().st_size <= 3 * MEGABYTE


@pytest.mark.parametrize("lesson", LESSONS)
def test_cells_are_short(lesson):
    for cell in read(directory.notebook(lesson)).cells:
        name = cell.metadata.get("course", {}).get("name", cell.source[:40])
        if cell.cell_type == "markdown":
            shown = re.sub(r"\$.*?\$|\|.*\|", "", cell.source.split("###")[0], flags=re.S)
            limit = 140 if cell.metadata.get("nbgrader") else 85
            folded = "<details>.*?</details>"  # a hint is opened by itself
            for part in [re.sub(folded, "", shown, flags=re.S), *re.findall(folded, shown, re.S)]:
                assert len(part.split()) <= limit, f"{name}: {len(part.split())} words"
        elif cell.metadata.get("course", {}).get("kind") != "solution":
            named = cell.metadata.get("course", {}).get("kind") == "test"  # in its first line
            assert len(cell.source.splitlines()) <= 25 + named, name


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_release_is_fresh(lesson, released):
    here, new = (read(directory.notebook(lesson, place)) for place in (directory.RELEASE, released))
    assert authoring.same_cells(here, new), f"release/{lesson} is stale: run make release"
    assert {p.name for p in (directory.RELEASE / lesson).iterdir()} == {
        p.name for p in (released / lesson).iterdir()
    }


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_with_a_solution_is_released(lesson):
    source = read(directory.notebook(lesson))
    released = "\n".join(c.source for c in read(directory.notebook(lesson, directory.RELEASE)).cells)
    for marker in (*REGIONS, *REGIONS.values()):
        assert marker not in released
    secrets = [line for cell in source.cells for line in _hidden(cell)]
    assert secrets
    for line in secrets:
        assert line not in released, f"{line!r} is in the release"


def _hidden(cell):
    """The lines of a cell that students must not see, long enough to be told from others."""
    begin = "### BEGIN (SOLUTION|HIDDEN TESTS)"
    inside = re.findall(rf"{begin}\n(.*?)### END", cell.source, flags=re.S)
    text = "\n".join(region for _, region in inside)
    if cell.metadata.get("course", {}).get("kind") == "essay":
        text = cell.source
    return [line for line in text.splitlines() if len(line.strip()) > 25]


def test_only_notebooks_are_released():
    files = [p for p in directory.RELEASE.rglob("*") if p.is_file()]
    assert files
    assert {p.suffix for p in files} == {".ipynb"}, files


def test_an_unknown_lesson_is_named():
    with pytest.raises(publish.PublishError, match="there is no lesson '99_none'; known are 0"):
        publish.lessons(["99_none"])


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_progress_bar_leaves_one_line_and_graded_cells_print_nothing(lesson):
    for cell in read(directory.notebook(lesson)).cells:
        streams = [o.text for o in cell.get("outputs", []) if o.output_type == "stream"]
        assert all("\r" not in text for text in streams) and len(streams) <= 1, cell.id
        assert not (streams and cell.metadata.get("course", {}).get("kind") == "test"), cell.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_points_that_header_and_readme_promise_are_given(lesson):
    graded = [c.metadata.nbgrader for c in read(directory.notebook(lesson)).cells
              if c.metadata.get("nbgrader", {}).get("grade")]
    points = sum(cell.points for cell in graded)
    header = read(directory.notebook(lesson)).cells[0].source
    (line,) = [x for x in (directory.ROOT / "README.md").read_text().splitlines() if lesson in x and "|" in x]
    for place in (header, line):
        assert re.findall(r"\| *(\d+) *\|", place)[-1] == str(points), place


@pytest.mark.parametrize(
    ("kind", "runs"), [("markdown", []), ("test", ["quick"]), ("demo", ["full"]), ("given", ["full"])]
)
def test_outputs_are_kept_only_while_the_code_is_the_same(kind, runs, monkeypatch, tmp_path):
    """And where graded cells alone changed, they must pass."""
    lesson = LESSONS[0]
    built, path = authoring.read(publish.text(lesson)), tmp_path / f"{lesson}.ipynb"
    shutil.copy(directory.notebook(lesson), path)
    changed = [c for c in built.cells if kind in (c.cell_type, c.metadata.get("course", {}).get("kind"))]
    changed[-1].source += "\n1"
    ran = []
    monkeypatch.setattr(authoring, "read", lambda _: built)
    monkeypatch.setattr(directory, "notebook", lambda _: path)
    monkeypatch.setattr(publish, "_execute", lambda *args: ran.append(args[-1]))
    publish.build(lesson)
    assert ran == runs
    outputs = [cell.get("outputs") for cell in read(path).cells if cell.cell_type == "code"]
    assert any(outputs) == (runs != ["full"])
    assert changed[-1].source in [cell.source for cell in read(path).cells]
