"""Averaged weights: each parameter follows, each buffer is copied."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.probe.values.compare import attempt, close, gradients_kept, same
from course.probe.values.draws import normal, uniform


class _Network(nn.Module):
    """Layers with parameters of several shapes, and buffers, one of whole numbers."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2, bias=False))
        self.gain = nn.Parameter(normal(1)[0])
        self.fixed = nn.Parameter(normal(2, 2), requires_grad=False)
        self.seen: torch.Tensor
        self.register_buffer("seen", torch.zeros(3))

    def forward(self, x):
        """What the layers give."""
        return self.gain * self.body(x)


def _pair():
    """Two networks of one class with different values."""
    pair = _Network(), _Network()
    with torch.no_grad():
        for network in pair:
            for value in [*network.parameters(), network.seen]:
                value.copy_(normal(*value.shape) if value.dim() else normal(1)[0])
            norm: Any = network.body[1]
            norm.running_mean.copy_(normal(4))
            norm.running_var.copy_(uniform(4, low=0.5, high=2))
            norm.num_batches_tracked.fill_(int(uniform(1, low=1, high=90)))
    later: Any = pair[1].body[1]
    later.num_batches_tracked.add_(100)
    return pair


def _state(network):
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def _played(ema_update, averaged, model, decay, what="ema_update(averaged, model, decay)"):
    """Both states before."""
    __tracebackhide__ = True
    before = _state(averaged), _state(model)
    with gradients_kept("ema_update", on=True):
        attempt(what, ema_update, averaged, model, decay)
    for name, value in model.state_dict().items():
        old, new = (state[name] for state in before)
        assert torch.equal(value.detach(), new), (
            f"ema_update {_became(value, old, new, averaged.state_dict()[name], decay).format(name)}: only "
            "averaged follows"
        )
    return before


def _became(value, old, new, follower, decay):
    """What was done to a value of the model that was ``new``; ``old``, ``follower``: averaged's two."""
    mean = decay * old + (1 - decay) * new
    if close(value, old, 1e-5):
        return "copied averaged's {} into the model, the other way round"
    if close(value, mean, 1e-5):
        where = " too" if close(follower, mean, 1e-5) else ", not into averaged's"
        return "wrote the average into the model's {}" + where
    if decay != 0.5 and close(value, (1 - decay) * new, 1e-5):
        return "multiplied the model's {} by 1 − decay in place (m * (1 - decay) makes a new tensor)"
    return "changed the model ({})"


def _others(values, wrong):
    """How parameters are that the message does not name; ``wrong``: the names of all that are wrong."""
    right = [name for name in values if name not in wrong]
    if not right:
        return "; no other parameter is right either"
    if all((values[name].dim() < 2) == (name in wrong) for name in values):
        return "; parameters of two dimensions are right, those of fewer are not: average all"
    if all(values[name].requires_grad != (name in wrong) for name in values):
        return "; only frozen parameters (requires_grad=False) are wrong: they follow too"
    more = f" and {len(right) - 1} more are" if len(right) > 1 else " is"
    return f"; {right[0]}{more} right: take all parameters, whatever their names"


def check_weights(ema_update: Callable[..., Any], decay: float) -> None:
    """Check that each parameter moves by 1 − decay of its way."""
    __tracebackhide__ = True
    averaged, model = _pair()
    kept = dict(averaged.named_parameters())
    old, new = _played(ema_update, averaged, model, decay)
    for name, value in averaged.named_parameters():
        assert value is kept[name], (
            f"the parameter {name} of averaged was replaced by a new one: change it in place"
        )
    rights = {name: decay * old[name] + (1 - decay) * new[name] for name in kept}
    wrong = [name for name, value in kept.items() if not close(value, rights[name], 1e-5)]
    for name in wrong[:1]:
        a, m = old[name], new[name]
        ways = {
            "decay and 1 − decay are exchanged": decay * m + (1 - decay) * a,
            "it did not move": a,
            "it is a copy of the model's": m,
            "the two do not sum to 1": [decay * a + decay * m, a + (1 - decay) * m, decay * a + m],
            "it is the plain mean": (a + m) / 2,
            "the step goes the wrong way": a - (1 - decay) * (m - a),
        }
        ways = {cause + _others(kept, wrong): way for cause, way in ways.items()}
        same(kept[name], rights[name], f"a number of {name} with decay {decay:g}", ways, tolerance=1e-5)


def check_buffers(ema_update: Callable[..., Any], decay: float) -> None:
    """Check that buffers are copied, also where they are whole numbers."""
    __tracebackhide__ = True
    averaged, model = _pair()
    old, new = _played(ema_update, averaged, model, decay)
    for name, value in averaged.named_buffers():
        a, m = old[name], new[name]
        assert value.dtype == m.dtype, f"the buffer {name} became {value.dtype}: it is {m.dtype}"
        mean = decay * a + (1 - decay) * m
        ways = {"buffers are left as they were: copy them": [a]}
        if 0 < decay < 1:
            ways["buffers are averaged: copy them"] = [mean, mean.trunc(), mean.round()]
        same(value, m, f"a number of the buffer {name} with decay {decay:g}", ways, tolerance=1e-6)
    mine, own = dict(averaged.named_buffers()), dict(model.named_buffers())
    shared = [name for name in mine if mine[name].data_ptr() == own[name].data_ptr()]
    assert not shared, f"the buffer {shared[0]} of averaged is the model's own: copy its numbers"


def check_apart(ema_update: Callable[..., Any]) -> None:
    """Check that the two share nothing afterwards, requires_grad stays, and no graph is left."""
    __tracebackhide__ = True
    averaged, model = _pair()
    for value in averaged.body[0].parameters():
        value.requires_grad_(False)
    marks = {name: value.requires_grad for name, value in averaged.named_parameters()}
    model(normal(5, 3)).sum().backward()
    grads = {name: value.grad.clone() for name, value in model.named_parameters() if value.grad is not None}
    _played(ema_update, averaged, model, 0.0)
    for name, value in averaged.named_parameters():
        assert value.requires_grad == marks[name], f"requires_grad of {name} of averaged was changed"
        assert value.grad_fn is None, f"{name} of averaged has a graph: work under torch.no_grad()"
        assert value.grad is None, f"{name} of averaged got a gradient: averaging is about weights only"
    for name, value in model.named_parameters():
        left = value.grad is None if name not in grads else value.grad is not None
        assert left and (name not in grads or torch.equal(value.grad, grads[name])), (
            f"the gradient of {name} of the model was changed: averaging leaves gradients alone"
        )
    with torch.no_grad():
        before = _state(averaged)
        for value in [*model.parameters(), *model.buffers()]:
            value.add_(1)
    moved = [name for name, value in averaged.state_dict().items() if not torch.equal(value, before[name])]
    assert not moved, (
        f"when the model trains on, {moved[0]} of averaged moves with it: copy numbers, not tensors"
    )


def check_place(ema_update: Callable[..., Any], place: torch.device) -> None:
    """Check the update on a device."""
    __tracebackhide__ = True
    averaged, model = (network.to(place) for network in _pair())
    old, new = _played(ema_update, averaged, model, 0.5, f"ema_update on {place.type}")
    for name, value in averaged.named_parameters():
        assert value.device == place, f"{name} of averaged is on {value.device}, not on {place}"
        same(value, (old[name] + new[name]) / 2, f"a number of {name} on {place.type}", tolerance=1e-5)
