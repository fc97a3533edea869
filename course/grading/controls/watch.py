"""The watch over a hand-in: each graded cell that passed is tried again in other ways (see `plans`)."""

import re
from collections.abc import Callable, Sequence
from random import Random, SystemRandom
from typing import Any

from nbformat import NotebookNode

from course.grading import syntax
from course.grading.controls import contradictions

TRIALS = 8  # of a cell as it is and on pristine ground, in turn, before anybody is suspected
RUNS = 60  # of a control where no hand-in can change it
SPAN = 20  # seconds of these: a cell that trains runs less often, but not less than TRIALS times
# How often a graded cell passes, and of how many runs: as it is, ...
_OFTEN = f"""from course.grading.controls import retrial
from time import monotonic as _clock
_begin, _ends = _clock(), []
for _run in range({RUNS}):
    if _run >= {TRIALS} and _clock() > _begin + {SPAN}:
        break
    try:
        {{run}}
        _ends.append(True)
    except Exception:
        _ends.append(False)
print("passes", sum(_ends), "of", len(_ends))"""
PASSES = _OFTEN.format(run='exec(compile({source!r}, "<cell>", "exec"), globals())')
# ... and on pristine ground.
PASSES_AGAIN = _OFTEN.format(run="assert not retrial.again({source!r}, globals(), {own!r}, {given!r})[0]")
ABSENT = "from course.grading.controls.scene import Absent\n{} = [Absent()] * {}"
COMPARES = re.compile(r"\.same\(|\.check_")  # where `course.probe.same` may be called


class Watch:
    """Runs the graded cells of one notebook, and controls behind those that passed.

    Args:
        plan: what `course.grading.controls.plans.plan` made.
        run: function of a text; runs it as a cell and returns its error, None if it passed.
        ask: function of the name of a function of `scene` and of a dictionary; hands it over in the
            kernel and returns the answer as a dictionary, None if there was no proper one.
        elsewhere: function of a list of texts; runs them as cells in a kernel without the hand-in
            and returns which share of its runs ``passes``, of those that print it.  All that is secret
            goes there.
        random: a ``random.Random``; by default one that nobody can foresee.

    Attributes:
        evidence: sentences, empty as long as all is as it should be.
        is_off: whether graded cells run without controls from now on, since these took too long.
        unwatched: ids of the cells that did.
    """

    def __init__(
        self,
        plan: dict[str, Any],
        run: Callable[[str], NotebookNode | None],
        ask: Callable[[str, dict[str, Any]], dict[str, Any] | None],
        elsewhere: Callable[[list[str]], list[float]],
        random: Random | None = None,
    ) -> None:
        self.plan, self.run, self.ask, self.elsewhere = plan, run, ask, elsewhere
        self.random = random or SystemRandom()
        self.evidence: list[str] = []
        self.is_off, self.unwatched = False, list[str]()
        self.is_set = False  # whether the scene is, or may be, other than the hand-in left it

    def over(self, name: str, source: str, real: Callable[[], NotebookNode | None]) -> None:
        """Run a graded cell for real, and its controls behind it if it passed.

        Args:
            name: id of the cell.
            source: its text.
            real: function that runs it for real, and returns its error or None.
        """
        cell = self.plan["cells"].get(name)
        if cell is None or self.evidence or self.is_off:
            self.unwatched += [name] if cell and not self.evidence else []
            self.leave()
            real()
            return
        changed = self._change({}).get("changed")
        passed = real() is None
        if changed:
            self._accuse(f"The course's own code was changed before the graded cell {name} ran", changed)
        if not passed:  # nothing to be gained
            return
        for control in self.random.sample(CONTROLS, len(CONTROLS)):
            if not self.evidence:
                control(self, name, cell, source)

    def leave(self) -> None:
        """Put all back; called before a cell that is not graded."""
        if self.is_set:
            self._change({"brief": False})
            self.is_set = False

    def _change(self, order):
        """Set the scene; returns the kernel's note, an empty one where it had none."""
        self.is_set = True
        note = self.ask("change", {"brief": True} | order)
        if note is None:
            self._accuse("The controls could not run, because the kernel's machinery was changed")
        return note or {}

    def _accuse(self, words: str, names: Sequence[str] = ()) -> None:
        if not self.evidence:
            self.evidence.append(words + (f" ({', '.join(map(str, names))})." if names else "."))

    def _passes(self, source, **order):
        """Whether a text passes under a control; None where that cannot be set."""
        if self._change({"control": True} | order).get("ready"):
            return self.run(source) is None
        return None

    def _again(self, name, cell, source):
        """Try the cell on pristine ground: whether it fails there as a graded cell does."""
        self.is_set = True
        order = {"source": syntax.plain(source), "own": cell["own"], "given": cell["given"]}
        note = self.ask("again", order) or {}
        if meddled := note.get("meddled"):
            self._accuse(f"The answer changed what marks it while the graded cell {name} ran", meddled)
        return note.get("error") == "AssertionError"

    def _retry(self, name, cell, source):
        """What fails on pristine ground, time and again, and passes as it is, owes that to a change."""
        for _ in range(TRIALS):
            if not self._again(name, cell, source) or self.evidence or not self._passes(source):
                return
        once_more = PASSES_AGAIN.format(source=syntax.plain(source), own=cell["own"], given=cell["given"])
        if cell["files"] or self._is_sound(name, {once_more: 1}):
            self._accuse(
                f"The graded cell {name} passed, but fails where Python, PyTorch and the course are as "
                "they were before this hand-in"
            )

    def _leave_out(self, name, cell, source):
        """Without an answer no graded cell may pass."""
        own = cell["own"]
        if not own or cell["files"] or not all(self._passes(source, absent=own) for _ in range(3)):
            return
        nothing = ABSENT.format(", ".join([*own, "_"]), len(own) + 1)
        passes = PASSES.format(source=syntax.plain(source))
        if self._is_sound(name, {passes: 1, f"{nothing}\n{passes}": 0}):
            self._accuse(f"The graded cell {name} passed with nothing in the answer's place")

    def _shuffle(self, name, cell, source):
        """Nor one that loads weights with their numbers shuffled."""
        if cell["files"]:
            file = self.random.choice(cell["files"])
            if all(self._passes(source, shuffled=file) for _ in range(3)):
                self._accuse(f"The graded cell {name} passed with the numbers in {file} shuffled")

    def _is_sound(self, name, passes):
        """Whether texts pass always (1) or never (0) with the reference, where no hand-in can change that."""
        secret = self.plan["secret"][name]
        return self.elsewhere([*secret["setup"], *secret["reference"], *passes]) == list(passes.values())

    def _contradict(self, name, cell, source):
        """Run contradictions with the hand-in's own answer, which no answer can pass."""
        false = contradictions.false(source, self.random)
        self._expect_error(name, false, "with a false statement put into it")
        if other := contradictions.other_value(source, self.random):
            self._expect_error(name, other, "although it expected another value")
        elif COMPARES.search(source) and not self.evidence:
            far = self._passes(source, far=True)
            if far and self._change({}).get("compared"):
                self._accuse(f"The graded cell {name} passed although it expected other values")

    def _expect_error(self, name, text, how):
        if text and not self.evidence and self._passes(text):
            self._accuse(f"The graded cell {name} passed {how}")


CONTROLS = [Watch._retry, Watch._leave_out, Watch._shuffle, Watch._contradict]
