"""What lies in the event files of a run, read back with TensorBoard's own reader.

A run is a folder with event files, as ``torch.utils.tensorboard.SummaryWriter`` writes them.
"""

import contextlib
import io
import logging
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from google.protobuf import text_format
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator, HistogramValue
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData
from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

# The reader keeps a random part of a long series unless it is told to keep all.
EVERYTHING = {"scalars": 0, "images": 0, "histograms": 0, "tensors": 0}


@dataclass
class Run:
    """One folder of event files.

    ``scalars``, ``images`` and ``histograms`` map a tag to pairs (step, value) in the order of the
    file: a float, an array (H, W, 3) of uint8, or TensorBoard's histogram.  ``graph`` holds the
    (name, operation) of each node of the one graph that TensorBoard shows.  ``settings`` are the
    hyperparameters, ``metrics`` the tags promised beside them.  ``files`` counts event files.
    """

    scalars: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    images: dict[str, list[tuple[int, np.ndarray]]] = field(default_factory=dict)
    histograms: dict[str, list[tuple[int, HistogramValue]]] = field(default_factory=dict)
    graph: list[tuple[str, str]] = field(default_factory=list)
    settings: dict[str, float | str | bool] = field(default_factory=dict)
    metrics: list[str] = field(default_factory=list)
    embeddings: list["Embedding"] = field(default_factory=list)
    files: int = 0


@dataclass
class Embedding:
    """What the projector shows: points (N, features), N labels as text, images (N, H, W, 3) or None."""

    points: np.ndarray
    labels: list[str]
    images: np.ndarray | None


def read(folder: str | Path) -> Run:
    """Read one run; a folder without event files gives an empty one.

    Args:
        folder: path of the run's own folder; those inside it are runs of their own.

    Returns:
        A `Run`.  A file cut short is read as far as it goes.
    """
    with _quiet():
        reader = EventAccumulator(str(folder), size_guidance=EVERYTHING)
        reader.Reload()
        tags = reader.Tags()
        return Run(
            scalars={tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in tags["scalars"]},
            images={tag: [(e.step, decode(e.encoded_image_string)) for e in reader.Images(tag)]
                    for tag in tags["images"]},
            histograms={tag: [(e.step, e.histogram_value) for e in reader.Histograms(tag)]
                        for tag in tags["histograms"]},
            graph=[(node.name, node.op) for node in reader.Graph().node] if tags["graph"] else [],
            settings=_settings(reader),
            metrics=_metrics(reader),
            embeddings=_embeddings(Path(folder)),
            files=len(list(Path(folder).glob("*tfevents*"))),
        )  # fmt: skip


def read_all(root: str | Path) -> dict[str, Run]:
    """Read every run in ``root`` and below: a dictionary from its relative path ("." for root)."""
    root = Path(root)
    folders = sorted({path.parent for path in root.rglob("*tfevents*")})
    return {folder.relative_to(root).as_posix(): read(folder) for folder in folders}


def decode(png: bytes) -> np.ndarray:
    """The picture in the bytes of a PNG file: an array (H, W, 3) of uint8."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@contextlib.contextmanager
def _quiet():
    """TensorBoard tells of a run with two graphs, NumPy of infinity; standard error would cost points."""
    logger = logging.getLogger("tensorboard")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.setLevel(before)


def _hparams(reader, kind):
    """The plugin data of one kind: "experiment" or "session_start_info"."""
    with contextlib.suppress(KeyError):  # no hyperparameters in this run
        for content in reader.PluginTagToContent("hparams").values():
            data = HParamsPluginData.FromString(content)
            if data.WhichOneof("data") == kind:
                yield getattr(data, kind)


def _settings(reader):
    found = {}
    for start in _hparams(reader, "session_start_info"):
        for name, value in start.hparams.items():
            found[name] = getattr(value, value.WhichOneof("kind"))
    return found


def _metrics(reader):
    return [info.name.tag for experiment in _hparams(reader, "experiment")
            for info in experiment.metric_infos]  # fmt: skip


def _embeddings(folder):
    config = folder / "projector_config.pbtxt"
    if not config.is_file():
        return []
    entries = text_format.Parse(config.read_text(encoding="utf-8"), ProjectorConfig()).embeddings
    return [_embedding(folder, entry) for entry in entries]


def _embedding(folder, entry):
    points = np.loadtxt(folder / entry.tensor_path, delimiter="\t", ndmin=2)
    labels = images = None
    if entry.metadata_path:
        labels = (folder / entry.metadata_path).read_text(encoding="utf-8").splitlines()
    if entry.sprite.image_path:
        width, height = entry.sprite.single_image_dim
        sheet = decode((folder / entry.sprite.image_path).read_bytes())
        images = _cut(sheet, height, width)[: len(points)]
    return Embedding(points, labels or [], images)


def _cut(sheet, height, width):
    """The images of a sprite, row by row: (N, height, width, 3)."""
    down, across = sheet.shape[0] // height, sheet.shape[1] // width
    rows = sheet[: down * height, : across * width].reshape(down, height, across, width, 3)
    return rows.swapaxes(1, 2).reshape(-1, height, width, 3)
