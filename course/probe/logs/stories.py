"""Runs with a known fate, for a function that compares runs."""

import contextlib
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from torch.utils.tensorboard import SummaryWriter

from course.probe.logs.writing import tried
from course.probe.values.draws import integer, uniform

LOSS_D, LOSS_G, DISTANCE = "Loss/discriminator", "Loss/generator", "Quality/distance"

# Which sick runs get through (+), and what that says: NaN loss of D at the end, NaN loss of G in the
# middle, infinite loss, NaN distance before the last three, NaN distance at the end, distance of −inf.
# A mean that is NaN is chosen or not, as the order of names has it: "?".
SEARCHES = {
    "+++---": "only the distances are searched for such values, the losses are not",
    "++++--": "only the last three distances are searched for such values, the losses are not",
    "---+--": "only the last three distances are searched for such values, those before are not",
    "+++++-": "what is not finite is left out and the rest judged, but such a run is not healthy at all",
    "++++?+": "each kind of them gets through, in losses and in distances",
    "--+--+": "NaN is found, infinity is not: math.isfinite finds both",
    "++-+?-": "infinity is found, NaN is not: math.isfinite finds both",
}


def story(
    distance: Iterable[float],
    loss_d: float | list[float] = 1.2,
    loss_g: float | list[float] = 0.9,
    leave_out: Collection[str] = (),
) -> dict[str, list[float]]:
    """The scalars of one run.

    Args:
        distance: the values of Quality/distance, in order.
        loss_d, loss_g: a number, which then wavers a little, or the list of values itself.
        leave_out: tags that the run does not have.

    Returns:
        Lists of values by tag.
    """
    tags = {LOSS_D: _wavering(loss_d), LOSS_G: _wavering(loss_g), DISTANCE: list(distance)}
    return {tag: values for tag, values in tags.items() if tag not in leave_out}


def _wavering(loss):
    return loss if isinstance(loss, list) else (loss + 0.05 * uniform(12)).tolist()


def judged(
    best_run: Callable[..., Any],
    stories: Mapping[str, Mapping[str, Sequence[float]]],
    also: Iterable[Callable[[Path], Any]] = (),
) -> str | None:
    """Write runs into a fresh folder and ask a student's ``best_run``.

    The runs get names in random order, so that neither the first nor the last name is right.

    Args:
        best_run: the student's function.
        stories: what each run holds, by the name that the test has for it.
        also: callables that put something else into the folder.

    Returns:
        The test's name of the run that was named; None where best_run says None.
    """
    __tracebackhide__ = True
    with tempfile.TemporaryDirectory() as folder:
        names = {f"run-{integer(0, 10**6):06}": known for known in stories}
        for name, known in names.items():
            write(Path(folder) / name, stories[known])
        for put in also:
            put(Path(folder))
        before = sorted(Path(folder).rglob("*"))
        answer = tried("best_run", best_run, folder)
        assert sorted(Path(folder).rglob("*")) == before, "best_run changed the folder: it only reads"
    if answer is None:
        return None
    if isinstance(answer, Path) or (isinstance(answer, str) and Path(answer).name in names.keys() - {answer}):
        raise AssertionError("best_run returned a path: return the folder's name alone, a text")
    assert isinstance(answer, str), f"best_run should return a name or None, not {type(answer).__name__}"
    assert answer in names, f"best_run returned {answer!r}, which is no run here: a run's name, or None"
    return names[answer]


def let_through(
    best_run: Callable[..., Any],
    right: Mapping[str, Sequence[float]],
    sick: Mapping[str, Mapping[str, Sequence[float]]],
) -> str:
    """What a student's ``best_run`` does not see, by the sick runs that it names before the right one.

    Args:
        best_run: the student's function.
        right: a healthy run, with higher distances than any of the sick ones.
        sick: six runs, in the order of `SEARCHES`; each is put beside the right one alone.
    """
    __tracebackhide__ = True
    got = [judged(best_run, {"the right one": right, name: story}) == name for name, story in sick.items()]
    marks = "".join("+" if through else "-" for through in got)
    for pattern, words in SEARCHES.items():
        if all(known in (mark, "?") for mark, known in zip(marks, pattern, strict=True)):
            return words
    return "put beside the right one alone, these get through: " + ", ".join(
        name for name, through in zip(sick, got, strict=True) if through
    )


def write(folder: str | Path, scalars: Mapping[str, Sequence[float]]) -> None:
    """Write the values of each tag at steps 0, 1, 2, … as one run."""
    with contextlib.closing(SummaryWriter(str(folder))) as writer:
        for tag, values in scalars.items():
            for step, value in enumerate(values):
                writer.add_scalar(tag, value, step)


def clutter(root: Path) -> None:
    """Put beside the runs what really lies there: an empty folder, a note, a damaged file."""
    (root / "empty").mkdir()
    (root / "notes.txt").write_text("to do: sleep", encoding="utf-8")
    for name, content in [("hollow", b""), ("damaged", bytes(range(256)) * 3)]:
        (root / name).mkdir()
        (root / name / "events.out.tfevents.1700000000.host.1.0").write_bytes(content)
