"""What a student sees: the kit's lessons in JupyterLab, in a real browser of a laptop's size."""

import contextlib
import json
import shutil
import urllib.request
import zipfile

import nbformat
import pytest
from helpers.browsing import page_of, picture, served

from course.command import kit, lab
from course.lessons import solutions

GANS, DIGITS, CURVES = "01_gan_theory", "02_mlp_gan", "05_tensorboard"
WRONG, RIGHT = "return images * 2", "return images * 2 - 1"
# An epoch may be over before somebody who looks now and then has seen it.
NOTE_EPOCHS = """cell => {
    window.epochs = new Set();
    const note = () => cell.innerText.match(/[0-4]\\/4/g)?.forEach(epoch => window.epochs.add(epoch));
    new MutationObserver(note).observe(cell, {subtree: true, childList: true, characterData: true});
}"""
PAGES = ("lesson", "dark", "gans", "done", "curves")
SAYS = "the values lie in [0, 2]: subtract 1 as well"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A student's folder as the kit unpacks, with lesson 1 done, and the training of 2 and 5 at hand."""
    _, archive = kit.make(tmp_path_factory.mktemp("instructor"))
    place = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(archive) as pack:
        pack.extractall(place)
    folder = place / kit.NAME
    shutil.copy(folder / DIGITS / f"{DIGITS}.ipynb", folder / DIGITS / "dark.ipynb")  # two pages save it
    do(folder, GANS, GANS)
    do(folder, DIGITS, "done", ("train(loader, EPOCHS, device)", "train(loader, 4, device)"))
    do(folder, CURVES, "curves", ("budget.pick(1500, 9), budget.pick(75, 4)", "9, 4"))
    return folder


def do(folder, lesson, name, *changes):
    """Fill in a lesson, beside it under this name, with these changes of its demo cells."""
    path = folder / lesson / f"{lesson}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    answers = solutions.reference_answers(lesson)
    for cell in notebook.cells:
        about = cell.metadata.get("course", {})
        cell.source = answers.get(about.get("name"), cell.source)
        if about.get("kind") == "essay":
            cell.source = "Because each player's best move depends on the other's."
        for old, new in changes:
            cell.source = cell.source.replace(old, new) if about.get("kind") == "demo" else cell.source
    assert all(any(new in cell.source for cell in notebook.cells) for _, new in changes)
    nbformat.write(notebook, path.with_name(f"{name}.ipynb"))


@pytest.fixture(scope="module")
def server(home, tmp_path_factory):
    """JupyterLab on the student's folder, with the command line of ``course lab``."""
    line = [word for word in lab.command(home, 1) if not word.startswith("--port=")]
    with served(line, home, tmp_path_factory.mktemp("server") / "lab.log") as one:
        yield one


@contextlib.contextmanager
def opened(chromium, server, path):
    """A page with this notebook in JupyterLab, once its kernel is there."""
    with page_of(chromium) as page:
        page.goto(server.address(f"lab/tree/{path}"))
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first.wait_for()
        # The sign for idle comes before a kernel that runs already is found again: a key that is
        # pressed in between makes JupyterLab ask which kernel to start.
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        idle(page)
        yield page


@pytest.fixture(scope="module")
def lesson(chromium, server):
    """Lesson 2 as released: opened once, since that takes longer than a test."""
    with opened(chromium, server, f"{DIGITS}/{DIGITS}.ipynb") as page:
        yield page


@pytest.fixture(scope="module")
def dark(chromium, server):
    """The same in JupyterLab's dark theme, as somebody has chosen it in the settings."""
    choose(server, {"theme": "JupyterLab Dark"})
    with opened(chromium, server, f"{DIGITS}/dark.ipynb") as page:
        yield page
    choose(server, {})


def choose(server, settings):
    """Save the settings of JupyterLab's themes."""
    address = server.address("lab/api/settings/@jupyterlab/apputils-extension:themes")
    body = json.dumps({"raw": json.dumps(settings)}).encode()
    headers = {"Authorization": "token test", "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT")).close()


@pytest.fixture
def curves(chromium, server):
    """Lesson 5, done."""
    with opened(chromium, server, f"{CURVES}/curves.ipynb") as page:
        yield page


@pytest.fixture
def done(chromium, server):
    """Lesson 2, done."""
    with opened(chromium, server, f"{DIGITS}/done.ipynb") as page:
        yield page


@pytest.fixture
def gans(chromium, server):
    """Lesson 1, done."""
    with opened(chromium, server, f"{GANS}/{GANS}.ipynb") as page:
        yield page


@pytest.fixture(autouse=True)
def quiet(server, request):
    """Nothing complains, in the browser's console or in the server's log; the last that is seen is kept."""
    (page,) = (request.getfixturevalue(name) for name in PAGES if name in request.fixturenames)
    known = server.troubles()
    yield
    picture(page, f"student-last-{request.node.originalname.removeprefix('test_')[:30]}")
    assert page.complaints == []
    assert server.troubles()[len(known) :] == []


def cell(page, text):
    """The cell that holds a text, selected by a click, in the middle of the window, with the keys."""
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    found = panel.locator(".jp-Notebook-cell", has_text=text).first
    found.wait_for(state="attached")
    found.scroll_into_view_if_needed()
    found.click(position={"x": 60, "y": 14})
    # JupyterLab gives it the focus a moment later: until then keys go to the cell that had it before.
    page.wait_for_function("one => one.contains(document.activeElement)", arg=found.element_handle())
    return found


def menu(page, *entries):
    """Choose an entry of the menu bar."""
    page.locator(".lm-MenuBar-itemLabel", has_text=entries[0]).first.click()
    for entry in entries[1:]:
        page.locator(".lm-Menu-itemLabel", has_text=entry).first.click()


def run(page):
    """Run the selected cell, and wait until the kernel is idle again."""
    page.keyboard.press("Control+Enter")
    idle(page)


def idle(page):
    """Wait for the kernel; in a narrow window the sign for it is hidden in a menu."""
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(state="attached")


def test_a_lesson_opens_with_nothing_of_the_instructors(lesson):
    picture(lesson, "student-lesson")
    for word in ("Nbgrader", "Formgrader", "Create Assignment", "Assignment List"):
        assert lesson.get_by_text(word, exact=True).count() == 0
    assert lesson.get_by_text("Validate", exact=True).is_visible()


def test_a_mistake_is_named_without_scrolling_and_validate_says_it_in_words(lesson):
    page = lesson
    cell(page, "from course.device import choose")
    run(page)
    hint = page.locator("details", has_text="Arithmetic works on whole tensors").first
    hint.locator("summary").click()
    assert hint.get_by_text("would change the tensor that came").is_visible()

    write(page, "def scale_images(images)", "raise NotImplementedError", WRONG)
    graded = cell(page, "scale-images-values · 1 point")
    run(page)
    assert graded.locator(".cm-content").count() == 0, "a click on a graded cell unfolds it"
    sentence = graded.locator(".jp-OutputArea-output").get_by_text(SAYS)
    box = sentence.bounding_box()
    assert box and 0 <= box["y"] <= 768 - box["height"], "the sentence is not on screen"
    assert graded.locator(".jp-OutputArea-output").inner_text().count("\n") <= 3
    picture(page, "student-mistake")

    page.get_by_text("Validate", exact=True).click()
    words = page.locator("#validation-message")
    words.wait_for()
    picture(page, "student-validate")
    said = " ".join(words.inner_text().split())
    assert said.startswith("0 of 23 graded cells passed") and SAYS in said
    assert words.get_by_text("The following cell failed").is_hidden()
    assert words.evaluate("one => one.scrollWidth <= one.clientWidth"), "lines are cut off at the right"
    page.get_by_role("button", name="Ok", exact=True).click()

    write(page, "def scale_images(images)", WRONG, RIGHT)
    cell(page, "scale-images-values · 1 point")
    run(page)
    tried = cell(page, "black, grey, white")  # run after it, so that the graded cell is through
    run(page)
    tried.locator(".jp-OutputArea-output", has_text="[-1.0, 0.0, 1.0]").wait_for()
    assert graded.locator(".jp-OutputArea-output").count() == 0
    graded.locator(".jp-MoreHorizIcon").click()
    assert graded.locator(".cm-content").is_visible(), "who wants to read the test can"


def write(page, which, old, new):
    """In a cell put a line in the place of the one that holds a text, by typing, and run the cell."""
    written = cell(page, which)
    written.locator(".cm-line", has_text=old).click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(new)
    written.locator(".cm-line", has_text=new).wait_for()
    run(page)


def test_a_lesson_that_is_done_passes(gans):
    gans.get_by_text("Validate", exact=True).click()
    words = gans.locator("#validation-message")
    words.wait_for()
    picture(gans, "student-success")
    assert words.inner_text().strip() == "Success! Your notebook passes all the tests."


def test_the_bar_moves_the_picture_appears_and_sliders_change_a_digit(done):
    page = done
    chosen = cell(page, "G, D, history = train(loader")
    menu(page, "Run", "Run All Above Selected Cell")
    idle(page)
    chosen.evaluate(NOTE_EPOCHS)
    page.keyboard.press("Control+Enter")
    bar = chosen.locator(".jp-OutputArea-output", has_text="epochs")
    bar.get_by_text("4/4").wait_for()
    idle(page)
    assert len(page.evaluate("[...window.epochs]")) > 2, "the bar did not move"
    drawn = cell(page, "pictures.show_losses(history)")
    run(page)
    image = drawn.locator("img").first
    image.wait_for()
    assert image.evaluate("one => one.naturalWidth") > 300
    picture(page, "student-training")

    sliders = cell(page, "interactive.sliders(turned")
    run(page)
    digit = sliders.locator(".course-sliders-live img")
    digit.wait_for()
    before = digit.get_attribute("src")
    page.get_by_role("slider", name="which noise").focus()
    page.keyboard.press("ArrowLeft")
    sliders.locator(".course-sliders-live img[alt*='which noise 8']").wait_for()
    assert digit.get_attribute("src") != before
    picture(page, "student-sliders")


def test_tensorboard_opens_inside_the_notebook(curves):
    page = curves
    chosen = cell(page, "get_ipython().run_line_magic")
    menu(page, "Run", "Run All Above Selected Cell")
    idle(page)
    run(page)
    board = chosen.frame_locator("iframe")
    board.get_by_text("loss", exact=False).first.wait_for()
    picture(page, "student-tensorboard")


@pytest.mark.parametrize("width", [1366, 800])
def test_dark_and_narrow_windows_show_lesson_and_mistake(dark, width):
    page = dark
    page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    page.set_viewport_size({"width": width, "height": 768})
    cell(page, "from course.device import choose")
    run(page)
    shown = cell(page, "pictures.show_images(images[:64]")
    run(page)
    shown.locator("img").first.wait_for()
    picture(page, f"student-dark-{width}-pictures")
    graded = cell(page, "generator-shape · 1 point")
    run(page)
    said = graded.locator(".jp-OutputArea-output pre").first
    said.wait_for()
    picture(page, f"student-dark-{width}")
    assert said.inner_text() == "Generator is not defined: first run the cell in which you write it."
    assert said.evaluate("one => one.scrollWidth <= one.clientWidth"), "the sentence is cut off at the right"
