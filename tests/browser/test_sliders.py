"""Sliders in JupyterLab: by mouse, by keyboard, played; and what is left of them without a kernel."""

import json
import sys
import urllib.request

import nbformat
import pytest
from helpers import browsing

CELL = """import torch
from course.pictures import interactive


def lit(column, row, bright):
    image = torch.zeros(16, 16)
    image[row : row + 2, column : column + 2] = bright
    return image


places = {"column": (0, 14, 3), "row": (0, 14, 5), "bright": (0.0, 1.0, 1.0)}
interactive.sliders(lit, places, "A light", play="column", table=(3, 8))"""
OUTPUTS = ".jp-CodeCell >> nth=0 >> .jp-OutputArea-child"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a folder that holds one notebook."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(CELL), nbformat.v4.new_code_cell("'the end'")]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), folder / "light.ipynb")
    (folder / "nbgrader_config.py").touch()  # nbgrader warns where there is none
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    with browsing.served(command, folder, folder / "log.txt") as server:
        yield server
        assert server.troubles() == []


@pytest.fixture(scope="module")
def opened(lab, chromium):
    """The notebook in JupyterLab: opened once, since that takes longer than a test."""
    with browsing.page_of(chromium) as page:
        page.goto(lab.address("lab/tree/light.ipynb"))
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        yield page


@pytest.fixture
def live(opened):
    """The notebook, whose first cell has just run."""
    before = opened.locator(".course-sliders-live img").element_handles()
    opened.locator(".jp-CodeCell .jp-InputArea-editor").first.click()
    opened.keyboard.press("Shift+Enter")
    opened.wait_for_function("before => !before.some(one => one.isConnected)", arg=before)
    opened.locator(".course-sliders-live img").wait_for()
    return opened


def until(page, expected):
    """Wait until the image is said to show it; the image itself must have changed."""
    page.locator(f".course-sliders-live img[alt='A light: {expected}']").wait_for()
    return page.locator(".course-sliders-live img").get_attribute("src")


def test_keys_move_a_slider_and_the_image_follows(live):
    before = until(live, "column 3, row 5, bright 1")
    live.get_by_role("slider", name="row").focus()
    for _ in range(3):
        live.keyboard.press("ArrowRight")
    after = until(live, "column 3, row 8, bright 1")
    assert after != before
    live.get_by_role("slider", name="bright").focus()
    live.keyboard.press("ArrowLeft")
    until(live, "column 3, row 8, bright 0.9")
    browsing.picture(live, "interactive-keys")
    assert not live.complaints


def test_the_mouse_drags_a_slider(live):
    handle = live.get_by_role("slider", name="column")
    box = handle.bounding_box()
    live.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    live.mouse.down()
    live.mouse.move(box["x"] + 1000, box["y"], steps=5)
    live.mouse.up()
    until(live, "column 14, row 5, bright 1")
    browsing.picture(live, "interactive-dragged")
    assert not live.complaints


def test_a_slider_plays_and_stops(live):
    live.get_by_role("button", name="play").click()
    until(live, "column 6, row 5, bright 1")
    live.get_by_role("button", name="stop").click()
    until(live, "column 0, row 5, bright 1")
    assert not live.complaints


def test_the_still_picture_gives_way_to_the_sliders(live):
    assert live.locator(OUTPUTS).locator(".jp-RenderedImage").is_hidden()
    assert live.locator(".course-sliders-live").is_visible()


def test_without_the_kernel_the_still_picture_stands_alone(lab, live):
    live.keyboard.press("Control+s")
    live.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)", has_text="light.ipynb").wait_for()
    for session in json.load(urllib.request.urlopen(lab.address("api/sessions"))):
        address = lab.address(f"api/sessions/{session['id']}")
        urllib.request.urlopen(urllib.request.Request(address, method="DELETE"))
    live.goto(lab.address("lab/tree/light.ipynb"))
    live.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    live.locator(OUTPUTS).locator(".jp-RenderedImage").wait_for()
    lost = live.get_by_text("Error displaying widget")
    lost.wait_for(state="attached")  # JupyterLab has looked for the sliders, and wrote it
    assert lost.is_hidden()
    browsing.picture(live, "interactive-without-kernel")


