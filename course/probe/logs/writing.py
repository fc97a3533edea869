"""A student's logging functions, called with a fresh run: what they wrote, and what stopped them."""

import contextlib
import io
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from course import runs
from course.probe.values.compare import attempt, kind
from course.probe.values.names import replaced
from course.runs import Run

# What TensorBoard's and Python's own words mean here.
CAUSES = {
    "input format are different": "add_image takes one picture (C, H, W): lay the batch out with make_grid",
    "Cannot handle this data type": "is the picture (C, H, W)? Channels stand first, as make_grid has them",
    "The histogram is empty": "no value is finite: leave out what is not finite, and skip the parameter if "
    "nothing is left",
    "range parameter must be finite": "a value is infinite: keep what torch.isfinite says is finite",
    "is not finite": "a value is infinite: keep what torch.isfinite says is finite",
    "shapes cannot be multiplied": "two sizes do not fit: the example has input_dim numbers, G comes first, "
    "and D takes what G makes",
    "Cannot insert a Tensor that requires grad": "the module does not know these parameters: keep G and D "
    "as its attributes, self.G = G",
    "[ModuleList]": "nn.ModuleList only holds modules: write a forward that calls G, then D",
    "[ModuleDict]": "nn.ModuleDict only holds modules: write a forward that calls G, then D",
    "'function' object has no attribute": "add_graph takes a module, not a function: a class with a forward",
    "value should be one of": "a setting is of another kind: log other kinds of values as their text, "
    "str(value)",
    "should be dictionary": "both are plain dicts, the settings first",
    "D takes flat images": "it takes what G makes, or an example (1, image_dim)",
    "mat should be 2D": "points are rows, (N, features): flatten the features",
    "#labels should equal": "there is one label for each row of the features: are the points the rows?",
    "#images should equal": "there is one image for each row of the features: are the points the rows?",
    "object has no attribute 'tolist'": "labels may be a list, too: only a tensor has tolist()",
    "invalid literal for int()": "a label may be a word: leave it as it is",
    "'float' object has no attribute": "these are plain numbers already, no tensors",
    "cannot convert float NaN to integer": "a loss may be NaN: hand it on as it is, and the step as the step",
    "cannot convert float infinity to integer": "a loss may be infinite: hand it on as it is, and the step "
    "as the step",
    "Can't call numpy() on Tensor that requires grad": "detach it first, or hand on the tensor itself: "
    "the writer does both",
    "device type tensor to numpy": "detach() and cpu() come first, or hand on the tensor itself: the writer "
    "does both",
    "has no len()": "a loader may have no length: count the steps in the loop",
    "not associated with a value": "this name has no value yet on the way that was taken: give it one "
    "before, or let what needs it come only where all went well",
    "unsupported operand type(s) for /: 'str' and 'str'": "os.path.join joins texts; / joins paths, "
    "Path(root) / name",
    "KeyError": "is each tag there? A run can be empty",
    "list index out of range": "is there a value at all? A run can be empty",
    "an empty sequence": "no run may be left: then return None",
    "argument is empty": "no run may be left: then return None",
    "division by zero": "is there a value at all? A run can be empty",
    "Not a directory": "there are files in root too: they are no runs",
    "No such file or directory": "join root and the name: os.listdir gives names alone",
}  # fmt: skip

OF_GRAPHS = {
    "on the same device": "the example must lie where the networks lie: ask one of their parameters for its "
    "device",
}

class Writer(SummaryWriter):
    """A writer that counts how often it was closed, and how many graphs it was given.

    ``models`` are those of the graphs; ``causes`` says of errors, by their words, what led to them.
    """

    closings = 0
    graphs = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.models: list[Any] = []
        self.causes: dict[str, str] = {}
        super().__init__(*args, **kwargs)

    def add_graph(self, model: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().add_graph(model, *args, **kwargs)
        except ValueError as error:
            self.causes[str(error)] = _misfit(model, str(error))
            raise
        self.graphs += 1
        self.models.append(model)

    def add_embedding(
        self, mat: Any, metadata: Any = None, label_img: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        try:
            super().add_embedding(mat, metadata, label_img, *args, **kwargs)
        except AssertionError as error:
            rows = label_img if metadata is None else metadata
            self.causes[str(error)] = _rows_lost(mat, rows)
            raise

    def close(self) -> None:
        self.closings += 1
        super().close()


def _misfit(model, said):
    """Why a network in the module of a graph refused its input, where the module tells; else no words."""
    if "D takes flat images" not in said or not isinstance(model, nn.Module):
        return ""
    sizes = {module.takes for module in model.modules() if hasattr(module, "takes")}
    if len(sizes) == 2:
        return "your module hands D the example itself: G comes first, and D takes what G makes"
    return "you log D itself: its example has the shape (1, image_dim)"


def _rows_lost(mat, rows):
    """What became of the points' rows, read from their shape; no words where it does not tell."""
    if not torch.is_tensor(mat) or rows is None or len(rows) == mat.shape[:1].numel():
        return ""
    n, shape = len(rows), tuple(mat.shape)
    came = f"add_embedding was given points of shape {shape} for {n} row{'s' * (n > 1)} of features: "
    if len(shape) == 1 and n > 1 and shape[0] % n == 0:
        return came + "all was flattened to one row, while flatten(1) keeps the rows"
    if len(shape) == 1 and n == 1:
        return came + "the row itself is gone, as with squeeze(), which takes away every size of 1"
    if len(shape) == 2 and shape[1] == n:
        return came + "rows and columns are exchanged"
    return came + "are the points the rows?"


class Written(dict[str, Run]):
    """`course.runs.Run` by path: "." is the run itself, others are runs below it, or beside it ("../x").

    ``graphs`` says how many graphs the run itself was given; TensorBoard shows the last.  ``models``
    are what add_graph was called with.
    """

    graphs = 0
    models: Sequence[Any] = ()


def written(what: str, write: Callable[[Writer], Any], *more: Callable[[Writer], Any]) -> Written:
    """Let a student's function write into a fresh run, and read everything back.

    Args:
        what: the function's name, for messages.
        write: called with an open writer.
        more: further such calls, on the same writer.
    """
    __tracebackhide__ = True
    with tempfile.TemporaryDirectory() as folder:
        with _closing() as made:
            writer = Writer(f"{folder}/run")
            for call in (write, *more):
                tried(what, call, writer)
            assert not [other for other in made if other is not writer and other.file_writer], (
                f"{what} opened a writer of its own and left it open: close it, or it keeps its thread"
            )
            assert not writer.closings, (
                f"{what} closed the writer: it is called many times in a run, so leave it open"
            )
        all_of_it = Written((_path(path), run) for path, run in runs.read_all(folder).items())
    all_of_it.graphs, all_of_it.models = writer.graphs, writer.models
    return all_of_it


def written_on(
    place: torch.device, log_graphs: Callable[..., Any], write: Callable[[Writer], Any]
) -> Written:
    """As `written` by ``log_graphs``, whose networks lie on a device, with a cause where devices are mixed.

    Where the call works once the notebook's own ``device`` is that place, the example lay there.
    """
    __tracebackhide__ = True
    try:
        return written("log_graphs", write)
    except AssertionError as error:
        if "on the same device" not in str(error):
            raise
        with replaced(log_graphs, device=place):
            works = _works(write)
        if not works:
            raise
        raise AssertionError(f"{error}; here it lies on the notebook's `device`") from error.__cause__


def _works(write):
    try:
        written("log_graphs", write)
    except AssertionError:
        return False
    return True


@contextlib.contextmanager
def _closing() -> Iterator[list[SummaryWriter]]:
    """The writers made meanwhile, closed at the end: what one holds in memory would be read by chance."""
    made: list[SummaryWriter] = []
    init = SummaryWriter.__init__

    def noted(self, *args, **kwargs):
        init(self, *args, **kwargs)
        made.append(self)

    with mock.patch.object(SummaryWriter, "__init__", noted):
        try:
            yield made
        finally:
            for writer in made:
                writer.close()


def _path(path):
    if path == "run":
        return "."
    return path.removeprefix("run/") if path.startswith("run/") else f"../{path}"


def tried(what: str, call: Callable[..., Any], *arguments: Any) -> Any:
    """As `attempt`, silent, and with the likely cause of an error where TensorBoard's words name it."""
    __tracebackhide__ = True
    try:
        with silent():
            return attempt(what, call, *arguments)
    except AssertionError as error:
        said = str(error).split(" — ")[0]
        of_writer = getattr(arguments[0], "causes", {}) if arguments else {}
        causes = [*of_writer.items(), *CAUSES.items(), *(OF_GRAPHS.items() if what == "log_graphs" else ())]
        cause = next((cause for words, cause in causes if cause and words in said), None)
        if cause is None:
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
    root = Path(root).resolve()
    before = set(root.rglob("*"))
    writer = tried("open_writer", open_writer, str(root), name)
    assert isinstance(writer, SummaryWriter), f"open_writer should return a SummaryWriter, not {kind(writer)}"
    assert writer.file_writer is not None, "open_writer returned a closed writer: leave it open"
    writer.close()
    lost = sorted(path.relative_to(root) for path in before if not path.exists())
    assert not lost, f"open_writer removed {lost[0].as_posix()}, which is another run's: leave it alone"
    folder = Path(writer.log_dir).resolve()
    assert folder.is_relative_to(root), (
        "the run's folder does not lie in root: join root and name, as in os.path.join(root, name)"
    )
    return folder.relative_to(root).as_posix()


def sized(model: nn.Module, size: int, what: str) -> nn.Module:
    """The network, which from now on refuses all but a batch of rows of this size, and says what it takes."""

    def check(module, inputs):
        shape = tuple(int(size) for size in inputs[0].shape)  # tensors, while a graph is traced
        if torch.is_tensor(inputs[0]) and (len(shape) != 2 or shape[1] != size):
            raise ValueError(f"{what} (N, {size}), but was given {shape}")

    vars(model)["takes"] = what  # for a message about the module that holds it
    model.register_forward_pre_hook(check)
    return model
