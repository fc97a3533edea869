"""A graded cell changes no name that another cell of its lesson needs: it may run at any time, and again."""

import ast
import symtable

import nbformat
import pytest

from course.grading import directory, syntax
from course.lessons import publish


def cells(lesson):
    notebook = nbformat.read(directory.notebook(lesson, directory.SOURCE), as_version=4)
    return [c for c in notebook.cells if c.cell_type == "code" and "course" in c.metadata]


def bound(statement):
    """The names that a statement gives a value at the top of a cell."""
    table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def read(statement):
    """The names that a statement reads from the notebook, in its functions too."""
    own = set() if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign) else bound(statement)
    table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
    return {name for name in _loaded(table) if name not in own}


def _loaded(table):
    for symbol in table.get_symbols():
        outer = table.get_type() == "module" or symbol.is_global()
        if symbol.is_referenced() and outer:
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _loaded(inner)


def needed(source):
    """The names that a cell reads without having given them a value first."""
    found, known = set(), set()
    for statement in syntax.body(syntax.plain(source)):
        found |= read(statement) - known
        known |= bound(statement)
    return found


def shared(lesson):
    """Names that a cell which is not graded needs from another one, and which the lesson itself defines."""
    plain = [c.source for c in cells(lesson) if c.metadata.course.kind != "test"]
    defined = set().union(*(bound(node) for text in plain for node in syntax.body(syntax.plain(text))))
    return defined & set().union(*map(needed, plain))


@pytest.mark.parametrize("lesson", publish.lessons())
def test_graded_cells_have_names_of_their_own(lesson):
    taken = shared(lesson)
    found = {}
    for cell in cells(lesson):
        if cell.metadata.course.kind == "test":
            names = set().union(*(bound(node) for node in syntax.body(syntax.plain(cell.source)))) & taken
            found |= {cell.metadata.course.name: names} if names else {}
    assert not found, f"names that other cells need: {found}"


def test_what_a_cell_needs_is_what_it_reads_first():
    assert needed("a = b\nprint(a)") == {"b", "print"}
    assert needed("a = a + 1") == {"a"}
    assert needed("for n in range(2):\n    n") == {"range"}
    assert needed("def f(x):\n    return x + y\n") == {"y"}
    assert needed("[x for x in xs]") == {"xs"}
