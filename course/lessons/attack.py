"""``course mutants``: graded cells are attacked by a program.

Each reference solution is changed in one place (see `course.lessons.mutation`), and its graded cells
must notice.  A mutant that keeps all points is a survivor: another right answer, and then it stands
with its reason in ``survivors.toml`` beside the lesson's answers; or a mistake that must be caught.
The reference is also rewritten rightly (`course.lessons.rewriting`): all of that must keep its points.
"""

import sys
import time
import tomllib
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.grading import directory, syntax
from course.grading.controls import definitions
from course.grading.controls.bank import BankError, Lesson, read_lesson
from course.lessons import publish, stage, trial, uses
from course.lessons.answers import BANK, check_fresh, warm_up
from course.lessons.authoring import LessonError
from course.lessons.mutation import Mutant, mutants
from course.lessons.rewriting import rewritten

FILE = "survivors.toml"
SECONDS = 1.5  # that a cell of a mutant may compute: some never end
LONG = 20 * SECONDS  # that a cell of a right rewriting may compute: a slow machine costs it no points
SLOWER = 4  # times as long as the reference a mutant may take where that needs more
BATCH = 24  # mutants that share a process at first
DRAWS = 4  # a mutant that lived once must live so often again, if it is quick: some die by chance only

Key = tuple[str, str, str]  # solution, lines before, lines after


@dataclass(frozen=True)
class Finding:
    """A mutant that keeps all points; ``why`` is its reason, if it has one."""

    lesson: str
    solution: str
    kind: str
    was: str
    now: str
    why: str = ""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.solution, self.was, self.now


def check(
    lessons: Sequence[str] = (), solutions: Sequence[str] = (), bank: Path = BANK, jobs: int = 2,
    source: Path = directory.SOURCE,
) -> int:  # fmt: skip
    """Attack lessons, and print what survives without a reason.

    Args:
        lessons: their names; none means all.
        solutions: ids of solution cells; none means all.
        bank: folder of the answer bank, where the reasons stand.
        jobs: how many mutants are played at a time.
        source: folder of the lessons.

    Returns:
        The exit status: 0 all is as it should be, 1 something is not, 2 there is nothing to attack.
    """
    status = 0
    warm_up()
    try:
        for name in publish.lessons(lessons) if source == directory.SOURCE else lessons or _folders(source):
            status |= _check_lesson(name, solutions, bank, jobs, source)
    except (BankError, LessonError, publish.PublishError) as error:
        print(error, file=sys.stderr)
        return 2
    return status


def _folders(source):
    return sorted(folder.name for folder in Path(source).glob("*/"))


def _check_lesson(name, solutions, bank, jobs, source):
    begin = time.monotonic()
    if source == directory.SOURCE:
        check_fresh([name])
    lesson = read_lesson(name, source)
    for solution in set(solutions) - lesson.solutions:
        raise BankError(f"Lesson {name!r} has no solution {solution!r}; it has {', '.join(_order(lesson))}.")
    known = Counter(finding.key for finding in reasons(name, bank))
    attacked = [solution for solution in _order(lesson) if not solutions or solution in solutions]
    names = modules(lesson)
    plan = [(s, mutant) for s in attacked for mutant in mutants(_reference(lesson, s), names)]
    lived = list(survivors(lesson, plan, jobs, known))
    lost = list(_lost(lesson, attacked, jobs))
    new = _without_reason(lived, known)
    made = {(solution, mutant.was, mutant.now) for solution, mutant in plan}
    gone = set(known) - made
    stale = [key for key in gone if key[0] in attacked or key[0] not in lesson.solutions]
    seconds = time.monotonic() - begin
    found = f"{len(plan)} mutants, {len(lived)} keep their points, {len(new) or 'none'} without a reason"
    print(f"{name}: {found}; {len(lost) or 'no'} right rewritings lose some; {seconds:.0f} s", flush=True)
    for finding in new:
        print(entry(finding))
    for solution, what, message in lost:
        print(f"{solution}, rewritten with {what}, loses points: {message}")
    for key in stale:
        print(f"{FILE} gives a reason for what is no mutant any more: {key}")
    for key in known.keys() - {finding.key for finding in lived} - set(stale):
        if key[0] in attacked:
            print(f"{FILE} gives a reason for what lost points this time: {key}")
    return 1 if new or lost or stale else 0


def _without_reason(lived, known):
    """Survivors beyond those that have a reason: equal lines in two places need it twice."""
    left, found = Counter(known), []
    for finding in lived:
        left[finding.key] -= 1
        found += [finding] if left[finding.key] < 0 else []
    return found


def _order(lesson):
    """The solutions as they stand in the lesson."""
    names = [c.metadata.course.name for c in lesson.notebook.cells if "course" in c.metadata]
    return [name for name in names if name in lesson.solutions]


def _reference(lesson, solution):
    cell = next(c for c in lesson.notebook.cells if c.metadata.get("course", {}).get("name") == solution)
    return syntax.plain(cell.source)


def modules(lesson: Lesson) -> frozenset[str]:
    """Names that are modules in a lesson: those that its cells import whole."""
    return frozenset().union(*map(definitions.imported, _code(lesson)))


def _code(lesson):
    """A lesson's cells of code as plain Python."""
    return [syntax.plain(cell.source) for cell in lesson.notebook.cells if cell.cell_type == "code"]


def survivors(
    lesson: Lesson, plan: Sequence[tuple[str, Mutant]], jobs: int = 2, known: Container[Key] = ()
) -> Iterator[Finding]:
    """Of mutants, each with the solution cell that it stands in, those that keep all points each time.

    Those that are known to live (see `Finding.key`) need to live once only.

    Raises:
        LessonError: a reference itself loses points so.
    """
    lived, spoilt = _first_round(lesson, plan, jobs)
    seconds = _needed(lesson, spoilt, jobs)
    found = [Finding(lesson.name, solution, m.kind, m.was, m.now) for solution, m in plan]
    again = [number for number in lived if found[number].key not in known]
    texts = [(plan[number][0], plan[number][1].text) for number in again]
    died = {again[n] for n, messages in _played(lesson, texts, jobs, DRAWS, seconds) if messages}
    yield from (found[number] for number in lived if number not in died)


def _first_round(lesson, plan, jobs):
    """The numbers of the mutants that may live: all but those that surely lose a point.

    Also the solutions of which some process did not let the reference pass.
    """
    plays, numbers, code = [], [], uses.Code(lesson)
    for solution in dict.fromkeys(solution for solution, _ in plan):
        mine = [number for number, (name, _) in enumerate(plan) if name == solution]
        cells = tuple(code.felt(solution))
        for start in range(0, len(mine), BATCH):
            batch, company = mine[start : start + BATCH], f"{solution} from {start}"
            texts = [*(plan[number][1].text for number in batch), _reference(lesson, solution)]
            plays += [stage.Play(solution, text, cells, stop=True, company=company) for text in texts]
            numbers += [*batch, None]  # the reference comes last
    alive, spoilt = set(), set()
    for play, played in trial.play(lesson, plays, jobs, SECONDS):
        number = numbers[play]
        if number is None:
            # Where the reference itself fails afterwards, one of them spoilt the process for the others.
            spoilt |= {plays[play].company} if played.failed else set()
        elif played.died or not played.failed:
            alive.add(number)
    alive |= {n for n, play in zip(numbers, plays, strict=True) if n is not None and play.company in spoilt}
    return sorted(alive), sorted({play.solution for play in plays if play.company in spoilt})


def _needed(lesson, solutions, jobs):
    """Seconds that a cell may compute where some references did not pass: of a cell too slow for it all
    mutants would seem to be caught."""
    most, texts = SECONDS, [(solution, _reference(lesson, solution)) for solution in solutions]
    for number, played in trial.play(lesson, _plays(lesson, texts), jobs, LONG):
        if messages := _messages(lesson, played):
            raise LessonError(f"The reference of {solutions[number]} itself loses points: {messages[0]}")
        most = max(most, SLOWER * max(played.times.values(), default=0))
    return most


def _played(lesson, texts, jobs, draws, seconds):
    """For each text in the place of a solution cell its number and the messages of the cells that failed."""
    for number, played in trial.play(lesson, _plays(lesson, texts, draws), jobs, seconds):
        yield number, _messages(lesson, played)


def _plays(lesson, texts, draws=1):
    code = uses.Code(lesson)
    return [stage.Play(name, text, tuple(code.felt(name)), draws=draws, stop=True) for name, text in texts]


def _messages(lesson, played):
    """What those graded cells say that take points."""
    marks = [mark for outputs in played.draws for mark in trial.marked(lesson, outputs).values()]
    return [mark.message for mark in marks if not mark.full]


def _lost(lesson, solutions, jobs):
    """Right rewritings that lose points: the solution, what was done, and a message."""
    signatures = _signatures(lesson)
    plan = [(s, *way) for s in solutions for way in rewritten(_reference(lesson, s), signatures)]
    for number, messages in _played(lesson, [(s, text) for s, _, text in plan], jobs, 1, LONG):
        # Where what it made meets a gradient, torch itself refuses inference_mode: then no_grad is needed.
        if messages and "Inference tensors cannot" not in messages[0]:
            yield *plan[number][:2], messages[0]


def _signatures(lesson):
    """The parameters of the functions that a lesson defines."""
    return {name: names for text in _code(lesson) for name, names in definitions.signatures(text).items()}


def reasons(lesson: str, bank: Path = BANK) -> list[Finding]:
    """What is known of a lesson's survivors: each with its reason.

    Raises:
        BankError: the file is not as it must be.
    """
    path = Path(bank) / lesson / FILE
    if not path.is_file():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
        found = [
            Finding(lesson, entry["solution"], "", was.strip(), now.strip(), entry["why"].strip())
            for entry in entries
            for was, now in entry["changes"]
        ]
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise BankError(f"{path} cannot be read: {type(error).__name__} {error}.") from None
    for finding in found:
        if not finding.why:
            raise BankError(f"{path}: a survivor of {finding.solution} has no reason.")
    return found


def entry(finding: Finding) -> str:
    """A survivor as it stands in the file; its reason is for a person to write, and may serve for several."""
    was, now = (f"'''\n{text}'''" if "\n" in text else f"'''{text}'''" for text in (finding.was, finding.now))
    return f"""
[[survivor]]  # {finding.kind}
solution = "{finding.solution}"
why = "{finding.why}"
changes = [
    [{was}, {now}],
]"""
