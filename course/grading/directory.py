"""nbgrader's course directory: where lessons lie, its settings, its markers, its own interface."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config.loader import Config, PyFileConfigLoader

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI

# This repository, and the folders of its lessons: as readers and as students get them.
ROOT = Path(__file__).resolve().parents[2]
SOURCE, RELEASE = ROOT / "source", ROOT / "release"
# What nbgrader's markers look like in a lesson, each with its end.
REGIONS = {
    "### BEGIN SOLUTION": "### END SOLUTION",
    "### BEGIN HIDDEN TESTS": "### END HIDDEN TESTS",
    "### BEGIN MARK SCHEME": "### END MARK SCHEME",
}


def notebook(lesson: str, folder: Path = SOURCE) -> Path:
    """Path of the lesson's notebook in ``source/`` or, as students get it, in ``release/``."""
    return folder / lesson / f"{lesson}.ipynb"


def nbgrader_settings(root: str | Path = ROOT) -> Config:
    """What ``nbgrader_config.py`` in the folder ``root`` sets, a traitlets ``Config``."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def course_directory(root: str | Path = ROOT) -> "NbGraderAPI":
    """nbgrader's own interface to the course directory at ``root``, with its configuration."""
    from nbgrader.apps.api import NbGraderAPI  # takes a second to import

    api = NbGraderAPI(config=nbgrader_settings(root))
    api.log.setLevel(logging.ERROR)
    return api
