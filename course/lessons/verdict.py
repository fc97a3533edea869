"""What an answer of the bank earned, compared with what it promises."""

from collections.abc import Sequence
from dataclasses import dataclass

from course.grading.controls.bank import Answer, Lesson
from course.grading.marks import Mark

REFERENCE, STUB = "(reference)", "(empty stub)"


@dataclass(frozen=True)
class Result:
    """What became of one answer; ``problems`` is empty when all went as expected."""

    lesson: str
    name: str  # solution/right|wrong/slug, or REFERENCE or STUB
    about: str  # the answer's first line
    expected: str
    points: float
    most: float
    message: str  # what the student reads first
    problems: tuple[str, ...]
    seconds: float
    marks: dict[str, Mark]  # of the first draw, by graded cell
    whole: bool = True  # whether all ran that may take points; else it earned ``points`` at most
    rare: tuple[str, ...] = ()  # what was otherwise once, and not again in many draws

    @property
    def verdict(self) -> str:
        """``ok``, or what is wrong."""
        rare = f"ok, but once it {'; '.join(self.rare)}" if self.rare else "ok"
        return "; ".join(self.problems) or rare


def result(
    lesson: Lesson,
    answer: Answer | str,
    draws: Sequence[dict[str, Mark]],
    spared: float,
    seconds: float,
    own: str = "",
) -> Result:
    """Compare the marks of one answer, or of `REFERENCE` or `STUB`, with what is expected.

    Args:
        lesson: the answer's lesson.
        answer: the answer.
        draws: for each time that it was played, its marks by graded cell; at least one.
        spared: points of graded cells that did not run, since they cannot change.
        seconds: how long it took.
        own: what the answer's own cell said when it ran, an error or a warning; a right answer says nothing.
    """
    found = draws[0]
    lost = [mark for mark in found.values() if not mark.full]
    first = [found[n] for n in getattr(answer, "fails", ()) if n in found and not found[n].full]
    problems: dict[str, int] = {}
    if own and not isinstance(answer, str) and answer.right:
        problems[f"its own cell says {own!r}"] = 1
    for number, marks in enumerate(draws, 1):
        for problem in _problems(lesson, answer, marks):
            problems.setdefault(problem, number)
    return Result(
        lesson=lesson.name,
        name=answer if isinstance(answer, str) else answer.name,
        about="" if isinstance(answer, str) else answer.about,
        expected=_expected(answer),
        points=sum(mark.points for mark in found.values()) + spared,
        most=sum(mark.most for mark in found.values()) + spared,
        message=next((mark.message for mark in first + lost), ""),
        problems=tuple(p if n == 1 else f"{p} (draw {n})" for p, n in problems.items()),
        seconds=seconds,
        marks=found,
    )


def failed(lesson: Lesson, answer: Answer | str, why: str) -> Result:
    """The result of an answer that could not run at all."""
    name, about = (answer, "") if isinstance(answer, str) else (answer.name, answer.about)
    return Result(lesson.name, name, about, _expected(answer), 0, 0, "", (f"did not run: {why}",), 0, {})


def _problems(lesson, answer, found):
    """What is not as the answer promises, each in a few words."""
    lost = [name for name, mark in found.items() if not mark.full]
    if answer == STUB:
        kept = [name for name in found if name not in lost]
        return [f"keeps points in {_list(kept)}"] if kept else []
    if answer == REFERENCE or answer.right:
        return [f"loses points in {_list(lost)}"] if lost else []
    kept = [name for name in answer.fails if name not in lost]
    said = " ".join(found[name].message for name in answer.fails)
    problems = [f"keeps points in {_list(kept)}"] if kept else []
    if len(kept) < len(answer.fails):
        problems += [f"does not say {words!r}" for words in answer.says if not _says(said, words)]
    known = {name for name, of in lesson.graded.items() if answer.solution in of}
    if other := [name for name in lost if name not in known | set(answer.also)]:
        problems.append(f"also loses points in {_list(other)}")
    return problems


def _says(message, words):
    return " ".join(words.split()).casefold() in " ".join(message.split()).casefold()


def _expected(answer):
    if answer == STUB:
        return "loses all"
    if answer == REFERENCE or answer.right:
        return "all points"
    return f"loses {_list(answer.fails)}"


def _list(names):
    return ", ".join(names)
