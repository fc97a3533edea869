"""What the cells of a lesson define and use, and so which of them can feel an answer of the bank."""

import ast
import builtins
import datetime
import dis
import zlib
from collections.abc import Set
from types import CodeType

from course.grading import syntax
from course.grading.controls import definitions
from course.grading.controls.bank import Answer, Lesson
from course.grading.marks import graded
from course.lessons import stage

# Statements that do nothing but give a name its meaning.
DEFINES = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Code:
    """What the cells of a lesson define and use, looked up once for all its answers."""

    def __init__(self, lesson: Lesson, whole: bool = True) -> None:
        self.lesson, self.whole = lesson, whole
        self.deaf: dict[str, set[str]] = {}  # for a solution, later cells that pass without its names
        self.cells = [c for c in lesson.notebook.cells if c.cell_type == "code" and "course" in c.metadata]
        self.names = [cell.metadata.course.name for cell in self.cells]
        kinds: dict[str, list[str]] = {kind: [] for kind in ("given", "solution", "demo", "test")}
        self.texts = {cell.metadata.course.name: syntax.plain(cell.source) for cell in self.cells}
        for cell in self.cells:
            kinds[cell.metadata.course.kind].append(self.texts[cell.metadata.course.name])
        self.code = kinds["given"] + kinds["solution"]
        self.defined = set().union(*map(definitions.defined, self.code))
        self.left = set().union(*map(definitions.defined, kinds["demo"])) - self.defined
        self.uses = {
            cell.metadata.course.name: definitions.reached([self.texts[cell.metadata.course.name]], self.code)
            for cell in self.cells if graded(cell)
        }  # fmt: skip

    def play(self, answer: Answer, draws: int) -> stage.Play:
        """What to play for an answer."""
        text = syntax.plain(answer.text)
        mine = definitions.defined(text)
        own = {name for name, solutions in self.lesson.graded.items() if answer.solution in solutions}
        felt = self.felt(answer.solution, mine) if self.whole or answer.right else []
        played = own & {*felt, *answer.fails}
        of = [name for name in self.lesson.graded if name in played]
        others = self._in_turn(answer, text, self.later(answer.solution, mine))
        return stage.Play(
            answer.solution, answer.text, tuple(of), tuple(others), self._demos(answer, text, mine), draws
        )

    def names_of(self, solution: str) -> set[str]:
        """What a solution cell defines."""
        return definitions.defined(self.texts[solution])

    def later(self, solution: str, names: Set[str]) -> list[str]:
        """The graded cells behind a solution, and not its own, that use one of these names."""
        after = self.names[self.names.index(solution) :]
        return [
            name for name in after
            if name in self.uses and solution not in self.lesson.graded[name] and self.uses[name] & names
        ]  # fmt: skip

    def _in_turn(self, answer, text, later):
        """Of later cells those that can feel an answer, and one of the others."""
        if not defines_only(text):
            return later
        new = definitions.defined(text) - self.names_of(answer.solution)
        deaf = self.deaf.get(answer.solution, set())
        quiet = [name for name in later if name in deaf and not self.uses[name] & new]
        if not quiet:
            return later
        # By turns, beginning anywhere: many answers leave the same cells in peace.
        turn = datetime.date.today().toordinal() + zlib.crc32(answer.name.encode())
        one = quiet[turn % len(quiet)]
        return [name for name in later if name not in quiet or name == one]

    def felt(self, solution: str, mine: Set[str] = frozenset()) -> list[str]:
        """The graded cells of a solution that use a name it defines, or one of these."""
        names = mine | self.names_of(solution)
        return [name for name, of in self.lesson.graded.items() if solution in of and self.uses[name] & names]

    def _demos(self, answer, text, mine):
        """The demo cells to run before the graded ones: all, where an answer leans on what they left."""
        if not _globals(text) & (self.left - mine):
            return ()
        end = min((self.names.index(name) for name in answer.fails), default=len(self.names))
        return tuple(c.metadata.course.name for c in self.cells[:end] if c.metadata.course.kind == "demo")


def defines_only(text: str) -> bool:
    """Whether plain Python does nothing but give names their meaning."""
    return all(isinstance(node, DEFINES) for node in syntax.body(text))


def _globals(text):
    """The names that code looks up outside itself."""
    found, waiting = set(), [compile(text, "<answer>", "exec", dont_inherit=True)]
    while waiting:
        code = waiting.pop()
        waiting += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
        found |= {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return found - set(dir(builtins))
