"""Nearest images of a gallery, and the share of suspicious fakes, written out; and mistakes."""

import torch

from course.probe.values.compare import same
from course.probe.values.draws import normal, uniform

SHARE = 0.05


def far(images: torch.Tensor, gallery: torch.Tensor, p: float = 2.0) -> torch.Tensor:
    """All distances, (N, M), float64."""
    one, other = images.flatten(1).double(), gallery.flatten(1).double()
    return torch.linalg.vector_norm(one[:, None] - other, p, dim=2)


def distances_mistakes(images: torch.Tensor, gallery: torch.Tensor, k: int) -> dict[str, torch.Tensor]:
    """Distances (N, k) that likely mistakes give."""
    apart = far(images, gallery)
    right, size = apart.sort(dim=1).values[:, :k], images[0].numel()
    absolute = far(images, gallery, 1).sort(dim=1).values[:, :k]
    return {
        "these are the images farthest away: the nearest were asked":
            apart.sort(dim=1, descending=True).values[:, :k],
        "the nearest does not come first": right.flip(1) if k > 1 else torch.full_like(right, torch.nan),
        "the distance is squared: take the root": right.square(),
        "the distance is a mean over the numbers of an image: the Euclidean one sums squares":
            right / size**0.5,
        "the squares' mean was taken, without the root": right.square() / size,
        "absolute differences are summed: take the Euclidean distance": absolute,
        "absolute differences are averaged: take the Euclidean distance": absolute / size,
        "the nearest image is left out: here an image is not its own gallery":
            apart.sort(dim=1).values[:, 1 : k + 1],
    }  # fmt: skip


def check_indices(indices: torch.Tensor, images: torch.Tensor, gallery: torch.Tensor) -> None:
    """Check that indices (N, k) name the nearest images of a gallery, each once, the nearest first.

    Asked by their distances: rounding may part two images that are equally near.
    """
    __tracebackhide__ = True
    apart, (_, k) = far(images, gallery), indices.shape
    low, high = int(indices.min()), int(indices.max())
    assert low >= 0 and high < len(gallery), (
        f"the indices go from {low} to {high}, and those of a gallery of {len(gallery)} from 0 to "
        f"{len(gallery) - 1}"
    )
    assert all(len(set(row)) == k for row in indices.tolist()), "an image of the gallery is named twice"
    order = apart.sort(dim=1).values
    same(apart.gather(1, indices.long()), order[:, :k], "the distance of an image that an index names", {
        "these are the farthest": order.flip(1)[:, :k],
        "the order is turned round: the nearest comes first":
            order[:, :k].flip(1) if k > 1 else torch.full_like(order[:, :k], torch.nan),
    }, tolerance=1e-3)  # fmt: skip


def three_sets(shape: tuple[int, ...], copies: int, fresh: int) -> list[torch.Tensor]:
    """Fakes (some of them near copies), training images, held-out images; all of this shape.

    The others lie at all distances from the training images, so that each limit counts another number.
    """
    train = normal(40, *shape)
    near = train[:copies] + 0.02 * normal(copies, *shape)
    others, held = (
        train[(uniform(count) * len(train)).long()]
        + uniform(count, *[1] * len(shape), low=0.5, high=1.3) ** 3 * normal(count, *shape)
        for count in (fresh, 160)
    )
    fakes = torch.cat([near, others])
    return [fakes[uniform(len(fakes)).argsort()], train, held]


def copied(fakes: torch.Tensor, train: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    """The share of fakes nearer to the training set than 95 % of the held-out images."""
    limit = far(held, train).amin(1).quantile(SHARE)
    return (far(fakes, train).amin(1) < limit).double().mean()


def copied_mistakes(
    fakes: torch.Tensor, train: torch.Tensor, held: torch.Tensor
) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Shares that likely mistakes give."""
    mine, new, right = far(fakes, train).amin(1), far(held, train).amin(1), copied(fakes, train, held)
    among = far(held, held).fill_diagonal_(float("inf")).amin(1)
    pairs = (mine[:, None] < new).double().mean()
    return {
        "the fakes that are not suspicious are counted": 1 - right,
        "suspicious fakes are counted: divide by their number": right * len(fakes),
        "the limit is the nearest held-out image: take the 5 % quantile": (mine < new.amin()).double().mean(),
        "the limit is the median of the held-out images: take the 5 % quantile":
            [(mine < middle).double().mean() for middle in (new.quantile(0.5), new.median())],
        "the limit is the mean of the held-out images: take the 5 % quantile":
            (mine < new.mean()).double().mean(),
        "the limit is the 95 % quantile: take the 5 % quantile": (mine < new.quantile(0.95)).double().mean(),
        "the limit is a quantile of the fakes' own distances: it comes from held-out images":
            (mine < mine.quantile(SHARE)).double().mean(),
        "the fakes were compared with the held-out images: the training images may have been copied": [
            (far(fakes, held).amin(1) < new.quantile(SHARE)).double().mean(),
            (far(fakes, held).amin(1) < far(train, held).amin(1).quantile(SHARE)).double().mean()],
        "the held-out images were compared with each other: compare them with the training images":
            (mine < among.quantile(SHARE)).double().mean(),
        "these are pairs of a fake and a held-out image: one limit, the 5 % quantile, is for all": pairs,
    }  # fmt: skip
