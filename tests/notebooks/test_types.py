"""What others call in the package says what it takes and gives; mypy checks that this is true."""

import ast
import re
from pathlib import Path

import course

PACKAGE = Path(course.__file__).parent
OPEN = re.compile(r"[^_]|__.+__$")


def called_by_others(body, within=""):
    """(name, definition) of public functions and of public classes' methods, such as __init__ too."""
    for node in body:
        name = getattr(node, "name", "_")
        if isinstance(node, ast.ClassDef) and not name.startswith("_"):
            yield from called_by_others(node.body, f"{within}{name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and OPEN.match(name):
            yield within + name, node


def without_hints(function, is_method):
    """The parameters without a hint, but for self or cls, *args and **kwargs; and "return" if it has none."""
    arguments = function.args
    ordered = [*arguments.posonlyargs, *arguments.args]
    is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list)
    if is_method and (not is_static or function.name == "__new__"):
        ordered = ordered[1:]
    names = [each.arg for each in (*ordered, *arguments.kwonlyargs) if each.annotation is None]
    return names + (["return"] if function.returns is None else [])


def lacking(source):
    """What lacks hints in a module: "name: parameter, parameter, return"."""
    functions = called_by_others(ast.parse(source).body)
    found = [(name, without_hints(node, "." in name)) for name, node in functions]
    return [f"{name}: {', '.join(names)}" for name, names in found if names]


def test_what_others_call_has_hints():
    texts = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    lines = [f"{place}: {line}" for place, text in texts.items() for line in lacking(text)]
    assert not lines, "\n".join(["without hints:", *lines])


def test_what_lacks_a_hint_is_found():
    source = """
def add(a: int, b, *more, c=1, **options) -> int: ...
def told(a: int, *more, **options) -> None: ...
def _own(a): ...

class Sum:
    def __init__(self, start: int): ...
    async def wait(self) -> None: ...
    def _own(self): ...
    @staticmethod
    def of(numbers) -> int: ...

class _Own:
    def add(self, a): ...
"""
    assert lacking(source) == ["add: b, c", "Sum.__init__: return", "Sum.of: numbers"]
