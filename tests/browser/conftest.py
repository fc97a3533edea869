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
    with browsing.page_of(chromium) as page:
        yield page


@pytest.fixture
def phone(chromium):
    """An empty page as wide as a phone."""
    with browsing.page_of(chromium, 390, 844) as page:
        yield page
