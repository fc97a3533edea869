"""One training step with labels, watched: the old game, played on pairs of an image and its label.

Noise and label stand in one row, (z, one-hot), and so do image and label.  So the losses and the changes of
weights, right ones and those of known mistakes, are those of `course.probe.steps.losses`.
"""

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.steps.asked import among
from course.probe.steps.players import (
    NormedDiscriminator,
    NormedGenerator,
    StubDiscriminator,
    StubGenerator,
    kept,
)
from course.probe.steps.playing import played, prepare, still
from course.probe.steps.watched import CHANGED, NAMES, Step
from course.probe.values.compare import tensor
from course.probe.values.draws import classes, normal, uniform

OF_REAL = "the labels drawn for G are those of the real images: draw new ones, torch.randint(classes, …)"
MANY = 20  # so many labels of 10 classes do not by chance agree in their counts
SIGMAS = 6  # a right answer leaves them once in 500 million draws


class LabelledGenerator(StubGenerator):
    """A stub whose noise is moved by a number of its own for each class; remembers noises and labels."""

    def __init__(self, number: int, *sizes: Any) -> None:
        super().__init__(*sizes)
        self.number = number
        self.raw: list[torch.Tensor] = []
        self.labels: list[torch.Tensor] = []
        self.table = nn.Parameter(normal(number, self.noise_size))

    def forward(self, z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        if not torch.is_tensor(z) or z.dim() < 2 or z[0].numel() != self.noise_size:
            came = tuple(z.shape) if torch.is_tensor(z) else type(z).__name__
            raise ValueError(f"G takes latents (batch_size, {self.noise_size}, 1, 1), but was given {came}")
        hot = _one_hot("G", y, len(z), self.number)
        packed = torch.cat([z.flatten(1), hot], 1)
        fake = self._plain(packed)
        self.raw.append(kept(z))
        self.labels.append(kept(y))
        self.noises.append(kept(packed))
        self.fakes.append(kept(torch.cat([fake.flatten(1), hot], 1)))
        return fake

    def _plain(self, packed):
        z, hot = packed[:, : -self.number], packed[:, -self.number :]
        return super().images(z + hot @ self.table)

    def images(self, z: torch.Tensor) -> torch.Tensor:
        return torch.cat([self._plain(z).flatten(1), z[:, -self.number :]], 1)


class LabelledDiscriminator(StubDiscriminator):
    """A stub with a term more in its logit: an image's product with a row of numbers for its class."""

    def __init__(self, number: int, *sizes: Any) -> None:
        super().__init__(*sizes)
        self.number = number
        pixels = math.prod(self.shape)
        self.table = nn.Parameter(normal(number, pixels) / pixels**0.5)

    def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        if not torch.is_tensor(x) or tuple(x.shape[1:]) != self.shape:
            wanted = ", ".join(map(str, self.shape))
            came = tuple(x.shape) if torch.is_tensor(x) else type(x).__name__
            raise ValueError(f"D takes whole images (batch_size, {wanted}), but was given {came}")
        packed = torch.cat([x.flatten(1), _one_hot("D", y, len(x), self.number)], 1)
        self.asked.append(kept(packed))
        return self.logits(packed)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """The logits (N, 1) for rows (image, one-hot)."""
        flat, hot = x[:, : -self.number], x[:, -self.number :]
        plain = super().logits(flat.reshape(-1, *self.shape))
        return plain + (flat * (hot @ self.table)).sum(1, keepdim=True)


class _NormedLabelledGenerator(LabelledGenerator, NormedGenerator):
    """The same with BatchNorm."""


class _NormedLabelledDiscriminator(LabelledDiscriminator, NormedDiscriminator):
    """The same with BatchNorm."""


def _one_hot(who, y, count, number):
    """(count, number), float, on the device of y; ValueError where y is no labels for so many images."""
    fits = torch.is_tensor(y) and y.dtype == torch.int64 and tuple(y.shape) == (count,)
    if not fits:
        came = f"{y.dtype} of shape {tuple(y.shape)}" if torch.is_tensor(y) else type(y).__name__
        raise ValueError(f"{who} takes labels ({count},), a whole number (torch.int64) an image, not {came}")
    low, high = int(y.min()), int(y.max())
    if low < 0 or high >= number:
        wrong = low if low < 0 else high
        words = f"{who} was given the label {wrong}: of {number} classes they go from 0 to {number - 1}"
        raise ValueError(words)
    return F.one_hot(y, number).float()


@dataclass
class LabelledStep(Step):
    """A `Step` whose real images have labels: ``images`` and ``labels``; ``real`` is both packed."""

    G: LabelledGenerator
    old_G: LabelledGenerator
    images: torch.Tensor = field(default_factory=lambda: torch.zeros(0))
    labels: torch.Tensor = field(default_factory=lambda: torch.zeros(0))
    number: int = 0  # of classes

    def handed(self) -> dict[str, torch.Tensor]:
        """The images and their labels."""
        return {"real": self.images, "labels": self.labels}

    def noise(self) -> torch.Tensor:
        """The noise that G was given last, on the CPU."""
        super().noise()
        return self.G.raw[-1]

    def drawn(self) -> torch.Tensor:
        """The labels that G was given last, on the CPU."""
        super().noise()
        return self.G.labels[-1]

    def strange(self) -> str:
        """What is strange about the pairs that D was asked about; nothing if they are as they came."""
        if not self.D.asked:
            return ""
        asked = torch.cat(self.D.asked)
        seen, c = asked[:, : -self.number], self.number
        given = {"the real images": (self.real, "that are not their own")} if self.trains == "D" else {}
        made = torch.cat(self.G.fakes)
        for name, (pairs, labels) in (given | {"G's images": (made, "other than G made them for")}).items():
            images = pairs[:, :-c]
            if among(images, seen):
                if not among(pairs, asked):
                    whose = self._whose(images, asked) if pairs is self.real else ""
                    return f"D was shown {name} with {whose or 'labels ' + labels}"
                continue
            how = [words for words, change in CHANGED.items() if among(change(images), seen)]
            return f"D was shown {name} {how[0]}" if how else f"D was never shown {name} as they are"
        return ""

    def _whose(self, images, asked):
        """Whose labels the real images were shown with; nothing where it could be by chance."""
        own, c = self.labels.cpu(), self.number
        if len(own) < MANY or c < 10:
            return ""
        near = torch.cdist(images, asked[:, :-c], p=float("inf")).argmin(1)
        shown = asked[near, -c:].argmax(1)
        if any(torch.equal(shown, drawn) for drawn in self.G.labels):
            return "the labels drawn for G, which belong to the fakes"
        other = torch.equal(shown.sort().values, own.sort().values)
        return "their own labels in another order: is something shuffled?" if other else ""


def labelled_discriminator_step(
    play: Callable[[LabelledStep], Any], batch_size: int, **setting: Any
) -> LabelledStep:
    """Play one step of D with labels; arguments as for `course.probe.steps.playing.discriminator_step`.

    ``setting``: device, input_dim, image, number (of classes), normed, sure, real_on.
    """
    __tracebackhide__ = True
    return played(_stage("D", batch_size, **setting), play)


def labelled_generator_step(
    play: Callable[[LabelledStep], Any], batch_size: int, **setting: Any
) -> LabelledStep:
    """Play one step of G with labels; arguments as for D's step."""
    __tracebackhide__ = True
    return played(_stage("G", batch_size, **setting), play)


def _stage(
    trains, batch_size, device="cpu", input_dim=64, image=(1, 32, 32), number=10, normed=False,
    sure=False, real_on="cpu",
):  # fmt: skip
    """Networks, real images with labels, and an optimizer for one step."""
    pixels = math.prod(image)
    if normed:
        G: Any = _NormedLabelledGenerator(number, input_dim, image)
        D: Any = _NormedLabelledDiscriminator(number, image)
    else:
        G = LabelledGenerator(number, input_dim, pixels, image)
        D = LabelledDiscriminator(number, pixels, image, "logit")
    if sure:
        nn.init.constant_(D.out.bias, -30.0)
    images = 0.5 * normal(*image).sign() + uniform(batch_size, *image, low=-0.5, high=0.5)
    labels = classes(batch_size, number)
    real = torch.cat([images.flatten(1), F.one_hot(labels, number).float()], 1)
    old_D, old_G = (still(copy.deepcopy(network)) for network in (D, G))
    step = LabelledStep(
        trains, batch_size, input_dim, device, real, D, G, old_D, old_G, halves=False, sure=sure,
        images=images.to(real_on), labels=labels.to(real_on), number=number,
    )  # fmt: skip
    prepare(step)
    return step


def check_labels(steps: Sequence[LabelledStep]) -> None:
    """Check that each step drew labels for G anew: whole numbers, every class equally often.

    Args:
        steps: at least two, of the same number of classes.  With 6,000 labels together, a class that
            comes half as often as others shows.
    """
    __tracebackhide__ = True
    number, who = steps[0].number, NAMES[steps[0].trains]
    drawn = [step.drawn() for step in steps]
    for step, labels in zip(steps, drawn, strict=True):
        tensor(labels, (step.batch_size,), "the labels given to G")
        of_real = step.trains == "D" and torch.equal(labels.sort().values, step.labels.cpu().sort().values)
        assert not of_real, OF_REAL
        alike = bool((labels == labels[0]).all())
        assert not alike, f"all labels given to G are {labels[0]}: draw one for each image"
    assert not torch.equal(drawn[0], drawn[1]), (
        f"the {who}'s step gave G the same labels in two calls: draw them inside, without a fixed seed"
    )
    counts = torch.cat(drawn).bincount(minlength=number)
    total = int(counts.sum())
    missing = [str(label) for label, count in enumerate(counts.tolist()) if count == 0]
    assert not missing, (
        f"of {total} labels given to G none was {', '.join(missing)}: torch.randint(classes, …) draws from 0 "
        "to classes − 1"
    )
    far = (counts / total - 1 / number).abs().max() > SIGMAS * (1 / number / total) ** 0.5
    ends = (counts[0] + counts[-1]) / 2 / total
    halved = number > 2 and abs(ends * (number - 1) - 0.5) < 0.1 and counts[1:-1].min() > 1.5 * ends * total
    cause = ": the first and the last come half as often, as after round(): torch.randint" if halved else ""
    assert not far, f"G was given the classes {counts.tolist()} times: each should come equally often{cause}"
