"""An instructor grades a lesson in formgrader: by its buttons, from the first list to the feedback."""

import re
import shutil
import sys

import nbformat
import pytest
from helpers import browsing, tiny
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.command.main import main

SCHEME = "1 point: the generator never sees a real image."
MODEL = "It learns from the discriminator's gradient."
QUESTION = f"""{MODEL}

### BEGIN MARK SCHEME
{SCHEME}
Half a point for "it learns".
### END MARK SCHEME"""
PROSE = r"""A table and formulas: $G(z)$ and $$\min_G \max_D \; \frac{1}{2} \log D(x)$$

| layer | shape |
|---|---|
| Linear | (N, 256) |

<details><summary>Hint</summary>

Nearly the answer.

</details>"""
COLUMNS = "Name, Due Date, Status, Edit, Generate, Preview, # Submissions, Generate Feedback"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
SHOW = f"""import base64
from IPython.display import HTML, Image, Javascript, display
PICTURE = "{PICTURE}"
display(Image(base64.b64decode(PICTURE), width=120))"""
# What runs in the grader's browser would have the grader's rights on the server.
HOSTILE = """
display(Javascript("window.hacked = 1"))
display(HTML("<b>bold</b><script>window.hacked = 2</script><img src='x' onerror='window.hacked = 3'>"))
display({"image/png": PICTURE}, raw=True, metadata={"image/png": {"width": "1 onload=window.hacked=4"}})
"""
# Without torch, which the tiny lesson does not need, a kernel starts sooner.
COLD = "from course.grading.kernels import processes\nprocesses.PRELOAD = []\n"


@pytest.fixture
def course(tmp_path):
    """A course directory as a clone has it: nothing released, an early hand-in, a class list."""
    root = tmp_path / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(tiny.settings())
    lesson = tiny.lesson(new_markdown_cell(PROSE), new_code_cell(SHOW), tiny.essay("gradient", 2, QUESTION))
    tiny.write(lesson, root / "source" / "tiny" / "tiny.ipynb")
    (tmp_path / "class.csv").write_text("id,first_name,last_name\nada,Ada,Lovelace\n")
    assert main(["students", str(tmp_path / "class.csv"), "--root", str(root)]) == 0
    # For the server's process alone: whoever reads these settings here has cold kernels from then on.
    (root / "nbgrader_config.py").write_text(tiny.settings(COLD))
    tiny.write(lesson, root / "submitted" / "dan" / "tiny" / "tiny.ipynb")
    return root


def hand_in(root, student, essay, show=SHOW):
    notebook = nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["double"].source, cells["half"].source = tiny.DOUBLE, tiny.HALF
    cells["gradient"].source = essay
    next(cell for cell in notebook.cells if "display(Image" in cell.source).source = show
    tiny.write(notebook, root / "submitted" / student / "tiny" / "tiny.ipynb")


def test_a_lesson_is_released_graded_and_marked(page, course, tmp_path):
    elsewhere = []
    far = re.compile(r"^https?://(?!127\.0\.0\.1)")
    page.context.route(far, lambda route: (elsewhere.append(route.request.url), route.abort()))
    command = [shutil.which("jupyter-lab") or f"{sys.prefix}/bin/jupyter-lab"]
    with browsing.served(command, course, tmp_path / "server.log") as server:
        page.goto(server.address("formgrader"))  # logs in, for all pages
        refuse_what_is_not_released(page, server)
        refused = server.troubles()  # the error itself, as nbgrader logs it
        release(page, server)
        hand_in(course, "ada", "Through $D$: its **gradient**.")
        hand_in(course, "dan", "<script>window.hacked = 5</script>", f"{SHOW}{HOSTILE}")
        autograde(page, server, "ada")
        autograde(page, server, "dan")
        mark(page, server)
        look_at_the_hostile_one(page, server)
        see_totals(page, server)
        give_feedback(page, server, course)
        # What a page had asked for when it was left is aborted by the browser.
        assert [words for words in page.complaints if not words.endswith("net::ERR_ABORTED")] == []
        assert elsewhere == []
        assert "\n".join(server.troubles()[len(refused) :]) == ""


def refuse_what_is_not_released(page, server):
    """An error is a sentence or two, without a traceback."""
    row(page, server, "dan").locator(".autograde a").click()
    said = dialog(page, "refused")
    assert said.endswith("Log Output\nNo assignment with ID 'tiny' exists in the database"), said


def release(page, server):
    page.goto(server.address("formgrader/manage_assignments"))
    page.locator("#main-table tr", has_text="tiny").locator(".assign a").click()
    assert "Successfully created the student version of 'tiny'" in dialog(page, "generated")
    assert page.locator(".alert").count() == 0
    heads = [head.inner_text() for head in page.locator("thead th").all() if head.is_visible()]
    assert ", ".join(heads) == COLUMNS
    browsing.picture(page, "formgrader-assignments")


def autograde(page, server, student):
    row(page, server, student).locator(".autograde a").click()
    said = dialog(page, "graded")
    assert f"{student}: 4 of 9 points; waiting for a person: gradient" in said
    assert len(said) < 300, said


def mark(page, server):
    """The essay stands beside its scheme; a mark that is typed is kept."""
    open_hand_in(page, server, "Lovelace, Ada")
    essay = page.locator(".essay", has_text="Through")
    scheme = essay.locator("aside")
    assert SCHEME in scheme.inner_text() and MODEL in scheme.inner_text()
    left, right = essay.locator("div").first.bounding_box(), scheme.bounding_box()
    assert left["x"] + left["width"] <= right["x"] and left["y"] == right["y"]
    formula = page.locator("math[display=block]").bounding_box()
    fraction = page.locator("mfrac").bounding_box()
    assert formula["width"] > 100 and fraction["height"] > 20  # drawn, one above the other
    assert "$" not in page.locator("main").inner_text()
    assert page.locator("#notebook img").evaluate("e => getComputedStyle(e).borderStyle") == "none"
    assert page.locator("td", has_text="Linear").evaluate("e => getComputedStyle(e).paddingLeft") != "0px"
    assert page.locator("details").inner_text() == "Hint"
    with page.expect_response(lambda got: "/api/grade/" in got.url and got.request.method == "PUT"):
        page.locator("input#gradient").fill("1.5")
        page.keyboard.press("Escape")  # nbgrader's own key: saves
    page.wait_for_function("$(':animated').length === 0")  # it scrolls to the essay
    browsing.picture(page, "formgrader-essay")


def look_at_the_hostile_one(page, server):
    open_hand_in(page, server, "dan")
    assert page.locator("b", has_text="bold").count() == 1
    assert page.locator("#notebook img[src]").count() == 2
    assert page.evaluate("window.hacked") is None


def see_totals(page, server):
    assert row(page, server, "ada").locator(".score").inner_text() == "5.5 / 9"
    names = [cell.inner_text() for cell in page.locator("td.student-name").all()]
    assert names == ["dan", "Lovelace, Ada"]
    browsing.picture(page, "formgrader-submissions")
    page.goto(server.address("formgrader/manage_students"))
    page.locator("td.name a", has_text="dan").wait_for()
    names = [cell.inner_text() for cell in page.locator("td.name").all()]
    assert names == ["dan", "Lovelace, Ada"]


def give_feedback(page, server, course):
    """What the grader reads beside an essay is not for the student."""
    row(page, server, "ada").locator(".generate-feedback a").click()
    assert "Successfully generated feedback" in dialog(page, "feedback")
    feedback = (course / "feedback" / "ada" / "tiny" / "tiny.html").read_text("utf-8")
    assert "never sees" not in feedback and "discriminator" not in feedback
    for path in (course / "autograded").rglob("*.ipynb"):
        assert "never sees" not in path.read_text("utf-8")


def row(page, server, student):
    page.goto(server.address("formgrader/manage_submissions/tiny"))
    found = page.locator("#main-table tr", has=page.locator(f".student-id:text-is('{student}')"))
    found.locator(".autograde a").wait_for()
    return found


def dialog(page, name):
    """What the dialog says that formgrader opens; it is closed."""
    box = page.locator(".modal.in")
    said = box.locator(".modal-body").inner_text()
    browsing.picture(page, f"formgrader-{name}")
    box.locator(".modal-footer .close").click()
    page.locator(".modal-backdrop").wait_for(state="detached")
    return said


def open_hand_in(page, server, name):
    page.goto(server.address("formgrader/gradebook/tiny/tiny"))
    page.locator("td.name a.name-hidden").first.wait_for()
    page.locator("#toggle_names").click()
    page.locator("td.name a.name-shown", has_text=name).click()
    page.wait_for_function("window.MathJax && MathJax.loaded")  # nbgrader's sign that all is ready
