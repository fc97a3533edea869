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
