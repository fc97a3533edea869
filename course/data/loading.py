"""Shuffled batches."""

import math
from collections.abc import Iterator

import torch


def batches(
    images: torch.Tensor, batch_size: int, generator: torch.Generator | None = None, drop_last: bool = False
) -> "Batches":
    """An iterable of shuffled image batches, in a new order each time it is run through.

    images: tensor (N, ...); each batch is (batch_size, ...), the last one smaller unless
    drop_last. generator: a torch.Generator, for an order that can be repeated.
    len() is the number of batches. ValueError, one sentence, when there would be none.
    """
    return Batches(images, batch_size, generator, drop_last)


class Batches:
    """What batches() returns. The images stay one tensor: no work is done for each sample."""

    def __init__(
        self,
        images: torch.Tensor,
        batch_size: int,
        generator: torch.Generator | None = None,
        drop_last: bool = False,
    ) -> None:
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"batch_size must be a whole number from 1 on, not {batch_size!r}.")
        if len(images) < (batch_size if drop_last else 1):
            raise ValueError(f"{len(images)} images make no batch of {batch_size}.")
        self.images, self.batch_size = images, batch_size
        self.generator, self.drop_last = generator, drop_last

    def __len__(self) -> int:
        share = len(self.images) / self.batch_size
        return math.floor(share) if self.drop_last else math.ceil(share)

    def __iter__(self) -> Iterator[torch.Tensor]:
        device = self.generator.device if self.generator else "cpu"
        order = torch.randperm(len(self.images), generator=self.generator, device=device)
        for chosen in order.to(self.images.device).split(self.batch_size)[: len(self)]:
            yield self.images[chosen]
