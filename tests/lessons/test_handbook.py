"""The handbook: built without a complaint, whole, without solutions, and readable without a network."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup
from helpers import reading

from course.command import main
from course.grading import directory
from course.lessons import handbook, publish

LESSONS = publish.lessons()
STYLED = re.compile(r"(?:url\(|@import)\s*['\"]?([^)'\"]+)")
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """The folder of a handbook that was built, with warnings as errors."""
    return reading.built(tmp_path_factory)


class Outline(HTMLParser):
    """A page's ids, and its addresses: each with its tag."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.addresses = set(), []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
            if name in ("href", "src", "data", "srcset", "poster"):
                self.addresses.append((tag, value))


outline = cache(Outline)


@cache
def soup(path):
    return BeautifulSoup(path.read_bytes(), "html.parser")


def page(html, lesson):
    return soup(html / "release" / lesson / f"{lesson}.html")


def article(html, lesson):
    return page(html, lesson).find("article")


def notebook(lesson, folder=directory.SOURCE):
    return nbformat.read(directory.notebook(lesson, folder), as_version=4)


def kind(cell):
    tags = cell.metadata.get("nbgrader", {})
    return "graded" if tags.get("grade") else "solution" if tags.get("solution") else "shown"


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_line_of_a_solution_is_on_a_lessons_page(html, lesson):
    """Lines that students are given elsewhere in the lesson aside."""
    given = "\n".join(cell.source for cell in notebook(lesson, directory.RELEASE).cells).replace("`", "")
    solved = [c.source for c in notebook(lesson).cells if c.metadata.get("nbgrader", {}).get("solution")]
    regions = [region for source in solved for region in REGION.findall(source)]
    essays = [source for source in solved if not REGION.search(source)]
    assert regions
    lines = {line.strip() for text in [*regions, *essays] for line in text.splitlines() if line.strip()}
    secret = {line for line in lines if line not in given}
    text = squeezed(page(html, lesson).get_text())
    assert len(secret) > 10
    assert not [line for line in secret if squeezed(line) in text]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_what_it_printed_and_its_pictures(html, lesson):
    shown = [cell for cell in notebook(lesson).cells if cell.cell_type == "code" and kind(cell) == "shown"]
    outputs = [output for cell in shown for output in cell.outputs]
    text = squeezed(article(html, lesson).get_text())
    assert not [o.text for o in outputs if o.output_type == "stream" and squeezed(o.text) not in text]
    drawn = [o for o in outputs if "image/png" in o.get("data", {})]
    pictures = article(html, lesson).select(".cell_output img")
    assert len(pictures) >= len(drawn) > 3
    assert not [picture for picture in pictures if not picture["alt"] or ".png" in picture["alt"]]


@pytest.mark.parametrize("lesson", LESSONS)
def test_graded_cells_and_hints_are_folded(html, lesson):
    cells = notebook(lesson, directory.RELEASE).cells
    body = article(html, lesson)
    for cell in cells:
        if cell.cell_type == "code" and kind(cell) == "graded":
            name = cell.metadata.course.name
            (fold,) = [d for d in body.select("details.hide") if d.summary.p.text == f"Graded cell {name}"]
            assert cell.source.strip() in fold.find("pre").text and not fold.has_attr("open")
    hints = sum(cell.source.count("<details>") for cell in cells if cell.cell_type == "markdown")
    assert len([d for d in body.select("details") if "hide" not in d.get("class", [])]) == hints > 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_formulas_are_mathml_to_the_last_command(html, lesson):
    body = article(html, lesson)
    words = [w for w in body.find_all(string=True) if not w.find_parent(["pre", "code", "script", "style"])]
    assert len(body.select("math")) > 5
    assert not [word for word in words if re.search(r"\\[a-zA-Z]|\$", word)]


def test_nothing_is_loaded_from_elsewhere(html):
    pages = list(html.rglob("*.html"))
    addresses = [(p.name, a) for p in pages for tag, a in outline(p).addresses if tag != "a"]
    for path in html.rglob("*.css"):
        words = path.read_text("utf-8")
        addresses += [(path.name, address) for address in STYLED.findall(words)]
    assert len(addresses) > 100
    assert not [(name, address) for name, address in addresses if re.match(r"(?:https?:)?//", address)]


def test_every_link_within_leads_somewhere(html):
    broken, anchors = [], 0
    for path in html.rglob("*.html"):
        for _, address in outline(path).addresses:
            link = urlsplit(address)
            if link.scheme or link.netloc:
                continue
            target = (path.parent / unquote(link.path)).resolve() if link.path else path
            anchors += bool(link.fragment)
            there = target.is_file() and html in target.parents
            if not there or (link.fragment and unquote(link.fragment) not in outline(target).ids):
                broken.append((path.relative_to(html).as_posix(), address))
    assert anchors > 100
    assert not broken


def test_no_link_leads_to_a_file_that_only_the_repository_has(html):
    """What is no page is named: its file stands behind the words."""
    words = squeezed(soup(html / "docs" / "writing-a-lesson.html").get_text())
    assert "Training cells ask course.budget (course/budget.py):" in words
    assert not soup(html / "index.html").select("a[href*=source]")


def test_every_page_of_the_repository_is_there(html):
    pages = [*(directory.ROOT / "docs").rglob("*.md"), *(directory.ROOT / "bench" / "results").glob("*.md")]
    pages = [path for path in pages if path.parent != handbook.PAGES]
    missing = [p for p in pages if not (html / p.relative_to(directory.ROOT)).with_suffix(".html").is_file()]
    assert pages and not missing
    others = ("index", "measurements", "CONTRIBUTING", "CHANGELOG", "LICENSE", "course/command/handout/START")
    assert not [name for name in others if not (html / f"{name}.html").is_file()]


def test_every_answer_of_the_bank_is_there(html):
    table = (directory.ROOT / "docs" / "answers.md").read_text("utf-8")
    rows = Counter(re.findall(r"^\| `([^/]+)/", table, re.M))
    pages = {path.stem: path.read_text("utf-8") for path in (html / "docs" / "answers").iterdir()}
    shown = {lesson: words.count("<tr") - words.count("<thead") for lesson, words in pages.items()}
    assert shown == rows


def test_the_same_repository_gives_the_same_pages(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    handbook.stage(one)
    handbook.stage(two)
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert len(files) > 40
    assert not [name for name in files if (one / name).read_bytes() != (two / name).read_bytes()]


@pytest.fixture
def old(tmp_path):
    """A handbook that was built some time ago."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / handbook.MARK).touch()
    (tmp_path / "book" / "index.html").write_text("old")
    return tmp_path / "book"


def test_what_is_not_in_order_is_named_and_nothing_is_replaced(monkeypatch, old, capsys):
    def stage(folder):
        folder.mkdir()
        (folder / "index.md").write_text("# Title\n\n[words](nowhere.md)\n\n$\\nocommand x$\n", "utf-8")

    monkeypatch.setattr(handbook, "stage", stage)
    assert main.main(["handbook", "--to", str(old)]) == 2
    said = capsys.readouterr().err
    assert "\nindex.md:3: WARNING: 'myst' cross-reference target not found: 'nowhere.md'" in said
    assert "\nindex.md:5: WARNING: no MathML for '\\\\nocommand x'" in said
    assert (old / "index.html").read_text() == "old"
    assert [path.name for path in old.parent.iterdir()] == ["book"]


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("three years")
    assert main.main(["handbook", "--to", str(tmp_path)]) == 2
    assert "was not made by course handbook" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").read_text() == "three years"


def test_without_sphinx_one_sentence_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(handbook, "find_spec", lambda name: None)
    assert main.main(["handbook", "--to", str(tmp_path / "book")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "pip install -e '.[handbook]'" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("spoil, reason", [
    (lambda cells: cells.pop(3), "has changed since it was released"),
    (lambda cells: cells[0].update(source="# Another title"), "has changed since it was released"),
    (lambda cells: cells.clear(), "has changed since it was released"),
    (None, "is missing"),
], ids=["a cell less", "another text", "empty", "none"])  # fmt: skip
def test_a_stale_release_is_not_shown(monkeypatch, tmp_path, spoil, reason):
    lesson = LESSONS[0]
    (tmp_path / lesson).mkdir()
    if spoil:
        stale = notebook(lesson, directory.RELEASE)
        spoil(stale.cells)
        nbformat.write(stale, directory.notebook(lesson, tmp_path))
    monkeypatch.setattr(directory, "RELEASE", tmp_path)
    with pytest.raises(handbook.HandbookError, match=f"{reason}: run make release"):
        handbook.lesson(lesson)
