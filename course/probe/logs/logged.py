"""A logged training, played with the parts around it replaced: what it wrote, and was it closed?

So a mistake in the student's own logging functions costs its points in their cells, not here.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from course import runs
from course.probe.logs import takes
from course.probe.logs.writing import Writer, tried
from course.probe.values.compare import kind, same
from course.probe.values.draws import uniform
from course.probe.values.names import replaced
from course.runs import Run

SETTINGS = {"lr_G": 0.001, "lr_D": 0.002, "betas": (0.5, 0.999), "hidden": 0.3, "loss": "BCELoss"}
METRIC = "Final/distance"


@dataclass
class Training:
    """What a logged training did.

    ``looks`` holds (step, images) of each log_images; ``made`` of each call of G: (steps done,
    noise, images); ``losses`` the pairs that the steps gave; ``weighed`` (step, network, steps done)
    of each log_histograms; ``measured`` (step, distance, network, steps done) of each log_quality;
    ``graphs`` and ``hparams`` the arguments of those calls, and the steps done.
    """

    batches: list[torch.Tensor]
    fail_at: int | str | None = None
    planned: BaseException | None = None
    losses: list[tuple[float, float]] = field(default_factory=list)
    looks: list[tuple[int, torch.Tensor]] = field(default_factory=list)
    made: list[tuple[int, torch.Tensor, torch.Tensor]] = field(default_factory=list)
    weighed: list[tuple[int, nn.Module, int]] = field(default_factory=list)
    measured: list[tuple[int, float, nn.Module, int]] = field(default_factory=list)
    graphs: list[tuple[tuple[Any, ...], int]] = field(default_factory=list)
    hparams: list[tuple[Any, Any, int]] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    players: Any = None
    returned: Any = None
    error: BaseException | None = None
    runs: dict[str, Run] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many steps were taken."""
        return len(self.losses)

    @property
    def run(self) -> Run:
        """The run that was written."""
        assert self.players is not None, "train_logged made no players: Players(settings, device)"
        assert self.writers, "train_logged never calls open_writer"
        assert len(self.writers) == 1, f"one training is one run, but {len(self.writers)} writers were opened"
        assert takes.FOLDER in self.runs, "no run was written in root/name: open_writer(root, name)"
        return self.runs[takes.FOLDER]

    def fail(self, place: int | str) -> None:
        """Raise the planned error, if this is the place for it."""
        if self.planned is not None and place == self.fail_at:
            raise self.planned

    def closed(self) -> bool:
        """True when every writer was closed."""
        return bool(self.writers) and all(writer.closings for writer in self.writers)

    def noises(self) -> list[tuple[torch.Tensor, int]]:
        """For each look: the noise that its images were made of, and how many steps G had taken."""
        return [self._origin(step, images) for step, images in self.looks]

    def check_graphs(self, input_dim: int, image_dim: int) -> None:
        """Check that both networks' graphs were logged, once, before the first step."""
        __tracebackhide__ = True
        assert self.graphs, "log_graphs was never called"
        assert len(self.graphs) == 1, f"log_graphs was called {len(self.graphs)} times: once is enough"
        (G, D, *sizes), done = self.graphs[0]
        assert not (G is self.players.D and D is self.players.G), "log_graphs takes G first, then D"
        fits = G is self.players.G and D is self.players.D
        assert fits, "log_graphs was not given the players: log_graphs(writer, players.G, players.D, …)"
        assert sizes == [input_dim, image_dim], (
            f"log_graphs was given the sizes {sizes}, not {[input_dim, image_dim]}"
        )
        assert done == 0, f"the graphs were logged after {done} steps: log them before the first"

    def check_hparams(self) -> None:
        """Check that the settings were logged once, at the end, with the last distance."""
        __tracebackhide__ = True
        assert self.hparams, "log_hparams was never called"
        assert len(self.hparams) == 1, f"log_hparams was called {len(self.hparams)} times: once, at the end"
        settings, metrics, done = self.hparams[0]
        assert self.settings == SETTINGS, "train_logged changed the settings that it was given"
        assert settings == SETTINGS, "log_hparams was not given the run's settings"
        assert isinstance(metrics, dict), f"the metrics should be a dict, not {kind(metrics)}"
        distances = [distance for _, distance, *_ in self.measured]
        assert distances, "log_quality was never called"
        steps, there = len(self.batches), ", ".join(metrics) or "none"
        assert done == steps, (
            f"the settings were logged after {done} of {steps} steps: log them at the end, with the last "
            f"distance as {METRIC}"
        )
        assert set(metrics) == {METRIC}, f"the metric should be {METRIC}, but is {there}"
        same(metrics[METRIC], distances[-1], METRIC, {
            "this is the first distance: take the last": distances[0],
            "this is the lowest distance: take the last": min(distances),
            "this is the highest distance: take the last": max(distances),
            "this is the mean of all distances: take the last": sum(distances) / len(distances),
        })  # fmt: skip

    def check_measured(self) -> None:
        """Check that G was given to log_quality each time, not D nor images."""
        __tracebackhide__ = True
        for _, _, network, _ in self.measured:
            found = "another network"
            if network is self.players.D:
                found = "players.D, but it is G whose images are judged"
            elif torch.is_tensor(network):
                found = "a tensor, but it takes G itself"
            assert network is self.players.G, f"log_quality was not given players.G: it was given {found}"

    def check_returned(self) -> None:
        """Check that the run's folder and the players were returned."""
        __tracebackhide__ = True
        pair = self.returned
        fits = isinstance(pair, tuple | list) and len(pair) == 2
        assert fits, f"train_logged should return the run's folder and the players, a pair, not {kind(pair)}"
        folder, players = pair
        assert folder is not self.players, "train_logged returns the folder first, then the players"
        assert folder is not self.writers[0], "the first of the pair is the writer: return writer.log_dir"
        assert str(folder) == str(self.writers[0].log_dir), (
            f"the first of the pair should be writer.log_dir, but is {folder}: open_writer takes another "
            "folder when the name is in use"
        )
        assert players is self.players, "the second of the pair should be the players"

    def check_stopped(self, where: str, interrupted: Callable[[], "Training"]) -> None:
        """Check that the planned error closed the writer, reached the caller, and lost no step.

        ``interrupted`` plays the training again with a KeyboardInterrupt, where an error was swallowed.
        """
        __tracebackhide__ = True
        name = type(self.planned).__name__
        assert self.closed(), f"the writer is still open after {name} {where}: close it in `finally`"
        assert self.error is self.planned, (
            f"{name} was swallowed: after closing, let it go on to the caller{self._swallower(interrupted)}"
        )
        if self.fail_at == "log_quality":  # the losses of that step may come before the look or after it
            return
        points = self.run.scalars.get("Loss/generator", [])
        logged, taken = [step for step, _ in points], list(range(self.done))
        assert logged == taken, f"{name} came {where}: losses of steps {taken} should be there, not {logged}"

    def _swallower(self, interrupted):
        """What kept an error from the caller: a return in finally keeps all, `except Exception` not all."""
        if isinstance(self.planned, KeyboardInterrupt):
            return ""
        if interrupted().error:
            return ". An `except`, such as `except Exception`, keeps it: end it with `raise`, or leave it out"
        return (
            ". Is there a `return` in `finally`, which swallows every error, or an `except:` that ends "
            "without `raise`?"
        )

    def _origin(self, step, images):
        flat = images.flatten()
        near = [(noise, done) for done, noise, made in self.made
                if made.numel() == len(flat) and torch.allclose(made.flatten(), flat)]  # fmt: skip
        scaled = any(made.numel() == len(flat) and torch.allclose((made.flatten() + 1) / 2, flat)
                     for _, _, made in self.made)  # fmt: skip
        assert not scaled, "log_images scales the images itself: hand on what G makes, in [−1, 1]"
        assert near, (
            f"the images logged at step {step} are not G's: log G(noise) as (N, 1, 28, 28), in [−1, 1]"
        )
        return near[-1]


def logged_training(
    train_logged: Callable[..., Any],
    steps: int = 7,
    look: int = 3,
    device: torch.device | str = "cpu",
    error: BaseException | None = None,
    fail_at: int | str | None = None,
) -> Training:
    """Run a student's ``train_logged(root, name, settings, loader, look, device)`` in a fresh folder.

    Args:
        train_logged: the student's function.
        steps: number of batches.
        look: how many steps lie between two looks.
        device: device that it is told to use.
        error: what is raised at ``fail_at``: a step's number, "loader", "log_graphs" or "log_quality".

    Returns:
        A :class:`Training`; an error other than ``error`` fails.
    """
    __tracebackhide__ = True
    training = Training([uniform(6, 1, 28, 28) for _ in range(steps)], fail_at, error)
    with tempfile.TemporaryDirectory() as root:
        arguments = (root, "run", training.settings, _Loader(training), look, device)
        try:
            with replaced(train_logged, **takes.parts(training, train_logged)):
                tried("train_logged", _caught(training, train_logged), *arguments)
            training.runs = runs.read_all(root)
        finally:  # else a writer still at work would miss its folder, and say so in a later cell
            torch.set_grad_enabled(True)
            for writer in training.writers:
                if not writer.closings:
                    SummaryWriter.close(writer)
    return training


class _Loader:
    """Gives its batches as often as it is asked, and has no length."""

    def __init__(self, training: Training) -> None:
        self.training = training

    def __iter__(self) -> Iterator[torch.Tensor]:
        for number, batch in enumerate(self.training.batches):
            if number == 2:
                self.training.fail("loader")
            yield batch.clone()


def _caught(training, train_logged):
    """The call; the planned error is kept, so that the test can look at it."""

    def call(*arguments):
        try:
            training.returned = train_logged(*arguments)
        except BaseException as caught:
            if training.planned is None or caught is not training.planned:
                raise
            training.error = caught

    return call
