"""One training step of D or of G, played on small known networks and watched from outside.

The networks are small (see `course.probe.steps.players`), so the loss, its gradient and one step of
plain gradient descent are known exactly.  The gradients that an earlier step left behind are there on
purpose.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import torch

from course.probe.steps import asked, losses
from course.probe.steps.asked import among
from course.probe.steps.counted import note
from course.probe.steps.players import StubDiscriminator, StubGenerator

# G's gradients are small, and its step must stand out against the rounding of its weights.
LEARNING_RATE = {"D": 0.01, "G": 0.2}
LOST = {
    losses.REAL_HALF: "only the real half of the loss moved D: the gradient of the fake half was lost, by a "
    "detach() or no_grad() on D's answer, or by a zero_grad() before the step",
    losses.FAKE_HALF: "only the fake half of the loss moved D: the gradient of the real half was lost, by a "
    "detach() or no_grad() on D's answer, or by a zero_grad() before the step",
}
NEVER = "backward() is never called: the step used gradients that an earlier one had left"
TOO_EARLY = "step() comes before backward(): first the gradients, then the step"
CUT_OFF = "`fake` is cut off from G on its way to D: leave out detach() (.data, torch.tensor, NumPy)"
SWITCHED_OFF = "G is called with gradients switched off: call it outside torch.no_grad()"
NAMES = {"D": "discriminator", "G": "generator"}


@dataclass
class Step:
    """What a step is given (real, D, G, optim, batch_size, input_dim, device), and what it did.

    ``halves``: the mean of D's two losses is right too, not only their sum.  ``sure``: D is sure that all
    images are fake.
    ``reached`` tells for each network whether a gradient came to it; ``order`` has a letter for
    each call of an optimizer's ``step()``; ``early`` tells that the first came before any gradient, and
    ``arrived`` has for each call for the trained network how many gradients had come to it by then;
    ``strangers`` counts the steps of optimizers that it was not given.
    ``both``: it was given an optimizer for each network; ``asked_before`` counts what D was asked before
    its update.  ``states``: torch's random state before and after.
    """

    trains: str
    batch_size: int
    input_dim: int
    device: torch.device | str
    real: torch.Tensor
    D: StubDiscriminator
    G: StubGenerator
    old_D: StubDiscriminator
    old_G: StubGenerator
    optim: torch.optim.Optimizer = field(init=False)  # made when all else is there
    halves: bool = True
    stale: list[torch.Tensor] = field(default_factory=list)
    reached: dict[str, bool] = field(default_factory=lambda: {"D": False, "G": False})
    order: str = ""
    early: bool = False
    count: int = 0  # of gradients that came to the trained network
    fed: set[str] = field(default_factory=set)  # its parameters to which one came
    held: set[str] = field(default_factory=set)  # those that asked for none while it was called
    arrived: list[int] = field(default_factory=list)
    returned: Any = None
    sure: bool = False
    look: Any = None  # a `course.probe.judging.looks.Look`, where D sees images through a function
    both: bool = False
    asked_before: int = 0
    strangers: int = 0
    states: list[torch.Tensor] = field(default_factory=list)
    lost = LOST  # causes of a wrong change where the loss is right

    @property
    def steps(self) -> int:
        """How often the trained network's optimizer took a step."""
        return self.order.count(self.trains)

    def handed(self) -> dict[str, torch.Tensor]:
        """The tensors that the step is given, and may not change, by name if there are several."""
        return {"": self.real}

    def resting(self, name: str) -> torch.optim.Optimizer:
        """An optimizer of the other network, "D" or "G", that moves nothing."""
        optimizer = torch.optim.SGD(getattr(self, name).parameters(), lr=0.0)
        self.both = True
        note(self, optimizer, name)
        return optimizer

    def moved(self, name: str) -> bool:
        """True when the network of this name, "D" or "G", has other weights than before."""
        return any(
            not torch.equal(new.detach().cpu(), old)
            for new, old in zip(*self._parameters(name), strict=True)
        )

    def left_gradient(self, name: str) -> bool:
        """True when the network of this name now holds a gradient other than zero."""
        grads = [p.grad for p in getattr(self, name).parameters()]
        return any(g is not None and bool((g.cpu() != 0).any()) for g in grads)

    def frozen(self, name: str) -> bool:
        """True when the step left parameters of this network with requires_grad False."""
        return any(not p.requires_grad for p in getattr(self, name).parameters())

    def is_on(self, device: torch.device | str) -> bool:
        """True when both networks are still on this kind of device."""
        kinds = {p.device.type for name in "DG" for p in getattr(self, name).parameters()}
        return kinds == {torch.device(device).type}

    def noise(self) -> torch.Tensor:
        """The noise that G was given last, on the CPU."""
        assert self.G.noises, asked.without_g(self)
        return self.G.noises[-1]

    def standstill(self) -> str:
        """Why the trained network did not change."""
        who, reached = NAMES[self.trains], self.reached[self.trains]
        if not self.D.asked:
            return f"the {who}'s step never asks D"
        if not reached and self.trains == "G" and self.reached["D"]:
            return f"the generator's loss has no gradient: {self._cut_off()}"
        if not reached:
            made_of = "D(G(noise))" if self.trains == "G" else "D's answers"
            return (
                f"no gradient came to the {who}: call backward() on a loss that is made from "
                f"{made_of}, not from a constant"
            )
        if not self.steps and self.strangers:
            return self._elsewhere()
        if not self.steps:
            return f"gradients came, but step() was never called on the {who}'s own optimizer"
        if self.early:
            return TOO_EARLY
        return "zero_grad() stands between backward() and step(), so the step sees no gradient"

    def _elsewhere(self):
        return (
            "step() was called on another optimizer, not on the one handed in: write "
            f"optim_{self.trains}.step(), and take the argument, not one of the notebook's or a new one"
        )

    def _cut_off(self):
        """Why no gradient comes to G, where D got one."""
        if self.G.modes == {"off"}:
            return SWITCHED_OFF
        if self.G.modes == {"on"} and not self.strange():
            return CUT_OFF
        return "was `fake` detached in the generator's step, or made under torch.no_grad()?"

    def repeated(self) -> str:
        """What to do instead of several calls of the optimizer's ``step()``, or of none at all."""
        if not self.steps:
            return self._elsewhere() if self.strangers else "the weights were changed in another way"
        if len(set(self.arrived)) < len(self.arrived):
            return "one step is enough"
        if self.trains == "G":
            return "one backward() and one step are enough"
        return "let both halves of the loss come back first, then call it once"

    def strange(self) -> str:
        """What is strange about the images that D was asked about; nothing if they are as they came."""
        if self.look is not None:
            return self.look.fault(self)
        seen = torch.cat([images.flatten(1) for images in self.D.asked]) if self.D.asked else None
        if seen is None or seen.shape[1] != self.real[0].numel():
            return ""
        alone = asked.only(self) if self.trains == "D" else ""
        if alone:
            return ALONE[alone]
        given = {"the real images": self.real.cpu()} if self.trains == "D" else {}
        for name, images in (given | {"G's images": torch.cat(self.G.fakes)}).items():
            images = images.flatten(1)
            if not among(images, seen):
                how = [words for words, change in CHANGED.items() if among(change(images), seen)]
                return f"D was shown {name} {how[0]}" if how else f"D was never shown {name} as they are"
        return ""

    def standing(self) -> str:
        """Which parameters of the trained network stood still while others moved, and why; or nothing."""
        names = [name for name, _ in getattr(self, self.trains).named_parameters()]
        pairs = zip(names, *self._parameters(self.trains), strict=True)
        still = [name for name, new, old in pairs if torch.equal(new.detach().cpu(), old)]
        if self.held.intersection(still):
            why = f"they were frozen (requires_grad is False) when {self.trains} was called"
        elif self.fed.intersection(still):
            why = "gradients came to them, but were taken away before the step"
        else:
            why = "no gradient was asked for them: backward(inputs=…) or autograd.grad named only a part"
        rest = f"{', '.join(still)} did not change: {why}. The step is for all of {self.trains}'s parameters"
        return rest if still else ""

    def right(self) -> list[torch.Tensor]:
        """The right losses before the step, with their graphs: any of these."""
        return losses.right(self)

    def wrong(self) -> dict[str, list[torch.Tensor]]:
        """The losses of well-known mistakes, with their graphs."""
        return losses.wrong(self)

    def after(self) -> list[torch.Tensor]:
        """The losses after the step."""
        return losses.after(self)

    def losses(self) -> list[float]:
        """The right values of the loss before the step: any of these."""
        return [value.item() for value in self.right()]

    def loss_mistakes(self) -> dict[str, list[float]]:
        """Wrong values of the loss, under the mistake that gives them."""
        late = {"this is the loss after the step: compute it once, before optim.step()": self.after()}
        nothing = math.log(2) * (2 if self.trains == "D" else 1)  # the loss where D answers 1/2
        if isinstance(self.returned, float) and abs(self.returned - nothing) < 1e-6:
            words = f"this is {'2 · ' if self.trains == 'D' else ''}log 2, whatever D answers"
            late[f"{words}: compute it from D's answers"] = [torch.tensor(nothing)]
        if set(self.order) == {"D", "G"}:  # a step of both, which returns both losses
            late[losses.EXCHANGED] = losses.others(self)
        return {cause: [v.item() for v in values] for cause, values in (self.wrong() | late).items()}

    def change(self) -> torch.Tensor:
        """The change of the trained network's weights, in units of the right change's largest."""
        new, old = self._parameters(self.trains)
        moves = [n.detach().cpu() - o for n, o in zip(new, old, strict=True)]
        return _vector(moves) / self._unit()

    def changes(self) -> list[torch.Tensor]:
        """The right changes: one step of plain gradient descent on a right loss."""
        return [self._descent(value) / self._unit() for value in self.right()]

    def change_mistakes(self) -> dict[str, list[torch.Tensor]]:
        """Wrong changes, under the mistake that gives them."""
        clear = (
            "gradients of an earlier step were still there: call zero_grad() of this optimizer "
            "before backward()"
        )
        mistakes = {clear: [self._descent(v, self.stale) for v in self.right()]}
        early = TOO_EARLY if self.reached[self.trains] else NEVER
        mistakes[early] = [-LEARNING_RATE[self.trains] * _vector(self.stale)]
        for cause, values in self.wrong().items():
            # Both halves came back in the loss, if it is right, but one of them was lost on the way.
            cause = self.lost.get(cause, cause) if self._returned_right() else cause
            mistakes[cause] = [self._descent(value) for value in values]
        return {cause: [v / self._unit() for v in vs] for cause, vs in mistakes.items()}

    def _returned_right(self):
        returned = self.returned
        return isinstance(returned, float) and any(abs(returned - v) < 1e-4 for v in self.losses())

    def _parameters(self, name):
        return (
            list(getattr(self, name).parameters()),
            list(getattr(self, f"old_{name}").parameters()),
        )

    def _unit(self):
        return self._descent(self.right()[0]).abs().max()

    def _descent(self, loss, stale=None):
        parameters = list(getattr(self, f"old_{self.trains}").parameters())
        found = torch.autograd.grad(loss, parameters, retain_graph=True, allow_unused=True)
        grads = [torch.zeros_like(p) if g is None else g
                 for g, p in zip(found, parameters, strict=True)]
        if stale:
            grads = [g + s for g, s in zip(grads, stale, strict=True)]
        return -LEARNING_RATE[self.trains] * _vector(grads)


CHANGED = {
    "scaled once more, 2x − 1: they are in [−1, 1] already": lambda x: 2 * x - 1,
    "scaled to [0, 1]: leave them in [−1, 1]": lambda x: (x + 1) / 2,
    "with their negative values cut off": lambda x: x.clamp(min=0),
    "with black and white exchanged": lambda x: -x,
}

ALONE = {
    "real": "D was shown real images only: G's images were made, but never shown",
    "fake": "D was shown G's images only, never the real ones",
}


def _vector(tensors):
    return torch.cat([t.flatten() for t in tensors])
