"""Mutation of Python code: one place at a time changed into what somebody might write by mistake.

After DeMillo, Lipton, Sayward, "Hints on test data selection", 1978: whoever tests code should notice
each small change of it.  The changes are those that students of these lessons make: operators,
constants, operands and arguments, `detach` and its like, neighbours such as mean and sum, a statement
left out, doubled or moved, a block under ``no_grad`` opened, inputs changed in place.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from course.grading import syntax

BINARY = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,), ast.FloorDiv: (ast.Div,), ast.Mod: (ast.FloorDiv,), ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
COMMUTATIVE = ast.Add | ast.Mult
DEFINITIONS = ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
COMPARED = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
# Of attributes and functions: what stands beside them in the documentation, and in students' code.
NEIGHBOURS = {
    "mean": ("sum",), "sum": ("mean",), "max": ("min",), "min": ("max",), "amax": ("amin",), "std": ("var",),
    "exp": ("log",), "log": ("exp",), "sigmoid": ("tanh",), "tanh": ("sigmoid",), "softplus": ("relu",),
    "relu": ("softplus",), "logsigmoid": ("sigmoid",), "square": ("abs",), "abs": ("square",),
    "sqrt": ("square",),
    "zeros": ("ones",), "ones": ("zeros",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "randn": ("rand",), "rand": ("randn",), "randn_like": ("rand_like",), "rand_like": ("randn_like",),
    "train": ("eval",), "eval": ("train",), "argmax": ("argmin",), "argmin": ("argmax",), "floor": ("ceil",),
    "unsqueeze": ("squeeze",), "clone": ("detach",), "sin": ("cos",), "cos": ("sin",), "append": ("extend",),
    "normal_": ("uniform_",), "zeros_": ("ones_",), "ones_": ("zeros_",), "constant_": ("normal_",),
    "real": ("fake",), "fake": ("real",),
    "ReLU": ("LeakyReLU",), "LeakyReLU": ("ReLU",), "Tanh": ("Sigmoid",), "Sigmoid": ("Tanh",),
    "BCELoss": ("BCEWithLogitsLoss", "MSELoss"), "BCEWithLogitsLoss": ("BCELoss", "MSELoss"),
    "binary_cross_entropy": ("mse_loss",), "binary_cross_entropy_with_logits": ("binary_cross_entropy",),
    "BatchNorm2d": ("InstanceNorm2d",), "BatchNorm1d": ("LayerNorm",), "ConvTranspose2d": ("Conv2d",),
    "Conv2d": ("ConvTranspose2d",), "Dropout": ("Identity",), "Adam": ("SGD", "AdamW"), "SGD": ("Adam",),
    "add_scalar": ("add_text",), "add_image": ("add_images",),
}  # fmt: skip
IN_PLACE = {
    ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_",
    "clamp": "clamp_", "detach": "detach_", "square": "square_", "abs": "abs_", "log": "log_", "exp": "exp_",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """Code with one change: its whole ``text``, the kind of the change, and the lines before and after."""

    text: str
    kind: str
    was: str
    now: str


def mutants(source: str, modules: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """All mutants of Python code, each with another text.

    Args:
        source: plain Python.
        modules: names that are modules there: ``torch`` in ``torch.mean(x)`` is no operand.
    """
    tree, seen = syntax.parse(source), set()
    seen.add(ast.unparse(tree))
    for path in list(_places(tree)):
        for kind, change in _changes(_at(tree, path), path, tree, modules):
            fresh = copy.deepcopy(tree)
            change(fresh)
            ast.fix_missing_locations(fresh)
            try:
                text = ast.unparse(fresh)
            except (AttributeError, TypeError, ValueError):  # no code came of it
                continue
            if text not in seen:
                seen.add(text)
                yield Mutant(text, kind, *_difference(tree, fresh))


def _places(node, path=()):
    """Paths to all nodes: pairs of a field and, in a list, an index."""
    yield path
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from _places(value, (*path, (field, None)))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_docstring(node, field, index, item):
                    yield from _places(item, (*path, (field, index)))


def _is_docstring(node, field, index, item):
    string = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    return string and field == "body" and index == 0 and isinstance(item.value.value, str)


def _at(tree, path):
    for field, index in path:
        tree = getattr(tree, field) if index is None else getattr(tree, field)[index]
    return tree


def _put(path, node):
    """A change that puts a node, or several statements, into a place."""

    def change(tree):
        parent, (field, index) = _at(tree, path[:-1]), path[-1]
        if index is None:
            setattr(parent, field, node)
        else:
            getattr(parent, field)[index : index + 1] = node if isinstance(node, list) else [node]

    return change


def _changes(node, path, tree, modules):
    """The kind of each change at a node, and the function that makes it in a copy of the tree."""
    if not path:
        return
    for kind, new in _other_nodes(node, modules, _inputs(tree, path)):
        yield kind, _put(path, new)
    if isinstance(node, ast.stmt):
        yield from _other_statements(node, path, tree)


def _inputs(tree, path):
    """The parameters of the functions that a place lies in."""
    around = [_at(tree, path[:length]) for length in range(len(path))]
    functions = [node for node in around if isinstance(node, ast.FunctionDef | ast.Lambda)]
    return {part.arg for node in functions for part in ast.walk(node.args) if isinstance(part, ast.arg)}


def _is_input(node, inputs):
    return isinstance(node, ast.Name) and node.id in inputs


def _like(node, **fields):
    fresh = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(fresh, name, value)
    return fresh


def _other_nodes(node, modules, inputs):
    """What an expression, or one of its parts, may be by mistake."""
    if isinstance(node, ast.BinOp):
        yield from (("operator", _like(node, op=op())) for op in BINARY.get(type(node.op), ()))
        if not isinstance(node.op, COMMUTATIVE):
            yield "operands exchanged", _like(node, left=node.right, right=node.left)
        yield from (("operand alone", side) for side in (node.left, node.right))
        if type(node.op) in IN_PLACE and _is_input(node.left, inputs):
            method = ast.Attribute(node.left, IN_PLACE[type(node.op)], ast.Load())
            yield "in place", ast.Call(method, [node.right], [])
    elif isinstance(node, ast.UnaryOp):
        yield "operator", node.operand
    elif isinstance(node, ast.BoolOp):
        yield "operator", _like(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        yield from (("condition", value) for value in node.values)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (("comparison", _like(node, ops=[op()])) for op in COMPARED[type(node.ops[0])])
    elif isinstance(node, ast.Constant):
        yield from (("constant", ast.Constant(value)) for value in _constants(node.value))
    elif isinstance(node, ast.IfExp):
        yield "condition", _like(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Attribute | ast.Name):
        yield from _other_names(node)
    elif isinstance(node, ast.Call):
        yield from _other_calls(node, modules, inputs)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield "pair exchanged", _like(node, elts=node.elts[::-1])


def _constants(value):
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1) if abs(value) <= 10 else (2 * value, value // 2)
    if isinstance(value, float):
        return 2 * value, value / 2, -value, 0.0
    if isinstance(value, str):
        return (value + "x",) if value else ()
    return ()


def _other_names(node):
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    field = "attr" if isinstance(node, ast.Attribute) else "id"
    if isinstance(node.ctx, ast.Load):
        yield from (("neighbour", _like(node, **{field: other})) for other in NEIGHBOURS.get(name, ()))
        if name == "device":
            yield "on the CPU", ast.Constant("cpu")


def _other_calls(node, modules, inputs):
    function = node.func
    if isinstance(function, ast.Attribute):
        if not (isinstance(function.value, ast.Name) and function.value.id in modules):
            yield "call dropped", function.value
        if function.attr in IN_PLACE and _is_input(function.value, inputs):
            yield "in place", _like(node, func=_like(function, attr=IN_PLACE[function.attr]))
    for number in range(len(node.args) - 1):
        args = list(node.args)
        args[number], args[number + 1] = args[number + 1], args[number]
        yield "arguments exchanged", _like(node, args=args)
    for number in range(len(node.args)):
        yield "argument dropped", _like(node, args=[*node.args[:number], *node.args[number + 1 :]])
        if len(node.args) == 1 and not node.keywords:
            yield "call dropped", node.args[0]
    for number in range(len(node.keywords)):
        yield "keyword dropped", _like(node, keywords=[*node.keywords[:number], *node.keywords[number + 1 :]])


def _other_statements(node, path, tree):
    """What may happen to a statement as a whole."""
    siblings, index = getattr(_at(tree, path[:-1]), path[-1][0]), path[-1][1]
    if index is None:
        return
    yield "left out", _put(path, ast.Pass() if len(siblings) == 1 else [])
    again = not isinstance(node, DEFINITIONS)  # which may stand twice
    if again and (isinstance(node, ast.Expr | ast.AugAssign | ast.For) or stored(node) & _loaded(node)):
        yield "doubled", _put(path, [node, copy.deepcopy(node)])
    if index + 1 < len(siblings) and not _are_apart(node, siblings[index + 1]):
        yield "moved", _exchange(path)
    if isinstance(node, ast.With):
        yield "block opened", _put(path, node.body)
    if isinstance(node, ast.If | ast.While):
        yield "condition", _put(path, _like(node, test=ast.UnaryOp(ast.Not(), node.test)))
    if isinstance(node, ast.AugAssign):
        for op in BINARY.get(type(node.op), ()):
            yield "operator", _put(path, _like(node, op=op()))


def _are_apart(one, other):
    """Whether the order of two statements makes no difference."""
    if isinstance(one, DEFINITIONS) or isinstance(other, DEFINITIONS):
        return True
    both = isinstance(one, ast.Assign) and isinstance(other, ast.Assign)
    return both and not (stored(one) & (_loaded(other) | stored(other)) or stored(other) & _loaded(one))


def stored(node: ast.AST) -> set[str]:
    """The names that code gives a value."""
    return {p.id for p in ast.walk(node) if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store)}


def _loaded(node):
    return {p.id for p in ast.walk(node) if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Load)}


def _exchange(path):
    def change(tree):
        siblings, index = getattr(_at(tree, path[:-1]), path[-1][0]), path[-1][1]
        siblings[index], siblings[index + 1] = siblings[index + 1], siblings[index]

    return change


def _difference(tree, fresh):
    """The lines that differ, before and after."""
    before, after = ast.unparse(tree).split("\n"), ast.unparse(fresh).split("\n")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return tuple("\n".join(line.strip() for line in lines).strip() for lines in (before, after))
