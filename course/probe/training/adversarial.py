"""The gradients of an update of D or of G: the right ones, and those of well-known mistakes."""

import itertools
from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F

from course.probe.training.recorded import Pair, Update

Loss = Callable[..., torch.Tensor]
NEAR = 5e-3  # of the largest gradient: a logarithm of D + 1e-8 differs a little from softplus
CLEAR = (
    "gradients of an earlier backward were still there: call zero_grad() of this optimizer before "
    "backward()"
)
soft = F.softplus

# Of the logits on real numbers, r, and on G's, f.
D_MISTAKES: Mapping[str, Loss] = {
    "labels are exchanged: real numbers count softplus(−logit), G's softplus(+logit)":
        lambda r, f: soft(r).mean() + soft(-f).mean(),
    "the sign is turned round: D minimises −V, so do not minimise V":
        lambda r, f: -soft(-r).mean() - soft(f).mean(),
    "only the real numbers are in it: add the mean of softplus(D(fake))": lambda r, f: soft(-r).mean(),
    "only G's numbers are in it: add the mean of softplus(−D(real))": lambda r, f: soft(f).mean(),
    "G's numbers are labelled real as well: they count softplus(+logit)":
        lambda r, f: soft(-r).mean() + soft(-f).mean(),
    "real numbers are labelled fake as well: they count softplus(−logit)":
        lambda r, f: soft(r).mean() + soft(f).mean(),
    "the two terms are subtracted: add them": lambda r, f: soft(-r).mean() - soft(f).mean(),
    "the terms are summed over the batch: take the mean of each": lambda r, f: soft(-r).sum() + soft(f).sum(),
    "the real term is summed over the batch: take its mean": lambda r, f: soft(-r).sum() + soft(f).mean(),
    "the term on G's numbers is summed over the batch: take its mean":
        lambda r, f: soft(-r).mean() + soft(f).sum(),
    "a Sigmoid stands before a loss that takes logits: D's answers are logits, use them as they are":
        lambda r, f: soft(-r.sigmoid()).mean() + soft(f.sigmoid()).mean(),
    "the loss is relu of the logit: softplus(a) is log(1 + eᵃ)":
        lambda r, f: F.relu(-r).mean() + F.relu(f).mean(),
    "the real term has relu in place of softplus": lambda r, f: F.relu(-r).mean() + soft(f).mean(),
    "the term on G's numbers has relu in place of softplus": lambda r, f: soft(-r).mean() + F.relu(f).mean(),
    "softplus is missing, the logits themselves are averaged": lambda r, f: f.mean() - r.mean(),
    "the logarithm is missing, probabilities are averaged":
        lambda r, f: f.sigmoid().mean() - r.sigmoid().mean(),
    "this is the hinge loss": lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(),
    "the logits are compared with 1 and 0 by their squares: D's loss is made of softplus":
        lambda r, f: ((r - 1) ** 2).mean() + (f**2).mean(),
    "the probabilities are compared with 1 and 0 by their squares: D's loss is made of softplus":
        lambda r, f: ((r.sigmoid() - 1) ** 2).mean() + (f.sigmoid() ** 2).mean(),
}  # fmt: skip

G_MISTAKES: Mapping[str, Loss] = {
    "this is the saturating loss: here saturating=False": lambda f: -soft(f).mean(),
    "the sign is turned round: G makes its numbers look fake": lambda f: -soft(-f).mean(),
    "this is D's loss on G's numbers: G wants D to take them for real": lambda f: soft(f).mean(),
    "the loss is summed over the batch: take the mean": lambda f: soft(-f).sum(),
    "a Sigmoid stands before a loss that takes logits: D's answers are logits, use them as they are":
        lambda f: soft(-f.sigmoid()).mean(),
    "the loss is relu of the logit: softplus(a) is log(1 + eᵃ)": lambda f: F.relu(-f).mean(),
    "softplus is missing, the logits themselves are averaged": lambda f: -f.mean(),
    "the logarithm is missing, probabilities are averaged": lambda f: -f.sigmoid().mean(),
    "the logits are compared with 1 by their squares: use generator_loss": lambda f: ((f - 1) ** 2).mean(),
    "the probabilities are compared with 1 by their squares: use generator_loss":
        lambda f: ((f.sigmoid() - 1) ** 2).mean(),
}  # fmt: skip

FORMULA = {
    "D": "mean of softplus(−D(real)) plus mean of softplus(D(fake))",
    "G": "generator_loss(D(G(z)), saturating=False)",
}


def right(r: torch.Tensor, f: torch.Tensor) -> torch.Tensor:
    """D's loss."""
    return soft(-r).mean() + soft(f).mean()


def right_g(f: torch.Tensor) -> torch.Tensor:
    """G's loss."""
    return soft(-f).mean()


def has_gradient(update: Update) -> bool:
    """Whether any gradient was there."""
    return any(bool((grad != 0).any()) for grad in update.grads.values())


def is_made_with(
    pair: Pair, update: Update, loss: Loss, shown: tuple[torch.Tensor, ...], stale: bool = False
) -> bool:
    """Whether an update was made with the gradients of a loss on what was ``shown``, or of half the loss.

    Args:
        shown: for D the real numbers and G's; for G its noise.
        stale: with earlier gradients added to these.
    """
    name = update.network
    state = {key: value.clone().requires_grad_() for key, value in update.before[name].items()}
    if name == "D":
        logits = [pair.plain("D", state, x) for x in shown]
    else:
        logits = [pair.plain("D", update.before["D"], pair.plain("G", state, z)) for z in shown]
    grads = torch.autograd.grad(loss(*logits), list(state.values()), allow_unused=True)
    wanted = dict(zip(state, grads, strict=True))
    return any(_fit(update, wanted, size, stale) for size in (1.0, 0.5))


def _fit(update, wanted, size, stale):
    if not stale:
        return all(_near(update.grads.get(key), _times(size, grad)) for key, grad in wanted.items())
    last = list(wanted)[-2]
    sums = itertools.accumulate(reversed(update.earlier))
    return any(_near(update.grads.get(last), _times(size, wanted[last]) + old) for old in sums)


def _times(size, grad):
    return None if grad is None else size * grad


def _near(came, wanted):
    if came is None or wanted is None:
        return came is wanted
    return bool((came - wanted).abs().max() <= NEAR * wanted.abs().max() + 1e-9)
