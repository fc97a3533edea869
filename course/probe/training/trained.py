"""A training of a GAN on one-dimensional data as it was watched: who updated when, from what, how well."""

import itertools
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
            **_miscounted(steps, k),
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
        for update, shown in self._shown("D"):
            assert not shown.strange, (
                f"an update of D saw {shown.strange} numbers that are neither from real_sampler nor from G: "
                f"show D both as they come{self._changed(update, shown, size)}"
            )
            for rows, whose in ((shown.real, "real numbers"), (shown.fake, "numbers of G")):
                few = whose.replace("numbers", "number") if len(rows) == 1 else whose
                assert len(rows) == size, f"an update of D saw {len(rows) or 'no'} {few}, expected {size}"
            assert not again(shown.real, seen), (
                "an update of D saw the same real numbers as an earlier one: each update of D draws its own"
            )
            asked_g = any(call.network == "G" for call in update.calls)
            assert (asked_g and again(shown.noise, noises)) or not again(shown.fake, fakes), (
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
            cause = self._missing(name) or self._unshown(name) or _one_of(causes)
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
        return self._never(updates, name) or "call backward() on its loss before the step"

    def _never(self, updates, name):
        """Why no gradient came to the updates of a network, where the others tell; or an empty string."""
        late = "step() comes before backward(): first zero_grad(), then backward(), then step()"
        after = [two for one, two in itertools.pairwise(self.pair.updates)
                 if two.network == "D" and one.network == name]  # fmt: skip
        if name == "D":  # of updates in a row, the first one's gradient comes before the second
            never = "backward() is never called on its loss" if after else ""
            return late if any(update.fresh for update in after) else never
        first = next((len(u.fresh) for u in self.pair.updates if u.network == "D"), 0)
        if any(len(update.fresh) > first for update in after):
            return late  # G's backward passes through D, here only after G's step
        if self.pair.arrived["G"]:
            return ""
        of_d = [update for update in self.pair.updates if update.network == "D"]
        came = len(of_d[-1].earlier) + len(of_d[-1].fresh) if of_d else 0
        if after and came == sum(len(update.fresh) for update in of_d):  # none came by G's backward
            return "backward() is never called on its loss"
        return self._cut_off(updates)

    def _cut_off(self, updates):
        """How G's numbers were cut off from it, in updates of G where a gradient came to D alone."""
        made = [call for update in updates for call in update.calls if call.network == "G"]
        if not made or not all(p.requires_grad for p in updates[0].owner.parameters()):
            return "was `fake` detached in the generator's update, or made under torch.no_grad()?"
        if any(call.tracked for call in made):
            return "`fake` is cut off from G in its update: leave out detach() there"
        return "G is called under torch.no_grad() in its update: call it outside"

    def _changed(self, update, shown, size):
        """Which numbers D saw otherwise than they came, and how, where that is sure."""
        few = min(len(shown.real), len(shown.fake))  # a changed number may equal another by chance
        if few > size // 16 or len(shown.real) + len(shown.fake) + shown.strange != 2 * size:
            return ""
        if len(shown.real) > few:
            return "; the real ones are all there, those of G are not: were they changed on the way?"
        came = [call.given.flatten() for call in update.calls if call.network == "D"]
        for batch in (batch.flatten() for batch in self.drawn):
            moved = batch - batch.mean()
            for change, cause in ((moved, "shifted to mean 0"), (moved / batch.std(), "standardised")):
                if any(x.shape == change.shape and torch.allclose(x, change, atol=1e-4) for x in came):
                    return f"; the real ones were {cause}"
        return "; those of G are all there, the real ones are not: were they changed on the way?"

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


def _miscounted(steps, k):
    """Other numbers of updates of D in each step, which differ for this k: 2k, k + 1, k − 1."""
    both = "D is updated 2k times in each step: add both terms, then call backward() and step() once"
    counts = {2 * k: both, k + 1: "D is updated k + 1 times in each step, not k times"} if k > 1 else {}
    counts |= {k - 1: "D is updated k − 1 times in each step, not k times"} if k > 2 else {}
    return {("D" * n + "G") * steps: cause for n, cause in counts.items()}


def _one_of(causes):
    """The cause that explains all updates, or the two: where all logits are negative, relu(−f) is −f."""
    both = f"either {causes[0]}, or {causes[1]}" if len(causes) == 2 else ""
    return causes[0] if len(causes) == 1 else both  # a false cause is worse than none


def _short(updates):
    return updates if len(updates) <= 16 else updates[:16] + "…"
