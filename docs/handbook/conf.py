"""Sphinx's settings for the handbook, which `course handbook` builds from staged copies of the pages.

Sphinx with MyST-NB and furo, because together they read the course's notebooks and Markdown as they
are, and give pages whose links and search work from files, without a server, a network or node.
"""

import posixpath
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from course.grading.exchange import formulas

ROOT = Path(__file__).parents[2]

project = "A course on generative adversarial networks"
extensions = ["myst_nb"]
exclude_patterns = ["README.md"]  # its gist stands on the start page
highlight_language = "none"  # of blocks that name no language
pygments_dark_style = "monokai"  # furo's own underlines names
html_theme = "furo"
html_title = "GAN course"
html_static_path = ["handbook.css", "handbook.js"]
html_css_files = ["handbook.css"]
html_js_files = [("handbook.js", {"priority": 100})]  # before Sphinx's own
html_copy_source = False
html_use_index = False
html_show_copyright = False
html_show_sphinx = False
html_show_search_summary = False  # it fetches the pages that were found, which browsers refuse for files
html_math_renderer = "mathml"

nb_execution_mode = "off"  # notebooks have been executed by `course source`
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4


def setup(app):
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.add_post_transform(FileOfTheRepository)
    return {"parallel_read_safe": True}


def _inline(self, node):
    self.body.append(_mathml(node, "inline"))
    raise nodes.SkipNode


def _display(self, node):
    self.body.append(f'<div class="formula">{_mathml(node, "block")}</div>\n')
    raise nodes.SkipNode


def _mathml(node, display):
    """A formula for browsers, without scripts; a command that becomes no MathML is a warning."""
    markup = formulas.mathml(node.astext(), block=display == "block")
    if not markup:
        logging.getLogger(__name__).warning("no MathML for %r", node.astext(), location=node)
    return markup


class FileOfTheRepository(SphinxPostTransform):
    """A link to a file that is no page of the handbook becomes its words, and the file's name."""

    default_priority = 8  # before MyST looks for it, at 9

    def run(self, **options):
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] == "myst" and node["refdomain"] != "doc":
                target = node["reftarget"].partition("#")[0]
                path = posixpath.normpath(posixpath.join(posixpath.dirname(node["refdoc"]), target))
                if target and path not in self.env.all_docs and (ROOT / path).exists():
                    node.replace_self(self._words(node[0], path))

    def _words(self, words, path):
        if path in words.astext():
            return [words]
        return [words, nodes.Text(" ("), nodes.literal(path, path), nodes.Text(")")]
