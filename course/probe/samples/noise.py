"""Is this standard normal noise, drawn anew for each call?"""

from collections.abc import Sequence

import torch

from course.probe.values.compare import tensor


def check_noise(
    noises: Sequence[torch.Tensor],
    shape: Sequence[int | None],
    other: torch.Tensor | None = None,
    states: Sequence[Sequence[torch.Tensor]] = (),
) -> None:
    """Check that noise is standard normal, fresh on each call, and of ``shape``.

    Args:
        noises: what G was given, a list of tensors from several calls; with fewer than 2,000 numbers the
            limits are wider.
        shape: shape of each.
        other: noise of a call of another size, which tells two kinds of old noise from each other.
        states: torch's random state before and after each of the first two calls, where it is known.

    Raises:
        AssertionError: it is not; the sentence says what it looks like instead.
    """
    __tracebackhide__ = True
    for noise in noises:
        tensor(noise, shape, "the noise given to G")
    one, again, *_ = noises
    assert bool((one != 0).any()), "the noise given to G is all zeros: draw it with torch.randn"
    assert bool((one != one.flatten()[0]).any()), (
        f"the noise given to G is {one.flatten()[0]:g} everywhere: draw it with torch.randn"
    )
    assert not torch.equal(one, again), f"two calls used the same noise: {repeated(one, other, states)}"
    assert bool((one != one[:1]).any()), (
        f"all rows of the noise are the same, so all samples will be: draw {tuple(shape)} numbers"
    )
    assert bool((one != one[:, :1]).any()), (
        f"each row of the noise repeats one number: draw {tuple(shape)} numbers"
    )
    z = torch.cat([noise.flatten() for noise in noises]).double()
    mean, std = z.mean().item(), z.std().item()
    far = ((z - mean).abs() > 2 * std).double().mean().item()
    few = max(1.0, (2000 / z.numel()) ** 0.5)  # fewer numbers spread more: five deviations stay
    normal_like = abs(mean) < 0.12 * few and abs(std - 1) < 0.1 * few and abs(far - 0.05) < 0.03 * few
    assert normal_like, (
        "the noise should be standard normal (mean 0, standard deviation 1), but its mean is "
        f"{mean:.2f}, its standard deviation {std:.2f}{_cause(z, far)}"
    )


def repeated(
    one: torch.Tensor, other: torch.Tensor | None = None, states: Sequence[Sequence[torch.Tensor]] = ()
) -> str:
    """What to say of noise ``one`` that came twice, with what is known besides; see `check_noise`.

    It is seeded where all ends alike, drawn elsewhere where nothing was drawn.  Of noise of another size only
    the first rows are compared: torch draws the last 16 numbers in another way than those before.
    """
    if len(states) > 1:
        (before, after), (again, end), *_ = states
        if torch.equal(after, end) and not torch.equal(before, after):
            return "a seed is set inside the function: leave torch.manual_seed out"
        if torch.equal(before, after) and torch.equal(again, end):
            return (
                "nothing was drawn with torch's own generator. Is the noise drawn outside the function, or "
                "by a Generator with a fixed seed? Draw it inside, torch.randn(…)"
            )
    if other is None:
        return "draw it inside the function, without a fixed seed"
    if torch.equal(one[0], other[0]):
        return "so did a call of another size; is there a fixed seed, or noise made outside of the function?"
    return "a call of another size did not; it is kept from an earlier call, so draw it anew each time"


def _cause(z, far):
    """What the numbers look like: the fourth moment is 1.8 where they are uniform, 3 where normal."""
    fourth = ((z - z.mean()) ** 4).mean().item() / z.var().item() ** 2
    if 1.5 < fourth < 2.1:
        return ": it looks uniform; torch.rand is uniform, torch.randn is normal"
    if abs(far - 0.05) < 0.03:
        return ": use torch.randn as it is, without scaling or shifting it"
    return ", and its shape is not the bell of torch.randn"
