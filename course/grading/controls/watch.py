"""The watch over a hand-in: each graded cell runs among its controls (see `plans`)."""

import re
from collections.abc import Callable
from random import Random, SystemRandom
from typing import Any

from nbformat import NotebookNode

from course.grading.controls import contradictions
from course.grading.controls.plans import CHANCE

RUNS = 60
# How often a graded cell passes.
PASSES = f"""passes = 0
for _ in range({RUNS}):
    try:
        exec(compile({{source!r}}, "<cell>", "exec"), globals())
    except Exception:
        continue
    passes += 1
print("passes", passes)"""
COMPARES = re.compile(r"\.same\(|\.check_")  # where `course.probe.same` may be called


class Watch:
    """Runs the graded cells of one notebook among their controls.

    Args:
        plan: what `course.grading.controls.plans.plan` made.
        run: function of a text; runs it as a cell and returns its error, None if it passed.
        ask: function of a dictionary; hands it to `scene.change` in the kernel and returns the
            answer as a dictionary, None if there was no proper one.
        elsewhere: function of a list of texts; runs them as cells in a kernel without the hand-in
            and returns the numbers of ``passes`` that they print.
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
        ask: Callable[[dict[str, Any]], dict[str, Any] | None],
        elsewhere: Callable[[list[str]], list[int]],
        random: Random | None = None,
    ) -> None:
        self.plan, self.run, self.ask, self.elsewhere = plan, run, ask, elsewhere
        self.random = random or SystemRandom()
        self.evidence: list[str] = []
        self.is_off, self.unwatched = False, list[str]()
        self.doubts: list[str] = []
        self.is_set = False  # whether the scene is, or may be, other than the hand-in left it

    def over(self, name: str, source: str, real: Callable[[], NotebookNode | None]) -> None:
        """Run a graded cell for real, and its controls before and after it.

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
        errors = {}
        steps = {"real": None, "wrong": self._wrong(cell)}
        if self.random.random() < CHANCE:
            steps["reference"] = self._reference(cell)
        for step in self.random.sample(list(steps), len(steps)):
            if step == "real":
                self._change({})
                errors[step] = real()
            elif steps[step] is not None:
                self._try(errors, step, source, steps[step])
        passed = errors.get("real") is None
        self._judge(name, source, steps, errors)
        self._contradict(name, source, passed)

    def leave(self) -> None:
        """Put all back; called before a cell that is not graded."""
        if self.is_set:
            self._change({"brief": False})
            self.is_set = False

    def _wrong(self, cell):
        if cell["files"]:
            name = self.random.choice(cell["files"])
            return {"answers": [], "file": [name, self.plan["files"][name], True]}
        fit = [name for name in cell["wrong"] if name not in self.plan.get("unfit", ())]
        if not fit:
            return None
        name = self.random.choice(fit)
        return {"answers": [self.plan["answers"][name]["text"]], "name": name}

    def _reference(self, cell):
        order = {"answers": cell["reference"], "before": cell["before"]}
        if cell["files"]:
            name = self.random.choice(cell["files"])
            order["file"] = [name, self.plan["files"][name], False]
        return order

    def _change(self, order):
        """Set the scene; returns the kernel's note, an empty one where it had none."""
        self.is_set = True
        note = self.ask({"brief": True} | order)
        if note is None and not self.evidence:
            self.evidence.append("The controls could not run, because the kernel's machinery was changed.")
        return note or {}

    def _try(self, errors, step, source, order):
        if self._change(order).get("ready"):
            errors[step] = self.run(source)

    def _judge(self, name, source, steps, errors):
        wrong, reference = steps["wrong"], steps.get("reference")
        if "wrong" in errors and errors["wrong"] is None:
            again = self._again("wrong", source, steps)
            if self._is_sound(name, source, wrong):
                self.doubts.append(name)
                if not any(again) or len(self.doubts) > 1:
                    self.evidence.append(self._passed(name, wrong))
            elif "name" in wrong:
                self.plan.setdefault("unfit", []).append(wrong["name"])
        odd = errors["real"] is None and _contradicted(errors.get("reference"))
        odd = odd and all(map(_contradicted, self._again("reference", source, steps)))
        if odd and self._is_sound(name, source, reference):
            self.evidence.append(f"The graded cell {name} passed, but failed against the reference.")

    def _is_sound(self, name, source, order):
        """Whether a control goes out as it must where no hand-in can change that."""
        if "file" in order:  # shuffled numbers are as bad everywhere, the reference's as good
            return True
        cell = self.plan["cells"][name]
        texts = [*cell["setup"], *cell["reference"], PASSES.format(source=source)]
        if order.get("name"):
            texts += [*order["answers"], PASSES.format(source=source)]
        return self.elsewhere(texts) == [RUNS, *([0] if order.get("name") else [])]

    def _again(self, step, source, steps):
        errors: list[dict[str, NotebookNode | None]] = [{}, {}]
        for each in errors:
            self._try(each, step, source, steps[step])
        return [each[step] for each in errors if step in each]

    def _passed(self, name, order):
        known = self.plan["answers"].get(order.get("name"), {"about": "shuffled weights"})
        about = known["about"].rstrip(".")
        return f"The graded cell {name} passed against an answer known to be wrong ({about})."

    def _contradict(self, name, source, passed):
        """Run contradictions with the hand-in's own answer; the first runs no line of the cell itself."""
        false = contradictions.false(source, self.random)
        other = contradictions.other_value(source, self.random) if passed else None
        far = passed and not other and COMPARES.search(source)
        far = far and self._change({"answers": [], "far": True}).get("ready")
        if not far and not self._change({"answers": []}).get("ready"):
            return
        self._expect_error(name, false, "with a false statement put into it")
        if not self.evidence:
            self._expect_error(name, other, "although it expected another value")
        if far and not self.evidence and self.run(source) is None and self._change({}).get("compared"):
            self.evidence.append(f"The graded cell {name} passed although it expected other values.")

    def _expect_error(self, name, text, how):
        if text and self.run(text) is None:
            self.evidence.append(f"The graded cell {name} passed {how}.")


def _contradicted(error):
    return error is not None and error["ename"] == "AssertionError"
