"""Of a notebook's cells, the definitions that other code needs: no more of it than that."""

import ast
import functools
from collections.abc import Iterable
from typing import NamedTuple

from course.grading import syntax


def needed(texts: Iterable[str], cells: Iterable[str], calls: bool = False) -> list[str]:
    """What must be defined before texts can run, as the cells define it.

    Imports, functions, classes and plain values count.

    Args:
        texts: Python code that uses names.
        cells: Python code that may define them, in its order.
        calls: whether what comes out of a call counts too.

    Returns:
        The statements that define those names, and what these need in turn, as a list of texts.
    """
    statements = _statements(tuple(cells))
    taken, _ = _reached(texts, statements, calls)
    return [ast.unparse(statements[n].node) for n in sorted(taken)]


def reached(texts: Iterable[str], cells: Iterable[str]) -> set[str]:
    """All names that texts use, and that what they use uses in turn, as the cells define it."""
    return _reached(texts, _statements(tuple(cells)), calls=True)[1]


def defined(text: str) -> set[str]:
    """The names that Python code defines at its top."""
    return set().union(*(_defined(node, calls=True) for node in syntax.body(text)))


def imported(text: str) -> set[str]:
    """The names of modules that Python code imports whole, or as ``from package import module``."""
    nodes = [node for node in syntax.body(text) if isinstance(node, ast.Import | ast.ImportFrom)]
    return set().union(*(_defined(node, calls=True) for node in nodes))


def signatures(text: str) -> dict[str, list[str]]:
    """The names of the parameters of the functions that Python code defines at its top."""
    functions = [node for node in syntax.body(text) if isinstance(node, ast.FunctionDef)]
    return {node.name: [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)] for node in functions}


def _reached(texts, statements, calls):
    """The numbers of the statements that texts need, and all names used in both."""
    wanted: set[str] = set().union(*(_used(node) for text in texts for node in syntax.body(text)))
    defined = [_defined(statement.node, calls) for statement in statements]
    taken: set[int] = set()
    while more := {n for n, names in enumerate(defined) if names & wanted} - taken:
        taken |= more
        wanted |= set().union(*(statements[n].used for n in more))
    return taken, wanted


class _Statement(NamedTuple):
    node: ast.stmt
    used: set[str]


@functools.lru_cache(maxsize=8)  # a lesson is asked about once for each of its graded cells
def _statements(texts):
    return [_Statement(node, _used(node)) for text in texts for node in syntax.body(text)]


def _defined(node, calls):
    """The names that a statement defines; none where it calls something for that, unless ``calls``."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign) and (calls or not _calls(node.value)):
        return {part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return set()


def _calls(value):
    """Whether an expression calls something at once: a lambda does not."""
    parts = () if isinstance(value, ast.Lambda) else ast.walk(value)
    return any(isinstance(part, ast.Call) for part in parts)


def _used(tree):
    return {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
