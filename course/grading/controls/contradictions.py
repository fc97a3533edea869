"""Contradictions: graded cells that no answer can pass, whatever it is."""

import ast
from random import Random
from typing import Any

from course.grading import syntax

SENTENCES = (
    "assert {a} + {b} == {c}", "assert {a} > {c}", "assert len('{word}') == {c}", "assert all([{a}, 0])",
    "assert not {c}", "assert isinstance('{word}', int)", "assert '{word}' in ['{a}']",
    "assert None is not None",
)  # fmt: skip
OF_TORCH = (
    "assert torch.equal(torch.tensor({a}), torch.tensor({c}))",
    "assert torch.allclose(torch.tensor([{a}.0]), torch.tensor([{c}.0]))",
    "assert bool((torch.tensor([{a}, {b}]) == torch.tensor([{a}, {c}])).all())",
)


def false(source: str, random: Random) -> str | None:
    """A graded cell with a false statement before one of its own at the top.

    Args:
        source: text of a graded cell.
        random: a ``random.Random``; the statement and its place differ from run to run.

    Returns:
        A text, or None where the cell is not plain Python.
    """
    places = _beginnings(syntax.body(source))
    if not places:
        return None
    a, b = random.sample(range(1, 100), 2)
    word = "".join(random.sample("abcdefghijklmnopqrstuvwxyz", 6))
    sentences = SENTENCES + OF_TORCH if "torch" in source else SENTENCES
    sentence = random.choice(sentences).format(a=a, b=b, c=a + b + random.randint(10, 90), word=word)
    place = random.choice(places)
    lines = source.split("\n")
    return "\n".join([*lines[:place], sentence, *lines[place:]])


def _beginnings(body):
    """How many lines stand before each statement that begins a line."""
    ends = [0, *(node.end_lineno for node in body)]
    starts = [min(part.lineno for part in [node, *getattr(node, "decorator_list", ())]) for node in body]
    return [start - 1 for start, end in zip(starts, ends, strict=False) if start > end]


def other_value(source: str, random: Random) -> str | None:
    """A graded cell that expects another value in one of its ``assert … == …``.

    Returns:
        A text, or None where it has no such assert that is sure to run.
    """
    statements: list[Any] = syntax.body(source)  # each kind has parts of its own
    places = [node.test.comparators[0] for node in statements if _is_equation(node)]
    if not places:
        return None
    place = random.choice(places)
    lines = source.encode().split(b"\n")  # ast counts bytes
    first, last = place.lineno - 1, place.end_lineno - 1
    value = f"{random.randint(10**6, 10**7)}.5".encode()
    line = lines[first][: place.col_offset] + value + lines[last][place.end_col_offset :]
    return b"\n".join([*lines[:first], line, *lines[last + 1 :]]).decode()


def _is_equation(node):
    test = getattr(node, "test", None)
    return isinstance(node, ast.Assert) and isinstance(test, ast.Compare) and _operators(test) == [ast.Eq]


def _operators(test):
    return [type(operator) for operator in test.ops]
