"""A lesson's text becomes a notebook; a mistake in it is named with file and line."""

import nbformat
import pytest

from course.lessons import authoring

LESSON = '''\
# %% [markdown]
# # A lesson

# %% given="imports"
import math

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% demo="double-try" check=true
print(double(4))

# %% test="double-value" of="double" points=2
assert double(3) == 6, "double(3) should be 6"

# %% [markdown] essay="why" points=1
# Because.

# %%
print("no tag")
'''


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "01_lesson.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def cell(notebook, name):
    return next(c for c in notebook.cells if c.metadata.get("course", {}).get("name") == name)


def test_a_graded_cell_is_shown_by_its_name_points_and_sentence(write):
    comments = "# Twice x is 2·x, for [any] x_1 and 2*3 < $7$.\n# Odd, too.\n"
    text = LESSON.replace("points=2\n", f"points=2\n{comments}")
    notebook = authoring.read(write(text))
    graded = cell(notebook, "double-value")
    assert graded.metadata.jupyter.source_hidden
    assert graded.source.split("\n")[:3] == [
        "# double-value · 2 points", "# Twice x is 2·x, for [any] x_1 and 2*3 < $7$.", "# Odd, too."
    ]  # fmt: skip
    above = notebook.cells[notebook.cells.index(graded) - 1]
    assert above.cell_type == "markdown" and not above.metadata
    assert above.source == r"**Graded, 2 points:** Twice x is 2·x, for \[any\] x\_1 and 2\*3 \< \$7\$."


def test_a_graded_cell_without_a_sentence_has_its_name_alone(write):
    notebook = authoring.read(write(LESSON.replace("points=2\n", "points=1\n")))
    graded = cell(notebook, "double-value")
    assert graded.source.startswith("# double-value · 1 point\nassert ")
    assert notebook.cells[notebook.cells.index(graded) - 1] == cell(notebook, "double-try")


def test_a_bonus_is_no_point_of_the_lesson(write):
    graded = cell(authoring.read(write(LESSON.replace("points=2\n", "bonus=2\n"))), "double-value")
    assert (graded.metadata.nbgrader.points, graded.metadata.course.bonus) == (0, 2)
    assert graded.source.startswith("# double-value · 2 bonus points\n")


def test_tags_become_nbgraders_metadata(write):
    notebook = authoring.read(write(LESSON))
    nbformat.validate(notebook)
    keys = ("grade", "solution", "locked", "task", "schema_version")

    def flags(name):
        return tuple(cell(notebook, name).metadata.nbgrader[key] for key in keys)

    assert flags("double") == (False, True, False, False, 3)
    assert flags("double-value") == (True, False, True, False, 3)
    assert flags("why") == (True, True, False, False, 3)
    assert flags("imports") == (False, False, True, False, 3)
    assert "nbgrader" not in cell(notebook, "double-try").metadata
    assert cell(notebook, "double-value").metadata.nbgrader.points == 2
    assert cell(notebook, "double-value").metadata.course.of == ["double"]
    assert cell(notebook, "double-try").metadata.tags == ["nbval-check-output"]


def test_nbgrader_accepts_the_metadata(write):
    from nbgrader.nbgraderformat import MetadataValidator

    MetadataValidator().validate_nb(authoring.read(write(LESSON)))


def test_the_same_text_gives_the_same_notebook(write):
    one, other = authoring.read(write(LESSON)), authoring.read(write(LESSON))
    assert one == other
    assert len({c.id for c in one.cells}) == len(one.cells)


def test_equal_cells_get_ids_of_their_own(write):
    notebook = authoring.read(write(LESSON + '\n# %%\nprint("no tag")\n'))
    assert len({c.id for c in notebook.cells}) == len(notebook.cells)


def test_freshness_sees_cells_and_metadata_but_not_outputs(write):
    one, other = authoring.read(write(LESSON)), authoring.read(write(LESSON))
    other.cells[1].outputs = [nbformat.v4.new_output("stream", text="hello")]
    other.cells[1].execution_count = 7
    assert authoring.same_cells(one, other)
    other.cells[4].metadata.nbgrader.points = 3
    assert not authoring.same_cells(one, other)
    changed = authoring.read(write(LESSON.replace("2 * x", "x + x")))
    assert not authoring.same_cells(one, changed)


SOLUTION = "### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
MISTAKES = {
    "duplicate id": (
        'demo="double-try"', 'demo="double"', 14, "'double' is already used in line 7"),
    "unknown tag": ('given="imports"', 'setup="imports"', 4, "unknown tag 'setup'"),
    "unknown key": ("points=2", "points=2 weight=3", 17, "unknown tag 'weight' in a test cell"),
    "two tags": ('given="imports"', 'given="imports" demo="x"', 4, "one tag a cell"),
    "unclosed solution": (
        "    ### END SOLUTION\n", "", 10, "'### BEGIN SOLUTION' is never closed"),
    "end without begin": ("    ### BEGIN SOLUTION\n", "", 11, "'### END SOLUTION' without"),
    "nested": (
        "    return 2 * x", "    ### BEGIN HIDDEN TESTS\n    return 2 * x", 11, "inside"),
    "solution without marker": (SOLUTION, "return 2 * x", 7, "has no '### BEGIN SOLUTION'"),
    "solution elsewhere": (
        "print(double(4))", "### BEGIN SOLUTION\n1\n### END SOLUTION", 14,
        "a solution stands in demo cell"),
    "no points": (" points=2", "", 17, "'double-value' needs points"),
    "words for points": ("points=2", 'points="two"', 17, "needs points, a number"),
    "points and a bonus": ("points=2", "points=2 bonus=1", 17, "has points or a bonus, not both"),
    "words for a bonus": ("points=2", 'bonus="two"', 17, "needs points, a number"),
    "a bonus for an essay": ("points=1", "bonus=1", 20, "unknown tag 'bonus' in a essay cell"),
    "no of": (' of="double"', "", 17, "does not say of which solution"),
    "of what": ('of="double"', 'of="dobule"', 17, "is of 'dobule', but no solution cell"),
    "odd id": ('test="double-value"', 'test="Double value"', 17, "lower-case words"),
    "essay in code": ('[markdown] essay="why"', 'essay="why"', 20, "must be a [markdown] cell"),
    "text before the first cell": ("# %% [markdown]\n# # A", "x = 1\n# %% [markdown]\n# # A", 1,
                                   "starts with a cell header"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_and_line(write, name):
    old, new, line, words = MISTAKES[name]
    assert old in LESSON
    path = write(LESSON.replace(old, new, 1))
    with pytest.raises(authoring.LessonError) as caught:
        authoring.read(path)
    assert str(caught.value).startswith(f"{path}:{line}: "), caught.value
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
