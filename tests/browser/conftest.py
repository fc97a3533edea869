"""A real browser: Debian's Chromium, driven by Playwright.  Without one these tests are skipped, visibly.

Screenshots are kept in ``build/screenshots/``, to be looked at.
"""

import shutil

import pytest
from helpers import browsing


@pytest.fixture(scope="module")  # not longer: Playwright's event loop must not run beside other tests
def chromium():
    """The browser, one for a file of tests."""
    path = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no browser: install your system's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """An empty page of a laptop's size; what its console complains about is in ``page.complaints``."""
    yield from _page(chromium, 1366, 768)


@pytest.fixture
def phone(chromium):
    """An empty page as wide as a phone."""
    yield from _page(chromium, 390, 844)


def _page(chromium, width, height):
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.complaints = browsing.complaints(page)
    yield page
    context.close()
