"""G's step from outlines to images, watched: D judges pairs of both, and L1 stands beside its loss.

An outline has the place of the noise, and a pair (outline, image), two channels, that of the image.  So what
D makes of G's pairs is a loss of `course.probe.steps.losses`; L1 and its mistakes are added here.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.steps import losses
from course.probe.steps.asked import among
from course.probe.steps.paired_players import (
    NormedPairedDiscriminator,
    NormedPairedGenerator,
    PairedDiscriminator,
    PairedGenerator,
)
from course.probe.steps.playing import played, prepare, still
from course.probe.steps.watched import CHANGED, LOST, Step
from course.probe.values.draws import normal, uniform

NO_L1 = "L1 is missing: add weight · the mean of |G(outlines) − images|"
NO_D = "D plays no part: add −log D on the pairs, BCE with label 1"
BARS = "the bars of |G(outlines) − images| are missing, or stand around the mean: first abs(), then mean()"
PATCHES = "D's logits are averaged image by image before BCE: take the mean of BCE over all logits"
MORE = "D was shown more than the pairs of outlines and G(outlines), and BatchNorm mixes all"
CUT = {
    NO_L1: "the gradient of L1 does not reach G: leave out detach(), .item() and torch.no_grad()",
    NO_D: "the gradient through D does not reach G: was its image detached in the pair?",
}


@dataclass
class OutlineStep(Step):
    """A `Step` of G with ``outlines`` in the place of noise; ``images`` belong to them."""

    D: Any
    G: Any
    outlines: torch.Tensor = field(default_factory=lambda: torch.zeros(0))
    weight: float = 1.0
    lost = LOST | CUT

    @property
    def images(self) -> torch.Tensor:
        """The images that belong to the outlines."""
        return self.real

    def handed(self) -> dict[str, torch.Tensor]:
        """The outlines and their images."""
        return {"outlines": self.outlines, "images": self.real}

    def right(self) -> list[torch.Tensor]:
        """−log D on the pairs, and weight · L1."""
        return [losses.bce(self.old_D, pair, 1) + self.weight * self._l1(pair) for pair in self._pairs()]

    def wrong(self) -> dict[str, list[torch.Tensor]]:
        """Mistakes of the part with D, of L1, and with BatchNorm those of the mode."""
        found: dict[str, list[torch.Tensor]] = {}
        for pair in self._pairs():
            for cause, value in self._mistakes(pair):
                found.setdefault(cause, []).append(value)
        return found

    def after(self) -> list[torch.Tensor]:
        """The losses after the step."""
        D, G = copy.deepcopy(self.D).cpu(), copy.deepcopy(self.G).cpu()
        pairs = [G.images(outlines) for outlines in self.G.noises]
        return [losses.bce(D, pair, 1) + self.weight * self._l1(pair) for pair in pairs]

    def strange(self) -> str:
        """What is strange about the pairs that D was asked about."""
        if not self.D.asked or not self.G.fakes:
            return ""
        asked, made = torch.cat(self.D.asked).flatten(1), self.G.fakes[-1]
        outlines, images, fakes = self.outlines.cpu(), self.real.cpu(), made[:, 1:]
        if among(made.flatten(1), asked):
            return MORE if self.D.normed and len(asked) > len(made) else ""
        shown = {
            "pairs with the image first: the outline comes first": (fakes, outlines),
            "the real images: here it judges G(outlines)": (outlines, images),
            "G's images beside the real ones: its pair is outline and image": (images, fakes),
            "each image twice: its pair is outline and image": (fakes, fakes),
        } | {f"G's images {words}": (outlines, change(fakes)) for words, change in CHANGED.items()}
        for words, pair in shown.items():
            if among(torch.cat(pair, 1).flatten(1), asked):
                return f"D was shown {words}"
        return "D was never shown the pairs of outlines and G(outlines) as they are"

    def _pairs(self, G=None):
        with torch.enable_grad():
            return [(G or self.old_G).images(outlines) for outlines in self.G.noises]

    def _l1(self, pair):
        return (pair[:, 1:] - self.real.cpu()).abs().mean()

    def _mistakes(self, pair):
        D, w, l1 = self.old_D, self.weight, self._l1(pair)
        if self.sure:
            yield losses.IN_TWO, w * l1
            yield from ((losses.IN_TWO, value + w * l1) for value in losses.unsure(D, pair))
            return
        for cause, loss in losses.G_MISTAKES.items():
            words = losses.LOGIT_WORDS.get(cause, cause).replace("D(G(z))", "D(pair)")
            yield words, loss(D, pair) + w * l1
        logits = D.logits(pair)
        yield PATCHES, F.softplus(-logits.reshape(len(pair), -1).mean(1)).mean() + w * l1
        bce, fakes, images = losses.bce(D, pair, 1), pair[:, 1:], self.real.cpu()
        yield losses.LOGIT_WORDS[losses.SUMMED], logits.numel() * bce + w * l1
        yield NO_D, w * l1
        yield from ((cause, bce + part) for cause, part in self._parts(pair[:, :1], fakes, images, l1))
        yield "the weight multiplies −log D: it belongs to L1", w * bce + l1
        yield "the weight multiplies both parts: it belongs to L1", w * (bce + l1)
        if D.normed:
            yield from self._modes()

    def _parts(self, outlines, fakes, images, l1):
        """What may stand in the place of weight · L1."""
        w, apart = self.weight, fakes - images
        yield NO_L1, 0 * l1
        yield "the weight plays no part: multiply L1 by it", l1
        yield "L1 is subtracted: add it", -w * l1
        yield "a squared distance stands for L1, the mean of |G(outlines) − images|", w * (apart**2).mean()
        for mean in (apart.mean(), apart.mean().abs()):
            yield BARS, w * mean
        yield "L1 is summed over the pixels: take the mean", w * l1 * apart[0].numel()
        if len(apart) > 1:  # with one image it is the same
            yield "each of G(outlines) is compared with every image: of the two, one has another shape", (
                w * (fakes - images.squeeze(1)).abs().mean()
            )
            yield "L1 is summed over pixels and images: take the mean", w * l1 * apart.numel()
        yield "L1 compares G(outlines) with the outlines: compare with the images", (
            w * (fakes - outlines).abs().mean()
        )
        yield "L1 compares whole pairs, of which the outlines are equal: compare the images", w * l1 / 2

    def _modes(self):
        D, G = copy.deepcopy(self.old_D).eval(), copy.deepcopy(self.old_G).eval()
        for words, judge, maker in (
            (losses.D_EVAL, D, self.old_G), (losses.G_EVAL, self.old_D, G), (losses.BOTH_EVAL, D, G)
        ):  # fmt: skip
            for pair in self._pairs(maker):
                yield words, losses.bce(judge, pair, 1) + self.weight * self._l1(pair)


def outline_step(
    play: Callable[[OutlineStep], Any], batch_size: int, weight: float, device: torch.device | str = "cpu",
    size: int = 8, normed: bool = False, sure: bool = False, real_on: torch.device | str = "cpu",
) -> OutlineStep:  # fmt: skip
    """Play one step of G on outlines and images (batch_size, 1, size, size).

    Args:
        play: function of the step that makes the student's call and returns what it returns.
        weight: of L1.
        size: of the images, a multiple of 4.
        device, normed, sure, real_on: as for `course.probe.steps.playing.generator_step`.
    """
    __tracebackhide__ = True
    one, two = (1, size, size), (2, size, size)
    G: Any = NormedPairedGenerator(one) if normed else PairedGenerator(size**2, size**2, one)
    D: Any = NormedPairedDiscriminator(two) if normed else PairedDiscriminator(two)
    if sure:
        nn.init.constant_(D.out.bias, -30.0)
    outlines = normal(batch_size, *one).sign()
    images = uniform(batch_size, *one, low=-1)
    old_D, old_G = (still(copy.deepcopy(network)) for network in (D, G))
    step = OutlineStep(
        "G", batch_size, size**2, device, images.to(real_on), D, G, old_D, old_G, halves=False, sure=sure,
        outlines=outlines.to(real_on), weight=weight,
    )  # fmt: skip
    prepare(step)
    played(step, play)
    assert G.noises, "the generator's step never calls G: its images are G(outlines)"
    for given in G.noises:
        whole = given.shape == outlines.shape
        assert whole and torch.equal(given, outlines), _given(given, images)
    return step


def _given(given, images):
    if given.shape == images.shape and torch.equal(given, images):
        return "G was given the images: it makes them from the outlines"
    return "G was given something else than the outlines as they are, all of them"
