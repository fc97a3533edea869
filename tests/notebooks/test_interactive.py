"""Sliders change an image; where nobody can move them, a table of images stands still."""

import base64
import io
import re

import ipywidgets as widgets
import nbformat
import pytest
import torch
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image

from course.pictures import interactive

VIEW = "application/vnd.jupyter.widget-view+json"
MEGABYTE = 2**20


def shade(row, column, bright):
    """8 × 8 pixels, one of them lit."""
    image = torch.zeros(8, 8)
    image[row, column] = bright
    return image


CONTROLS = {"row": (0, 7, 2), "column": (0, 7, 3), "bright": (0.0, 1.0, 1.0)}


@pytest.fixture
def shown(monkeypatch):
    """What `sliders` displays, a list of bundles."""
    bundles = []
    monkeypatch.setattr(interactive, "display", lambda data, **more: bundles.append(data))
    return bundles


def moved(box, kind):
    """The widgets of a kind in a panel, in their order."""
    found = [box] if isinstance(box, kind) else []
    return found + [part for child in getattr(box, "children", ()) for part in moved(child, kind)]


def pixels(box):
    """The image of a panel, (H, W), and the words for it."""
    tag = box.children[1].value
    png = base64.b64decode(re.search(r"base64,([^\"]+)", tag)[1])
    return torch.tensor(list(Image.open(io.BytesIO(png)).convert("L").tobytes())).reshape(8, 8), tag


def test_a_moved_slider_changes_the_image_and_its_words():
    box = interactive.panel(shade, CONTROLS, "One pixel", play="column")
    row, column, bright = moved(box, (widgets.IntSlider, widgets.FloatSlider))
    assert [slider.description for slider in (row, column, bright)] == list(CONTROLS)
    assert pixels(box)[0].nonzero().tolist() == [[2, 3]]
    row.value, bright.value = 5, 0.4
    image, tag = pixels(box)
    assert image.nonzero().tolist() == [[5, 3]] and image[5, 3] == round(255 * 0.4)
    assert 'alt="One pixel: row 5, column 3, bright 0.4"' in tag


def test_a_control_is_played_from_end_to_end():
    box = interactive.panel(shade, CONTROLS, play="column")
    (button,) = moved(box, widgets.Play)
    assert (button.min, button.max, button.value) == (0, 7, 3)
    assert not moved(interactive.panel(shade, CONTROLS), widgets.Play)


def test_an_image_that_fails_between_two_cells_says_so_in_its_place():
    def fails(number):
        if number:
            raise RuntimeError("mat1 and mat2 <do not fit>")
        return torch.zeros(2, 2)

    box = interactive.panel(fails, {"number": (0, 1, 0)})
    moved(box, widgets.IntSlider)[0].value = 1
    assert box.children[1].value == "No image for number 1: RuntimeError: mat1 and mat2 &lt;do not fit&gt;"


def test_without_a_kernel_only_the_still_picture_is_shown(shown):
    interactive.sliders(shade, CONTROLS, "One pixel", table=(2, 3))
    (bundle,) = shown
    assert set(bundle) == {"image/png", "text/plain"} and bundle["text/plain"] == "One pixel"
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 100


def test_the_table_changes_the_first_control_downwards_and_the_second_across(shown):
    asked = []
    interactive.sliders(lambda *values: asked.append(values) or torch.zeros(1, 4, 4), CONTROLS, table=(2, 3))
    assert asked == [(0, 0, 1.0), (0, 4, 1.0), (0, 7, 1.0), (7, 0, 1.0), (7, 4, 1.0), (7, 7, 1.0)]
    asked.clear()
    coloured = lambda psi: asked.append(psi) or torch.zeros(3, 4, 4)  # noqa: E731
    interactive.sliders(coloured, {"ψ": (0.0, 1.0, 0.5)}, table=(9, 5))
    assert asked == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_later_cells_draw_what_they_would_have_drawn(shown):
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    drawn = []
    interactive.sliders(lambda n: drawn.append(torch.rand(4, 4)) or drawn[-1], {"n": (0, 2, 0)})
    assert torch.equal(torch.rand(2), expected)
    assert torch.equal(drawn[0], drawn[1]), "fresh noise in each image would look like the slider's work"


def test_weights_that_learn_give_an_image(shown):
    weight = torch.nn.Parameter(torch.full((1, 2, 2), 3.0))
    box = interactive.panel(lambda n: n * weight, {"n": (0, 1, 1)})
    assert "<img" in box.children[1].value and weight.grad is None


@pytest.mark.parametrize(
    ("controls", "play", "says"),
    [
        ({}, "", "nothing to move"),
        ({"ψ": (0, 1, 2)}, "", "ψ goes from 0 to 1, and cannot begin at 2"),
        ({"ψ": (1, 1, 1)}, "", "ψ goes from 1 to 1"),
        ({"ψ": (0.0, 1.0, 0.5)}, "ψ", "'ψ' cannot be played"),
        ({"ψ": (0, 1, 0)}, "φ", "'φ' cannot be played"),
    ],
)
def test_controls_that_cannot_be_are_refused(controls, play, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        interactive.sliders(shade, controls, play=play)


@pytest.mark.parametrize("shape", [(4,), (2, 4, 4), (1, 1, 4, 4)])
def test_what_is_no_image_is_refused(shape):
    with pytest.raises(ValueError, match=re.escape(f"not {shape}")):
        interactive.sliders(lambda n: torch.zeros(shape), {"n": (0, 1, 0)})


CELL = """import torch
from course.pictures import interactive
interactive.sliders(lambda n: torch.full((4, 4), n / 9), {"n": (0, 9, 1)}, "Shades & greys")"""


def executed(monkeypatch, **settings):
    """The outputs of a cell with sliders that a kernel of its own ran."""
    for name in ("CI", "PYTEST_VERSION", "NBGRADER_EXECUTION", "COURSE_BUDGET", "COURSE_STILL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    return notebook


@pytest.mark.parametrize(
    "settings",
    [
        {"NBGRADER_EXECUTION": "validate"},
        {"NBGRADER_EXECUTION": "autograde"},
        {"PYTEST_VERSION": "9"},
        {"COURSE_BUDGET": "full", "COURSE_STILL": "yes"},
    ],
    ids=["Validate", "grading", "nbval", "build"],
)
def test_a_checked_or_built_notebook_holds_the_still_picture_alone(monkeypatch, settings):
    (output,) = executed(monkeypatch, **settings).cells[0].outputs
    assert set(output.data) == {"image/png", "text/plain"}
    assert output.metadata["image/png"]["alt"] == "Shades & greys"


def test_a_students_notebook_reads_well_where_no_kernel_runs(monkeypatch):
    notebook = executed(monkeypatch)
    _look, still, live = notebook.cells[0].outputs
    assert VIEW in live.data and live.data["text/plain"] == ""  # what a viewer without widgets shows
    assert len(nbformat.writes(notebook)) < 0.05 * MEGABYTE
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert still.data["image/png"].replace("\n", "") in page.replace("\n", "")
    assert live.data[VIEW]["model_id"] not in page
