"""Python's syntax tree, one thread at a time.

CPython 3.11 counts how deep it is in a tree for the whole interpreter, not for each thread.  Where
two threads build trees at once, for example since the garbage collector ran Python code in the
middle of one, ``ast.parse`` may end in ``SystemError: AST constructor recursion depth mismatch``
(mended in 3.13).  Hand-ins run in threads, so whatever parses their text does it here.
"""

import ast
import threading

from IPython.core.inputtransformer2 import TransformerManager

# One that its owner may take again: a finalizer that runs while a tree is built may parse too.
_ALONE = threading.RLock()


def parse(source: str, flags: int = 0) -> ast.Module:
    """The tree of Python code.

    Args:
        source: the code, a text.
        flags: more of the compiler's flags, such as ``ast.PyCF_ALLOW_TOP_LEVEL_AWAIT``.

    Returns:
        An ``ast.Module``.

    Raises:
        SyntaxError: it is no Python, for example since it has a magic of IPython.
        ValueError: it holds a null character.
    """
    with _ALONE:
        return compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | flags)


def body(source: str) -> list[ast.stmt]:
    """The statements of Python code, a list; empty where it is no plain Python."""
    try:
        return parse(source).body
    except SyntaxError:
        return []


def plain(text: str) -> str:
    """A cell's text as plain Python: IPython's magics become calls."""
    return TransformerManager().transform_cell(text)
