"""A logged training, played with the parts around it replaced: what it wrote, and was it closed?

So a mistake in the student's own logging functions costs its points in their cells, not here.
"""


import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter
from torchvision.utils import make_grid

from course import runs
from course.probe.logs.events import Writer, tried
from course.probe.values.compare import same
from course.probe.values.draws import uniform
from course.probe.values.names import replaced
from course.runs import Run

SETTINGS = {"lr_G": 0.001, "lr_D": 0.002, "betas": (0.5, 0.999), "hidden": 0.3, "loss": "BCELoss"}
DISTANCE, METRIC = "Quality/distance", "Final/distance"


@dataclass
class Training:
    """What a logged training did.

    ``looks`` holds (step, images) of each log_images; ``made`` of each call of G: (steps done,
    noise, images); ``losses`` the pairs that the steps gave; ``weighed`` the networks whose weights
    were logged, with the step; ``graphs`` and ``hparams`` the arguments of those calls.
    """

    batches: list[torch.Tensor]
    losses: list[tuple[float, float]] = field(default_factory=list)
    looks: list[tuple[int, torch.Tensor]] = field(default_factory=list)
    made: list[tuple[int, torch.Tensor, torch.Tensor]] = field(default_factory=list)
    weighed: list[tuple[int, nn.Module]] = field(default_factory=list)
    measured: list[tuple[int, float]] = field(default_factory=list)
    graphs: list[tuple[Any, ...]] = field(default_factory=list)
    hparams: list[tuple[Any, Any]] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)
    players: Any = None
    returned: Any = None
    error: BaseException | None = None
    runs: dict[str, Run] = field(default_factory=dict)

    @property
    def run(self) -> Run:
        """The run that was written."""
        assert self.writers, "train_logged never calls open_writer"
        assert len(self.writers) == 1, f"one training is one run, but {len(self.writers)} writers were opened"
        assert "run" in self.runs, "no run was written in root/name: hand root and name on to open_writer"
        return self.runs["run"]

    def closed(self) -> bool:
        """True when every writer was closed."""
        return bool(self.writers) and all(writer.closings for writer in self.writers)

    def noises(self) -> list[tuple[torch.Tensor, int]]:
        """For each look: the noise that its images were made of, and how many steps G had taken."""
        return [self._origin(step, images) for step, images in self.looks]

    def check_graphs(self, input_dim: int, image_dim: int) -> None:
        """Check that both networks' graphs were logged, once."""
        __tracebackhide__ = True
        assert self.graphs, "log_graphs was never called"
        assert len(self.graphs) == 1, f"log_graphs was called {len(self.graphs)} times: once is enough"
        G, D, *sizes = self.graphs[0]
        fits = G is self.players.G and D is self.players.D
        assert fits, "log_graphs was not given the players: log_graphs(writer, players.G, players.D, …)"
        assert sizes == [input_dim, image_dim], (
            f"log_graphs was given the sizes {sizes}, not {[input_dim, image_dim]}"
        )

    def check_hparams(self) -> None:
        """Check that the settings were logged once, at the end, with the last distance."""
        __tracebackhide__ = True
        assert self.hparams, "log_hparams was never called"
        assert len(self.hparams) == 1, f"log_hparams was called {len(self.hparams)} times: once, at the end"
        settings, metrics = self.hparams[0]
        assert settings == SETTINGS, "log_hparams was not given the run's settings"
        assert set(metrics) == {METRIC}, f"the metric should be {METRIC}, but is {', '.join(metrics)}"
        first, last = self.measured[0][1], self.measured[-1][1]
        same(metrics[METRIC], last, METRIC, {"this is the first distance: take the last": first})

    def check_returned(self) -> None:
        """Check that the run's folder and the players were returned."""
        __tracebackhide__ = True
        pair = self.returned
        fits = isinstance(pair, tuple | list) and len(pair) == 2
        assert fits, "train_logged should return the run's folder and the players, a pair"
        folder, players = pair
        assert str(folder) == str(self.writers[0].log_dir), "the first of the pair should be writer.log_dir"
        assert players is self.players, "the second of the pair should be the players"

    def _origin(self, step, images):
        near = [(noise, done) for done, noise, made in self.made
                if made.numel() == images.numel() and torch.allclose(made.flatten(), images.flatten())]
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
    fail_at: int | None = None,
) -> Training:
    """Run a student's ``train_logged(root, name, settings, loader, look, device)`` in a fresh folder.

    Args:
        train_logged: the student's function.
        steps: number of batches.
        look: how many steps lie between two looks.
        device: device that it is told to use.
        error: what the step ``fail_at`` raises.

    Returns:
        A :class:`Training`; an error other than ``error`` fails.
    """
    __tracebackhide__ = True
    training = Training([uniform(6, 1, 28, 28) for _ in range(steps)])
    with tempfile.TemporaryDirectory() as root:
        arguments = (root, "run", dict(SETTINGS), list(training.batches), look, device)
        call = _caught(training, train_logged, error)
        try:
            with replaced(train_logged, **_parts(training, fail_at, error)):
                tried("train_logged", call, *arguments)
            training.runs = runs.read_all(root)
        finally:  # else a writer still at work would miss its folder, and say so in a later cell
            for writer in training.writers:
                if not writer.closings:
                    SummaryWriter.close(writer)
    return training


def _caught(training, train_logged, error):
    """The call; the planned error is kept, so that the test can look at it."""

    def call(*arguments):
        try:
            training.returned = train_logged(*arguments)
        except BaseException as caught:
            if error is None or caught is not error:
                raise
            training.error = caught

    return call


class _Players:
    """In the place of the lesson's players: known losses, small networks, and no learning."""

    def __init__(self, training, device, fail_at, error):
        self.training, self.fail_at, self.error = training, fail_at, error
        self.G = _Generator(training).to(device)
        self.D = nn.Linear(28 * 28, 1).to(device)

    def step(self, real):
        losses = self.training.losses
        if len(losses) == self.fail_at:
            raise self.error
        right = len(losses) < len(self.training.batches)
        assert right, "more steps were taken than the loader has batches"
        expected = self.training.batches[len(losses)]
        if not torch.is_tensor(real) or not torch.equal(real.cpu(), expected):
            raise ValueError("players.step takes each batch of the loader as it comes, in its order")
        losses.append((uniform(1).item(), 1 + uniform(1).item()))
        return losses[-1]


class _Generator(nn.Module):
    """Noise (N, any) → flat images (N, 784) that tell how many steps were taken."""

    def __init__(self, training):
        super().__init__()
        self.layer = nn.Linear(100, 28 * 28)
        self.training_record = [training]  # in a list, so that copying the network is cheap

    def forward(self, z):
        (record,) = self.training_record
        done = len(record.losses)
        images = torch.tanh(self.layer(z) + 0.1 * done)  # (N, 784)
        record.made.append((done, z.detach().cpu(), images.detach().cpu()))
        return images


def _parts(training, fail_at, error):
    """The replacements, by the names that the lesson gives them."""

    def Players(settings, device):
        training.players = _Players(training, device, fail_at, error)
        return training.players

    def open_writer(root, name):
        training.writers.append(Writer(f"{root}/{name}"))
        return training.writers[-1]

    def log_losses(writer, step, loss_d, loss_g):
        for player, loss in (("discriminator", loss_d), ("generator", loss_g)):
            writer.add_scalar(f"Loss/{player}", loss, step)

    def log_images(writer, step, images):
        if not torch.is_tensor(images) or images.dim() != 4:
            raise ValueError("log_images takes images (N, 1, 28, 28): reshape what G makes")
        training.looks.append((step, images.detach().cpu().clone()))
        writer.add_image("Generated Images", make_grid((images.detach().cpu() + 1) / 2), step)

    def log_histograms(writer, step, model):
        training.weighed.append((step, model))

    def log_quality(writer, step, G):
        training.measured.append((step, 100.0 + len(training.measured)))
        writer.add_scalar(DISTANCE, training.measured[-1][1], step)
        return training.measured[-1][1]

    def log_graphs(writer, G, D, input_dim, image_dim):
        training.graphs.append((G, D, input_dim, image_dim))

    def log_hparams(writer, settings, metrics):
        training.hparams.append((settings, metrics))

    parts = [Players, open_writer, log_losses, log_images, log_histograms, log_quality, log_graphs,
             log_hparams]  # fmt: skip
    for part in parts:
        part.__qualname__ = part.__name__
    return {part.__name__: part for part in parts}
