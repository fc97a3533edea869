"""HTML that a stranger wrote, made fit to be read: no script, no style, nothing from elsewhere.

nbconvert's parts do the rendering; its ``clean_html`` is not enough here, since it drops the
pictures and the headings of a lesson and lets in classes and ids that imitate the page.
"""

import html
import re
import secrets
from collections.abc import Mapping
from typing import ClassVar

import bleach
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, MathInlineParser

from course.grading.exchange import formulas
from course.grading.exchange.redaction import without_paths

TAGS = {
    *("a", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span"),
    *("strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
# Without what stands between them: it was never meant to be read.
UNREAD = re.compile(r"<(script|style|svg|math|iframe|object|template|noscript)\b.*?</\1\s*>", re.S | re.I)
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
LINK = re.compile(r"(https?://|mailto:)", re.I)
# The classes of pygments: short ones on a span.
COLOUR = re.compile(r"[a-z]{1,2}\d?")
LONGEST = 200_000  # characters; html5lib reads about half a megabyte a second
MOST = 500  # formulas of one text; a hundred take a tenth of a second
# Stands for a formula while HTML is cleaned: what nobody can write beforehand.
STAND_IN = re.compile(r"formula-[0-9a-f]{32}")
TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
LITERAL = re.compile(r"<(/?)(?:code|pre|kbd)\b")

_highlight = Highlight2HTML(pygments_lexer="ipython3")


class _Inline(MathInlineParser):
    """Markdown in which "$5 and $7" are two prices: a formula's dollars touch it, and no digit follows."""

    SPECIFICATION: ClassVar[dict[str, str]] = {
        **MathInlineParser.SPECIFICATION,
        "inline_math_tex": r"(?<![$\\])\$(?![\s$]|\d[\d.,]*\s+[A-Za-z]{2})(?P<math_inline_tex>[^$`]+?)"
        r"(?<![\s\\])\$(?![\d$])",
    }


class _Renderer(IPythonRenderer):
    """HTML with stand-ins for formulas, which ``formulas`` has by stand-in: (MathML, what was written)."""

    def __init__(self, attachments: dict[str, dict[str, str]] | None) -> None:
        super().__init__(escape=False, attachments=attachments, exclude_anchor_links=True)
        self.formulas: dict[str, tuple[str, str]] = {}

    def inline_math(self, body: str) -> str:
        return self._formula(body, super().inline_math(body))

    def block_math(self, body: str) -> str:
        return self._formula(body, super().block_math(body), block=True)

    def latex_environment(self, name: str, body: str) -> str:
        tex = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self._formula(tex, super().latex_environment(name, body), block=True)

    def _formula(self, tex, written, block=False):
        found = formulas.mathml(tex, block) if len(self.formulas) < MOST else ""
        if not found:
            return written
        stand_in = f"formula-{secrets.token_hex(16)}"
        self.formulas[stand_in] = (f'<span class="formula">{found}</span>' if block else found), written
        return stand_in


def markdown(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """A Markdown cell as safe HTML; formulas are MathML, or TeX where they are broken.

    Args:
        source: Markdown.
        attachments: the cell's attachments, as nbformat keeps them.
    """
    if len(source) <= LONGEST:
        try:
            renderer = _Renderer(attachments)
            html_ = MarkdownWithMath(renderer=renderer, inline=_Inline(hard_wrap=False)).render(source)
            return _with_formulas(clean(html_), renderer.formulas)
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
    parts = TAG.split(safe)  # every second one is a tag; a picture looks like a path
    return "".join(part if i % 2 else without_paths(part) for i, part in enumerate(parts)).strip()


def _with_formulas(safe: str, found: Mapping[str, tuple[str, str]]) -> str:
    """Clean HTML with its formulas; inside a tag, or in code, they stay as they were written."""
    parts = TAG.split(safe)
    depth = 0
    for i, part in enumerate(parts):
        if i % 2 and (literal := LITERAL.match(part)):
            depth += -1 if literal[1] else 1
        for stand_in in STAND_IN.findall(part):
            mathml, written = found.get(stand_in, (stand_in, stand_in))
            quoted = written.replace('"', "&quot;").replace("'", "&#x27;")
            parts[i] = parts[i].replace(stand_in, quoted if i % 2 or depth > 0 else mathml)
    return "".join(parts)


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
