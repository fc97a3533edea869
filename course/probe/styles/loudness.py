"""How loud a noise layer's noise is: words for strengths that are not used as they are."""

import torch
from torch import nn

from course.probe.values.compare import attempt, close
from course.probe.values.draws import normal


def unheard(
    layer: nn.Module, strength: nn.Parameter, loud: torch.Tensor, quiet: torch.Tensor, x: torch.Tensor
) -> str:
    """Words for channels without noise, by what they get where no strength is negative."""
    words = f"a channel whose strength is {loud[quiet][0]:.2f} gets no noise"
    with torch.no_grad():
        strength.copy_(loud.abs().reshape(strength.shape))
        added = attempt("the noise layer", layer, x) - x
    found, ratio = _weights(added), loud.abs() / loud[0].abs()
    if len(loud) > 1 and torch.allclose(found, ratio.sqrt(), atol=1e-3):
        return (
            f"{words}, and of the others the root is taken, as if they were variances: strengths are "
            "what the noise is multiplied by, and may be negative"
        )
    if len(loud) > 1 and torch.allclose(found, ratio, atol=1e-3):
        return f"{words}: strengths below 0 are taken for 0, but they may be negative"
    return f"{words}: strengths may be negative too"


def _weights(added):
    """How loud each channel is, compared with the first one, whose noise it shares."""
    first = added[:, :1]
    return (added * first).mean((0, 2, 3)) / first.square().mean()


def check_even(layer: nn.Module, x: torch.Tensor) -> None:
    """The noise is as loud where x is: the same draws give the same for 2 · x."""
    __tracebackhide__ = True
    state, added = torch.get_rng_state(), []
    for base in (x, 2 * x):
        torch.set_rng_state(state)
        added.append(attempt("the noise layer", layer, base).detach() - base)
    one, two = added
    alike = x.numel() < 20 or close(two, one, 1e-3) or not close(two, 2 * one, 1e-3)
    assert alike, (
        "for 2 * x the noise is twice as loud as for x: it does not depend on x; use torch.randn as it is"
    )


def weighted(added: torch.Tensor, loud: torch.Tensor, noise: torch.Tensor) -> dict[str, torch.Tensor]:
    """What came, if all channels share their noise, but are as loud as their strengths do not say."""
    first = added[:, :1]
    weights = _weights(added)
    if not torch.allclose(weights.reshape(-1, 1, 1) * first, added, atol=1e-3):
        return {}
    last, wanted = weights[-1].item(), (loud[-1] / loud[0]).item()
    words = f"the last channel's noise is {last:.2f} times the first one's, its strength {wanted:.2f} times"
    return {f"{words}: the strengths are not used as they are": noise}


def unlearnt(
    layer: nn.Module, strength: nn.Parameter, x: torch.Tensor, learnt: torch.Tensor | None
) -> str:
    """Words for strengths without a gradient at 0, by what comes to them at 1."""
    with torch.no_grad():
        strength.fill_(1)
    came = attempt("the noise layer", layer, x)
    later = None
    if came.requires_grad:
        later = torch.autograd.grad((came * normal(*x.shape)).sum(), strength, allow_unused=True)[0]
    if learnt is None and later is None:
        return "no gradient comes to the strengths, whatever they are: are they detached, or under no_grad()?"
    live = later is not None and bool((later != 0).all())
    if live and learnt is None:
        return (
            "no gradient comes to the strengths while they are 0, so that they stay 0 for ever: is the noise "
            "left out then, by an if?"
        )
    if live and learnt is not None and bool((learnt == 0).all()):
        return "the slope of the strengths is 0 where they are 0: use them as they are, not squared, no abs()"
    return "no gradient comes to the strengths: is the noise multiplied by the parameter itself?"
