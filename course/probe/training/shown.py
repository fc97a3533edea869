"""What D was shown for each update: real numbers, G's, and the noise that these came from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from course.probe.training.recorded import Pair, Update


@dataclass
class Shown:
    """What D was shown for one update, row by row: real numbers, G's, the noise of these, and others."""

    real: list[float] = field(default_factory=list)
    fake: list[float] = field(default_factory=list)
    noise: list[tuple[float, ...]] = field(default_factory=list)
    strange: int = 0


def shown_for(
    pair: Pair, name: str, drawn: Sequence[torch.Tensor], noise_size: int
) -> list[tuple[Update, Shown]]:
    """The updates of a network that were kept, each with what D was shown for it.

    Args:
        drawn: all real numbers that were drawn.
        noise_size: how many numbers G takes for one of its own.
    """
    sources = _Sources()
    for batch in drawn:
        sources.add(batch.flatten().tolist(), None)
    found = []
    for update in pair.updates:
        for call in update.calls:
            if call.network == "G":
                rows = map(tuple, call.given.reshape(-1, noise_size).tolist())
                sources.add(call.came.flatten().tolist(), list(rows))
        if update.network == name:
            found.append((update, _sorted(update, sources)))
    return found


class _Sources:
    """Batches that numbers can come from: real ones, and G's with the noise that they were made of."""

    def __init__(self):
        self.batches = []
        self.places = {}

    def add(self, numbers, noise):
        for place, number in enumerate(numbers):
            self.places.setdefault(number, []).append((len(self.batches), place))
        self.batches.append((numbers, noise))

    def votes(self, rows):
        """How many of the rows stand in each batch."""
        return Counter(batch for row in rows for batch, _ in self.places.get(row, ()))

    def longest(self, rows, votes, used):
        """How many of the first rows stand together in one batch, at best, and their noise if it is G's.

        Single numbers are equal by chance now and then, so whole runs are compared, and where these
        are equally long (a shuffled batch) the batch that has most of the rows counts.  What was
        ``used`` for other rows of the call is not used again.
        """
        best, found = (0, 0), None
        for batch, place in self.places.get(rows[0], ()):
            numbers, _ = self.batches[batch]
            length = 0
            while length < min(len(rows), len(numbers) - place) and rows[length] == numbers[place + length]:
                if (batch, place + length) in used:
                    break
                length += 1
            if (length, votes[batch]) > best:
                best, found = (length, votes[batch]), (batch, place)
        if found is None:
            return 0, None
        (batch, place), length = found, best[0]
        used.update((batch, place + row) for row in range(length))
        made_of = self.batches[batch][1]
        return length, made_of and made_of[place : place + length]


def _sorted(update, sources):
    """The rows that D was shown in calls that a gradient can come back from, each batch once."""
    shown = Shown()
    batches: list[torch.Tensor] = []
    for call in update.calls:
        if call.network == "G" or not call.tracked or any(torch.equal(call.given, b) for b in batches):
            continue
        batches.append(call.given)
        rows = call.given.flatten().tolist()
        votes = sources.votes(rows)
        used: set[tuple[int, int]] = set()
        while rows:
            length, noise = sources.longest(rows, votes, used)
            if not length:
                shown.strange += 1
            elif noise is None:
                shown.real += rows[:length]
            else:
                shown.fake += rows[:length]
                shown.noise += noise
            rows = rows[max(length, 1) :]
    return shown


def again(rows: Sequence[object], seen: set) -> bool:
    """True when most rows were there before: two random numbers are equal by chance, now and then."""
    return 2 * sum(row in seen for row in rows) > len(rows)
