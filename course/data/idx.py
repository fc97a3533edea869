"""Full MNIST: reading its IDX files, and fetching them from a server.

`course.data.mnist` is what lessons call; it checks its arguments and knows the way back to the
embedded digits.
"""

import contextlib
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
from collections.abc import Iterable
from pathlib import Path

import torch

IDX_PREFIX = {"train": "train", "test": "t10k"}
REACH_SECONDS = 4.0  # how long a server may take to answer before it counts as unreachable
STALL_SECONDS = 10.0  # how long a started download may stand still


class DataError(ValueError):
    """Image files are missing, incomplete or of another kind; the message is one sentence."""


def is_there(folder: Path, parts: Iterable[str]) -> bool:
    """True when the folder holds all files of these parts, "train" or "test"."""
    return all(_find(folder, name) for part in parts for name in _names(part))


def read(folder: Path, part: str) -> tuple[torch.Tensor, torch.Tensor]:
    """uint8 images (N, 28, 28) and labels (N,) of one part; DataError, one sentence."""
    return _read_pair(folder, *_names(part))


def download(folder: Path) -> str | None:
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
    return None


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
    answers: queue.Queue[bool] = queue.Queue()

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
