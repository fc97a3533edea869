"""nbgrader's formgrader, as an instructor sees it in this course; set up in ``nbgrader_config.py``.

    page       a hand-in to grade: pictures, formulas, each essay beside its marking scheme
    schemes    the marking schemes, from the notebooks in source/
    safety     nothing that a student wrote runs in the grader's browser
    lists      the lists before it: names, short logs, no exchange
"""

from pathlib import Path

import nbgrader

HERE = Path(__file__).with_name("templates")
# Where nbconvert looks for the template of a hand-in's page: what lies in ours goes before nbgrader's.
TEMPLATES = [
    str(HERE),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
