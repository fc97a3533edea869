"""A GAN on one-dimensional data, watched while it trains: who updates when, from what, how well.

The networks, G's loss and the lesson's `watch` are replaced by the course's own, so that a mistake
in an earlier cell costs nothing here.
"""

import contextlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from course.probe.samples.noise import check_noise
from course.probe.values.compare import attempt, kind
from course.probe.values.draws import normal
from course.probe.values.names import replaced

WATCHED = 30  # so many updates are searched for old gradients: a mistake shows at once
CONFUSED = 5  # logits: before any training they differ by less than 2, with swapped labels by more than 10
CLEAR = (
    "gradients of an earlier backward were still there: call zero_grad() of this optimizer before "
    "backward()"
)
DETACHED = ": was `fake` detached in the generator's update, or made under torch.no_grad()?"


@dataclass
class Training:
    """What a training did.

    ``updates`` holds "D" or "G" for each step of an optimizer; ``drawn`` the size of each batch of
    real numbers; ``noises`` for each update of G the noise that G was given last; ``pushed`` whether
    a gradient came to a network; ``stale`` the network that was updated with an old gradient too.
    """

    mean: float
    std: float
    noise_size: int
    updates: str = ""
    drawn: list[int] = field(default_factory=list)
    noises: list[torch.Tensor] = field(default_factory=list)
    pushed: dict[str, bool] = field(default_factory=lambda: {"D": False, "G": False})
    stale: str = ""
    networks: dict[str, nn.Module] = field(default_factory=dict)
    given: list[torch.Tensor] = field(default_factory=list)
    arrived: dict[str, list[torch.Tensor]] = field(default_factory=lambda: {"D": [], "G": []})
    returned: Any = None

    def learned(self) -> tuple[float, float]:
        """The mean and standard deviation of 4,000 samples of the generator that came back."""
        self.check_generator()
        place = next(self.returned.parameters()).device
        with torch.no_grad():
            samples = self.returned(normal(4000, self.noise_size).to(place)).double()
        return samples.mean().item(), samples.std().item()

    def succeeded(self) -> bool:
        """True when the mean is right within one deviation, and the deviation within half to double."""
        mean, std = self.learned()
        return abs(mean - self.mean) < self.std and self.std / 2 < std < 2 * self.std

    def failure(self) -> str:
        """What was learned in place of the real numbers, and the likely cause."""
        mean, std = self.learned()
        return (
            f"the real numbers have mean {self.mean:.1f} and standard deviation {self.std:.1f}, but G "
            f"learned mean {mean:.1f} and standard deviation {std:.1f}{self._cause(mean)}"
        )

    def check_generator(self) -> None:
        """Check that the trained generator came back."""
        __tracebackhide__ = True
        assert isinstance(self.returned, nn.Module), (
            f"return the trained generator, not {kind(self.returned)}"
        )
        assert self.networks, "train_gaussian_gan never calls make_networks()"
        assert self.returned is not self.networks["D"], "D came back: return G"

    def check_updates(self, steps: int, k: int) -> None:
        """Check that each step updates D k times, then G once."""
        __tracebackhide__ = True
        wanted, came = ("D" * k + "G") * steps, self.updates
        many = {
            "": "no optimizer took a step",
            "DG" * steps: "k is not used: update D k times in each step",
            ("D" + "G" * k) * steps: "it is D that is updated k times for each update of G",
            ("G" + "D" * k) * steps: "G comes first: update D k times, then G",
            "DG" * k * steps: "G is updated after each update of D: it waits for all k",
            "D" * k * steps: "G's optimizer never takes a step",
            "G" * steps: "D's optimizer never takes a step",
        }
        cause = many.get(came, "update D k times, then G once")
        assert came == wanted, (
            f"{steps} steps with k = {k} should update {_short(wanted)}, "
            f"but it was {_short(came) or 'nothing'}: {cause}"
        )

    def check_batches(self, steps: int, k: int, size: int) -> None:
        """Check that each update of D had real numbers of its own."""
        __tracebackhide__ = True
        wanted, came = steps * k * size, sum(self.drawn)
        cause = ": each update of D draws its own" if came == steps * size else ""
        assert came == wanted, (
            f"{steps} steps of {k} updates of D should draw {wanted} real numbers, {size} for each update, "
            f"but drew {came}{cause}"
        )

    def check_gradients(self) -> None:
        """Check that both networks got gradients, and none of an earlier step."""
        __tracebackhide__ = True
        assert self.pushed["D"], "no gradient came to D: call backward() on its loss before the step"
        assert self.pushed["G"], f"no gradient came to G{DETACHED}"
        assert not self.stale, f"at an update of {self.stale} {CLEAR}"

    def check_noise(self, shape: Sequence[int | None]) -> None:
        """Check that each update of G had fresh normal noise of this shape."""
        __tracebackhide__ = True
        check_noise(self.noises, shape)

    def _cause(self, mean):
        if mean != mean:
            return ": the training diverged"
        if not self.pushed["G"]:
            return DETACHED
        if not self.pushed["D"]:
            return ": no gradient came to D, so it never learned what is real"
        if self.stale:
            return f": {CLEAR}"
        if self._confused():
            return (
                ": D takes the real numbers for fake, and G's for real: is a label swapped, or a sign "
                "turned round, in D's loss?"
            )
        if mean * self.mean < 0 and abs(mean) > 1:
            return (
                ": G runs away from the real numbers: is a label swapped, or a sign turned round, in "
                "G's loss?"
            )
        return ": does D's loss hold both terms, and does G's loss ask D about G's own samples?"

    def _confused(self):
        """True when D, once trained, finds G's numbers far more real than the real ones."""
        D, place = self.networks["D"], next(self.returned.parameters()).device
        with torch.no_grad():
            fake = self.returned(normal(1000, self.noise_size).to(place))
            real = self.mean + self.std * normal(1000, 1).to(place)
            return bool(D(fake).mean() > D(real).mean() + CONFUSED)


def gaussian_training(
    train: Callable[..., Any],
    make_networks: Callable[[], tuple[nn.Module, nn.Module]],
    mean: float,
    std: float,
    steps: int,
    k: int,
    device: torch.device | str = "cpu",
    noise_size: int = 2,
) -> Training:
    """Run a student's ``train_gaussian_gan`` on normal numbers, and watch it.

    Args:
        train: the student's function.
        make_networks: the lesson's, which makes (G, D).
        mean, std: of the real numbers, which are float32 (n, 1) on the CPU.
        noise_size: how many numbers G takes for one of its own.

    Returns:
        A :class:`Training`.
    """
    __tracebackhide__ = True
    seen = Training(mean, std, noise_size)

    def real_sampler(n):
        seen.drawn.append(n)
        return mean + std * normal(n, 1)

    parts = _parts(seen, make_networks)
    # Silent: a graded cell that prints nothing is passed, and training shows a progress bar.
    with replaced(train, **parts), contextlib.redirect_stdout(io.StringIO()):
        handle = register_optimizer_step_pre_hook(_listener(seen))
        try:
            seen.returned = attempt("train_gaussian_gan", train, real_sampler, steps, k, device)
        finally:
            handle.remove()
    return seen


def _parts(seen, make_networks):
    """The replacements, by the names that the lesson gives them."""

    def made():
        G, D = make_networks()
        seen.networks = {"G": G, "D": D}
        G.register_forward_pre_hook(lambda module, args: seen.given.append(args[0].detach().cpu()))
        for name, network in seen.networks.items():
            arrived = seen.arrived[name].append
            _weight(network).register_hook(lambda grad, arrived=arrived: arrived(grad.detach().cpu().clone()))
        return G, D

    def generator_loss(logits, saturating):
        sign = -1 if saturating else 1
        return sign * F.softplus(-sign * logits).mean()

    return {"make_networks": made, "generator_loss": generator_loss, "watch": lambda step, G, D: None}


def _listener(seen):
    """A hook before each optimizer's step: whose it is, and whether its gradients are fresh."""
    fresh = {"D": 0, "G": 0}  # how many gradients had arrived at the last step of either

    def listen(optimizer, args, kwargs):
        held = {id(p) for group in optimizer.param_groups for p in group["params"]}
        owners = [name for name, network in seen.networks.items()
                  if held & {id(p) for p in network.parameters()}]  # fmt: skip
        seen.updates += owners[0] if len(owners) == 1 else "?"
        for name in owners:
            grad = _weight(seen.networks[name]).grad
            if grad is None or not bool((grad != 0).any()):
                continue
            seen.pushed[name] = True
            begins = len(seen.updates) <= WATCHED
            if begins and not seen.stale and _is_stale(grad.cpu(), seen.arrived[name], fresh[name]):
                seen.stale = name
        if owners == ["G"] and seen.given:
            seen.noises.append(seen.given[-1])
        fresh.update({name: len(grads) for name, grads in seen.arrived.items()})

    return listen


def _is_stale(grad, arrived, fresh):
    """True when the gradient is the sum of those that arrived last, and of earlier ones too."""
    sums = [sum(arrived[first:]) for first in range(len(arrived))]
    near = [bool((grad - total).abs().max() <= 1e-4 * grad.abs().max()) for total in sums]
    return any(near[:fresh]) and not any(near[fresh:])


def _weight(network):
    """The weight of the last layer, which stands for all of a network's parameters."""
    return list(network.parameters())[-2]


def _short(updates):
    return updates if len(updates) <= 16 else updates[:16] + "…"
