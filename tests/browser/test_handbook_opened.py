"""The handbook in a browser, from files: start page, lessons, search; nothing is fetched from anywhere."""

import pytest
from helpers import browsing, reading

DARK = {"color_scheme": "dark"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page of the handbook, by its path without ``.html``."""
    folder = reading.built(tmp_path_factory)
    return lambda path: (folder / f"{path}.html").as_uri()


@pytest.fixture(autouse=True)
def quiet(request):
    """Nothing complains in the console, and nothing but files is asked for."""
    page = request.getfixturevalue("phone" if "phone" in request.fixturenames else "page")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    yield
    assert not page.complaints
    assert asked and not [url for url in asked if not url.startswith(("file:", "data:"))]


def no_scrolling_sideways(page):
    """Text, pictures and controls fit; long code and wide tables scroll by themselves."""
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    return wide == 0


def loaded(page):
    """Pictures of the page that the browser could not show, after it has scrolled through all of them."""
    return page.evaluate("""async () => {
        const pictures = [...document.querySelectorAll("article img")];
        for (const picture of pictures) picture.loading = "eager";
        await Promise.allSettled(pictures.map(picture => picture.decode()));
        return pictures.filter(picture => !picture.naturalWidth).map(picture => picture.src.slice(0, 200));
    }""")


def test_the_start_page_leads_to_the_lessons(page, address):
    page.goto(address("index"))
    assert no_scrolling_sideways(page)
    browsing.picture(page, "handbook-start")
    page.locator("article table a").nth(3).click()
    assert page.locator("h1").inner_text().startswith("4 · Why GANs fail")


@pytest.mark.parametrize("lesson", ["01_gan_theory", "04_training_tricks"])
def test_a_lesson_on_a_laptop(page, address, lesson):
    page.goto(address(f"release/{lesson}/{lesson}"))
    assert no_scrolling_sideways(page)
    assert not loaded(page)
    browsing.picture(page, f"handbook-{lesson}", full_page=True)
    fold = page.locator("details.hide").first
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    assert fold.locator("pre").is_visible()


def test_a_lesson_at_night(page, address):
    page.emulate_media(**DARK)
    page.goto(address("release/08_vae_and_energy/08_vae_and_energy"))
    dark, paper = (
        page.locator(place).first.evaluate("e => getComputedStyle(e).backgroundColor")
        for place in ("body", ".cell_output img")
    )
    assert max(map(int, dark.removeprefix("rgb(").removesuffix(")").split(", "))) < 60
    assert paper == "rgb(255, 255, 255)", "a transparent picture would lose its black lines"
    browsing.picture(page, "handbook-night", full_page=True)


@pytest.mark.parametrize("path", [
    "index", "release/03_dcgan/03_dcgan", "docs/instructors", "docs/answers/09_stylegan",
    "bench/results/codes",
])  # fmt: skip
def test_pages_on_a_phone(phone, address, path):
    phone.goto(address(path))
    assert no_scrolling_sideways(phone)
    assert not loaded(phone)
    browsing.picture(phone, f"handbook-phone-{path.rpartition('/')[2]}", full_page=path == "docs/instructors")


def test_the_search_finds_words_of_the_lessons(page, address):
    page.goto(address("index"))
    page.get_by_placeholder("Search").fill("mode collapse")
    page.get_by_placeholder("Search").press("Enter")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    page.locator("#search-results p.search-summary", has_text="found").wait_for()
    assert any("Why GANs fail" in title for title in found.all_inner_texts())
    browsing.picture(page, "handbook-search")
    found.filter(has_text="Why GANs fail").first.click()
    assert page.locator("h1").inner_text().startswith("4 · Why GANs fail")
    page.locator("article span.highlighted", has_text="mode").first.wait_for()


def test_formulas_stand_in_their_lines(page, address):
    """A formula is about as large as the words around it, and a fraction is two lines high."""
    page.goto(address("release/03_dcgan/03_dcgan"))
    page.locator("math").first.scroll_into_view_if_needed()
    inline = page.locator("p math").first.bounding_box()
    fraction = page.locator(".formula math").first.bounding_box()
    assert 8 < inline["height"] < 30 < fraction["height"] < 80
