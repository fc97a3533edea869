"""HTML that a stranger wrote, made fit to be read: no script, no style, nothing from elsewhere.

nbconvert's parts do the rendering; its ``clean_html`` is not enough here, since it drops the
pictures and the headings of a lesson and lets in classes and ids that imitate the page.
"""

import html
import re

import bleach
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course.grading.exchange.redaction import without_paths

TAGS = {
    *("a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong"),
    *("sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
# Without what stands between them: it was never meant to be read.
UNREAD = re.compile(r"<(script|style|svg|math|iframe|object|template|noscript)\b.*?</\1\s*>", re.S | re.I)
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
LINK = re.compile(r"(https?://|mailto:)", re.I)
# The classes of pygments: short ones on a span.
COLOUR = re.compile(r"[a-z]{1,2}\d?")
LONGEST = 200_000  # characters; html5lib reads about half a megabyte a second

_highlight = Highlight2HTML(pygments_lexer="ipython3")


def markdown(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """A Markdown cell as safe HTML; formulas stay as they are written.

    Args:
        source: Markdown.
        attachments: the cell's attachments, as nbformat keeps them.
    """
    if len(source) <= LONGEST:
        try:
            renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
            return clean(MarkdownWithMath(renderer=renderer).render(source))
        except Exception:  # any: a stranger's text found a hole in a parser, or lacks an attachment
            pass
    return f"<pre>{html.escape(source[:LONGEST])}</pre>"


def code(source: str) -> str:
    """Python code in colours, as HTML."""
    return _highlight(source)


def clean(dirty: str) -> str:
    """Safe HTML: no script, style, form, frame or event; pictures only those it brings along."""
    if len(dirty) > LONGEST:
        return ""
    safe = bleach.clean(
        UNREAD.sub("", dirty), tags=TAGS, attributes=_allowed, strip=True,
        protocols={"http", "https", "mailto", "data"},
    )  # fmt: skip
    parts = re.split(r"(<[^>]*>)", safe)  # every second one is a tag; a picture looks like a path
    return "".join(part if i % 2 else without_paths(part) for i, part in enumerate(parts)).strip()


def _allowed(tag, name, value):
    if name in ("alt", "title"):
        return True
    if name in ("colspan", "rowspan"):
        return value.isdecimal() and len(value) < 4
    if name == "class":
        return value.strip() == "highlight" if tag == "div" else bool(COLOUR.fullmatch(value))
    if (tag, name) == ("a", "href"):
        return bool(LINK.match(value))
    return (tag, name) == ("img", "src") and bool(PICTURE.fullmatch(value))
