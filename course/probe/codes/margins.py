"""Training steps on energies, watched: an autoencoder that judges, a margin, and features pulled apart."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.codes.apart import term
from course.probe.steps.asked import among
from course.probe.steps.players import INNER, Diary, StubDiscriminator, StubGenerator, kept
from course.probe.steps.playing import played, prepare, still
from course.probe.steps.watched import Step
from course.probe.values.draws import normal, uniform

IMAGE = (1, 28, 28)
LATENT = 6
NO_KINK = (
    "max(0, …) is missing, or taken of the mean: it belongs to each fake, so that one beyond the margin "
    "counts nothing"
)
REAL_HALF = "only the real half is there: add what the fakes' energies lack to the margin"
NO_TERM = "the pulling-away term is missing"
LOST = {  # where the returned loss is right
    REAL_HALF: "the gradient of the fake half was lost, by a detach() or no_grad() on D.energy(fake)",
    NO_TERM: "the gradient of the pulling-away term was lost: is its input detached?",
}
TRIES = 50  # every second one tells
Losses = dict[str, list[torch.Tensor]]


class EnergyStub(StubDiscriminator):
    """A small linear autoencoder; remembers the images that it was asked about."""

    def __init__(self, pixels: int) -> None:
        nn.Module.__init__(self)
        self.layer, self.out = nn.Linear(pixels, INNER), nn.Linear(INNER, pixels)
        self.shape, self.asked = IMAGE, Diary()
        with torch.no_grad():
            self.layer.weight.copy_(normal(INNER, pixels) / pixels**0.5)
            self.out.weight.copy_(0.5 * normal(pixels, INNER) / INNER**0.5)

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        """Features (N, INNER)."""
        self._remember(x)
        return self.features(x)

    def energy(self, x: torch.Tensor) -> torch.Tensor:
        """Energies (N,)."""
        self._remember(x)
        return self.energies(x)

    forward = energy

    def _remember(self, x):
        if not torch.is_tensor(x) or tuple(x.shape[1:]) != IMAGE:
            came = tuple(x.shape) if torch.is_tensor(x) else type(x).__name__
            raise ValueError(f"D takes whole images (batch_size, 1, 28, 28), but was given {came}")
        self.asked.append(kept(x))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """The same without a trace."""
        return self.layer(x.flatten(1))

    def energies(self, x: torch.Tensor) -> torch.Tensor:
        """The same without a trace, in units that keep gradients near 1."""
        return (x.flatten(1) - self.out(self.features(x))).square().sum(1) / 100


@dataclass
class EnergyStep(Step):
    """A `Step` of EBGAN: D has energies, and a margin or a weight of the pulling-away term is given."""

    D: EnergyStub
    old_D: EnergyStub
    margin: float = 0.0
    weight: float = 0.0
    latent: int = field(default=LATENT)
    lost = LOST

    def right(self) -> list[torch.Tensor]:
        """The right losses: one for each batch that G made."""
        with torch.enable_grad():
            return [self._loss(fake) for fake in self._fakes()]

    def wrong(self) -> Losses:
        """The losses that well-known mistakes give."""
        with torch.enable_grad():
            kinds = self._wrong_of_D if self.trains == "D" else self._wrong_of_G
            return kinds()

    def after(self) -> list[torch.Tensor]:
        """The losses after the step."""
        D, G = copy.deepcopy(self.D).cpu(), copy.deepcopy(self.G).cpu()
        return [self._loss(G.images(z), D) for z in self.G.noises]

    def strange(self) -> str:
        """What is strange about the images that D was asked about; nothing if they are as they came."""
        asked = torch.cat([images.flatten(1) for images in self.D.asked]) if self.D.asked else None
        if asked is None:
            return ""
        given = {"the real images": self.real.cpu()} if self.trains == "D" else {}
        for name, images in (given | {"G's images": torch.cat(self.G.fakes)}).items():
            if not among(images.flatten(1), asked):
                return f"D was never shown {name} as they are"
        return ""

    def telling(self) -> bool:
        """True when the fakes tell mistakes with the margin apart.

        One lies beyond the margin, and still with a real image's energy added; their mean, of more than two,
        lies below it.
        """
        far = self.margin + self.old_D.energies(self.real.cpu()).max()
        energies = [self.old_D.energies(self.old_G.images(z)) for z in self.G.noises]
        return any(bool((e > far).any() and (len(e) < 3 or e.mean() < self.margin)) for e in energies)

    def _fakes(self):
        self.noise()
        return [self.old_G.images(z) for z in self.G.noises]

    def _loss(self, fake, D=None):
        D = D or self.old_D
        if self.trains == "D":
            return D.energies(self.real).mean() + F.relu(self.margin - D.energies(fake)).mean()
        return D.energies(fake).mean() + self._apart(D.features(fake))

    def _apart(self, features):
        return self.weight * term(features)

    def _wrong_of_D(self) -> Losses:
        D, m, n = self.old_D, self.margin, len(self.real)
        real = D.energies(self.real)
        ways: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
            REAL_HALF: lambda e: (
                real.mean() + 0 * e.mean()
            ),
            "only the fake half is there: add the mean energy of real images": lambda e: (
                F.relu(m - e).mean() + 0 * real.mean()
            ),
            "the margin is missing": lambda e: real.mean() - e.mean(),
            "real and fake are exchanged: D gives real images low energy": lambda e: (
                e.mean() + F.relu(m - real).mean()
            ),
            "fakes are paid for low energy too: it is max(0, margin − E)": lambda e: real.mean() + e.mean(),
            "it is max(0, E − margin): turn it round": lambda e: real.mean() + F.relu(e - m).mean(),
            "the sums over the batch are taken: take the means": lambda e: real.sum() + F.relu(m - e).sum(),
            "the margin belongs to the fakes alone": lambda e: F.relu(m - real).mean() + F.relu(m - e).mean(),
            "the two halves are subtracted: add them": lambda e: real.mean() - F.relu(m - e).mean(),
            "this is half of it: add the two means": lambda e: (real.mean() + F.relu(m - e).mean()) / 2,
            "max(0, …) is softplus here: it has no kink": lambda e: real.mean() + F.softplus(m - e).mean(),
            "this is the generator's loss": lambda e: e.mean() + 0 * real.mean(),
            "the hinge is of pairs, a real and a fake one together: real energies stand outside of it":
                lambda e: F.relu(m + real - e).mean(),
            "the hinge is squared": lambda e: real.mean() + F.relu(m - e).square().mean(),
            "the mean is over the fakes within the margin only: divide by all of them":
                lambda e: real.mean() + F.relu(m - e).sum() / (e < m).sum().clamp(min=1),
        }
        if n == 1:
            ways.pop("the sums over the batch are taken: take the means")
        energies = [D.energies(fake) for fake in self._fakes()]
        found = {cause: [way(e) for e in energies] for cause, way in ways.items()}
        # As long as the mean lies below the margin, the two give the same.
        lacks = [lack for e in energies for lack in ((m - e).mean(), F.relu(m - e.mean()))]
        found[NO_KINK] = [real.mean() + lack for lack in lacks]
        return found

    def _wrong_of_G(self) -> Losses:
        D, w = self.old_D, self.weight
        pairs = [(D.energies(fake), D.features(fake), fake.flatten(1)) for fake in self._fakes()]
        ways: dict[str, Callable[..., torch.Tensor]] = {
            NO_TERM: lambda e, f, x: e.mean() + 0 * f.sum(),
            "only the pulling-away term is there": lambda e, f, x: w * term(f) + 0 * e.sum(),
            "the pulling-away term is not weighted": lambda e, f, x: e.mean() + term(f),
            "the pulling-away term is subtracted: it should be small": lambda e, f, x: e.mean() - w * term(f),
            "the pulling-away term is taken of the images: take D.encode of them": lambda e, f, x: (
                e.mean() + w * term(x)
            ),
            "the sum of the energies is taken: take the mean": lambda e, f, x: e.sum() + w * term(f),
            "the largest energy is taken: take the mean": lambda e, f, x: e.max() + w * term(f),
            "the smallest energy is taken: take the mean": lambda e, f, x: e.min() + w * term(f),
            "the sign is turned round: G wants low energy": lambda e, f, x: -e.mean() + w * term(f),
            "the weight is at the energy: it belongs to the pulling-away term": lambda e, f, x: (
                w * e.mean() + term(f)
            ),
            "both are weighted": lambda e, f, x: w * (e.mean() + term(f)),
        }
        found = {cause: [way(*pair) for pair in pairs] for cause, way in ways.items()}
        found["the term is taken of other fakes than the energy: call G once"] = [
            one[0].mean() + w * term(other[1]) for one in pairs for other in pairs if one is not other
        ]
        return found


def discriminator_step(play: Callable[[EnergyStep], Any], n: int, device: Any = "cpu") -> EnergyStep:
    """Play one step of D on n real images; where n > 1 again, until `EnergyStep.telling`."""
    __tracebackhide__ = True
    for _ in range(TRIES):
        step = played(_stage("D", n, device), play)
        if n == 1 or not step.G.noises or step.telling():
            break
    return step


def generator_step(play: Callable[[EnergyStep], Any], n: int, device: Any = "cpu") -> EnergyStep:
    """Play one step of G with n fakes, n at least 2."""
    __tracebackhide__ = True
    return played(_stage("G", n, device), play)


def _stage(trains, n, device):
    pixels = math.prod(IMAGE)
    G, D = StubGenerator(LATENT, pixels, IMAGE), EnergyStub(pixels)
    real = uniform(n, *IMAGE, high=0.3)  # of low energy, or a hinge of pairs would never bend
    old_D, old_G = (still(copy.deepcopy(network)) for network in (D, G))
    with torch.no_grad():
        usual = old_D.energies(old_G.images(normal(200, LATENT)))
    margin = usual.quantile(0.7).item() if n > 1 else 1.5 * usual.max().item()
    step = EnergyStep(
        trains,
        n,
        LATENT,
        device,
        real,
        D,
        G,
        old_D,
        old_G,
        halves=False,
        margin=margin,
        weight=uniform(1, low=3, high=6).item(),
    )
    step.real = real.to(device)
    prepare(step)
    return step
