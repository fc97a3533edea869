"""Full MNIST: the IDX reader, and the download that fails well."""

import gzip
import http.server
import threading
import time
import urllib.request
from hashlib import md5
from pathlib import Path
from typing import ClassVar

import pytest
import torch
import torchvision

from course.data import DataError, digits, mnist
from course.data import idx as reader

NAMES = [
    f"{part}-{kind}-ubyte" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")
]
FASHION = Path("/usr/share/datasets/fashion-mnist")


def idx(tensor):
    """The bytes of an IDX file, written independently of the reader."""
    sizes = b"".join(size.to_bytes(4, "big") for size in tensor.shape)
    return bytes([0, 0, 8, tensor.dim()]) + sizes + bytes(tensor.flatten().tolist())


@pytest.fixture
def contents():
    """File name -> bytes: 7 training images and 3 test images of random pixels."""
    torch.manual_seed(3)
    files = {}
    for part, count in (("train", 7), ("t10k", 3)):
        images = torch.randint(256, (count, 28, 28), dtype=torch.uint8)
        files[f"{part}-images-idx3-ubyte"] = idx(images)
        files[f"{part}-labels-idx1-ubyte"] = idx(torch.arange(count, dtype=torch.uint8))
    return files


def write(folder, contents, pack=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        file = folder / (name + ".gz" if pack else name)
        file.write_bytes(gzip.compress(content) if pack else content)


def one_sentence(error):
    text = str(error.value)
    return "\n" not in text and text.endswith(".") and "Traceback" not in text


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("place", ["", "MNIST/raw"])
def test_mnist_reads_a_folder(tmp_path, contents, pack, place):
    write(tmp_path / place, contents, pack)
    images, labels = mnist("train", tmp_path)
    assert images.dtype == torch.float32
    assert labels.tolist() == list(range(7))
    pixels = (images.flatten() * 255).round().to(torch.uint8)
    assert bytes(pixels.tolist()) == contents["train-images-idx3-ubyte"][16:]
    assert mnist("test", str(tmp_path))[0].shape == (3, 1, 28, 28)
    assert mnist("all", tmp_path)[1].tolist() == [*range(7), *range(3)]


def test_mnist_reads_as_torchvision_does(tmp_path, contents):
    write(tmp_path / "MNIST" / "raw", contents)
    theirs = torchvision.datasets.MNIST(tmp_path, train=True)
    images, labels = mnist("train", tmp_path)
    assert torch.equal((images * 255).round().to(torch.uint8)[:, 0], theirs.data)
    assert torch.equal(labels, theirs.targets)


WRONG = {
    "truncated": ("images-idx3", lambda content: content[:-1], "expected .* bytes .* found"),
    "too long": ("images-idx3", lambda content: content + b"\0", "expected .* bytes .* found"),
    "only a header": ("images-idx3", lambda content: content[:16], "expected .* bytes .* found"),
    "half a header": ("images-idx3", lambda content: content[:9], "expected .* bytes .* found"),
    "empty": ("images-idx3", lambda content: b"", "magic 2051.* found"),
    "a web page": ("images-idx3", lambda content: b"<!doctype html>" * 99, "magic 2051.* found"),
    "labels for images": (
        "images-idx3",
        lambda content: idx(torch.arange(7)),
        "magic 2051.* found 2049",
    ),
    "no entry": ("images-idx3", lambda content: idx(torch.zeros(0, 28, 28)), "found none"),
    "16 by 16": ("images-idx3", lambda content: idx(torch.zeros(7, 16, 16).byte()), "28×28"),
    "broken gzip": ("images-idx3", lambda content: gzip.compress(content)[:-9], "complete gzip"),
    "damaged gzip": (
        "images-idx3",
        lambda content: gzip.compress(content)[:40] + b"??" + gzip.compress(content)[42:],
        "complete gzip",
    ),
    "a label too few": (
        "labels-idx1",
        lambda content: idx(torch.arange(6)),
        "expected 7 labels, found 6",
    ),
    "a label of 10": (
        "labels-idx1",
        lambda content: idx(torch.arange(7) + 4),
        "labels 0 to 9, found 10",
    ),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("download", [False, True])
def test_wrong_file_is_one_sentence_that_names_it(tmp_path, contents, case, download):
    kind, spoil, words = WRONG[case]
    name = f"train-{kind}-ubyte"
    write(tmp_path, {**contents, name: spoil(contents[name])})
    with pytest.raises(DataError, match=words) as error:
        mnist("train", tmp_path, download)
    assert one_sentence(error)
    assert name in str(error.value)


@pytest.mark.parametrize("name", NAMES)
def test_missing_file_is_one_sentence_that_names_it(tmp_path, contents, name):
    write(tmp_path, contents)
    (tmp_path / name).unlink()
    with pytest.raises(DataError, match=name) as error:
        mnist("all", tmp_path)
    assert one_sentence(error)


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError, match="No train-images"):
        mnist("train", tmp_path / "file")


def test_real_idx_files():
    if not FASHION.is_dir():
        pytest.skip("Debian's dataset-fashion-mnist is not installed")
    images, labels = mnist("test", FASHION)
    assert images.shape == (10000, 1, 28, 28)
    assert labels.bincount().tolist() == [1000] * 10


class Web(http.server.BaseHTTPRequestHandler):
    """Answers with `pages`: path -> bytes; everything else is not found."""

    pages: ClassVar = {}

    def do_GET(self):
        page = self.pages.get(self.path.rsplit("/", 1)[-1])
        self.send_response(200 if page is not None else 404)
        self.end_headers()
        self.wfile.write(page or b"")

    def log_message(self, *parts):
        """Nothing on stderr."""


@pytest.fixture
def server(monkeypatch):
    """A local stand-in for MNIST's server; yields the pages it holds, by file name."""
    monkeypatch.setattr(Web, "pages", {})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{web.server_port}/mnist/"
    monkeypatch.setattr(torchvision.datasets.MNIST, "mirrors", [address])
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield Web.pages
    web.shutdown()
    web.server_close()


def serve(server, contents, monkeypatch):
    packed = {name + ".gz": gzip.compress(content, mtime=0) for name, content in contents.items()}
    server.update(packed)
    sums = [(name, md5(page).hexdigest()) for name, page in packed.items()]
    monkeypatch.setattr(torchvision.datasets.MNIST, "resources", sums)


def test_download_fills_the_folder_once(tmp_path, contents, server, monkeypatch, capfd):
    serve(server, contents, monkeypatch)
    assert mnist("train", tmp_path / "new", download=True)[1].tolist() == list(range(7))
    files = sorted(file.name for file in (tmp_path / "new").rglob("*") if file.is_file())
    assert files == sorted(NAMES)
    server.clear()
    assert mnist("test", tmp_path / "new", download=True)[1].tolist() == list(range(3))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("case", ["no page", "wrong content", "second file missing", "unpackable"])
def test_failed_download_changes_nothing(tmp_path, contents, server, monkeypatch, capfd, case):
    serve(server, contents, monkeypatch)
    if case == "no page":
        server.clear()
    elif case == "wrong content":
        server.update(dict.fromkeys(server, b"<!doctype html>"))
    elif case == "second file missing":
        del server["train-labels-idx1-ubyte.gz"]
    else:
        resources = [(name, None) for name in server]
        monkeypatch.setattr(torchvision.datasets.MNIST, "resources", resources)
        server["t10k-labels-idx1-ubyte.gz"] = b"no gzip at all"
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path, {"t10k-images-idx3-ubyte": contents["t10k-images-idx3-ubyte"]})
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    images, labels = mnist("test", tmp_path, download=True)
    printed, errors = capfd.readouterr()
    assert printed.count("\n") == 1
    assert "embedded digits" in printed
    assert errors == ""
    assert torch.equal(images, digits("test")[0])
    assert torch.equal(labels, digits("test")[1])
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    assert not (tmp_path / "MNIST").exists()


def test_no_network_is_one_line_and_soon(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(reader, "REACH_SECONDS", 0.3)
    silent = threading.Event()

    def hang(*arguments, **options):
        silent.wait(5)
        raise OSError

    monkeypatch.setattr(urllib.request, "urlopen", hang)
    start = time.monotonic()
    images, _ = mnist("all", tmp_path / "new", download=True)
    assert time.monotonic() - start < 4
    silent.set()
    printed, errors = capfd.readouterr()
    assert printed == (
        "MNIST could not be downloaded (no server answered): the embedded digits carry on.\n"
    )
    assert errors == ""
    assert len(images) == 5000
    assert not (tmp_path / "new").exists()
