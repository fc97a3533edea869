"""A training step in which D sees images through a function only: a mirror, which glasses take back.

D is handed over with glasses on: they mirror what it is shown.  An image that went through the mirror
first is seen as it is, so all that is known of a plain step holds: losses, gradients, updates.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.steps import losses
from course.probe.steps.players import kept
from course.probe.steps.watched import NAMES, Step
from course.probe.values.compare import number, same


class Mirror:
    """The function through which D sees images; remembers what it was given and what it gave."""

    def __init__(self) -> None:
        self.given: list[torch.Tensor] = []
        self.gave: list[torch.Tensor] = []

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(images) or images.dim() != 4:
            found = tuple(images.shape) if torch.is_tensor(images) else type(images).__name__
            raise ValueError(f"look takes images (N, 1, 28, 28), but was given {found}")
        seen = images.flip(-1)
        self.given.append(kept(images))
        self.gave.append(kept(seen))
        return seen


class Glasses(nn.Module):
    """D behind a mirror of its own; remembers what it was shown, and in whose update."""

    def __init__(self, D: nn.Module, step: Step | None = None) -> None:
        super().__init__()
        self.D, self.step = D, step
        self.shown: list[torch.Tensor] = []
        self.when: list[str] = []  # "D" or "G"; empty where the signs of an update disagree

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.shown.append(kept(x) if torch.is_tensor(x) else x)
        signs = (self.step.order if self.step else "", getattr(x, "requires_grad", False))
        self.when.append({("", False): "D", ("D", True): "G"}.get(signs, ""))
        return self.D(x.flip(-1))


class Look:
    """D with glasses, and the mirror through which a watched step must show it all images."""

    def __init__(self, step: Step) -> None:
        self.glasses, self.mirror = Glasses(step.D, step), Mirror()

    def fault(self, step: Step) -> str:
        """What D was wrongly shown, in a sentence; nothing where all went through look, once."""
        shown, mirror = self.glasses.shown, self.mirror
        if not shown:
            return "D is never asked"
        if not mirror.given:
            return "look is never called: D sees every image through it, D(look(images))"
        gave = torch.cat(mirror.gave).flatten(1)
        if any(_among(images, gave) for images in mirror.given):
            return "look was called on images that had gone through it already: once is enough"
        real, fakes = step.real.detach().cpu(), torch.cat(step.G.fakes) if step.G.fakes else None
        odd = [(images, when) for images, when in zip(shown, self.glasses.when, strict=True)
               if not _among(images, gave)]  # fmt: skip
        for name, plain in (("real images", real), ("fakes", fakes)):
            bare = [when for images, when in odd if plain is not None and _among(images, plain.flatten(1))]
            if bare:
                return _bare(name, set(bare) if name == "fakes" else set())
        if odd and fakes is None:
            return f"the {NAMES[step.trains]}'s part never calls G"
        return "D was shown images that look did not make: pass on what look returns, as it is" if odd else ""


def _bare(name, updates):
    """A sentence about images that D saw as they are, with the updates in which it did, where known."""
    where = {("D",): "in D's update ", ("G",): "in G's update ", ("D", "G"): "in both updates "}
    why = "D would tell real from fake by that"
    if updates == {"G"}:
        why = "it belongs between G and D there too"
    before = where.get(tuple(sorted(updates)), "")
    return f"{before}D was shown {name} that had not gone through look: {why}"


def check_looked(step: Step) -> None:
    """Check that whatever D was shown had gone through look, once."""
    __tracebackhide__ = True
    fault = step.look.fault(step)
    assert not fault, fault


def check_new_D(step: Step, loss: object) -> None:
    """Check that G's loss, returned by a step that moves D only, is that of D after its update."""
    __tracebackhide__ = True
    what = "the second returned loss, of G, after an update of D"
    number(loss, what)
    early = "G asked D as it was before its update: take D's step first, then ask D about the fakes"
    old = [losses.bce(step.old_D, fakes, 1).item() for fakes in step.G.fakes]
    new = [value.item() for value in losses.others(step)]
    same(loss, new, what, {early: old})


def _among(images, known):
    """True when at least one of these images is a row of what is known."""
    if images.flatten(1).shape[1] != known.shape[1]:
        return False
    return bool((torch.cdist(images.flatten(1), known, p=float("inf")).amin(1) < 1e-6).any())


def player(call: Callable[[Step, nn.Module, Mirror], Any]) -> Callable[[Step], Any]:
    """A play for `course.probe.discriminator_step` and its like, from a call with D and look."""

    def play(step: Step) -> Any:
        step.look = Look(step)
        return call(step, step.look.glasses, step.look.mirror)

    return play


def even(play: Callable[[Step], Any]) -> Callable[[Step], Any]:
    """The same play with a D whose answers on the real images are half above 0, and one hardly below it."""

    def shifted(step: Step) -> Any:
        with torch.no_grad():
            logits = step.old_D.logits(step.real.cpu()).flatten().sort().values
            shift = logits[len(logits) // 2] + 1e-4  # an update of D brings this one above 0
            for network in (step.D, step.old_D):
                network.out.bias.sub_(shift.to(network.out.bias.device))
        return play(step)

    return shifted


def signs(step: Step) -> tuple[torch.Tensor, str, dict[str, torch.Tensor | list[torch.Tensor]]]:
    """The right signs (N, 1), what they are called, and what likely mistakes give."""
    with torch.no_grad():
        logits = step.old_D.logits(step.real.cpu())
        last = torch.cat(step.G.fakes)[-len(logits) :]
        fakes = [D.logits(last.to(place)).cpu().sign()
                 for D, place in ((step.old_D, "cpu"), (step.D, step.device))]  # fmt: skip
        after = step.D.logits(step.real.to(step.device)).cpu()
    right = logits.sign()
    ways: dict[str, torch.Tensor | list[torch.Tensor]] = {
        "these are the logits: take their signs": logits,
        "these are probabilities: take the signs of the logits": logits.sigmoid(),
        "the signs of probabilities are always +1: take those of the logits": torch.ones_like(right),
        "these are 0 and 1: the signs are −1 and 1": (logits > 0).float(),
        "these are the signs of the fakes": fakes,
        "these are the signs after D's update": after.sign(),
        "the signs are turned round": -right,
    }
    # A third way to +1 everywhere, and none would be named.
    if any(torch.equal(after.sign(), each) for each in fakes):
        del ways["these are the signs of the fakes"]
    return right, "a sign of D's logits on the real images", ways
