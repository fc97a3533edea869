"""What G and D are shown, and with which gradients they are updated, written down while they train.

A network's class is replaced by a subclass whose ``forward`` takes notes: it sees every call, of copies
too, whether the student writes ``G(z)`` or ``G.forward(z)``.
"""

import contextlib
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

WATCHED = 40  # so many updates are kept whole: a mistake shows in each of them
State = dict[str, torch.Tensor]


@dataclass
class Call:
    """One call of a network: what went in, what came out, and whether a gradient can come back."""

    network: str
    given: torch.Tensor
    came: torch.Tensor
    tracked: bool


@dataclass
class Update:
    """One step of an optimizer.

    ``network`` is "G", "D", "GD" for an optimizer that holds both, "" for one that holds neither;
    ``owner`` is the network itself.
    ``before`` are the parameters of both networks before it, ``grads`` those gradients of its own
    network with which it was made, ``calls`` what both networks were given since the update before;
    ``earlier`` are the gradients of the last weight that arrived before that, ``fresh`` those since.
    """

    network: str
    owner: Any
    rate: float
    before: dict[str, State]
    grads: State
    calls: list[Call]
    earlier: list[torch.Tensor]
    fresh: list[torch.Tensor]


@dataclass
class Pair:
    """All networks that were made, and all updates; ``order`` has a letter for each, ``arrived``
    the gradients of each last weight.
    """

    made: dict[str, list[nn.Module]] = field(default_factory=lambda: {"G": [], "D": []})
    updates: list[Update] = field(default_factory=list)
    order: str = ""
    optimizers: list[torch.optim.Optimizer] = field(default_factory=list)
    arrived: dict[str, list[torch.Tensor]] = field(default_factory=lambda: {"G": [], "D": []})
    _calls: list[Call] = field(default_factory=list)
    _fresh: dict[str, int] = field(default_factory=lambda: {"G": 0, "D": 0})
    _plain: dict[str, nn.Module] = field(default_factory=dict)
    _before: dict[str, State] = field(default_factory=dict)

    def watch(self, name: str, network: nn.Module) -> nn.Module:
        """Take notes of a network that was just made."""
        self._plain.setdefault(name, copy.deepcopy(network))
        self.made[name].append(network)
        kind = type(network)

        def forward(module, *args, **kwargs):
            came = kind.forward(module, *args, **kwargs)
            if len(self.updates) < WATCHED:
                given = args[0] if args else next(iter(kwargs.values()))
                tracked = bool(came.requires_grad)
                self._calls.append(Call(name, _kept(given), _kept(came), tracked))
            return came

        network.__class__ = type(kind.__name__, (kind,), {"forward": forward})
        last = list(network.parameters())[-2]  # the weight of the last layer stands for all of them
        last.register_hook(lambda grad: self.arrived[name].append(_kept(grad)))
        return network

    def plain(self, name: str, state: State, given: torch.Tensor) -> torch.Tensor:
        """What a network gives on the CPU with these parameters, unwatched."""
        return torch.func.functional_call(self._plain[name], state, (given,))

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Take notes of all updates inside."""
        hooks = [register_optimizer_step_pre_hook(self._begin), register_optimizer_step_post_hook(self._end)]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _owner(self, optimizer):
        held = {id(p) for group in optimizer.param_groups for p in group["params"]}
        owners = {name: network for name, networks in self.made.items() for network in networks
                  if held & {id(p) for p in network.parameters()}}  # fmt: skip
        return "".join(sorted(owners, reverse=True)), owners

    def _begin(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        if len(self.updates) < WATCHED:
            _, owners = self._owner(optimizer)
            last = {name: networks[-1] for name, networks in self.made.items() if networks}
            self._before = {name: _state(network) for name, network in (last | owners).items()}

    def _end(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        """After the step: a closure has computed the gradients by now, and they are still there."""
        name, owners = self._owner(optimizer)
        self.order += name if len(name) == 1 else "?"
        self.optimizers.append(optimizer)
        if len(self.updates) < WATCHED:
            grads = _grads(owners[name]) if len(name) == 1 else {}
            arrived = self.arrived.get(name, [])
            begin = self._fresh.get(name, 0)
            rate = float(optimizer.param_groups[0]["lr"])
            old, new = arrived[:begin], arrived[begin:]
            owner = owners.get(name)
            self.updates.append(Update(name, owner, rate, self._before, grads, self._calls, old, new))
            self._calls = []
        self._fresh = {name: len(grads) for name, grads in self.arrived.items()}


def _kept(tensor):
    """A copy on the CPU, as it is now."""
    while torch._C._functorch.is_functorch_wrapped_tensor(tensor):
        tensor = torch._C._functorch.get_unwrapped(tensor)
    return tensor.detach().cpu().clone()


def _state(network):
    return {name: _kept(p) for name, p in network.named_parameters()}


def _grads(network):
    return {name: _kept(p.grad) for name, p in network.named_parameters() if p.grad is not None}
