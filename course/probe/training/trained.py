"""A training of a GAN on one-dimensional data as it was watched: who updated when, from what, how well."""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from course.probe.samples.noise import check_noise
from course.probe.training import adversarial
from course.probe.training.recorded import Pair, Update
from course.probe.training.shown import Shown, again, shown_for
from course.probe.values.compare import attempt, kind
from course.probe.values.draws import normal

NAMED = 6  # updates that must all look like one mistake before it is named


@dataclass
class Training:
    """What a training did: ``drawn`` are the real numbers that it drew, ``pair`` the notes of the rest."""

    mean: float
    std: float
    noise_size: int
    drawn: list[torch.Tensor] = field(default_factory=list)
    pair: Pair = field(default_factory=Pair)
    misplaced: str = ""
    returned: Any = None
    _found: dict[str, list[tuple[Update, Shown]]] = field(default_factory=dict)

    @property
    def updates(self) -> str:
        """A letter, "D" or "G", for each step of an optimizer."""
        return self.pair.order

    def learned(self) -> tuple[float, float]:
        """The mean and standard deviation of 4,000 samples of the generator that came back."""
        self.check_generator()
        place = next(self.returned.parameters()).device
        with torch.no_grad():
            samples = attempt("G(z)", self.returned, normal(4000, self.noise_size).to(place)).double()
        return samples.mean().item(), samples.std().item()

    def succeeded(self) -> bool:
        """True when the mean is right within one deviation, and the deviation within half to double."""
        mean, std = self.learned()
        return abs(mean - self.mean) < self.std and self.std / 2 < std < 2 * self.std

    def failure(self) -> str:
        """What was learned in place of the real numbers, and the cause, where one shows."""
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
        made = self.pair.made
        assert made["G"], "train_gaussian_gan never calls make_networks()"
        assert not any(self.returned is D for D in made["D"]), "D came back: return G"
        trained = {id(update.owner) for update in self.pair.updates if update.network == "G"}
        assert len(trained) <= 1, (
            f"{len(trained)} generators were trained: call make_networks() once, before the loop"
        )
        untrained = any(self.returned is G for G in made["G"]) and id(self.returned) not in trained
        assert not (trained and untrained), "the generator that came back is not the one that was trained"

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
            "D" * k + "G": "only one step was made: is `return G` inside the loop?",
        }
        cause = many.get(came, "update D k times, then G once")
        if "?" in came:
            cause = "an optimizer (?) holds parameters of both networks, or of neither: each has its own"
        assert came == wanted, (
            f"{steps} steps with k = {k} should update {_short(wanted)}, "
            f"but it was {_short(came) or 'nothing'}: {cause}"
        )
        for name in "DG":
            used = {id(one) for one, of in zip(self.pair.optimizers, came, strict=True) if of == name}
            assert len(used) == 1, (
                f"{len(used)} optimizers updated {name}: make one, before the loop, since Adam's running "
                "averages live in it"
            )
        assert not self.misplaced, self.misplaced

    def check_rates(self, steps: int, k: int, rate: float) -> None:
        """Check that the learning rate of both falls from ``rate`` to 0 in a straight line."""
        __tracebackhide__ = True
        for number, update in enumerate(self.pair.updates):
            wanted = rate * (1 - number // (k + 1) / steps)
            fits = abs(update.rate - wanted) <= 1.01 * rate / steps
            still = update.rate == rate
            cause = ": it should fall, keep the lines that set it" if still else ""
            assert fits, (
                f"in step {number // (k + 1)} of {steps} the learning rate of {update.network} is "
                f"{update.rate:.4f}, expected {wanted:.4f}{cause}"
            )

    def check_batches(self, size: int) -> None:
        """Check that each update of D saw ``size`` new real numbers and ``size`` new ones of G."""
        __tracebackhide__ = True
        seen: set[float] = set()
        fakes: set[float] = set()
        noises: set[tuple[float, ...]] = set()
        for _, shown in self._shown("D"):
            assert not shown.strange, (
                f"an update of D saw {shown.strange} numbers that are neither from real_sampler nor from G: "
                "show D both as they come"
            )
            for rows, whose in ((shown.real, "real numbers"), (shown.fake, "numbers of G")):
                few = whose.replace("numbers", "number") if len(rows) == 1 else whose
                assert len(rows) == size, f"an update of D saw {len(rows) or 'no'} {few}, expected {size}"
            assert not again(shown.real, seen), (
                "an update of D saw the same real numbers as an earlier one: each update of D draws its own"
            )
            assert not again(shown.fake, fakes), (
                "two updates of D saw the same numbers of G: draw new noise for each update of D, and take "
                "new fakes from G"
            )
            assert not again(shown.noise, noises), (
                "two calls used the same noise: draw it anew for each update, without a fixed seed"
            )
            seen.update(shown.real)
            fakes.update(shown.fake)
            noises.update(shown.noise)

    def check_noise(self, size: int) -> None:
        """Check that each update of G had new noise of its own, and that all noise is standard normal."""
        __tracebackhide__ = True
        of_d = {row for _, shown in self._shown("D") for row in shown.noise}
        of_g: set[tuple[float, ...]] = set()
        for _, shown in self._shown("G"):
            rows = len(shown.noise)
            assert rows == size, f"an update of G used {rows or 'no'} rows of noise, expected {size}"
            assert not again(shown.noise, of_g), (
                "two calls used the same noise: draw it anew for each update, without a fixed seed"
            )
            assert not again(shown.noise, of_d), (
                "the update of G used the noise of an update of D once more: draw new noise for it"
            )
            of_g.update(shown.noise)
        for name in "DG":
            noises = [torch.tensor(shown.noise) for _, shown in self._shown(name)]
            check_noise(noises, (size, self.noise_size))

    def check_gradients(self) -> None:
        """Check that both networks got gradients, and none of an earlier step."""
        __tracebackhide__ = True
        for name in "DG":
            missing = self._missing(name)
            assert not missing, f"no gradient came to {name}: {missing}"
        for name in "DG":
            for update, shown in self._wrong(name):
                stale = self._fits(update, _right(name), shown, stale=True)
                assert not stale, f"at an update of {name} {adversarial.CLEAR}"

    def check_losses(self) -> None:
        """Check that each update was made with the gradient of the right loss."""
        __tracebackhide__ = True
        for name, mistakes in (("D", adversarial.D_MISTAKES), ("G", adversarial.G_MISTAKES)):
            wrong = [(update, shown) for update, shown in self._wrong(name)
                     if not self._fits(update, _right(name), shown, stale=True)][:NAMED]  # fmt: skip
            if not wrong:
                continue
            causes = [cause for cause, loss in mistakes.items()
                      if all(self._fits(update, loss, shown) for update, shown in wrong)]  # fmt: skip
            only = causes[0] if len(causes) == 1 else ""  # a false cause is worse than none
            cause = self._missing(name) or self._unshown(name) or only
            raise AssertionError(
                f"{name} was not updated by the gradient of its loss, {adversarial.FORMULA[name]}"
                f"{cause and ': ' + cause}"
            )

    def _wrong(self, name):
        """The updates of a network, and what D was shown for them, that have not the right gradient."""
        for update, shown in self._shown(name):
            if not self._fits(update, _right(name), shown):
                yield update, shown

    def _missing(self, name):
        """Why no gradient was there at any update of a network; an empty string if one was."""
        updates = [update for update in self.pair.updates if update.network == name]
        if not updates or any(adversarial.has_gradient(update) for update in updates):
            return ""
        if updates[0].fresh:
            cleared = any(bool((grad != 0).any()) for grad in updates[0].fresh)
            return "zero_grad() clears it between backward() and step()" if cleared else ""
        if name == "G" and not self.pair.arrived["G"]:
            return "was `fake` detached in the generator's update, or made under torch.no_grad()?"
        return "call backward() on its loss before the step"

    def _unshown(self, name):
        """What D was not shown in some update of itself."""
        if name == "D":
            for _, shown in self._shown("D"):
                if shown.strange:
                    return "it saw numbers that are neither from real_sampler nor from G"
                if not shown.real or not shown.fake:
                    return f"it saw {'no real numbers' if not shown.real else 'no numbers of G'}"
        return ""

    def _fits(self, update, loss, shown, stale=False):
        batches = (shown.real, shown.fake) if update.network == "D" else (shown.noise,)
        if not all(batches):
            return False
        tensors = tuple(torch.tensor(rows).reshape(len(rows), -1) for rows in batches)
        return adversarial.is_made_with(self.pair, update, loss, tensors, stale)

    def _shown(self, name):
        """The updates of a network that were kept, each with what D was shown for it."""
        if name not in self._found:
            self._found[name] = shown_for(self.pair, name, self.drawn, self.noise_size)
        return self._found[name]

    def _cause(self, mean):
        if mean != mean:
            return ": the training diverged"
        for check in (self.check_gradients, self.check_losses):
            try:
                check()
            except AssertionError as error:
                return f": {error}"
        return ""


def _right(name):
    return adversarial.right if name == "D" else adversarial.right_g


def _short(updates):
    return updates if len(updates) <= 16 else updates[:16] + "…"
