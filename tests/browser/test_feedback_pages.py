"""Feedback pages of a real hand-in, opened from the disk, on a phone and on a laptop."""

import nbformat
import pytest
from helpers import browsing, handmade
from helpers.handmade import error, nbgrader, stream

from course.grading import directory
from course.grading.marks import graded
from course.lessons import solutions

LESSON = "01_gan_theory"
BANK = directory.ROOT / "tests" / "answers" / LESSON
ESSAY = r"""The game has one value, $V(D, G) = \mathbb{E}\,[\log D(x)] + \mathbb{E}\,[\log(1 - D(G(z)))]$.

$$\frac{\partial V}{\partial D} = \frac{p(x)}{D(x)} - \frac{q(x)}{1 - D(x)} = 0 \quad\Rightarrow\quad D^*(x) = \frac{p(x)}{p(x) + q(x)}$$

| a | table | as | wide | as | a | laptop |
|---|---|---|---|---|---|---|
| adversarial | adversarial | adversarial | adversarial | adversarial | adversarial | adversarial |

It cost $5 and $7.
"""  # noqa: E501
MESSAGES = {
    "value-batch": "the score of 6 real and 6 generated samples is -2.9731, expected -2.0608: "
    "the logarithm is to base 2: use the natural one",
    "value-certain": "the score at D = 1/2 is -2.0000, expected -1.3863",
    "optimal-discriminator-best": "D* at densities of size 1 is 0.1069 in one place, expected 0.8931",
    "jensen-shannon-identity": "jensen_shannon(p, q, dx) should be a tensor, not float",
}
WRONG = {"value": "base-2", "optimal-discriminator": "exchanged", "jensen-shannon": "bare-number"}
UNWRITTEN = error("NotImplementedError", "your code goes here: replace this line")
WIDE = stream("a line that no phone is wide enough for, not even one that lies on its side " * 3)


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    """Pages of lesson 1 by student, ``file://``: all right, three mistakes, and nothing written."""
    root = tmp_path_factory.mktemp("feedback")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        lesson = nbformat.read(directory.notebook(LESSON), as_version=4)
        handmade.course(root, lesson)
        ran = {cell.id: cell.outputs for cell in lesson.cells if cell.cell_type == "code"}
        ran["imports"] = [WIDE]
        right = solutions.reference_answers(LESSON) | {"why-adversarial": ESSAY}
        wrong = {name: (BANK / name / "wrong" / f"{slug}.py").read_text() for name, slug in WRONG.items()}
        fails = {name: [error("AssertionError", message, WIDE.text)] for name, message in MESSAGES.items()}
        stubs = {cell.id: [UNWRITTEN] for cell in lesson.cells if graded(cell)}
        handmade.hand_in(root, "perfect", ran, right)
        handmade.hand_in(root, "three", ran | fails, right | wrong)
        handmade.hand_in(root, "empty", ran | stubs)
        nbgrader("autograde", "tiny")
        nbgrader("generate_feedback", "tiny")
    return {path.parts[-3]: path.as_uri() for path in root.glob("feedback/*/tiny/tiny.html")}


def screens(page):
    """How many screens the page is high."""
    return page.evaluate("document.documentElement.scrollHeight / innerHeight")


def overflow(page):
    """Pixels by which the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def unfold(page):
    """Open whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


@pytest.mark.parametrize(("student", "most"), [("perfect", 2), ("three", 5), ("empty", 2)])
def test_short_on_a_phone(feedback, phone, student, most):
    phone.goto(feedback[student])
    browsing.picture(phone, f"feedback-{student}-phone")
    assert phone.title() == "1 · The two-player game"
    assert screens(phone) < most
    assert overflow(phone) <= 0
    unfold(phone)
    assert screens(phone) > 30, "nothing was unfolded"
    assert overflow(phone) <= 0, "with all of it unfolded"
    assert phone.complaints == []


def test_the_first_message_is_on_the_first_screen_and_the_answer_beside_it(feedback, phone):
    phone.goto(feedback["three"])
    message = phone.locator(".message").first
    assert message.inner_text() == MESSAGES["value-batch"]
    box = message.bounding_box()
    assert box["y"] + box["height"] < 844 / 2
    answer = phone.locator("article .answer").first
    assert "log2" in answer.inner_text()
    assert answer.bounding_box()["y"] < 844


def test_beside_means_beside_on_a_laptop(feedback, page):
    page.goto(feedback["three"])
    browsing.picture(page, "feedback-three-laptop")
    message = page.locator(".message").first.bounding_box()
    answer = page.locator("article .answer").first.bounding_box()
    assert answer["x"] >= message["x"] + message["width"]
    assert answer["y"] < message["y"] + message["height"]
    assert page.complaints == []


def test_what_is_not_written_is_a_line(feedback, phone):
    phone.goto(feedback["empty"])
    assert phone.locator("article.mistake").count() == 0
    line = phone.locator(".unwritten").first
    assert line.inner_text().startswith("Not written yet, 26 points: ")
    assert line.bounding_box()["height"] < 844 / 4


def test_folded_parts_open(feedback, phone):
    phone.goto(feedback["three"])
    row = phone.locator(".row", has_text="rotation-orbits")
    assert not row.is_visible()
    phone.locator("summary", has_text="Passed").click()
    assert row.is_visible()
    assert row.bounding_box()["height"] < 30, "one line each"
    part = phone.locator("details.part", has_text="How to work").last
    section = phone.locator("details.part:has(> summary:has-text('Two losses for G'))")
    assert not section.locator("section").first.is_visible()
    section.locator("> summary").click()
    assert section.locator("section").first.is_visible()
    hint = section.locator("details:has(> summary:has-text('Hint'))").first
    assert hint.evaluate("hint => !hint.open")
    assert part.evaluate("part => !part.open")
    section.scroll_into_view_if_needed()
    browsing.picture(phone, "feedback-section-phone")


def test_a_link_leads_into_a_folded_section(feedback, phone):
    phone.goto(feedback["three"])
    cell = phone.locator("section", has=phone.locator(".label", has_text="jensen-shannon-identity"))
    assert not cell.is_visible()
    phone.locator("article a.name", has_text="jensen-shannon-identity").click()
    cell.wait_for(state="visible")
    phone.wait_for_function("scrollY > 800")
    assert 0 <= cell.bounding_box()["y"] < 100
    browsing.picture(phone, "feedback-cell-phone")


def test_formulas_are_seen(feedback, phone):
    phone.goto(feedback["three"])
    unfold(phone)
    essay = phone.locator(".box", has_text="It cost $5 and $7.").first
    assert essay.locator("math").count() == 2
    inline, block = (essay.locator("math").nth(n).bounding_box() for n in (0, 1))
    assert inline["width"] > 100 and 10 < inline["height"] < 60
    fraction = essay.locator("mfrac").first.bounding_box()
    assert fraction["height"] > 30, "numerator and denominator stand above each other"
    assert block["width"] > 300
    for formula in phone.locator("math").all()[:40]:
        box = formula.bounding_box()
        assert box["width"] > 3 and box["height"] > 5
    essay.scroll_into_view_if_needed()
    browsing.picture(phone, "feedback-essay-phone")
    assert phone.complaints == []


def test_dark_and_printed(feedback, page):
    page.emulate_media(color_scheme="dark")
    page.goto(feedback["three"])
    browsing.picture(page, "feedback-three-dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(13, 17, 23)"
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="light", media="print")
    height = page.locator("section", has_text="rotation-orbits").last.bounding_box()["height"]
    assert height > 50, "what is folded is printed"
    browsing.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=browsing.SCREENSHOTS / "feedback-three.pdf", format="A4")
