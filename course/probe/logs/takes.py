"""What stands in the place of the lesson's own parts while a logged training is played."""

from collections.abc import Callable
from typing import Any

import torch
from torchvision.utils import make_grid

from course.probe.logs.writing import Writer
from course.probe.values.draws import uniform
from course.probe.values.names import looked_up

FOLDER = "run-2"  # that open_writer takes: another than the name, as where that is in use
DISTANCE = "Quality/distance"
DISTANCES = (120.0, 100.0, 140.0, 130.0)


def parts(training: Any, train_logged: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The replacements, by the names that the lesson gives them; they write into a `logged.Training`."""
    real = looked_up(train_logged).get("Players")

    def Players(settings, device):
        assert real is not None, "the cell with the players has not run"
        training.players = real(settings, device)
        _watch(training, training.players)
        return training.players

    def open_writer(root, name):
        training.writers.append(Writer(f"{root}/{FOLDER}" if name == "run" else f"{root}/{name}"))
        return training.writers[-1]

    def log_losses(writer, step, loss_d, loss_g):
        for player, loss in (("discriminator", loss_d), ("generator", loss_g)):
            _open(writer, "log_losses").add_scalar(f"Loss/{player}", loss, step)

    def log_images(writer, step, images):
        if not torch.is_tensor(images) or images.dim() != 4:
            raise ValueError("log_images takes images (N, 1, 28, 28): reshape what G makes")
        training.looks.append((step, images.detach().cpu().clone()))
        grid = make_grid((images[:4].detach().cpu() + 1) / 2)  # a few: writing a PNG takes time
        _open(writer, "log_images").add_image("Generated Images", grid, step)

    def log_histograms(writer, step, model):
        _open(writer, "log_histograms")
        training.weighed.append((step, model, training.done))

    def log_quality(writer, step, G):
        training.fail("log_quality")
        distance = DISTANCES[len(training.measured) % len(DISTANCES)]
        training.measured.append((step, distance, G, training.done))
        _open(writer, "log_quality").add_scalar(DISTANCE, distance, step)
        return distance

    def log_graphs(writer, G, D, input_dim, image_dim):
        training.fail("log_graphs")
        _open(writer, "log_graphs")
        training.graphs.append(((G, D, input_dim, image_dim), training.done))

    def log_hparams(writer, settings, metrics):
        _open(writer, "log_hparams")
        training.hparams.append((settings, metrics, training.done))

    replacements: list[Any] = [
        Players, open_writer, log_losses, log_images, log_histograms, log_quality, log_graphs, log_hparams,
    ]  # fmt: skip
    for part in replacements:
        part.__qualname__ = part.__name__
    return {part.__name__: part for part in replacements}


def _open(writer, what):
    if not isinstance(writer, Writer):
        raise ValueError(f"{what} takes the writer that open_writer gave, first")
    if writer.closings:
        raise ValueError(f"{what} was called after the writer was closed")
    return writer


def _watch(training, players):
    """Let the lesson's players take steps of known losses, and write down what G makes.

    Nothing learns: a step only lightens G's images a little, so that they tell how many went before.
    """

    def made(module, inputs, images):
        noise = inputs[0].detach().cpu()
        training.made.append((training.done, noise, images.detach().cpu()))

    def step(images):
        training.fail(training.done)
        _check_batch(training, images)
        if not torch.is_grad_enabled():
            raise ValueError("gradients are off where players.step trains: only the look needs no gradient")
        if not (players.G.training and players.D.training):
            raise ValueError("a network is in eval mode where players.step trains: put it into train mode")
        with torch.no_grad():
            players.G.layers[4].bias.add_(0.1)
        training.losses.append((uniform(1).item(), 1 + uniform(1).item()))
        return training.losses[-1]

    players.G.register_forward_hook(made)
    players.step = step


def _check_batch(training, images):
    if training.done == len(training.batches):
        raise ValueError("more steps were taken than the loader has batches")
    expected = training.batches[training.done]
    fits = torch.is_tensor(images) and images.shape == expected.shape
    if fits and torch.allclose(images.cpu(), 2 * expected - 1):
        raise ValueError("players.step scales the images itself: hand each batch on as it comes")
    if not fits or not torch.equal(images.cpu(), expected):
        raise ValueError("players.step takes each batch of the loader as it comes, in its order")
