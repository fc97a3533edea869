"""Precision and recall by nearest-neighbour balls, written out; sets that tell mistakes apart."""

import math
from collections.abc import Callable, Sequence

import torch
from torch import nn

from course.probe.judging.neighbours import far
from course.probe.steps.players import kept
from course.probe.values.compare import close, same
from course.probe.values.draws import normal, uniform

Set = torch.Tensor
Pair = torch.Tensor  # (2,): precision, recall


def balls(real: Set, fake: Set, k: int) -> Pair:
    """Precision and recall of Kynkäänniemi et al. 2019, edges of balls included."""
    return _with(far(real, fake), _ranked(real)[:, k], _ranked(fake)[:, k])


def _ranked(x, p=2.0):
    """The distances of each sample to all of its set, (N, N), sorted: its own, 0, comes first."""
    return far(x, x, p).sort(dim=1).values


def _pair(precision, recall):
    return torch.stack([precision.double().mean(), recall.double().mean()])


def balls_mistakes(real: Set, fake: Set, k: int) -> dict[str, Pair | list[Pair]]:
    """Pairs that likely mistakes give."""
    between, ranks = far(real, fake), (_ranked(real), _ranked(fake))
    one, other = (rank[:, k] for rank in ranks)
    right, last = _with(between, one, other), min(len(real), len(fake)) - 1
    both = _ranked(torch.cat([real, fake]))[:, k]
    inside, around = between <= one[:, None], between <= other
    home, near = between.argmin(0), between.argmin(1)  # of each fake the nearest real one, and the reverse
    owners = between.amin(0) <= one[home], between.amin(1) <= other[near]
    taxi = far(real, fake, 1)
    sizes = torch.tensor([len(fake), len(real)])
    return {
        "the pair is exchanged: (precision, recall)": right.flip(0),
        "each sample counts as its own neighbour: leave it out":
            [_with(between, *(rank[:, k - 1] for rank in ranks))],
        f"this is for {k + 1} neighbours, not for {k}: a sample itself is at place 0 of its sorted distances":
            [_with(between, *(rank[:, k + 1] for rank in ranks))] if k < last else [],
        "k is written as a number: use k": [
            _with(between, *(rank[:, n] for rank in ranks))
            for n in (1, 3, 5) if abs(n - k) > 1 and n <= last],
        "the balls belong to the wrong set: precision asks the balls around real samples, recall those "
        "around fakes": [_pair(around.any(0), inside.any(1)), _pair(inside.any(0), inside.any(1)),
                         _pair(around.any(0), around.any(1))],
        "any() goes over the wrong dimension: precision is a share of fakes, recall one of real samples": [
            _pair(inside.any(1), around.any(0)), _pair(inside.any(1), around.any(1)),
            _pair(inside.any(0), around.any(0))],
        "only the ball of the nearest sample is asked: any ball will do": _pair(*owners),
        "all balls have one radius: each sample has its own": [
            _with(between, *radii) for f in (torch.mean, torch.median, torch.max, torch.min)
            for flat in [(f(one).expand_as(one), f(other).expand_as(other))]
            for radii in (flat, (flat[0], other), (one, flat[1]))],
        "distances are compared with squared ones": [
            _with(between.square(), one, other), _with(between, one.square(), other.square())],
        "the radii were taken in both sets thrown together: each set has its own":
            _with(between, both[: len(real)], both[len(real):]),
        "these are counts: divide by the number of samples": right * sizes,
        "these are shares of pairs: a sample counts once, however many balls it lies in":
            [_pair(inside, around), _pair(inside, around.any(1)), _pair(inside.any(0), around)],
        "samples inside all balls are counted: one ball is enough": _pair(inside.all(0), around.all(1)),
        "samples outside are counted": 1 - right,
        "both numbers are the precision": right[:1].expand(2),
        "both numbers are the recall": right[1:].expand(2),
        "the distance is a sum of absolute differences: take the Euclidean one":
            _with(taxi, *(_ranked(x, 1)[:, k] for x in (real, fake))),
        "this is the density of Naeem et al.: precision counts each fake once":
            torch.stack([inside.double().sum(0).mean() / k, right[1]]),
    }  # fmt: skip


def check_balls(pair: Pair, real: Set, fake: Set, k: int) -> None:
    """Check a pair (precision, recall), and say which of the two is wrong."""
    __tracebackhide__ = True
    right, tolerance = balls(real, fake, k), 1e-3
    apart = (pair.double() - right).abs()
    names = ("precision", "recall")
    place = int(apart.argmax())
    where = f"of {len(real)} real and {len(fake)} fake samples, k = {k},"
    what = f"the {names[place]} {where}"
    if bool((apart > tolerance).all()):
        what = f"neither number is right: {what}"
    elif bool((apart > tolerance).any()):
        what = f"the {names[1 - place]} is right, but {what}"
    told = {}
    for cause, values in balls_mistakes(real, fake, k).items():
        if any(close(pair, value, tolerance) for value in (values if isinstance(values, list) else [values])):
            told[cause] = pair[place]
    same(pair[place], right[place], what, told, tolerance)


def _with(between, one, other):
    return _pair((between <= one[:, None]).any(0), (between <= other).any(1))


def telling(draw: Callable[[], tuple[Set, Set]], k: int) -> tuple[Set, Set]:
    """Two sets for which no two mistakes, and no mistake and the right answer, give the same pair."""
    while True:
        real, fake = draw()
        values = [balls(real, fake, k), *balls_mistakes(real, fake, k).values()]
        told = [value if isinstance(value, list) else [value] for value in values]
        pairs = torch.stack([pair for group in told for pair in group])
        cause = torch.tensor([n for n, group in enumerate(told) for _ in group])
        apart = torch.cdist(pairs, pairs, p=float("inf")) + (cause[:, None] == cause)
        if apart[:, pairs.isfinite().all(1)][pairs.isfinite().all(1)].min() > 0.004:
            return real, fake


def clouds(n: int, m: int, size: int) -> tuple[Set, Set]:
    """Two sets that overlap in part: (n, size) and (m, size), float64."""
    turn = torch.linalg.qr(normal(size, size))[0]
    spread = uniform(size, low=0.4, high=2.2)
    real = normal(n, size)
    fake = (normal(m, size) * spread + 0.5 * normal(size)) @ turn
    return real.double(), fake.double()


class StandIn:
    """What lesson 06 calls `precision_recall`; notes whether the real features came second."""

    def __init__(self, real: Set) -> None:
        self.real, self.turned = real.cpu(), False

    def __call__(self, real: Set, fake: Set, k: int) -> tuple[float, float]:
        real, fake = real.detach().cpu(), fake.detach().cpu()
        self.turned = self.turned or torch.equal(fake, self.real)
        covered, covering = balls(real, fake, k).tolist()
        return covered, covering


class Knob(nn.Module):
    """A generator of features (N, 2), whose spread goes with its noise; notes whether gradients were on.

    Its noise has one shape, (N, *shape), as that of a convolutional generator has.
    """

    def __init__(self, *shape: int) -> None:
        super().__init__()
        size = math.prod(shape)
        self.shape, self.given = shape, list[torch.Tensor]()
        self.layer, self.recorded = nn.Linear(size, 2), [False]
        with torch.no_grad():
            self.layer.weight.copy_(normal(2, size) / size**0.5)
            self.layer.bias.copy_(0.2 * normal(2))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(z) or tuple(z.shape[1:]) != self.shape:
            came = tuple(z.shape) if torch.is_tensor(z) else type(z).__name__
            takes = "".join(f", {size}" for size in self.shape)
            raise ValueError(f"this generator takes noise (N{takes}), but was given {came}")
        self.recorded.append(torch.is_grad_enabled())
        self.given.append(kept(z))
        return self.layer(z.flatten(1))


def knob(
    n: int, m: int, k: int, scales: Sequence[float], shape: tuple[int, ...] = (3,)
) -> tuple[Set, Knob, torch.Tensor, torch.Tensor]:
    """Real features (n, 2), a generator, noise (m, …) and the right curve, whose rows all differ."""
    while True:
        real, G, z = normal(n, 2), Knob(*shape), normal(m, *shape)
        rows = _curve(real, G, [scale * z for scale in scales], k)
        apart = torch.cdist(rows, rows, p=float("inf")) + torch.eye(len(rows))
        if apart.min() > 0.02 and (rows[:, 0] - rows[:, 1]).abs().max() > 0.05:
            G.recorded.clear()
            G.given.clear()
            return real, G, z, rows


def _curve(real, G, noises, k):
    with torch.no_grad():
        return torch.stack([balls(real, G(noise), k) for noise in noises])


def knob_mistakes(
    real: Set, G: Knob, z: torch.Tensor, scales: Sequence[float], k: int,
    curve: torch.Tensor | None = None, turned: bool = False,
) -> dict[str, torch.Tensor]:
    """Curves that likely mistakes give; the generator's notes are left as they were.

    With the curve that came, noise that has nothing in common with z is told as well.
    ``turned``: precision_recall was given the real features second, see `StandIn`.
    """  # fmt: skip
    notes, given = list(G.recorded), list(G.given)
    right = _curve(real, G, [scale * z for scale in scales], k)
    with torch.no_grad():
        made = G(z)
        stretched = torch.stack([balls(real, scale * made, k) for scale in scales])
    ways = {
        "precision_recall takes the real features first, then the generator's" if turned else
        "the columns are exchanged: (precision, recall)": right.flip(1),
        "the rows are in the reverse order": right.flip(0),
        "the noise is not scaled: give the generator scale · z": _curve(real, G, [z for _ in scales], k),
        "what the generator makes is scaled: scale the noise": stretched,
        "the noise is divided by the scale": _curve(real, G, [z / scale for scale in scales], k),
        "the noise is cut off at ± the scale: multiply it":
            _curve(real, G, [z.clamp(-scale, scale) for scale in scales], k),
        "the scales pile up: scale the same z each time":
            _curve(real, G, [z * f for f in torch.tensor(scales).cumprod(0).tolist()], k),
        "k is 3, whatever k is":
            right * torch.nan if k == 3 else _curve(real, G, [scale * z for scale in scales], 3),
    }  # fmt: skip
    G.recorded[:], G.given[:] = notes, given
    if curve is not None and any(_strange(noise, z) for noise in given):
        ways["the generator was given fresh noise: give it scale · z, the same z for all scales"] = curve
    return ways


def _strange(noise, z):
    """True for noise of the shape of z that hardly goes with it: another draw, however scaled."""
    if noise.shape != z.shape:
        return False
    pair = torch.stack([noise.flatten(), z.flatten().cpu()])
    return bool(noise.std() > 0) and abs(float(pair.corrcoef()[0, 1])) < 0.5
