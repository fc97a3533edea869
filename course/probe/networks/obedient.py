"""The generator that a student trained with labels and handed in: is it one, and does it obey?"""

from collections.abc import Callable, Mapping

import torch

from course import metrics
from course.probe.networks.conditional import Conditional, table_of, without
from course.probe.networks.conv import Conv, stack
from course.probe.values.draws import normal

PART = 250  # images computed at a time
MARGIN = 2
STILL = 0.03  # a pixel's deviation within a class: 0.01 without the noise's say, 0.09 and more with it
Generate = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def conditional_generator(weights: Mapping[str, torch.Tensor], nz: int, classes: int) -> Generate:
    """The lesson's generator with these weights, whatever its layers were called.

    Noise and row of the embedding may stand in either order, which the weights do not tell: it is the one
    in which the generator obeys more often.

    Args:
        weights: state dict of an embedding, transposed convolutions and BatchNorms.
        nz: size of the noise, and of a row of the embedding.
        classes: rows of the embedding.

    Returns:
        A function from noise (N, nz, 1, 1) and labels (N,) to images (N, 1, 32, 32) in [−1, 1], as
        the generator computes them in eval mode.

    Raises:
        AssertionError: these are weights of something else.
    """
    __tracebackhide__ = True
    state = {name: value.float() for name, value in weights.items()}
    last = [w for w in state.values() if w.dim() == 4 and w.shape[1] == 1]
    of_D = any(w.dim() == 2 and len(w) == 1 for w in state.values())  # ψ
    assert len(last) == 1 and not of_D, (
        "generator.pt holds no weights of this lesson's generator: was D saved in the place of G?"
    )
    assert any(w.dim() == 2 for w in state.values()), (
        "generator.pt holds no embedding: are these weights of lesson 3's generator?"
    )
    table = table_of(state, classes, nz, "generator.pt")
    ngf = len(last[0])
    channels = [2 * nz, 4 * ngf, 2 * ngf, ngf, 1]
    net = Conv(stack(without(state, table), channels, transposed=True, what="generator.pt"), transposed=True)
    made = Conditional(net, table, table)
    ways = [_generate(made, number) for number in range(2)]
    z, y = normal(20 * classes, nz, 1, 1), torch.arange(20 * classes) % classes
    hits = [int((metrics.read(seen(generate(z, y))) == y).sum()) for generate in ways]
    return ways[hits.index(max(hits))]


def _generate(made, number):
    """The generator with noise first (0) or row first (1)."""

    @torch.no_grad()
    def generate(z, y):
        __tracebackhide__ = True
        parts = zip(z.split(PART), y.split(PART), strict=True)
        images = torch.cat([made.both(a, made.table[b], training=False)[number] for a, b in parts])
        assert bool(torch.isfinite(images).all()), (
            "the generator's images hold numbers that are not finite: the training diverged"
        )
        return images

    return generate


def seen(images: torch.Tensor) -> torch.Tensor:
    """Images (N, 1, 32, 32) in [−1, 1] as the classifier takes them: (N, 1, 28, 28) in [0, 1]."""
    return (images[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN] + 1) / 2


def check_obeys(images: torch.Tensor, y: torch.Tensor, share: float, worst: float, distance: float) -> None:
    """Check images (N, 1, 28, 28) in [0, 1] that were asked for with labels y (N,), all classes among them.

    Args:
        share, worst: the least that the classifier must read as asked, of all images, and of each class.
        distance: the largest Fréchet classifier distance.
    """
    __tracebackhide__ = True
    hits = (metrics.read(images) == y).float()
    kinds = y.unique()
    within = torch.stack([images[y == kind].std(0).mean() for kind in kinds]).mean()
    shares = torch.stack([hits[y == kind].mean() for kind in kinds])
    all_of, least = hits.mean().item(), shares.min().item()
    digit = int(kinds[shares.argmin()])
    one = f"a{'n' if digit == 8 else ''} {digit}"
    far = metrics.quality(images).distance
    cause = "train all epochs of section 6, with learning rates and first weights as they are there"
    if within < STILL:
        cause = "one label gives one image, whatever the noise: were the rows of G loud at first (section 6)?"
    elif all_of < 0.3:
        cause = "about chance. The labels play no part in what it learnt: do they go with their own images, "
        cause += "and through G, D and both steps (sections 2 to 6)?"
    some = f"of your generator's images {all_of:.1%} are read as asked, at least {share:.0%} are needed"
    assert all_of >= 0.3 or least >= worst, f"{some}: {cause}"
    assert least >= worst, (
        f"asked for {one}, your generator makes one in {least:.0%} of cases, at least {worst:.0%} are "
        f"needed: {cause}"
    )
    assert all_of >= share, f"{some}: {cause}"
    assert far <= distance, (
        f"the Fréchet classifier distance of your images is {far:.0f}, at most {distance:g} is needed: "
        f"{cause}"
    )
