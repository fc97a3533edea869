"""Nearest images of a gallery, and the share of suspicious fakes, written out; and mistakes."""

import torch

from course.probe.values.compare import same
from course.probe.values.draws import normal, uniform

SHARE = 0.05
HELD = 51  # held-out images: the 5 % quantile lies in the middle between two of their distances
MANY = 100  # fakes from which shares are told apart


def far(images: torch.Tensor, gallery: torch.Tensor, p: float = 2.0) -> torch.Tensor:
    """All distances, (N, M), float64."""
    one, other = images.flatten(1).double(), gallery.flatten(1).double()
    return torch.cdist(one, other, p, compute_mode="donot_use_mm_for_euclid_dist")


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

    Drawn again, until no likely mistake has a share that comes near the right one, or near another's.
    """
    while True:
        sets = _drawn(shape, copies, fresh)
        if copies + fresh < MANY or _telling(sets):
            return sets


def _drawn(shape, copies, fresh):
    """Near copies at several distances, others at all distances: each limit counts another number."""
    train = normal(40, *shape)
    ones = [1] * len(shape)
    away = uniform(copies, *ones, low=0.01, high=0.06) * normal(copies, *shape)
    near = train[torch.arange(copies) % 40] + away
    others, held = (
        train[(uniform(count) * len(train)).long()]
        + uniform(count, *ones, low=0.4, high=1.3) ** 3 * normal(count, *shape)
        for count in (fresh, HELD)
    )
    fakes = torch.cat([near, others])
    return [fakes[uniform(len(fakes)).argsort()], train, held]


def _telling(sets):
    """Whether no cause has the share of another, and all are some fakes away from the right one."""
    right, one = copied(*sets), 1 / len(sets[0])
    told = [v if isinstance(v, list) else [v] for v in copied_mistakes(*sets).values()]
    shares = [{round(float(share / one)) for share in shares} for shares in told]
    return sum(map(len, shares)) == len(set.union(*shares)) and all(
        abs(share - right) > 2.5 * one for shares in told for share in shares
    )


def copied(fakes: torch.Tensor, train: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    """The share of fakes nearer to the training set than 95 % of the held-out images."""
    limit = far(held, train).amin(1).quantile(SHARE)
    return (far(fakes, train).amin(1) < limit).double().mean()


def copied_mistakes(
    fakes: torch.Tensor, train: torch.Tensor, held: torch.Tensor
) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Shares that likely mistakes give."""
    apart, usual = far(fakes, train), far(held, train)
    mine, new, right = apart.amin(1), usual.amin(1), copied(fakes, train, held)
    back, among = usual.amin(0), far(held, held).fill_diagonal_(float("inf")).amin(1)
    home = far(train, train).fill_diagonal_(float("inf")).amin(1)
    of_held = far(fakes, held).amin(1)

    def below(limit, distances=mine):
        return (distances < limit).double().mean()

    def several(table):
        return table.sort(dim=1).values[:, :3].mean(1)

    return {
        "the fakes that are not suspicious are counted": 1 - right,
        "suspicious fakes are counted: divide by their number": right * len(fakes),
        "the limit is the nearest held-out image: take the 5 % quantile": below(new.amin()),
        "the limit is the median of the held-out images: take the 5 % quantile":
            [below(middle) for middle in (new.quantile(0.5), new.median())],
        "the limit is the mean of the held-out images: take the 5 % quantile": below(new.mean()),
        "the limit is 5 % of the mean distance: take the 5 % quantile": below(SHARE * new.mean()),
        "distances to several neighbours were averaged: take the nearest alone, k = 1":
            below(several(usual).quantile(SHARE), several(apart)),
        "the limit is the 95 % quantile: take the 5 % quantile": below(new.quantile(1 - SHARE)),
        "the limit is one of the distances: torch.quantile takes a value between two of them":
            [below(new.quantile(SHARE, interpolation=way)) for way in ("lower", "higher")],
        "the limit is a quantile of the fakes' own distances: it comes from held-out images":
            below(mine.quantile(SHARE)),
        "images and gallery are exchanged in a call of nearest: the training images are the gallery": [
            below(back.quantile(SHARE)), below(new.quantile(SHARE), apart.amin(0))],
        "the limit comes from the training images among each other: it comes from held-out images":
            below(home.quantile(SHARE)),
        "the fakes were compared with the held-out images: the training images may have been copied": [
            below(new.quantile(SHARE), of_held), below(back.quantile(SHARE), of_held)],
        "the held-out images were compared with each other: compare them with the training images":
            below(among.quantile(SHARE)),
        "these are pairs of a fake and a held-out image: one limit, the 5 % quantile, is for all":
            (mine[:, None] < new).double().mean(),
    }  # fmt: skip
