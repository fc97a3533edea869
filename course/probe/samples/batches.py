"""Known values for functions of a whole batch: its deviation, closeness of samples, mode seeking."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal


def check_slopes(
    what: str, function: Callable[..., Any], inputs: Sequence[torch.Tensor],
    wanted: Callable[..., torch.Tensor], names: Sequence[str],
    cuts: Mapping[str, Callable[..., torch.Tensor]] | None = None,
) -> None:
    """Check that gradients pass through a function to its inputs, and that they are right.

    Args:
        what: the function's name.
        function: the student's.
        inputs: its arguments; those that have no name are not looked at.
        wanted: another function of the same arguments, whose gradients are right.
        names: of the first arguments, in words.
        cuts: functions of the same values whose gradients are wrong, each under the cause to name.
    """  # fmt: skip
    __tracebackhide__ = True
    looked = [x.clone().requires_grad_(True) for x in inputs[: len(names)]]
    y = attempt(what, function, *looked, *inputs[len(names) :])
    ways = {"": wanted, **(cuts or {})}
    values = {why: way(*looked, *inputs[len(names) :]).float() for why, way in ways.items()}
    tensor(y, tuple(values[""].shape), f"what {what} returns")
    if not values[""].requires_grad and not y.requires_grad:
        return  # nothing depends on the inputs, as in a batch of one sample that is compared with none
    assert y.requires_grad, (
        f"no gradient passes through {what}, so nobody would learn through it: is there detach(), "
        "no_grad() or item()?"
    )
    weights = normal(*y.shape) if y.dim() else torch.ones(())
    found = torch.autograd.grad((weights * y).sum(), looked, allow_unused=True)
    slopes = {why: _slopes((weights * value).sum(), looked) for why, value in values.items()}
    for number, (name, x, slope) in enumerate(zip(names, looked, found, strict=True)):
        slope = torch.zeros_like(x) if slope is None and not slopes[""][number].any() else slope
        assert slope is not None, f"no gradient passes through {what} to {name}: is there detach() or item()?"
        size = float(slopes[""][number].abs().max()) or 1.0  # small gradients must be right, too
        parts = [slope, *(way[number] for way in slopes.values())]
        slope, expected, *others = (part / size for part in parts)
        mistakes = dict(zip(list(slopes)[1:], others, strict=True)) | {
            "it is 0 everywhere": torch.zeros_like(x),
            "its sign is turned round": -expected,
            "it is twice as large everywhere": 2 * expected,
            "it is half as large everywhere": expected / 2,
        }
        called = f"the gradient of {what} at {name} {tuple(x.shape)}, in units of its largest value,"
        same(slope, expected, called, mistakes, tolerance=1e-3)


def _slopes(value, inputs):
    """The gradients at inputs, 0 where there is none."""
    if not value.requires_grad:
        return [torch.zeros_like(x) for x in inputs]
    found = torch.autograd.grad(value, inputs, retain_graph=True, allow_unused=True)
    return [torch.zeros_like(x) if slope is None else slope for x, slope in zip(inputs, found, strict=True)]


def deviation(x: torch.Tensor, cut: bool = False) -> torch.Tensor:
    """x with the mean standard deviation over the batch as one more feature, or channel; cut: detached."""
    spread = (x.double().var(0, correction=0) + 1e-8).sqrt().mean()
    spread = spread.detach() if cut else spread
    return torch.cat([x.double(), spread.expand_as(x[:, :1])], dim=1)


def deviation_mistakes(x: torch.Tensor) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Numbers that stand in the place of the mean deviation of x under likely mistakes."""
    spread, flat = x.std(0, correction=0), x.flatten(1)
    return {
        "the deviation divides by N − 1: here it divides by N (correction=0)": x.std(0).mean(),
        "this is the variance: take its root": [x.var(0, correction=c).mean() for c in (0, 1)],
        "the root stands outside the mean: first the root, then the mean":
            [x.var(0, correction=c).mean().sqrt() for c in (0, 1)],
        "this is the deviation of all numbers together: first over the batch, feature by feature":
            [x.std(correction=c) for c in (0, 1)],
        "the deviation runs over the features of each sample: it should run over the batch, dim 0":
            [flat.std(1, correction=c).reshape(-1, *[1] * (x.dim() - 1)) for c in (0, 1)]
            + [x.std(1, correction=c).mean() for c in (0, 1)],
        "the mean over the pixels is missing: the mean goes over channels and pixels": [
            spread.mean(0, keepdim=True)] if x.dim() > 2 else [],
        "the batch was cut into groups of four samples: take the deviation over the whole batch":
            _in_groups(x) if len(x) % 4 == 0 and len(x) > 4 else [],
        "the deviations are summed: take their mean": spread.sum(),
        "this is the mean of the batch, not its deviation": x.mean(),
        "these are absolute differences from the mean: square them, and take the root of their mean":
            (x - x.mean(0)).abs().mean(),
    }  # fmt: skip


def _in_groups(x):
    """The deviation in groups of four samples, in two orders."""
    apart = x.reshape(4, -1, *x.shape[1:]).std(0, correction=0).flatten(1).mean(1)
    beside = x.reshape(-1, 4, *x.shape[1:]).std(1, correction=0).flatten(1).mean(1)
    ones = [1] * (x.dim() - 1)
    return [apart.repeat(4).reshape(-1, *ones), beside.repeat_interleave(4).reshape(-1, *ones)]


def closeness(x: torch.Tensor, T: torch.Tensor, p: float = 1, cut: bool = False) -> torch.Tensor:
    """Minibatch discrimination (Salimans et al. 2016), without j = i, written out sample by sample.

    Args:
        x: features (N, A).
        T: tensor (A, B, C).
        p: the norm of the distance.
        cut: the other samples are detached.
    """
    M = torch.einsum("na,abc->nbc", x.double(), T.double())

    def near(m, other):
        return torch.exp(-torch.linalg.vector_norm(m - other, p, dim=1))

    rows, others = range(len(M)), M.detach() if cut else M
    none = torch.zeros_like(M[0, :, 0])  # of one sample alone
    return torch.stack([sum((near(M[i], others[j]) for j in rows if j != i), none) for i in rows])


def alike(value: torch.Tensor | list[torch.Tensor], shaped: torch.Tensor) -> list[torch.Tensor]:
    """One number, or several, each as a tensor of the same shape as another."""
    return [v.expand_as(shaped) for v in (value if isinstance(value, list) else [value])]


def hinge(
    real: torch.Tensor, fake: torch.Tensor
) -> list[tuple[torch.Tensor, dict[str, torch.Tensor | list[torch.Tensor]]]]:
    """The hinge losses of D and of G: each with the values that likely mistakes give."""
    a, b, relu = real, fake, torch.relu
    loss_d, loss_g = relu(1 - a).mean() + relu(1 + b).mean(), -b.mean()
    single = a.numel() == b.numel() == 1  # whose mean is no mistake: from here on no half is missing
    half = "in the {} half the mean was taken before the maximum: first the maximum, for each image"
    half = "the {} half is missing" if single else half
    return [
        (loss_d, {
            "the pair is exchanged: (loss_d, loss_g)": loss_g,
            "the signs are exchanged: real logits should be above 1, fake ones below −1":
                relu(1 + a).mean() + relu(1 - b).mean(),
            "nothing is cut off at 0: take the maximum of each term with 0": (1 - a).mean() + (1 + b).mean(),
            "the margin 1 is missing": relu(-a).mean() + relu(b).mean(),
            "softplus stands in the place of max(0, …)": [
                torch.nn.functional.softplus(k - a).mean() + torch.nn.functional.softplus(k + b).mean()
                for k in (0, 1)],
            "one mean runs over real and fake images together: take the mean of each, and add them": [
                (relu(1 - a).sum() + relu(1 + b).sum()) / (a.numel() + b.numel()) * k for k in (1, 2)],
            "the hinges are squared": relu(1 - a).square().mean() + relu(1 + b).square().mean(),
            "the mean was taken before the maximum: first the maximum, for each image":
                relu(1 - a.mean()) + relu(1 + b.mean()),
            "it is halved: add the two means": loss_d / 2,
            "it is summed over the batch: take the mean": relu(1 - a).sum() + relu(1 + b).sum(),
            half.format("fake"): relu(1 - a).mean() + (0 if single else relu(1 + b.mean())),
            half.format("real"): relu(1 + b).mean() + (0 if single else relu(1 - a.mean())),
            "the minimum with 0 was taken, not the maximum, and no minus sign before it":
                (1 - a).clamp(max=0).mean() + (1 + b).clamp(max=0).mean(),
            "its sign is turned round": -loss_d,
        }),
        (loss_g, {
            "the pair is exchanged: (loss_d, loss_g)": loss_d,
            "its sign is turned round: G wants high logits": -loss_g,
            "G's loss has no hinge: it is −mean of the fake logits": [relu(1 - b).mean(), relu(-b).mean()],
            "G's loss has no margin: it is −mean of the fake logits": (1 - b).mean(),
            "it is made from the real logits": -a.mean(),
            "it is summed over the batch: take the mean": -b.sum(),
        }),
    ]  # fmt: skip


def mode_seeking(images: torch.Tensor, z: torch.Tensor) -> torch.Tensor:
    """1 / (r + 1e-5), where r is the mean over pairs (i, i + N/2) of image over latent distance."""
    far, apart = distances(images, z)
    return _inverse((far / apart).mean())


def _inverse(r):
    return 1 / (r + 1e-5)


def distances(images: torch.Tensor, z: torch.Tensor, p: float = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean absolute (or squared) differences of the pairs: of images (N/2,), of latents (N/2,)."""
    half = len(z) // 2
    far, apart = (
        (part[:half] - part[half:]).double().abs().pow(p).flatten(1).mean(1) for part in (images, z)
    )
    return far, apart


def mode_seeking_mistakes(
    images: torch.Tensor, z: torch.Tensor
) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Values of the mode-seeking loss under likely mistakes."""
    far, apart = distances(images, z)
    far2, apart2 = distances(images, z, p=2)
    r = (far / apart).mean()
    pixels, numbers = images[0].numel(), z[0].numel()
    return {
        "the images are compared with the latents of other pairs": _inverse((far / apart.roll(1)).mean()),
        "the absolute value is missing": _signed(images, z)[:2],
        "the absolute value comes after the mean: take it of each difference": _signed(images, z)[2:],
        "it is the ratio r itself: return 1 / (r + 1e-5)": r,
        "it is −r: here the loss is 1 / (r + 1e-5)": -r,
        "the ratio is upside down: image distance divided by latent distance": _inverse((apart / far).mean()),
        "the inverse was taken pair by pair: first the mean of the ratios, then 1 / (r + 1e-5)":
            (apart / far).mean(),
        "the latent distance is missing: divide by it": _inverse(far.mean()),
        "the means were divided: first divide pair by pair, then take the mean": apart.mean() / far.mean(),
        "the differences are squared: take absolute values": [
            _inverse((far2 / apart2).mean()), _inverse((far2 / apart).mean())],
        "the norm is Euclidean: take the mean absolute difference": [
            _inverse((far2 / apart2).sqrt().mean()),
            _inverse(((far2 * pixels) / (apart2 * numbers)).sqrt().mean()),
            _inverse((far2.sqrt() / apart).mean()), _inverse(((far2 * pixels).sqrt() / apart).mean())],
        "one mean runs over all images: each pair has a distance of its own":
            [_inverse((far.mean() / apart).mean())] * (len(far) > 1),
        "the first half of the differences is missing: divide by N/2 pairs, not by N": _inverse(r / 2),
        "absolute differences are summed: take their mean over the numbers of an image, and of a latent": [
            _inverse((far * a / (apart * b)).mean())
            for a, b in ((pixels, numbers), (pixels, 1), (1, numbers))],
        "neighbours are paired: pair i with i + N/2": _neighbours(images, z),
        "the second half is paired in reverse order: pair i with i + N/2": _reversed(images, z),
    }  # fmt: skip


def _signed(images, z):
    """Two values without an absolute value at the images, two with one that comes after the mean."""
    half = len(z) // 2
    far, apart = ((part[:half] - part[half:]).double().flatten(1).mean(1) for part in (images, z))
    absolute = distances(images, z)
    ratios = (far / apart, far / absolute[1], far.abs() / apart.abs(), far.abs() / absolute[1])
    return [_inverse(ratio.mean()) for ratio in ratios]


def _reversed(images, z):
    order = torch.cat([torch.arange(len(z) // 2), torch.arange(len(z) // 2, len(z)).flip(0)])
    return mode_seeking(images[order], z[order])


def _neighbours(images, z):
    order = torch.cat([torch.arange(0, len(z), 2), torch.arange(1, len(z), 2)])
    return mode_seeking(images[order], z[order])
