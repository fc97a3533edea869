"""Every kind of trouble that a hand-in can make, for tests, batches and benchmarks.

`TROUBLES` differ in what is handed in, `RUNTIME` in what happens when the notebook runs.  Cells are
chosen by their metadata, so any lesson will do that has solutions, graded cells and an essay.
"""

import copy
import json
import os
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

TROUBLES, RUNTIME = [], []
DEF = re.compile(r"^def (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble.

    Attributes:
        name: kebab-case.
        make: ``make(folder, notebook, lesson)`` writes the hand-in's files; ``notebook`` is a good
            hand-in, and may be changed.
        status: what the hand-in's row should say: "graded", "repaired" or "unreadable".
        says: words that the repairs or the problem contain.
        keeps: True: all marks of the good hand-in are kept; False: none; None: some are lost.
        may_lose: ``may_lose(notebook)``: ids of the graded cells, in a good hand-in, whose points
            may be lost where ``keeps`` is None; all others keep theirs.
    """

    name: str
    make: Callable
    status: str
    says: str = ""
    keeps: bool | None = True
    may_lose: Callable = lambda notebook: set()


# What the troubles choose from.


def mark(cell):
    """nbgrader's metadata of a cell, an empty mapping if it has none."""
    return cell.metadata.get("nbgrader", {})


def graded(notebook):
    """The graded cells that are marked by running them."""
    return [c for c in notebook.cells if mark(c).get("grade") and not mark(c).get("solution")]


def solutions(notebook):
    """The code cells that students fill in."""
    return [c for c in notebook.cells if mark(c).get("solution") and c.cell_type == "code"]


def essay(notebook):
    """The first answer in words."""
    return next(c for c in notebook.cells if mark(c).get("solution") and c.cell_type == "markdown")


def of(notebook, solution):
    """Ids of the graded cells of a solution."""
    name = mark(solution).grade_id
    pairs = [(mark(c).grade_id, c.metadata.get("course", {}).get("of", [])) for c in graded(notebook)]
    return {cell for cell, owners in pairs if name in ([owners] if isinstance(owners, str) else owners)}


def of_first(notebook):
    """Ids of the graded cells of the first solution."""
    return of(notebook, solutions(notebook)[0])


def of_last(notebook):
    """Ids of the graded cells of the last solution."""
    return of(notebook, solutions(notebook)[-1])


def later(notebook):
    """Ids of the graded cells behind the last solution."""
    start = notebook.cells.index(solutions(notebook)[-1])
    return {mark(c).grade_id for c in graded(notebook) if notebook.cells.index(c) > start}


# How troubles are written down.


def save(folder, text, name):
    """Write a file of a hand-in, text or bytes."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def dump(notebook):
    """A notebook as text, valid or not."""
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def handed(name, status, says="", keeps=True, may_lose=None):
    """A trouble that writes all its files itself."""

    def add(make):
        TROUBLES.append(Trouble(name, make, status, says, keeps, may_lose or (lambda notebook: set())))
        return make

    return add


def changed(name, says="", status="", keeps=True, may_lose=None):
    """A trouble that changes the notebook, or returns another text to be handed in."""

    def add(change):
        def make(folder, notebook, lesson):
            other = change(notebook)
            save(folder, dump(notebook) if other is None else other, f"{lesson}.ipynb")

        handed(name, status or ("repaired" if says else "graded"), says, keeps, may_lose)(make)
        return change

    return add


def beside(name, says, status="repaired"):
    """A trouble that is a good notebook with odd things beside it."""

    def add(put):
        def make(folder, notebook, lesson):
            save(folder, dump(notebook), f"{lesson}.ipynb")
            put(Path(folder), notebook, lesson)

        handed(name, status, says)(make)
        return put

    return add


# Graded cells.


@changed("graded-cell-deleted", "put back")
def _(notebook):
    notebook.cells.remove(graded(notebook)[0])


@changed("all-graded-cells-deleted", "put back")
def _(notebook):
    for cell in graded(notebook):
        notebook.cells.remove(cell)


@changed("graded-cell-duplicated", "one kept")
def _(notebook):
    notebook.cells.append(copy.deepcopy(graded(notebook)[0]))


@changed("graded-cell-duplicated-before-its-solution", "one kept")
def _(notebook):
    notebook.cells.insert(0, copy.deepcopy(graded(notebook)[0]))


@changed("graded-cell-duplicated-and-edited", "one kept")
def _(notebook):
    another = copy.deepcopy(graded(notebook)[0])
    another.source = "print('my own try')"
    notebook.cells.append(another)


@changed("graded-cell-before-its-solution", "moved back into place")
def _(notebook):
    cell = graded(notebook)[0]
    notebook.cells.remove(cell)
    notebook.cells.insert(0, cell)


@changed("graded-cell-at-the-end", "moved back into place")
def _(notebook):
    cell = graded(notebook)[0]
    notebook.cells.remove(cell)
    notebook.cells.append(cell)


@changed("cells-in-reverse-order", "moved back into place")
def _(notebook):
    notebook.cells.reverse()


@changed("graded-cell-to-markdown", "restored")
def _(notebook):
    retype(graded(notebook)[0], "markdown")


@changed("graded-cell-to-raw", "restored")
def _(notebook):
    retype(graded(notebook)[0], "raw")


def retype(cell, kind):
    """Make a cell one of another type, as Jupyter does."""
    cell.cell_type = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if kind == "code":
        cell.outputs, cell.execution_count = [], None


@changed("graded-cell-id-edited", "metadata put right")
def _(notebook):
    mark(graded(notebook)[0]).grade_id = "free-points"


@changed("graded-cell-id-of-another", "metadata put right")
def _(notebook):
    first, second = graded(notebook)[:2]
    mark(second).grade_id = mark(first).grade_id


@changed("graded-cell-metadata-stripped", "metadata put right")
def _(notebook):
    del graded(notebook)[0].metadata["nbgrader"]


@changed("graded-cell-edited", "restored")
def _(notebook):
    graded(notebook)[0].source = "assert True"


@changed("graded-cell-emptied", "restored")
def _(notebook):
    graded(notebook)[0].source = ""


@changed("graded-cell-points-edited", "metadata put right")
def _(notebook):
    mark(graded(notebook)[0]).points = 1000


@changed("graded-cell-marked-as-solution", "metadata put right")
def _(notebook):
    mark(graded(notebook)[0]).update(solution=True, locked=False)


@changed("graded-cell-never-run", "in spite of its tag")
def _(notebook):
    """nbclient skips a cell with this tag, and nbgrader would give it all its points."""
    graded(notebook)[0].metadata["tags"] = ["skip-execution"]


# Solutions and essays.


@changed("solution-deleted", "missing: put back empty", keeps=None, may_lose=of_first)
def _(notebook):
    notebook.cells.remove(solutions(notebook)[0])


@changed("solution-written-in-an-own-cell", "metadata put right")
def _(notebook):
    cell = solutions(notebook)[0]
    notebook.cells[notebook.cells.index(cell)] = new_code_cell(cell.source)


@changed("solution-duplicated", "the last changed one counts")
def _(notebook):
    cell = solutions(notebook)[0]
    earlier = copy.deepcopy(cell)
    earlier.source = f"# an earlier try\n{cell.source}"
    notebook.cells.insert(notebook.cells.index(cell), earlier)


@changed("solution-split-in-two", "the last changed one counts")
def _(notebook):
    """JupyterLab gives the metadata of a split cell to both halves."""
    cell = solutions(notebook)[-1]
    half = copy.deepcopy(cell)
    half.source = "half_of_a_cell = True"
    notebook.cells.insert(notebook.cells.index(cell) + 1, half)


@changed("solution-at-the-end", "moved back into place")
def _(notebook):
    cell = solutions(notebook)[0]
    notebook.cells.remove(cell)
    notebook.cells.append(cell)


@changed("solution-to-markdown", "turned back into code")
def _(notebook):
    retype(solutions(notebook)[0], "markdown")


@changed("solution-id-edited", "metadata put right")
def _(notebook):
    mark(solutions(notebook)[0]).grade_id = "mine"


@changed("solution-marked-as-graded", "metadata put right")
def _(notebook):
    mark(solutions(notebook)[0]).update(grade=True, points=100)


@changed("essay-to-code", "turned back into markdown")
def _(notebook):
    retype(essay(notebook), "code")


@changed("essay-deleted", "missing: put back empty")
def _(notebook):
    notebook.cells.remove(essay(notebook))


@changed("essay-with-a-picture")
def _(notebook):
    cell = essay(notebook)
    cell.source += "\n![shot](attachment:shot.png)"
    cell.attachments = {"shot.png": {"image/png": "iVBORw0KGgo="}, "x.svg": {"image/svg+xml": "PHN2Zz4="}}


@changed("cells-of-their-own")
def _(notebook):
    for index in range(len(notebook.cells), -1, -2):
        notebook.cells.insert(index, new_code_cell("1 + 1"))


@changed("cells-with-ids-that-nobody-gave")
def _(notebook):
    cell = new_code_cell("print('give me points')")
    cell.metadata.nbgrader = {"grade_id": "bonus", "grade": True, "points": 50, "locked": False}
    notebook.cells.append(cell)


# Metadata of wrong types, and what else JSON can hold.


@changed("all-metadata-stripped", "metadata put right")
def _(notebook):
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata = {}


@changed("metadata-and-ids-stripped", "metadata put right")
def _(notebook):
    for cell in notebook.cells:
        cell.metadata = {}
        cell.pop("id", None)


@changed("metadata-of-wrong-types", "metadata put right")
def _(notebook):
    first = solutions(notebook)[0]
    wrong = ["yes", {"grade_id": 5}, None, [], {"grade_id": "x" * 5000, "schema_version": 99}, 3.5]
    for cell, value in zip(graded(notebook), wrong, strict=False):
        cell.metadata["nbgrader"] = value
    first.metadata = None


@changed("points-of-wrong-types", "metadata put right")
def _(notebook):
    for index, cell in enumerate(graded(notebook)):
        mark(cell).points = ["two", None, [], float("nan")][index % 4]
    mark(graded(notebook)[-1]).pop("points")


@changed("other-schema-versions", "metadata put right")
def _(notebook):
    for index, cell in enumerate(graded(notebook) + solutions(notebook)):
        mark(cell).schema_version = [1, 2, 99, "3"][index % 4]


@changed("metadata-nested-deeply", "metadata put right")
def _(notebook):
    deep = {}
    for _ in range(200):
        deep = {"deeper": deep}
    notebook.metadata["deep"] = deep
    mark(graded(notebook)[0])["deep"] = deep


@changed("cell-ids-missing")
def _(notebook):
    for cell in notebook.cells:
        cell.pop("id", None)


@changed("cell-ids-all-alike")
def _(notebook):
    for cell in notebook.cells:
        cell.id = "same"


@changed("cell-ids-invalid")
def _(notebook):
    for index, cell in enumerate(notebook.cells):
        cell.id = [7, "", "no spaces allowed", "x" * 500, None][index % 5]


@changed("invalid-keys")
def _(notebook):
    notebook.update(extra=1)
    for cell in notebook.cells:
        cell.update(prompt_number=1, extra={"a": []})


@changed("sources-as-lists-of-lines")
def _(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.splitlines(keepends=True)


@changed("unknown-cell-type", "unknown type")
def _(notebook):
    notebook.cells.append({"cell_type": "sql", "metadata": {}, "source": "SELECT 1", "id": "sql"})


@changed("cells-that-are-none", "broken cells dropped")
def _(notebook):
    notebook.cells[1:1] = [None, 1, "text", []]


@changed("widgets-and-no-kernel")
def _(notebook):
    notebook.metadata = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": 5}}}


@changed("windows-line-ends", "Windows line ends replaced")
def _(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


@changed("characters-that-are-none", "characters that are none")
def _(notebook):
    for cell in notebook.cells:
        cell.source = f"{cell.source}\0\n# \ud800" if cell.cell_type == "code" else cell.source
    notebook.cells.append(new_markdown_cell("NUL \0, half a pair \udfff"))
    return json.dumps(notebook)


@changed("line-ends-inside-of-json-strings")
def _(notebook):
    return re.sub(r"(?<!\\)\\n", "\n", dump(notebook))


@changed("outputs-of-50-mb")
def _(notebook):
    cell = solutions(notebook)[0]
    cell.outputs = [new_output("stream", name="stdout", text="x" * 1_000_000) for _ in range(50)]


@changed("outputs-that-are-none")
def _(notebook):
    odd = [None, 5, "text", [None, 1], [{}], [{"output_type": "telepathy"}], [{"output_type": "stream"}],
           [{"output_type": "error", "ename": 1, "evalue": None, "traceback": "t"}],
           [{"output_type": "display_data", "data": ["text/plain"], "metadata": None}]]  # fmt: skip
    for index in range(2 * len(odd)):
        notebook.cells.insert(index + 1, new_code_cell("1 + 1"))
        notebook.cells[index + 1].outputs = odd[index % len(odd)]
    for cell in graded(notebook) + solutions(notebook):
        cell.outputs = odd[-1]


@changed("outputs-nested-deeply")
def _(notebook):
    """Python reads it; what walks through it call by call runs out of stack."""
    text = dump(notebook)
    deep = '{"output_type": "display_data", "metadata": {}, "data": {"application/json": %s}}'
    return text.replace('"outputs": []', f'"outputs": [{deep % ("[" * 800 + "]" * 800)}]', 1)


@changed("sources-that-are-none", keeps=None, may_lose=of_first)
def _(notebook):
    solutions(notebook)[0].source = None
    notebook.cells += [new_code_cell("1"), new_markdown_cell("text"), new_code_cell("2")]
    notebook.cells[-1].source, notebook.cells[-2].source = {"text": 1}, 7
    del notebook.cells[-3]["source"]


@changed("numbers-that-are-none")
def _(notebook):
    for cell, number in zip(notebook.cells, [float("nan"), float("inf"), -float("inf"), 1e999], strict=False):
        cell.metadata["when"] = cell["execution_count"] = number
    notebook.metadata["kernelspec"]["version"] = float("nan")


@changed("duplicate-keys-and-nan")
def _(notebook):
    text = dump(notebook).rstrip().removesuffix("}")
    return f'{{"cells": [], "nan": NaN, "long": {"9" * 5000}, {text.lstrip()[1:]}}}'


# Files that are not quite a notebook.


@changed("byte-order-mark", "byte-order mark removed")
def _(notebook):
    return dump(notebook).encode("utf-8-sig")


@changed("utf-16", "converted")
def _(notebook):
    return dump(notebook).encode("utf-16")


@changed("latin-1", "converted")
def _(notebook):
    essay(notebook).source += "\nschön"
    text = dump(notebook)
    return "".join(c if c < "\u0100" else json.dumps(c)[1:-1] for c in text).encode("latin-1")


@changed("nbformat-3", "nbformat 3")
def _(notebook):
    return json.dumps(nbformat.convert(notebook, 3))


@changed("nbformat-5", "newer format")
def _(notebook):
    notebook.update(nbformat=5, nbformat_minor=0)


@changed("nbformat-minor-too-new")
def _(notebook):
    notebook.nbformat_minor = 99


def broken(name, says):
    """A trouble in which nothing is left to grade."""
    return changed(name, says, "unreadable", False)


@broken("not-json", "not JSON")
def _(notebook):
    return "# My answers\n\n" + notebook.cells[1].source


@broken("empty-file", "is empty")
def _(notebook):
    return ""


@broken("file-of-zeros", "is empty")
def _(notebook):
    return b"\0" * 5000


@broken("truncated", "cut off")
def _(notebook):
    text = dump(notebook)
    return text[: len(text) // 2].rstrip()


@broken("json-list", "not a notebook")
def _(notebook):
    return json.dumps(notebook.cells)


@broken("json-without-cells", "it has no cells")
def _(notebook):
    return '{"metadata": {}}'


@broken("json-nested-deeply", "nested too deeply")
def _(notebook):
    return "[" * 200_000


@broken("no-cells", "is not the notebook of this lesson")
def _(notebook):
    notebook.cells = []


@broken("too-many-cells", "too large to grade")
def _(notebook):
    notebook.cells += [new_code_cell("1") for _ in range(2_001)]


@broken("another-lesson", "another lesson")
def _(notebook):
    """Lessons have a few ids in common."""
    for number, cell in enumerate(notebook.cells):
        if mark(cell) and cell is not graded(notebook)[0]:
            mark(cell).grade_id = cell.id = f"other-{number}"
            cell.metadata.pop("course", None)
            cell.source = f"# another lesson's cell {number}"


# Names and places of files.


@handed("renamed", "repaired", "taken as")
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{lesson} (1) final's.ipynb")


@handed("saved-as-text", "repaired", "taken as")
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{lesson}.ipynb.txt")


@handed("renamed-beside-others", "repaired", "taken as")
def _(folder, notebook, lesson):
    save(folder, dump(nbformat.v4.new_notebook()), "a.ipynb")
    save(folder, dump(notebook), "mine.ipynb")
    save(folder, "not JSON", "z.ipynb")


@handed("named-right-but-broken", "repaired", "cut off")
def _(folder, notebook, lesson):
    save(folder, dump(notebook)[:300], f"{lesson}.ipynb")
    save(folder, dump(notebook), f"{lesson}-Copy1.ipynb")


@handed("in-a-folder", "repaired", "taken as")
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{lesson}/{lesson}.ipynb")
    save(folder, "a,b", f"{lesson}/table.csv")


@handed("in-a-deep-folder", "repaired", "taken as")
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{'down/' * 10}{lesson}.ipynb")


@beside("extra-notebooks", "extra notebook")
def _(folder, notebook, lesson):
    save(folder, dump(nbformat.v4.new_notebook()), "scratch.ipynb")
    save(folder, "not JSON", "other/notes.ipynb")


@beside("usual-files", "", "graded")
def _(folder, notebook, lesson):
    for name in ("table.csv", "helper.py", "pictures/one.png", ".hidden", ".git/config", ".DS_Store"):
        save(folder, "text", name)
    for name in (f".ipynb_checkpoints/{lesson}-checkpoint.ipynb", f"__MACOSX/._{lesson}.ipynb"):
        save(folder, "text", name)
    save(folder, "2026-11-22 10:00:00 UTC", "timestamp.txt")


@beside("timestamp-that-is-none", "it holds no time")
def _(folder, notebook, lesson):
    save(folder, "yesterday, I think", "timestamp.txt")


@handed("python-file", "unreadable", "hand in the notebook", False)
def _(folder, notebook, lesson):
    save(folder, "\n\n".join(cell.source for cell in notebook.cells), f"{lesson}.py")


@handed("empty-folder", "unreadable", "Nothing was handed in", False)
def _(folder, notebook, lesson):
    Path(folder).mkdir(parents=True, exist_ok=True)


@handed("file-for-a-folder", "unreadable", "a file where a folder", False)
def _(folder, notebook, lesson):
    shutil.rmtree(folder, ignore_errors=True)
    save(Path(folder).parent, dump(notebook), Path(folder).name)


@handed("folder-for-a-notebook", "unreadable", "no notebook", False)
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{lesson}.ipynb/notes.txt")


@handed("link-to-the-gradebook-as-notebook", "unreadable", "a link", False)
def _(folder, notebook, lesson):
    link(folder, "../../../gradebook/gradebook.db", f"{lesson}.ipynb")


@beside("link-to-the-gradebook", "link")
def _(folder, notebook, lesson):
    link(folder, "../../../gradebook/gradebook.db", "table.csv")
    link(folder, "/etc/passwd", "passwords.txt")
    link(folder, "/", "everything")
    link(folder, ".", "again")


@handed("link-for-a-folder", "unreadable", "a link", False)
def _(folder, notebook, lesson):
    shutil.rmtree(folder, ignore_errors=True)
    link(Path(folder).parent, "../../source", Path(folder).name)


def link(folder, target, name):
    """A symbolic link; what it points to need not exist."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    os.symlink(target, Path(folder) / name)


@beside("hard-link", "", "graded")
def _(folder, notebook, lesson):
    os.link(save(folder, "text", "table.csv"), folder / "table-again.csv")


@beside("pipe-and-socket", "special file")
def _(folder, notebook, lesson):
    os.mkfifo(folder / "generator-of-words")
    os.mkfifo(folder / "other.ipynb")
    os.mknod(folder / "socket", 0o600 | stat.S_IFSOCK)


@handed("pipe-for-a-notebook", "unreadable", "special file", False)
def _(folder, notebook, lesson):
    Path(folder).mkdir(parents=True, exist_ok=True)
    os.mkfifo(Path(folder) / f"{lesson}.ipynb")


# Root may read what it likes.
_root = os.geteuid() == 0


@handed("unreadable-notebook", *(("graded",) if _root else ("unreadable", "unreadable", False)))
def _(folder, notebook, lesson):
    save(folder, dump(notebook), f"{lesson}.ipynb").chmod(0)


@beside("path-tricks", "left out (unsafe name)")
def _(folder, notebook, lesson):
    for name in TRICKS:
        save(folder, "trick", name)


TRICKS = (
    "..evil", "..\\..\\gradebook.db", "C:\\grades.csv", "two\nlines", "a'b", 'a"b', "`id`", "x" * 200, "-rf",
    "~", " ", "a|b", "turned\u202etxt", os.fsdecode(b"latin-\xe4"), "escape\x1b[31m", "sub/..evil/file",
    "other.ipynb/file",
)  # fmt: skip


@beside("too-many-files", "past the limit of 1,000 files")
def _(folder, notebook, lesson):
    for number in range(1_010):
        save(folder, "", f"many/{number:04}.txt")


@beside("too-much-data", "past the limit of 200 MB")
def _(folder, notebook, lesson):
    with open(folder / "huge.bin", "wb") as file:
        file.truncate(201 * 10**6)  # takes no room on the disk


@beside("folders-too-deep", "too deep folder")
def _(folder, notebook, lesson):
    save(folder, "", "d/" * 40 + "file")


@handed("notebook-too-large", "unreadable", "larger than 100 MB", False)
def _(folder, notebook, lesson):
    with open(save(folder, dump(notebook), f"{lesson}.ipynb"), "r+b") as file:
        file.truncate(101 * 10**6)


# Trouble while the notebook runs.


def runs(name, code, keeps=True, may_lose=None, first=False, says=""):
    """A trouble that appends code to the last solution cell, or puts it `first` there."""

    def make(folder, notebook, lesson):
        cell = solutions(notebook)[-1]
        cell.source = f"{code}\n{cell.source}" if first else f"{cell.source}\n\n{code}"
        save(folder, dump(notebook), f"{lesson}.ipynb")

    RUNTIME.append(Trouble(name, make, "graded", says, keeps, may_lose or (lambda notebook: set())))


# Messages that no kernel should send; the functions that send them past IPython.
PUBLISH = """import contextlib
def deep(levels):
    return {'deeper': deep(levels - 1)} if levels else 'end'
SHOWN = {'text/plain': '1'}
MALFORMED = [
    ('display_data', {'data': SHOWN, 'metadata': deep(900)}),
    ('display_data', {'data': {'application/json': deep(900)}, 'metadata': {}}),
    ('display_data', deep(940)),
    ('display_data', {'data': SHOWN, 'metadata': {}, 'transient': {'display_id': ['a', 'list']}}),
    ('update_display_data', {'data': SHOWN, 'metadata': {}, 'transient': {'display_id': {'a': 'b'}}}),
    ('execute_result', {'data': {}, 'metadata': {}, 'execution_count': 1}),
    ('execute_result', {'data': {'text/html': '1'}, 'metadata': {}, 'execution_count': 'one'}),
    ('execute_result', {'data': {'text/plain': '1000'}, 'metadata': {}, 'execution_count': 1}),
    ('execute_result', {'data': {'text/plain': {'not': 'text'}}, 'metadata': {}}),
    ('execute_result', None), ('display_data', []), ('display_data', {}), ('stream', 5),
    ('stream', {'name': 'stdout', 'text': '\\ud800 half a character'}),
    ('stream', {'name': ['stdout'], 'text': 'text'}), ('stream', {'name': 'stdout', 'text': {}}),
    ('display_data', {'data': {'text/plain': '\\udfff', '\\ud800': 'a'}, 'metadata': {'\\ud800': '\\ud800'}}),
    ('display_data', {'data': {'image/png': 5, 'text/html': ['a', 5]}, 'metadata': {}}),
    ('display_data', {'data': {'application/json': 10 ** 4000}, 'metadata': {}}),
    ('status', {}), ('status', {'execution_state': ['idle']}), ('execute_input', {'execution_count': []}),
    ('clear_output', {'wait': {}}), ('clear_output', 'now'), ('comm_open', {}), ('comm_msg', {'data': 5}),
    ('', {}), ('nothing known', {}), ('stream', None),
]
def publish_all():
    kernel = get_ipython().kernel
    socket, session, asked = kernel.iopub_socket, kernel.session, kernel.get_parent()
    for kind, content in MALFORMED:
        with contextlib.suppress(Exception):
            session.send(socket, kind, content, asked)
    for frames in ([b'nothing'], [b'<IDS|MSG>'], [b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', b'{}'],
                   [b'<IDS|MSG>', *[b'[' * 5000] * 5]):
        socket.send_multipart(frames)
    text = {'name': 'stdout', 'text': 'a'}
    for header in ({}, [], {'msg_id': 5, 'msg_type': []}, {'msg_id': 1, 'msg_type': 'stream', 'date': 0}):
        parts = [session.pack(part) for part in (header, asked['header'], {}, text)]
        socket.send_multipart([b'<IDS|MSG>', session.sign(parts), *parts])
"""
# What is right, and does something to its kernel that a right answer seldom does.
SHOW = "from IPython.display import clear_output, display\n"
for name, code in {
    "stdout-that-is-none": "import sys\nsys.stdout = None",
    "json-exchanged": "import json\njson.dumps = json.loads = lambda *args, **kwargs: 'nothing'",
    "threads-by-the-hundred": "import torch\ntorch.set_num_threads(500)\nx = torch.ones(999, 999)\nx @ x",
    "recursion-without-end": "def on(n):\n    return on(n + 1)\non(0)",
    "error-without-words": "class Silent(Exception):\n    def __str__(self):\n        1 / 0\nraise Silent",
    "outputs-cleared-5000-times": f"{SHOW}for n in range(5_000):\n    clear_output(wait=True)\n    print(n)",
    "displays-updated-20000-times": f"{SHOW}shown = display(0, display_id=True)\n"
    "for n in range(20_000):\n    shown.update(n)",
}.items():
    runs(name, code)
runs("messages-malformed", f"{PUBLISH}\npublish_all()")
runs("infinite-loop", "while True:\n    pass")
runs(
    "infinite-loop-that-catches-interrupts",
    "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
    None,
    later,
)
runs("os-exit", "import os\nos._exit(0)", None, later)
runs("sys-exit", "import sys\nsys.exit(0)")
runs("segfault", "import ctypes\nctypes.string_at(0)", None, later)
runs("fork-bomb", "import os\nwhile True:\n    os.fork()", None, later)
runs(
    "memory-bomb",
    "hoard = []\nwhile True:\n    hoard.append(bytearray(b'x') * 50_000_000)",
    None,
    later,
)
runs(
    "disk-filler",
    "with open('filler', 'wb') as file:\n    while True:\n        file.write(bytes(10_000_000))",
    None,
    later,
)
runs(
    "thread-that-prints-for-ever",
    "import threading\ndef spam():\n    while True:\n        print('spam')\n"
    "threading.Thread(target=spam, daemon=True).start()",
    None,
    later,
)
runs("lines-of-output", "for number in range(100_000):\n    print('line', number)")
runs("input", "name = input('Your name? ')")
runs("magic-that-does-not-exist", "%nosuchmagic at all")
runs("syntax-error", "def broken(:", None, of_last, says="stops: SyntaxError: ")
runs("missing-import", "import a_package_that_nobody_has", None, of_last, first=True)


def _wraps(*lines):
    """What puts these lines before each call of the first function that a student wrote, which is right."""

    def make(folder, notebook, lesson):
        cell = next(cell for cell in solutions(notebook) if DEF.search(cell.source))
        name = DEF.findall(cell.source)[-1]
        first = "\n        ".join(lines)
        cell.source += f"""

import functools, sys, warnings
def wrapped(right):
    @functools.wraps(right)
    def wrapper(*args, **kwargs):
        {first}
        return right(*args, **kwargs)
    return wrapper
{name} = wrapped({name})"""
        save(folder, dump(notebook), f"{lesson}.ipynb")

    return make


# Something to look at, and a number as if it were the points of the cell that calls the function.
_warns = _wraps(
    'warnings.warn("this will be deprecated")', 'print("something to look at", file=sys.stderr)'
)  # fmt: skip
_shows_numbers = _wraps("sys.displayhook(1000)")


def _strange_kernel(folder, notebook, lesson):
    notebook.metadata["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}
    save(folder, dump(notebook), f"{lesson}.ipynb")


RUNTIME.append(Trouble("warnings-beside-right-answers", _warns, "graded"))
RUNTIME.append(Trouble("wrong-kernel-name", _strange_kernel, "graded"))
RUNTIME.append(Trouble("numbers-through-the-display-hook", _shows_numbers, "graded"))

# Names of students' folders, and the status of who handed in a good notebook there.
NAMES = {
    os.fsdecode(b"m\xfcller"): "unreadable", "n" * 249: "graded", "m" * 255: "graded",
    "a b'c;d": "graded", "two\nlines": "graded",
}  # fmt: skip
