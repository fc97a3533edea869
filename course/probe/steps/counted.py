"""What happens while a step is played, noted as it happens: gradients that arrive, optimizers that step."""

import contextlib
from collections.abc import Iterator
from typing import Any

from torch.optim.optimizer import register_optimizer_step_post_hook


@contextlib.contextmanager
def strangers(step: Any) -> Iterator[None]:
    """Count the steps of all optimizers; those that the step was given count themselves."""
    before = len(step.order)

    def stepped(optimizer, args, kwargs):
        step.strangers += 1

    hook = register_optimizer_step_post_hook(stepped)
    try:
        yield
    finally:
        hook.remove()
        step.strangers -= len(step.order) - before


def listen(step: Any) -> None:
    """Note where gradients arrive, and how often the optimizer steps."""

    def arrival(name, part):
        def reached(grad):
            step.reached[name] = True
            if name == step.trains:
                step.count += 1
                step.fed.add(part)

        return reached

    def called(network, given):
        step.held |= {part for part, parameter in network.named_parameters() if not parameter.requires_grad}

    for name in "DG":
        for part, parameter in getattr(step, name).named_parameters():
            parameter.register_hook(arrival(name, part))
    getattr(step, step.trains).register_forward_pre_hook(called)
    note(step, step.optim, step.trains)


def note(step: Any, optimizer: Any, name: str) -> None:
    """Note each step of an optimizer, and whether it comes before any gradient."""

    def stepped(optimizer, args, kwargs):
        if name == step.trains:
            step.early = step.early or not (step.steps or step.reached[name])
            step.arrived.append(step.count)
        else:  # what comes to this network from now on belongs to the other one's update
            step.reached[name] = False
        if name == "D":
            step.asked_before = len(step.D.asked)
        step.order += name

    optimizer.register_step_post_hook(stepped)
