"""What a student's logging functions write, read back from fresh event files."""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from tensorboard.backend.event_processing.event_accumulator import HistogramValue
from torch.utils.tensorboard import SummaryWriter

from course import runs
from course.probe.samples.sampling import shows
from course.probe.values.compare import attempt, kind, same
from course.runs import Embedding, Run

Entries = TypeVar("Entries")
# A picture in an event file holds 256 greys.
GREY = 1.5 / 255
# What TensorBoard's and Python's own words mean here.
CAUSES = {
    "input format are different": "add_image takes one picture (C, H, W): lay the batch out with make_grid",
    "Cannot handle this data type": "is the picture (C, H, W)? Channels stand first, as make_grid has them",
    "The histogram is empty": "no value is finite: leave out what is not finite, and skip the parameter if "
    "nothing is left",
    "shapes cannot be multiplied": "the example does not fit the networks: its size is input_dim for G and "
    "image_dim for D",
    "value should be one of": "a setting is of another kind: log other kinds of values as their text, "
    "str(value)",
    "mat should be 2D": "points are rows, (N, features): flatten the features",
    "KeyError": "is each tag there? A run can be empty",
    "list index out of range": "is there a value at all? A run can be empty",
    "an empty sequence": "no run may be left: then return None",
    "argument is empty": "no run may be left: then return None",
    "division by zero": "is there a value at all? A run can be empty",
}


class Writer(SummaryWriter):
    """A writer that counts how often it was closed."""

    closings = 0

    def close(self) -> None:
        self.closings += 1
        super().close()


def written(what: str, write: Callable[[Writer], Any], *more: Callable[[Writer], Any]) -> dict[str, Run]:
    """Let a student's function write into a fresh run, and read everything back.

    Args:
        what: the function's name, for messages.
        write: called with an open writer.
        more: further such calls, on the same writer.

    Returns:
        `course.runs.Run` by path: "." is the run itself, others are runs below it.
    """
    __tracebackhide__ = True
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer(folder)
        try:
            for call in (write, *more):
                tried(what, call, writer)
            assert not writer.closings, (
                f"{what} closed the writer: it is called many times in a run, so leave it open"
            )
        finally:
            writer.close()
        return runs.read_all(folder)


def tried(what: str, call: Callable[..., Any], *arguments: Any) -> Any:
    """As `attempt`, silent, and with the likely cause of an error where TensorBoard's words name it."""
    __tracebackhide__ = True
    try:
        with silent():
            return attempt(what, call, *arguments)
    except AssertionError as error:
        said = str(error)
        cause = next((cause for words, cause in CAUSES.items() if words in said), None)
        if cause is None or " — " in said:
            raise
        raise AssertionError(f"{said} — {cause}") from error.__cause__


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """No printed output, and no warnings of torch's tracing."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        yield


def opened(open_writer: Callable[..., Any], root: str | Path, name: str) -> str:
    """Call a student's ``open_writer``; check that it gives an open writer, and close that.

    Returns the folder of the run, relative to root.
    """
    __tracebackhide__ = True
    writer = tried("open_writer", open_writer, root, name)
    assert isinstance(writer, SummaryWriter), f"open_writer should return a SummaryWriter, not {kind(writer)}"
    assert writer.file_writer is not None, "open_writer returned a closed writer: leave it open"
    writer.close()
    folder, root = Path(writer.log_dir).resolve(), Path(root).resolve()
    assert folder.is_relative_to(root), (
        "the run's folder does not lie in root: join root and name, as in os.path.join(root, name)"
    )
    return folder.relative_to(root).as_posix()


def found(values: Mapping[str, Entries], tag: str, runs: Mapping[str, Run] | None = None) -> Entries:
    """The entries under a tag; a message that names the tags that are there, if it is not.

    Args:
        values: what a run holds, by tag.
        tag: the one that is expected.
        runs: all runs that were written, for a hint where the tag lies in another.
    """
    __tracebackhide__ = True
    there = ", ".join(sorted(values)[:6]) or "nothing"
    strays = [path for path in runs or {} if path != "."]
    hint = ""
    if not values and strays:
        hint = (
            f"; a run of its own was made below, {strays[0]}: add_scalars does that, use add_scalar"
        )
    assert tag in values, f"the tag {tag} is missing: the run holds {there}{hint}"
    return values[tag]


def ending(values: Mapping[str, Entries], name: str) -> Entries:
    """The entries whose tag ends with a parameter's name, whatever stands before it."""
    __tracebackhide__ = True
    tags = [tag for tag in values if tag == name or tag.endswith(("/" + name, "." + name))]
    assert tags, f"nothing was logged for {name}: the run holds {', '.join(sorted(values)[:6]) or 'nothing'}"
    return values[tags[0]]


def check_steps(entries: Sequence[tuple[int, Any]], wanted: Sequence[int], tag: str) -> None:
    """Check at which steps a tag was logged."""
    __tracebackhide__ = True
    steps = [step for step, _ in entries]
    cause = ""
    if len(steps) == len(wanted) and set(steps) == {0} and len(wanted) + sum(wanted) > 1:
        cause = ": all lie at step 0: is the step handed on?"
    elif steps == [step for step in wanted for _ in range(2)]:
        cause = ": each is logged twice"
    elif len(steps) == len(wanted) and steps == [step + 1 for step in wanted]:
        cause = ": count from 0"
    elif len(steps) < len(wanted):
        cause = ": some are missing"
    shown = [f"[{', '.join(map(str, x[:8]))}{', …' if len(x) > 8 else ''}]" for x in (wanted, steps)]
    assert steps == list(wanted), f"{tag} should be logged at steps {shown[0]}, but was at {shown[1]}{cause}"


def check_scalar(
    entries: Sequence[tuple[int, float]],
    pairs: Sequence[tuple[int, float]],
    tag: str,
    mistakes: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Check that a tag holds exactly these pairs (step, value); NaN and infinity too.

    Args:
        entries: pairs (step, value) read back.
        pairs: those expected.
        tag: for messages.
        mistakes: lists of values that known mistakes would give, each under its cause.
    """
    __tracebackhide__ = True
    check_steps(entries, [step for step, _ in pairs], tag)
    got, wanted = (torch.tensor([value for _, value in x], dtype=torch.float64) for x in (entries, pairs))
    for step, came, right in zip([step for step, _ in pairs], got, wanted, strict=True):
        if not right.isfinite():
            assert str(came) == str(right), (
                f"{tag} at step {step} is {came:g}, expected {right:g}: log it as it is, it is the news"
            )
    finite = wanted.isfinite()
    causes = {cause: torch.tensor(values, dtype=torch.float64)[finite]
              for cause, values in (mistakes or {}).items()}  # fmt: skip
    same(got[finite], wanted[finite], tag, causes)


def check_picture(picture: np.ndarray, images: torch.Tensor, what: str = "the logged picture") -> None:
    """Check that a picture (H, W, 3) of uint8 shows images (n, …) from [−1, 1], 8 in a row."""
    __tracebackhide__ = True
    assert int(picture.max()) > 0, f"{what} is black everywhere"
    # The writer cuts to whole greys; half a grey more is the middle of what that came from.
    grid = (torch.from_numpy(picture.copy()).permute(2, 0, 1) + 0.5) / 255
    shows(grid, images.flatten(1), what, tolerance=GREY)


def check_histogram(
    histogram: HistogramValue,
    values: torch.Tensor,
    tag: str,
    mistakes: Mapping[str, torch.Tensor] | None = None,
) -> None:
    """Check that a histogram was made of these values: their number, ends, sum and squares."""
    __tracebackhide__ = True
    assert histogram.num == values.numel(), (
        f"{tag} should count {values.numel()} numbers, but counts {histogram.num:g}"
    )
    got = torch.tensor([histogram.min, histogram.max, histogram.sum, histogram.sum_squares])
    causes = {cause: summary(x) for cause, x in (mistakes or {}).items()}
    same(got, summary(values), f"the histogram {tag} (lowest, highest, sum, sum of squares)", causes, 1e-3)


def summary(values: torch.Tensor) -> torch.Tensor:
    """Lowest, highest, sum, and sum of squares of a tensor's numbers."""
    x = values.detach().cpu().double().flatten()
    return torch.stack([x.min(), x.max(), x.sum(), x.square().sum()])


def operations(runs: Mapping[str, Run]) -> set[str]:
    """The operations in all graphs that TensorBoard shows, for example {"linear", "tanh"}."""
    nodes = [operation for run in runs.values() for _, operation in run.graph]
    return {operation.removeprefix("aten::") for operation in nodes if operation.startswith("aten::")}


def hyperparameters(runs: Mapping[str, Run]) -> tuple[dict[str, Any], list[str], dict[str, float]]:
    """(settings, promised metric tags, metric values by tag) of all runs that were written."""
    settings: dict[str, Any] = {}
    tags: list[str] = []
    values: dict[str, float] = {}
    for run in runs.values():
        settings |= run.settings
        tags += run.metrics
        values |= {tag: entries[-1][1] for tag, entries in run.scalars.items()}
    return settings, tags, values


def embedding(runs: Mapping[str, Run]) -> Embedding:
    """The one embedding that was written."""
    __tracebackhide__ = True
    there = [each for run in runs.values() for each in run.embeddings]
    assert there, "no embedding was written: use writer.add_embedding"
    assert len(there) == 1, f"one call should write one embedding, not {len(there)}"
    return there[0]
