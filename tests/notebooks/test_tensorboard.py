"""The lesson's runs as a real TensorBoard serves them, and what reads event files back."""

import contextlib
import json
import math
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from course import board, runs
from course.lessons import publish
from course.probe.logs import events, logged, stories, writing

LESSON = "05_tensorboard"
SECONDS = 120  # a busy machine takes its time


@pytest.fixture(scope="module")
def lesson():
    """What the lesson's given and solution cells define."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_BUDGET", "quick")
        patch.setenv("COURSE_DEVICE", "cpu")
        yield publish.reference(LESSON)


@pytest.fixture(scope="module")
def logdir(lesson, tmp_path_factory):
    """A folder with one run of the lesson, seven steps long."""
    root = tmp_path_factory.mktemp("runs")
    lesson["train_logged"](
        str(root), "healthy", lesson["HEALTHY"], lesson["stream"](7), 3, torch.device("cpu")
    )
    return root


@pytest.fixture(scope="module")
def fetch(logdir):
    """A function that asks a TensorBoard of our own, on loopback, at a port that it chose itself."""
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(logdir), "--port", "0",
               "--host", "127.0.0.1", "--load_fast", "false", "--reload_interval", "1"]  # fmt: skip
    server = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        address = _address(server)
        yield lambda path, **query: _get(f"{address}data/{path}?{urllib.parse.urlencode(query)}")
    finally:
        server.terminate()
        server.wait(30)


def _address(server):
    """The address that the server prints when it is ready."""
    found, said = threading.Event(), []

    def listen():  # to its end, so that the server never waits for a reader
        for line in server.stderr:
            said.append(line)
            if "http://" in line:
                found.set()
        found.set()

    threading.Thread(target=listen, daemon=True).start()
    found.wait(SECONDS)
    match = re.search(r"http://127\.0\.0\.1:\d+/", "".join(said))
    assert match, f"TensorBoard did not start: {''.join(said)[-500:]}"
    return match[0]


def _get(url):
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:
        return answer.read()


def eventually(ask):
    """The first answer that is not empty; TensorBoard loads runs after it has opened its port."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.HTTPError):
            if answer := ask():
                return answer
        time.sleep(0.2)
    raise AssertionError(f"TensorBoard served nothing within {SECONDS} s")


def test_tensorboard_serves_the_scalars(fetch):
    tags = eventually(lambda: json.loads(fetch("plugin/scalars/tags")).get("healthy"))
    assert set(tags) == {"Loss/discriminator", "Loss/generator", "Quality/distance", "Quality/classes"}
    for tag in ("Loss/discriminator", "Loss/generator"):
        points = json.loads(fetch("plugin/scalars/scalars", run="healthy", tag=tag))
        assert [step for _, step, _ in points] == list(range(7))
        assert all(math.isfinite(value) for _, _, value in points)


def test_tensorboard_serves_the_images(fetch):
    eventually(lambda: json.loads(fetch("plugin/images/tags")).get("healthy"))
    query = {"run": "healthy", "tag": "Generated Images", "sample": 0}
    entries = json.loads(fetch("plugin/images/images", **query))
    assert [entry["step"] for entry in entries] == [0, 3, 6]
    for entry in entries:
        png = _individual(fetch, entry["query"])
        assert runs.decode(png).shape == (242, 242, 3)  # 8 × 8 images with a frame of 2 pixels


def _individual(fetch, query):
    return fetch("plugin/images/individualImage", **dict(urllib.parse.parse_qsl(query)))


def test_tensorboard_serves_the_graph_of_both_networks(fetch):
    eventually(lambda: json.loads(fetch("plugin/graphs/info")).get("healthy"))
    graph = fetch("plugin/graphs/graph", run="healthy", conceptual="false").decode()
    for operation in ("aten::relu", "aten::tanh", "aten::leaky_relu", "aten::sigmoid"):
        assert operation in graph


def test_tensorboard_serves_the_settings_from_a_run_below(fetch):
    names = eventually(lambda: [r for r in json.loads(fetch("runs")) if r.startswith("healthy/")])
    (below,) = names
    tags = eventually(lambda: json.loads(fetch("plugin/scalars/tags")).get(below))
    assert set(tags) == {"Final/distance"}


# The reader


def test_what_is_written_is_read_back(tmp_path):
    with SummaryWriter(tmp_path / "one") as writer:
        writer.add_scalar("a", 1.5, 3)
        writer.add_scalar("a", math.nan, 4)
        writer.add_image("i", torch.ones(3, 4, 5), 7)
        writer.add_histogram("h", torch.tensor([1.0, 2.0]), 8)
        writer.add_embedding(torch.eye(3, 2), ["x", "y", "z"], torch.rand(3, 1, 4, 4))
        writer.add_hparams({"lr": 0.5, "kind": "plain"}, {"m": 2.0})
    everything = runs.read_all(tmp_path)
    one = everything.pop("one")
    assert one.scalars["a"][0] == (3, 1.5) and math.isnan(one.scalars["a"][1][1])
    ((step, picture),) = one.images["i"]
    assert step == 7 and picture.shape == (4, 5, 3) and picture.min() == 255
    ((step, histogram),) = one.histograms["h"]
    assert step == 8 and (histogram.num, histogram.sum) == (2, 3)
    (embedding,) = one.embeddings
    assert embedding.points.tolist() == [[1, 0], [0, 1], [0, 0]]
    assert embedding.labels == ["x", "y", "z"] and embedding.images.shape == (3, 4, 4, 3)
    (below,) = everything.values()
    assert below.settings == {"lr": 0.5, "kind": "plain"} and below.metrics == ["m"]


def test_a_long_series_is_read_whole(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        for step in range(12_000):  # the reader's own limit is 10,000
            writer.add_scalar("a", step, step)
    assert len(runs.read(tmp_path).scalars["a"]) == 12_000


def test_damaged_and_empty_folders_are_empty_runs(tmp_path, capfd):
    stories.clutter(tmp_path)
    for name in ("empty", "hollow", "damaged", "notes.txt"):
        assert runs.read(tmp_path / name).scalars == {}
    assert capfd.readouterr().err == ""


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path):
    stories.write(tmp_path, {"a": list(range(50))})
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    assert [step for step, _ in runs.read(tmp_path).scalars["a"]] == list(range(49))


def test_one_run_shows_one_graph(tmp_path, capfd):
    with writing.silent(), SummaryWriter(tmp_path) as writer:
        writer.add_graph(nn.Tanh(), torch.zeros(1, 2))
        writer.add_graph(nn.Sigmoid(), torch.zeros(1, 2))
    assert events.operations(runs.read_all(tmp_path)) == {"sigmoid"}
    assert capfd.readouterr().err == ""


# The probe


def test_written_finds_what_a_function_wrote_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    written = writing.written("f", lambda w: w.add_scalar("a", 1, 2), lambda w: w.add_scalar("a", 3, 4))
    assert written["."].scalars == {"a": [(2, 1.0), (4, 3.0)]}
    assert not list(tmp_path.iterdir())


def test_runs_below_and_beside_are_found_and_their_writers_must_be_closed():
    def write(writer, close=True):
        for folder in (f"{writer.log_dir}/below", f"{writer.log_dir}-beside"):
            own = SummaryWriter(folder)
            own.add_scalar("a", 1, 2)
            if close:
                own.close()

    with pytest.raises(AssertionError, match="opened a writer of its own and left it open"):
        writing.written("f", lambda writer: write(writer, close=False))
    written = writing.written("f", write)
    assert set(written) == {".", "below", "../run-beside"}
    assert all(written[path].scalars == {"a": [(2, 1.0)]} for path in ("below", "../run-beside"))


def test_a_missing_graph_has_the_cause_that_fits():
    G, D = nn.Sequential(nn.ReLU(), nn.Tanh()), nn.Sequential(nn.LeakyReLU(), nn.Sigmoid())
    example = torch.zeros(1, 2)

    def refuses(words, *calls):
        with pytest.raises(AssertionError, match=words):
            events.check_graphs(writing.written("f", *calls), G, D)

    refuses("no graph is shown", lambda w: None)
    refuses("of D is shown: the module that was logged does not hold G", lambda w: w.add_graph(D, example))
    held = nn.Sequential(G, D)
    held.forward = lambda x: held[0](x)
    refuses("of G is shown: your module holds D, but nothing", lambda w: w.add_graph(held, example))
    refuses("called 2 times on one", lambda w: w.add_graph(D, example), lambda w: w.add_graph(G, example))
    both = writing.written("f", lambda w: w.add_graph(nn.Sequential(G, D), example))
    events.check_graphs(both, G, D)


def test_a_network_says_what_it_takes():
    model = writing.sized(nn.Linear(3, 2), 3, "G takes noise")
    assert model(torch.zeros(5, 3)).shape == (5, 2)
    for shape in [(3,), (5, 4), (1, 5, 3)]:
        with pytest.raises(ValueError, match="G takes noise"):
            model(torch.zeros(shape))


def test_losses_that_are_not_as_expected_say_why():
    def refuses(words, d, g, steps=(0, 7)):
        curves = {"Loss/discriminator": list(zip(steps, d, strict=True)),
                  "Loss/generator": list(zip(steps, g, strict=True))}  # fmt: skip
        with pytest.raises(AssertionError, match=words):
            events.check_losses(curves, [0, 7], [(1.25, 0.5), (1.5, -0.75)])

    right = (1.25, 1.5), (0.5, -0.75)
    refuses("the two losses are exchanged", right[1], right[0])
    refuses("Loss/generator .* this is D's loss", right[0], right[0])
    refuses("Loss/discriminator .* this is G's loss", right[1], right[1])
    refuses("its sign is lost", right[0], (0.5, 0.75))
    refuses("its sign is changed", right[0], (-0.5, 0.75))
    refuses("holds the steps where its values should be", (0.0, 7.0), right[1], steps=(1, 1))
    refuses("all lie at step 0", *right, steps=(0, 0))


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([(0, 1.0), (0, 2.0)], "is the step handed on"),
        ([(1, 1.0)], "some are missing"),
        ([(2, 1.0), (6, 2.0)], "each is one too late"),
        ([(1, 1.0), (1, 1.0), (5, 2.0), (5, 2.0)], "each is logged twice"),
        ([(1, 1.0), (5, 7.0)], "is 7 in one place, expected 2: it was swapped"),
    ],
)
def test_a_scalar_that_is_not_as_expected_says_why(entries, words):
    events.check_scalar([(1, 1.0), (5, 2.0)], [(1, 1.0), (5, 2.0)], "a")
    with pytest.raises(AssertionError, match=words):
        events.check_scalar(entries, [(1, 1.0), (5, 2.0)], "a", {"it was swapped": [1.0, 7.0]})


def test_a_nan_that_was_lost_is_named():
    events.check_scalar([(0, math.nan)], [(0, math.nan)], "a")
    with pytest.raises(AssertionError, match="a at step 0 is 0, expected nan"):
        events.check_scalar([(0, 0.0)], [(0, math.nan)], "a")


def test_a_story_is_judged_by_its_name(lesson):
    tale = {"good": stories.story([3, 2, 1]), "bad": stories.story([30, 20, 10])}
    assert stories.judged(lesson["best_run"], tale) == "good"
    with pytest.raises(AssertionError, match="return the folder's name alone"):
        stories.judged(lambda root: str(next(p for p in os.scandir(root)).path), tale)
    with pytest.raises(AssertionError, match="A run can be empty"):
        stories.judged(lambda root: {}["Quality/distance"], tale)


def test_an_error_that_was_not_planned_fails(lesson):
    def broken(root, name, settings, loader, look, device):
        raise ValueError("a slip")

    with pytest.raises(AssertionError, match="train_logged stopped with ValueError: a slip"):
        logged.logged_training(broken, error=KeyboardInterrupt(), fail_at=1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("torch.set_grad_enabled(False)", "gradients are off where players.step trains"),
        ("players.D.eval()", "a network is in eval mode where players.step trains"),
        ("writer.close()", "log_losses was called after the writer was closed"),
        ("len(loader)", "a loader may have no length"),
        ("images.add_(1)", "takes each batch of the loader as it comes"),
        ("raise RuntimeError('x')", "train_logged stopped with RuntimeError: x"),
    ],
)
def test_a_training_that_goes_wrong_says_why(lesson, line, words):
    source = f"""
def train_logged(root, name, settings, loader, look, device):
    players, writer = Players(settings, device), open_writer(root, name)
    for step, images in enumerate(loader):
        {line}
        log_losses(writer, step, *players.step(images))
"""
    names = dict(lesson)
    exec(source, names)
    with pytest.raises(AssertionError, match=words):
        logged.logged_training(names["train_logged"])
    assert torch.is_grad_enabled()


# Beside the notebook


def test_a_person_gets_a_folder_and_a_grader_a_passing_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_BUDGET", "full")
    assert board.folder("runs") == "runs" and (tmp_path / "runs").is_dir()
    assert not board.wanted()  # the lesson is being built
    monkeypatch.setenv("COURSE_BUDGET", "quick")
    assert not str(board.folder("runs")).startswith(str(tmp_path)) and not board.wanted()
    for name in ("COURSE_BUDGET", "PYTEST_VERSION", "CI", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    assert board.wanted()


def test_the_program_is_that_of_this_python(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert os.path.dirname(board.program()) == os.path.dirname(sys.executable)


@pytest.mark.parametrize(("kept", "words"), [
    (lambda x: x, "nothing is left out"),
    (lambda x: x[~x.isnan()], "NaN is left out, infinity is not"),
    (lambda x: x[~x.isinf()], "infinity is left out, NaN is not"),
    (lambda x: x[x < np.inf], "only one of the two infinities"),
    (lambda x: x.nan_to_num(0, 1, -1), "numbers stand for NaN"),
    (lambda x: x[x.isfinite()][1:], "should count 7 numbers, but counts 6$"),
])  # fmt: skip
def test_what_is_left_out_of_a_histogram_is_told(kept, words):
    finite, rows = torch.randn(7), torch.ones(7)
    mixed = torch.cat([np.nan * rows, finite, np.inf * rows, -np.inf * rows])
    logged = writing.written("f", lambda w: w.add_histogram("weight", kept(mixed), 0))["."].histograms
    with pytest.raises(AssertionError, match=words):
        events.check_left_out(logged["weight"][0][1], finite, "weight")


@pytest.mark.parametrize(("points", "words"), [
    (torch.zeros(12), "flattened to one row"),
    (torch.zeros(3, 4), "rows and columns are exchanged"),
    (torch.zeros(6, 2), "are the points the rows"),
])  # fmt: skip
def test_what_became_of_the_points_is_read_from_their_shape(points, words):
    with pytest.raises(AssertionError, match=f"{words}"):
        writing.written("f", lambda w: w.add_embedding(points, metadata=[1, 2, 3, 4]))
