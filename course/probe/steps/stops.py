"""Why a step stopped with an error of autograd, as far as what was watched of it tells."""

from typing import Any

FIRST = "comes before backward(): first zero_grad(), then backward(), then step()"
REMADE = (
    "D's answers have a gradient, the loss has none: is it made anew from a number (torch.tensor, item()), "
    "detached, or computed under torch.no_grad()?"
)
SWITCHED_OFF = "D is asked with gradients switched off: ask it outside torch.no_grad()"


def mended(sentence: str, step: Any) -> str:
    """The sentence about an error with a cause that is sure in place of the one that its words suggest.

    Args:
        sentence: what `course.probe.values.compare.attempt` says.
        step: a `course.probe.steps.watched.Step`.
    """
    what, dash, _ = sentence.rpartition(" — ")
    if not dash or " stopped with " not in what:
        return sentence
    for words, of in CAUSES.items():
        if words in what and (cause := of(step)):
            return f"{what} — {cause}"
    return sentence


def _in_place(step):
    if step.both and step.order:  # two updates in one step: either may be meant
        return ""
    optimizer = f"optim_{step.trains}.step()"
    if step.early:
        return f"{optimizer} {FIRST}"
    if step.steps:
        return f"{optimizer} comes before the last backward(): let all gradients come back first"
    return "backward() needs a tensor that was changed in place after its use: write x = x + 1, not x += 1"


def _without_gradient(step):
    return {frozenset({"on"}): REMADE, frozenset({"off"}): SWITCHED_OFF}.get(step.D.modes, "")


def _twice(step):
    if not step.both or "D" not in step.order:
        return ""
    if len(step.D.asked) == step.asked_before:
        return "D is not asked anew after its update: G's loss needs D(fake) once more"
    return "is `fake` detached in the discriminator's step?"


CAUSES = {
    "modified by an inplace operation": _in_place,
    "does not require grad": _without_gradient,
    "second time": _twice,
}
