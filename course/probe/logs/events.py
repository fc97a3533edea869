"""What a student's logging functions wrote, checked: tags, steps, values, pictures, graphs."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import torch
from tensorboard.backend.event_processing.event_accumulator import HistogramValue
from torch import nn

from course.probe.logs.writing import Written
from course.probe.samples.sampling import shows
from course.probe.values.compare import close, same
from course.runs import Embedding, Run

Entries = TypeVar("Entries")
LOSSES = ("Loss/discriminator", "Loss/generator")
SUMMARY = ("lowest value", "highest value", "sum", "sum of squares")
# A picture in an event file holds 256 greys.
GREY = 1.5 / 255


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
    if tag not in values and strays:
        hint = f"; there is another run, {strays[0]}"
        if strays[0].startswith(tag.split("/")[0] + "_"):
            hint = f"; a run of its own was made below, {strays[0]}: add_scalars does that, use add_scalar"
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
        cause = ": each is one too late, the first step is 0"
    elif not steps:
        cause = ": none is there"
    elif len(steps) < len(wanted) and set(steps) <= set(wanted):
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
    steps = [step for step, _ in pairs]
    exchanged = len(pairs) > 1 and [value for _, value in entries] == steps != [step for step, _ in entries]
    assert not exchanged, f"{tag} holds the steps where its values should be: add_scalar(tag, value, step)"
    check_steps(entries, steps, tag)
    got, wanted = (torch.tensor([value for _, value in x], dtype=torch.float64) for x in (entries, pairs))
    for step, came, right in zip(steps, got, wanted, strict=True):
        if not right.isfinite():
            assert str(came) == str(right), (
                f"{tag} at step {step} is {came:g}, expected {right:g}: log it as it is, it is the news"
            )
    finite = wanted.isfinite()
    causes = {cause: torch.tensor(values, dtype=torch.float64)[finite]
              for cause, values in (mistakes or {}).items()}  # fmt: skip
    same(got[finite], wanted[finite], tag, causes)


def check_losses(scalars: Mapping[str, Any], steps: Sequence[int], pairs: Sequence[tuple[float, float]],
                 runs: Mapping[str, Run] | None = None) -> None:
    """Check the curves of both losses, each under its tag.

    Args:
        scalars: what the run holds, by tag.
        steps: where the points should stand.
        pairs: (loss of D, loss of G) at each.
        runs: all runs that were written, for a hint where a tag lies in another.
    """
    __tracebackhide__ = True
    curves = [found(scalars, tag, runs) for tag in LOSSES]
    columns = [[pair[k] for pair in pairs] for k in (0, 1)]
    came = [torch.tensor([value for _, value in curve]) for curve in curves]
    exchanged = all(close(came[k], torch.tensor(columns[1 - k])) for k in (0, 1))
    for k, tag in enumerate(LOSSES):
        other = "the two losses are exchanged" if exchanged else f"this is {'GD'[k]}'s loss"
        check_scalar(curves[k], list(zip(steps, columns[k], strict=True)), tag, {
            other: columns[1 - k],
            "it holds the sum of both losses": [sum(pair) for pair in pairs],
            "it holds the mean of both losses": [sum(pair) / 2 for pair in pairs],
            "it holds the difference of both losses": [(1 - 2 * k) * (pair[0] - pair[1]) for pair in pairs],
            "its sign is changed: log it as it is": [-x for x in columns[k]],
            "its sign is lost: a loss may be negative": [abs(x) for x in columns[k]],
            "it is cut at 0: a loss may be negative": [max(x, 0) for x in columns[k]],
            "it is cut to a whole number: log it as it is": [float(int(x)) for x in columns[k]],
            "it is rounded: log it as it is": [round(x, 2) for x in columns[k]],
        })  # fmt: skip


def check_picture(picture: np.ndarray, images: torch.Tensor, what: str = "the logged picture") -> None:
    """Check that a picture (H, W, 3) of uint8 shows images (n, …) from [−1, 1], 8 in a row."""
    __tracebackhide__ = True
    assert int(picture.max()) > 0, f"{what} is black everywhere"
    assert np.quantile(picture, 0.4) < 255 or float(images.quantile(0.4)) > 0.9, (
        f"{what} is white nearly everywhere: the values should reach from 0 to 1, not to 255"
    )
    # The writer cuts to whole greys; half a grey more is the middle of what that came from.
    grid = ((torch.from_numpy(picture.copy()).permute(2, 0, 1) + 0.5) / 255).clamp(max=1)
    # The writer cuts what is below 0, so images that were not scaled look like images that were cut.
    cut = "they were not scaled, and what is below 0 comes out black: (x + 1) / 2 takes [−1, 1] to [0, 1]"
    shows(grid, images.flatten(1), what, tolerance=GREY, cut=cut)


def check_histogram(
    histogram: HistogramValue,
    values: torch.Tensor,
    tag: str,
    mistakes: Mapping[str, torch.Tensor] | None = None,
) -> None:
    """Check that a histogram was made of these values: their number, ends, sum and squares."""
    __tracebackhide__ = True
    bad = "" if _finite(histogram) else ", and not all of them are finite"
    assert histogram.num == values.numel(), (
        f"the histogram of {tag} should count {values.numel()} numbers, but counts {histogram.num:g}{bad}"
    )
    got = torch.tensor([histogram.min, histogram.max, histogram.sum, histogram.sum_squares])
    cause = "".join(f": {words}" for words, x in (mistakes or {}).items() if close(got, summary(x), 1e-3))
    for name, came, right in zip(SUMMARY, got, summary(values), strict=True):
        assert close(came, right, 1e-3), (
            f"the {name} in the histogram of {tag} is {came:.4g}, expected {right:.4g}{cause}"
        )


def check_left_out(histogram: HistogramValue, kept: torch.Tensor, tag: str) -> None:
    """Check that of as many NaN, finite, infinite and negative infinite values the finite ones are left.

    ``kept``: the finite ones, a quarter of all.
    """
    __tracebackhide__ = True
    n, count, low, high = kept.numel(), histogram.num, histogram.min, histogram.max
    nan, both = low != low, low == -high == -np.inf
    assert count != 4 * n or not _finite(histogram), (
        f"in the histogram of {tag} numbers stand for NaN and infinity: leave these out"
    )
    cause = {
        4 * n: "nothing is left out",
        3 * n: "NaN is left out, infinity is not: torch.isfinite knows both" if both else "",
        2 * n: "infinity is left out, NaN is not: torch.isfinite knows both" if nan
        else "" if _finite(histogram) else "only one of the two infinities is left out, inf and -inf",
    }.get(count, "")  # fmt: skip
    assert not cause, (
        f"the histogram of {tag} should count the {n} finite numbers, but counts {count:g}: {cause}"
    )
    check_histogram(histogram, kept, tag)


def _finite(histogram):
    return abs(histogram.min) + abs(histogram.max) < np.inf


def summary(values: torch.Tensor) -> torch.Tensor:
    """Lowest, highest, sum, and sum of squares of a tensor's numbers."""
    x = values.detach().cpu().double().flatten()
    return torch.stack([x.min(), x.max(), x.sum(), x.square().sum()])


def operations(runs: Mapping[str, Run]) -> set[str]:
    """The operations in all graphs that TensorBoard shows, for example {"linear", "tanh"}."""
    nodes = [operation for run in runs.values() for _, operation in run.graph]
    return {operation.removeprefix("aten::") for operation in nodes if operation.startswith("aten::")}


def check_graphs(written: Written, G: nn.Module, D: nn.Module) -> None:
    """Check that TensorBoard shows the graphs of G (ReLU, Tanh) and of D (LeakyReLU, Sigmoid)."""
    __tracebackhide__ = True
    shown = operations(written)
    has = {"G": {"relu", "tanh"} <= shown, "D": {"leaky_relu", "sigmoid"} <= shown}
    assert shown, "no graph is shown: call writer.add_graph"
    one = next((name for name, there in has.items() if there), "")
    why = (
        f"add_graph was called {written.graphs} times on one writer, and a run keeps the last graph alone: "
        "put both networks into one module, or each into a run of its own"
        if written.graphs > 1
        else "two writers wrote into one folder, which is one run, and a run keeps the last graph alone"
        if written.graphs and written["."].files > 1
        else _alone(written.models[-1], *((D, "D") if one == "G" else (G, "G")))
        if written.graphs and one
        else "the example went through neither: log a module that calls G, then D"
        if written.graphs
        else "the other needs a run of its own, too"
    )
    found = f"only the graph of {one}" if one else "no graph with the layers of G or of D"
    assert all(has.values()), f"{found} is shown: {why}"


def _alone(model, other, name):
    """Why the graph of the other network is missing, where one graph was logged."""
    if any(module is other for module in model.modules()):
        return f"your module holds {name}, but nothing that its forward returns comes from {name}"
    return f"the module that was logged does not hold {name}: log one that calls G, then D"


def hyperparameters(runs: Mapping[str, Run]) -> tuple[dict[str, Any], list[str], dict[str, float]]:
    """(settings, promised metric tags, metric values by tag) of all runs that were written."""
    __tracebackhide__ = True
    settings: dict[str, Any] = {}
    tags: list[str] = []
    values: dict[str, float] = {}
    logged = [run for run in runs.values() if run.settings or run.metrics]
    assert len(logged) < 2, f"the HPARAMS page lists {len(logged)} runs: add_hparams once, with both dicts"
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
