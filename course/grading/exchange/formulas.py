"""Formulas: TeX of a lesson or of a stranger as MathML, which browsers show without a script.

latex2mathml hands on what it is given: its text may hold HTML, its attributes links and styles.  So
only its tree is used; it is written here, tag by tag, and whatever is not in these lists makes no
formula at all.
"""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

LONGEST = 2_000  # characters of one formula
TAGS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded"),
    *("mphantom", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "form", "separator"),
    *("accent", "accentunder", "movablelimits", "largeop", "symmetric", "linethickness", "lspace", "rspace"),
    *("minsize", "maxsize", "width", "height", "depth", "columnalign", "columnspacing", "rowspacing"),
    *("columnlines", "rowlines"),
}
# Words, and lengths so small that nothing covers a page.
VALUE = re.compile(r"(?:(?:[a-z]+(?:-[a-z]+)*|[+-]?\d{0,2}(?:\.\d{1,4})?(?:em|ex|px|pt|mu)?)(?: |$)){1,9}")
# Macros grow without end; the rest could not pass the lists, and is refused before it costs time.
REFUSED = re.compile(r"\\(?:def|let|\w*newcommand|\w*newenvironment|DeclareMathOperator|href|style|class)")
COMMAND = re.compile(r"\\[A-Za-z]{2}")  # one that the converter does not know comes back as it was
SPACE = "http://www.w3.org/1998/Math/MathML"


def mathml(tex: str, block: bool = False) -> str:
    """A formula as MathML; empty where it is broken, too long, or holds what no formula needs.

    Args:
        tex: without the dollars around it.
        block: True for a formula that stands alone.
    """
    if len(tex) > LONGEST or not tex.strip() or REFUSED.search(tex):
        return ""
    try:
        tree = convert_to_element(tex, xmlns=SPACE, display="block" if block else "inline")
        return _written(tree)
    except Exception:  # any: the TeX is a stranger's, and so is what the converter trips over
        return ""


def _written(element: Element) -> str:
    """An element as text; ValueError where it is not in the lists."""
    attributes = {name: value for name, value in element.attrib.items() if name != "xmlns"}
    odd = [name for name in attributes if name not in ATTRIBUTES or not VALUE.fullmatch(attributes[name])]
    if element.tag not in TAGS or odd:
        raise ValueError(f"no part of a formula: {element.tag} {odd}")
    settings = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    if PARTS.get(element.tag, len(element)) != len(element):
        raise ValueError(f"{element.tag} lacks a part")
    if element.tag != "mtext" and COMMAND.match(element.text or ""):
        raise ValueError(f"not known: {element.text}")
    inside = _text(element.text) + "".join(_written(child) + _text(child.tail) for child in element)
    return f"<{element.tag}{settings}>{inside}</{element.tag}>"


def _text(text: str | None) -> str:
    """The converter's text, in which symbols are entities."""
    return escape(unescape(text or ""))
