"""A training loop, played with the parts around it replaced by ones that write down what happens.

So a mistake in the student's own networks or steps costs its points in their cells, not here.
"""

import contextlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from course.data import Batches
from course.probe.networks.optimizers import held
from course.probe.values.compare import attempt, number
from course.probe.values.draws import uniform
from course.probe.values.names import replaced


@dataclass
class Loop:
    """What a training loop did.

    ``events`` holds one pair for each call: ("D" or "G", dictionary of arguments) for a step,
    ("log", dictionary) for a log.  ``losses`` holds the losses that the steps of D and of G gave:
    those of D lie between 0 and 1, those of G between 1 and 2.  ``made`` holds all networks that
    were made, by name.
    """

    batches: list[torch.Tensor]
    epochs: int
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    losses: dict[str, list[float]] = field(default_factory=lambda: {"D": [], "G": []})
    made: dict[str, list["Network"]] = field(default_factory=lambda: {"D": [], "G": []})
    pairs: int = 0  # of optimizers that were made
    returned: Any = None

    def network(self, name: str) -> "Network":
        """The network, "D" or "G", that the loop made: the only one."""
        kind, made = NETWORKS[name], self.made[name]
        assert made, f"train never makes a {kind}"
        assert len(made) == 1, (
            f"train makes {len(made)} networks of class {kind}: one, made before the loop, is enough"
        )
        return made[0]

    @property
    def notebooks(self) -> int:
        """What EPOCHS is in the notebook while it runs: no number that a loop comes to otherwise."""
        return 2 * self.epochs + 1

    def steps(self) -> str:
        """The names of the steps in the order of the calls, for example "DGDGDG"."""
        return "".join(name for name, _ in self.events if name in "DG")

    def calls(self, name: str) -> list[dict[str, Any]]:
        """The arguments of each call of this name."""
        return [arguments for event, arguments in self.events if event == name]

    def logged(self) -> tuple[list[int], list[int]]:
        """When log was called, counted in batches since the training began: (regular, at ends)."""
        length = len(self.batches)
        moments = [call["batches"] for call in self.calls("log")]
        return (
            [n for n in moments if n % length], [n // length for n in moments if n % length == 0]
        )

    def every(self, period: int) -> list[list[int]]:
        """The right moments of a log every so many steps: counted from 1 or 0, anew or through."""
        length = len(self.batches)
        moments = []
        for first in (0, 1):
            anew = [e * length + n for e in range(self.epochs) for n in range(1, length)
                    if n % period == first]
            through = [n for n in range(1, self.epochs * length)
                       if n % period == first and n % length]
            moments += [anew, through]
        # Counted from 0, step 0 itself may be left out: nothing has happened yet.
        moments += [[n for n in anew if n % length != 1], [n for n in through if n != 1]]
        return moments

    def history(self) -> torch.Tensor:
        """The history that ``train`` returned, as a tensor (epochs, 2)."""
        pairs = self._returned()[2]
        assert hasattr(pairs, "__len__") and not isinstance(pairs, str | dict), (
            f"the history should be a list, not {_kind(pairs)}"
        )
        assert len(pairs) == self.epochs, (
            f"{self.epochs} epochs should give {self.epochs} pairs of losses, not {len(pairs)}: "
            "append one pair at the end of each epoch"
        )
        for pair in pairs:
            fits = hasattr(pair, "__len__") and not isinstance(pair, str | dict) and len(pair) == 2
            assert fits, f"the history should hold pairs (loss_d, loss_g), not {_kind(pair)}"
        for loss in (loss for pair in pairs for loss in pair):
            plain = loss.item() if torch.is_tensor(loss) and loss.numel() == 1 else loss
            number(plain, "a loss in the history")
        return torch.tensor([[float(loss) for loss in pair] for pair in pairs], dtype=torch.float64)

    def networks(self) -> list[nn.Module]:
        """The two networks that ``train`` returned."""
        return list(self._returned()[:2])

    def mean_losses(self) -> list[torch.Tensor]:
        """The mean (loss_d, loss_g) of each epoch: over its steps, and weighted by batch size."""
        sizes = torch.tensor([len(batch) for batch in self.batches], dtype=torch.float64)
        losses = self._by_epoch()
        weighted = (losses * sizes[:, None]).sum(1) / sizes.sum()
        return [losses.mean(1), weighted]

    def mistaken_losses(self) -> dict[str, torch.Tensor]:
        """What well-known mistakes put into the history, under the mistake."""
        losses = self._by_epoch()
        steps = len(self.batches)
        mean, so_far = losses.mean(1), losses.cumsum(0).sum(1)
        epochs = torch.arange(1, self.epochs + 1)[:, None]
        return {
            "it holds the losses of the last step: take the epoch's mean": losses[:, -1],
            "it holds the losses of the first step: take the epoch's mean": losses[:, 0],
            "the pairs are in the order (G, D): D comes first": mean.flip(1),
            "it holds sums: divide by the number of steps": losses.sum(1),
            "the sums are divided by one too few: count all steps": losses.sum(1) / max(steps - 1, 1),
            "the mean is over all epochs so far: start anew in each": so_far / steps / epochs,
            "the sums are never set back to 0: start anew in each epoch": so_far / steps,
        }

    def _by_epoch(self):
        """The losses of the steps, (epochs, batches, 2)."""
        steps = self.epochs * len(self.batches)
        for name, losses in self.losses.items():
            assert len(losses) == steps, (
                f"{steps} batches should give {steps} steps of {name}, not {len(losses)}"
            )
        pairs = [self.losses["D"], self.losses["G"]]
        return torch.tensor(pairs, dtype=torch.float64).T.reshape(self.epochs, -1, 2)

    def _returned(self):
        fits = isinstance(self.returned, tuple | list) and len(self.returned) == 3
        fits = fits and all(isinstance(network, nn.Module) for network in self.returned[:2])
        assert fits, f"train should return G, D, history, not {_kind(self.returned)}"
        return self.returned


def training_loop(
    train: Callable[..., Any],
    sizes: Sequence[int] = (8, 8, 5),
    epochs: int = 2,
    device: torch.device | str = "cpu",
) -> Loop:
    """Run a student's ``train(loader, epochs, device)`` on small batches of random images.

    Args:
        train: the student's function.
        sizes: number of images in each batch; the last one may be smaller.
        epochs: number of epochs.
        device: device that the loop is told to use.

    Returns:
        A :class:`Loop`.
    """
    __tracebackhide__ = True
    loop = Loop([uniform(size, 1, 28, 28) for size in sizes], epochs)
    loader = _Loader(loop.batches)
    # Silent: a graded cell that prints nothing is passed, and train shows a progress bar.
    with replaced(train, **_parts(loop)), contextlib.redirect_stdout(io.StringIO()):
        loop.returned = attempt("train", train, loader, epochs, device)
    return loop


class _Loader(Batches):
    """Batches in their order, each a copy, with all that the lesson's own loader offers."""

    def __init__(self, batches):
        super().__init__(torch.cat(batches), len(batches[0]))
        self.batches = batches

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        return (batch.clone() for batch in self.batches)


class Network(nn.Module):
    """A small network in place of the student's: (N, any) to (N, width), for any sizes."""

    def __init__(self, *sizes: int) -> None:
        super().__init__()
        self.sizes = sizes
        self.layer = nn.Linear(1, 1)
        with torch.no_grad():
            self.layer.weight.fill_(3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.layer(x.flatten(1).mean(1, keepdim=True))
        return torch.tanh(y).expand(-1, self.sizes[-1]) if len(self.sizes) == 3 else torch.sigmoid(y)


class _Generator(Network):
    """In place of G."""


class _Discriminator(Network):
    """In place of D."""


class HidePixels(nn.Module):
    """Hides the same pixels each time, so that an answer can be foretold: no two halves alike."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n = x.shape[1]
        return x * torch.cat([torch.full((n // 2,), 0.9), torch.full((n - n // 2,), 0.3)]).to(x.device)


NETWORKS = {"D": "Discriminator", "G": "Generator"}


def _parts(loop):
    """The replacements, by the names that the lesson gives them."""

    def Generator(input_dim, hidden_dim, output_dim):
        loop.made["G"].append(_Generator(input_dim, hidden_dim, output_dim))
        return loop.made["G"][-1]

    def Discriminator(input_dim, hidden_dim):
        loop.made["D"].append(_Discriminator(input_dim, hidden_dim))
        return loop.made["D"][-1]

    def make_optimizers(G, D, lr):
        loop.pairs += 1
        return torch.optim.SGD(G.parameters(), lr=lr), torch.optim.SGD(D.parameters(), lr=lr)

    def train_discriminator(
        real_images, D, G, loss_func, optim_D, batch_size, input_dim, device
    ):
        return _record(loop, "D", locals())

    def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
        return _record(loop, "G", locals())

    def log(epoch, step, loss_d, loss_g, G):
        call = {"epoch": epoch, "step": step, "loss_d": loss_d, "loss_g": loss_g, "G": G}
        batches = len(loop.calls("G"))
        last = max(0, batches - 1)
        where = {"batches": batches, "in_epoch": last // len(loop.batches),
                 "size": len(loop.batches[last % len(loop.batches)])}  # fmt: skip
        loop.events.append(("log", call | where))

    def scale_images(images):
        return 2 * images - 1

    parts = [Generator, Discriminator, make_optimizers, train_discriminator, train_generator, log,
             scale_images]
    for part in parts:
        part.__qualname__ = part.__name__  # an error about its arguments names it so
    return {part.__name__: part for part in parts} | {"HidePixels": HidePixels, "EPOCHS": loop.notebooks}


KINDS = {
    "real_images": torch.Tensor, "D": nn.Module, "G": nn.Module,
    "optim_D": torch.optim.Optimizer, "optim_G": torch.optim.Optimizer, "batch_size": int,
    "input_dim": int,
}


def _record(loop, name, arguments):
    """Write a step down, let the optimizer step, and return a loss of its own."""
    arguments = {key: value for key, value in arguments.items() if key != "loop"}
    step = {"D": "train_discriminator", "G": "train_generator"}[name]
    for key, value in arguments.items():
        if not isinstance(value, KINDS.get(key, object)):
            order = ", ".join(arguments)
            raise TypeError(f"{step}({order}) was given a {type(value).__name__} as {key}")
    optimizer, played = arguments[f"optim_{name}"], len(loop.losses[name])
    networks = [network for both in loop.made.values() for network in both]
    arguments |= {
        "epoch": min(played // len(loop.batches), loop.epochs - 1),
        "rates": [group["lr"] for group in optimizer.param_groups],
        "gradients_on": torch.is_grad_enabled(),
        "frozen": not all(p.requires_grad for p in held(optimizer)),
        "places": [p.device for network in networks for p in (network.layer.weight, network.layer.bias)],
    }
    loop.events.append((name, arguments))
    loop.losses[name].append((name == "G") + uniform(1).item())
    if played % len(loop.batches) < 2:  # a scheduler warns when its optimizer never stepped
        optimizer.step()
    return loop.losses[name][-1]


def _kind(value):
    if isinstance(value, tuple | list):
        return f"({', '.join(type(item).__name__ for item in value[:4])})"
    return "None: is a return missing?" if value is None else f"a {type(value).__name__}"
