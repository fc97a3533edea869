"""Two sick trainings, played again with a student's repair: D wins on digits, modes lost on a ring."""

import math
from collections.abc import Callable
from typing import Any
from unittest import mock

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from course import ring
from course.probe.networks.optimizers import held
from course.probe.values.compare import attempt, kind
from course.probe.values.draws import uniform

DUEL_STEPS, LAST = 200, 50


def check_setup(
    cured: Callable[..., Any], G: nn.Module, device: torch.device | str
) -> tuple[nn.Module, torch.optim.Optimizer, torch.optim.Optimizer]:
    """Check what ``cured`` returns: D on the device, each optimizer with its own network; give it back."""
    __tracebackhide__ = True
    made = attempt("cured", cured, G, device)
    three = "cured should return the three (D, optim_G, optim_D)"
    assert isinstance(made, tuple | list), f"{three}, not {kind(made)}"
    assert len(made) == 3, f"{three}, but returned {len(made)} values"
    D, optim_G, optim_D = made
    assert isinstance(D, nn.Module), f"the first of the three should be D, a network, not {type(D).__name__}"
    assert D is not G, "the first of the three is G: the order is (D, optim_G, optim_D)"
    for optimizer, name, network in ((optim_G, "optim_G", G), (optim_D, "optim_D", D)):
        place = "second" if network is G else "third"
        assert isinstance(optimizer, torch.optim.Optimizer), (
            f"the {place} of the three should be {name}, an optimizer, not {type(optimizer).__name__}"
        )
    for optimizer, name, network in ((optim_G, "optim_G", G), (optim_D, "optim_D", D)):
        wanted, found = {id(p) for p in network.parameters()}, {id(p) for p in held(optimizer)}
        other = {id(p) for p in (D if network is G else G).parameters()}
        rest = {id(p) for p in held(optim_D if network is G else optim_G)}
        both = f"{name} holds the parameters of both networks: give it those of its own only"
        exchanged = f"{name} holds parameters of the other network: "
        turned = rest & wanted and not rest & other
        exchanged += "the order is (D, optim_G, optim_D)" if turned else "give it those of its own"
        assert not found & other, both if found & wanted else exchanged
        stranger = f"{name} holds nothing of {name[-1]}, but parameters of a network that is neither G nor D"
        assert found & wanted, stranger
        assert found == wanted, f"{name} should hold all parameters of its network"
    place = torch.device(device).type
    wrong = {p.device.type for p in D.parameters()} - {place}
    assert not wrong, f"D is on {wrong.pop()}, not on {place}: is .to(device) missing?"
    x = torch.zeros(3, 784, device=device)
    logits = attempt("D", D, x)
    assert torch.is_tensor(logits), f"D should return a tensor of logits, not {kind(logits)}"
    shape = tuple(logits.shape)
    assert shape == (3, 1), f"D should map images (3, 784) to logits (3, 1), not to {shape}"
    return D, optim_G, optim_D


def check_duel(
    duel: Callable[..., Any], cured: Callable[..., Any], G: nn.Module, images: torch.Tensor
) -> None:
    """Check that after 200 steps neither player has won, and that G's mean image came nearer."""
    __tracebackhide__ = True

    def distance():
        with torch.no_grad():
            fakes = G(torch.randn(500, 32))
        return (fakes.mean(0) - images.mean(0)).square().mean().sqrt().item()

    before = distance()
    players = check_setup(cured, G, "cpu")
    history = attempt("duel with your set-up", duel, G, *players, images, DUEL_STEPS, "cpu")
    _check_logits(players[0], images)
    loss_d, loss_g = torch.tensor(history[-LAST:]).mean(0).tolist()
    losses = f"over the last {LAST} of {DUEL_STEPS} steps D's mean loss is {loss_d:.2f} and G's {loss_g:.2f}"
    assert math.isfinite(loss_d + loss_g), f"{losses}: the training diverged, so a learning rate is too large"
    huge = f"{losses}: losses as large as these mean that a learning rate is far too large"
    assert loss_d + loss_g < 30, huge
    won, lost = loss_d < 0.4 or loss_g > 2, loss_d > 1.8 or loss_g < 0.2
    assert not won, f"{losses}: D still wins, so give it a smaller learning rate, or more dropout"
    assert not lost, f"{losses}: now D is too weak and G fools it, so let D learn faster"
    after = distance()
    with torch.no_grad():
        seen = attempt("D", players[0].train(), images[:50])
    assert after < 0.92 * before or float(seen.std()) > 1e-6, (
        "D gives the same answer to every image, so G learns nothing from it: does anything reach D's last "
        "layer, or does its Dropout take all?"
    )
    assert after < 0.92 * before, (
        f"the mean of G's images is {after:.2f} away from the mean digit, before training {before:.2f}: "
        "nobody learns much, so a larger learning rate is needed"
    )


def _check_logits(D, images):
    """D's answers leave the range of probabilities, at the latest on images far too bright."""
    __tracebackhide__ = True
    with torch.no_grad():
        seen = torch.cat([images[:500], 2 * torch.rand(500, images.shape[1]) - 1])
        answers = torch.cat([attempt("D", D, scale * seen) for scale in (1, -1, 100, -100)])
    inside = bool((answers >= 0).all()) and bool((answers <= 1).all())
    inside = inside and float(answers.std()) > 1e-6  # a D that answers one number has another fault
    assert not inside, (
        "all answers of D lie between 0 and 1, so they look like probabilities: duel's losses take logits: "
        "D should end with a Linear layer, without a Sigmoid"
    )


class Ring:
    """A ring of eight Gaussians, turned and stretched anew on each run."""

    def __init__(self, device: torch.device | str = "cpu") -> None:
        self.device, self.draws = torch.device(device), 0
        radius, turn = uniform(2).tolist()
        self.radius = 0.85 + 0.3 * radius
        # Never near the ring of the lesson, so that its centres are of no use.
        angles = (torch.arange(8) + 0.3 + 0.4 * turn) * (2 * math.pi / 8)
        self.centers = self.radius * torch.stack([angles.cos(), angles.sin()], dim=1)  # (8, 2)
        self.std = 0.05 * self.radius

    def sample(self, n: int) -> torch.Tensor:
        """n real points (n, 2) on the ring's device."""
        self.draws += 1
        return ring.sample(n, self.device, centers=self.centers, std=self.std)

    def coverage(self, G: nn.Module, n: int = 2000) -> tuple[int, float]:
        """Modes covered, and the share of good points among n of G's."""
        points = _points(G, n, self.device)
        return ring.modes_covered(points, self.centers, self.std)


def _points(G, n=2000, device="cpu"):
    with torch.no_grad():
        return G(torch.randn(n, 2, device=device)).float()


def play_ring(
    repair: Callable[..., Any], G: nn.Module, steps: int, device: torch.device | str = "cpu"
) -> tuple[int, float]:
    """Let a student's function train G on a fresh ring; returns (modes, share of good points)."""
    __tracebackhide__ = True
    real, updates, copied = Ring(device), [0], [0]
    G, own = G.to(device), {id(p) for p in G.parameters()}
    shapes = [p.shape for p in G.parameters()]

    def count(optimizer, args, kwargs):
        trained = held(optimizer)  # a copy of G counts as G: its weights may be taken over at the end
        mine = any(id(p) in own for p in trained)
        updates[0] += mine
        copied[0] += not mine and [p.shape for p in trained] == shapes

    before = [p.detach().clone() for p in G.parameters()]
    hook = register_optimizer_step_post_hook(count)
    try:
        with mock.patch.object(ring, "sample", wraps=ring.sample) as lesson:
            attempt("repair", repair, G, real.sample, steps, device)
    finally:
        hook.remove()
    moved = any(not torch.equal(p, old) for p, old in zip(G.parameters(), before, strict=True))
    assert real.draws or moved, (
        f"repair never called sample, and G was not trained: does its loop run when steps is {steps}?"
    )
    assert real.draws, (
        "repair never called sample, but ring.sample, which draws the lesson's own ring: the real points "
        "come from sample"
        if lesson.called
        else "repair never called sample: the real points come from there, as in sample(256)"
    )
    finite = all(bool(p.isfinite().all()) for p in G.parameters())
    assert finite, "G's weights are NaN or infinite after your repair: it diverged, so take smaller steps"
    assert moved, "G was not trained: train the G that repair is given, in place"
    assert updates[0] + copied[0] <= steps, (
        f"a copy of G, or a network like it, was updated {copied[0]} times, G itself {updates[0]} times: "
        f"what a copy learns counts too, and the budget is {steps}"
        if copied[0]
        else f"G was updated {updates[0]} times, but the budget is {steps}: `steps` says how often"
    )
    return real.coverage(G)


def check_repair(
    repair: Callable[..., Any],
    make_generator: Callable[[], nn.Module],
    steps: int,
    modes: int = 7,
    share: float = 0.2,
    wins: int = 2,
) -> None:
    """Check that the repair covers the ring in two of at most three runs."""
    __tracebackhide__ = True
    results: list[tuple[int, float]] = []
    missed: set[str] = set()  # why a ring was missed, where it can be known
    good = 0
    while good < wins and len(results) - good < 2:
        G = make_generator()
        results.append(play_ring(repair, G, steps))
        won = results[-1][0] >= modes and results[-1][1] >= share
        good += won
        missed |= set() if won else {_why_missed(G)}
    found = ", ".join(f"{m} modes with {s:.0%} good points" for m, s in results)
    few = sum(m for m, _ in results) < modes * len(results)
    cause = "too many points lie between the modes"
    if few:
        cause = "the generator still collapses, or has not come to the modes yet"
    cause += ". Change what D sees or how it is trained; G may not learn faster than D"
    if len(missed) == 1 and "" not in missed:
        cause = missed.pop()
    assert good >= wins, (
        f"{len(results)} runs of {steps} updates gave {found}; needed are {modes} modes and {share:.0%} in "
        f"two of three runs: {cause}"
    )


def _why_missed(G):
    """Why G's points lie beside a ring that was asked for, where it is certain; else an empty text."""
    points = _points(G)
    usual = points.median(0).values
    # A unit that lives may answer one noise of a hundred: such a G is as dead as one that has none.
    if float(((points - usual).norm(dim=1) <= 1e-5 * (1 + usual.norm())).float().mean()) > 0.9:
        return (
            "G makes one and the same point of (nearly) every noise: its units are dead, as after steps far "
            "too large, so try a smaller learning rate"
        )
    modes, share = ring.modes_covered(points, ring.CENTERS, ring.STD)
    if modes >= 7 and share >= 0.5:
        return (
            "G makes the ring of the lesson, ring.CENTERS: the one asked for is another, learn it from sample"
        )
    return ""
