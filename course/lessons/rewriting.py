"""Python code rewritten rightly: other text, the same program.  Graded cells must not mind."""

import ast
import copy
from collections.abc import Iterator

from course.grading import syntax
from course.lessons.mutation import stored


def rewritten(source: str, signatures: dict[str, list[str]] | None = None) -> Iterator[tuple[str, str]]:
    """Ways to write the same.

    Args:
        source: plain Python.
        signatures: names of the parameters of functions that the code may call.

    Yields:
        What was done, and the new text; only where it differs from the old one.
    """
    tree = syntax.parse(source)
    plain = ast.unparse(tree)
    for what, change in (
        ("local names changed", _Renamed()),
        ("results and operands kept in names of their own", _Split()),
        ("arguments by keyword", _Keywords(signatures or {})),
        ("inference_mode in place of no_grad", _Inference()),
        ("augmented assignments written out", _WrittenOut()),
    ):
        fresh = ast.fix_missing_locations(change.visit(copy.deepcopy(tree)))
        if (text := ast.unparse(fresh)) != plain:
            yield what, text


class _Renamed(ast.NodeTransformer):
    """Each function's own variables, but for its parameters, get other names."""

    def visit_FunctionDef(self, node):
        parts = list(ast.walk(node))
        if any(isinstance(part, ast.Lambda | ast.ClassDef | ast.Nonlocal | ast.Global) for part in parts):
            return node  # scopes would have to be looked up
        if sum(isinstance(part, ast.FunctionDef) for part in parts) > 1:
            return self.generic_visit(node)
        arguments = {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
        names = stored(node) - arguments
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in names:
                part.id = f"my_{part.id}"
        return node


class _Split(ast.NodeTransformer):
    """What is returned gets a name first, and so does the left operand of what is assigned."""

    def visit_Return(self, node):
        if node.value is None or isinstance(node.value, ast.Name | ast.Constant):
            return node
        return [
            ast.Assign([ast.Name("outcome", ast.Store())], node.value),
            ast.Return(ast.Name("outcome", ast.Load())),
        ]

    def visit_Assign(self, node):
        if not isinstance(node.value, ast.BinOp) or isinstance(node.value.left, ast.Name | ast.Constant):
            return node
        first = ast.Assign([ast.Name("first_part", ast.Store())], node.value.left)
        node.value.left = ast.Name("first_part", ast.Load())
        return [first, node]


class _Keywords(ast.NodeTransformer):
    def __init__(self, signatures):
        self.signatures = signatures

    def visit_Call(self, node):
        self.generic_visit(node)
        names = self.signatures.get(node.func.id, ()) if isinstance(node.func, ast.Name) else ()
        if len(node.args) > len(names) or any(isinstance(part, ast.Starred) for part in node.args):
            return node
        given = [ast.keyword(name, value) for name, value in zip(names, node.args, strict=False)]
        return ast.Call(node.func, [], [*given, *node.keywords])


class _Inference(ast.NodeTransformer):
    def visit_Attribute(self, node):
        self.generic_visit(node)
        node.attr = "inference_mode" if node.attr == "no_grad" else node.attr
        return node


class _WrittenOut(ast.NodeTransformer):
    """``total += x`` as ``total = total + x``, for plain names."""

    def visit_AugAssign(self, node):
        if not isinstance(node.target, ast.Name):
            return node
        return ast.Assign([node.target], ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))
