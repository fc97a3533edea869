"""Each training trick of lesson 04, alone and in pairs, on the same base run on the ring.

The runs of a row train side by side in one process: the lesson's networks, one pair for each run,
with their matrix products stacked.  That is several times faster than one run after the other.
"""

import os
import shutil
import statistics

import torch
from torch import nn

from bench.table import RESULTS, save, spread
from course import ring
from course.lessons import publish
from course.pictures import symptoms

RUNS, SEED, SAMPLES = 10, 0, 2000
GOOD_MODES, GOOD_SHARE = 7, 0.2  # what lesson 04 calls repaired


def measure():
    """Train each row's runs side by side, and compare them with the base runs."""
    os.environ["COURSE_BUDGET"] = "full"
    torch.set_num_threads(1)
    lesson = publish.reference("04_training_tricks")
    _check_base(lesson)
    rows = [["run", "modes of 8", "good samples", "repaired", "against the base run"]]
    rows += [_row(name, [ring.modes_covered(points)]) for name, points in controls().items()]
    base = None
    for name, changes in tricks(lesson).items():
        runs = play(lesson, RUNS, **({"steps": lesson["STEPS"]} | changes))
        base = base or runs
        rows.append(_row(name, runs, "–" if base is runs else verdict(runs, base)))
        print(*rows[-1], sep=" | ", flush=True)
    save("tricks", "Training tricks on the ring of 8 Gaussians, lesson 04", rows, [
        f"{RUNS} runs a row, side by side from seed {SEED}; {lesson['STEPS']:,} updates of G "
        "where the row names no other number; "
        f"{SAMPLES:,} samples at the end; mean (lowest to highest)",
        f"ring of radius 1, standard deviation {ring.STD}; a sample is good within 3 standard "
        "deviations of a centre, a mode is covered by at least one good sample",
        "base run: 2-d normal latents, two hidden layers of 32 in G and D, −log D(G(z)), Adam with "
        "PyTorch's defaults (0.001, β1 0.9), batch 128; each row changes what it names",
        f"repaired: runs with at least {GOOD_MODES} modes and {GOOD_SHARE:.0%} good samples",
        "helped or hurt: the means of the modes differ by at least one mode, and by more than 3 "
        "standard errors as estimated from the runs' spread",
    ])  # fmt: skip
    shutil.copy(RESULTS / "tricks.md", symptoms.TRICKS)  # what lesson 04 shows


def controls():
    """Sets of points whose score is known beforehand."""
    draws = torch.Generator().manual_seed(0)
    cloud = torch.randn(SAMPLES, 2, generator=draws)
    return {
        "control: perfect samples": ring.sample(SAMPLES, generator=draws),
        "control: collapse onto one mode": ring.CENTERS[0] + ring.STD * cloud,
        "control: normal noise": cloud,
    }


def tricks(lesson):
    """The rows: a name, and the arguments of `train` that it changes; the base run first."""
    smooth, flip, noisy = (lesson[n] for n in ("smooth_labels", "flip_labels", "add_instance_noise"))
    rows = {
        "base run": {},
        "base run, 6,000 updates": {"steps": 6000},
        "labels 0.9": {"target": lambda y, now: smooth(y, 0.1, True)},
        "5 % flipped": {"target": lambda y, now: flip(y, 0.05, torch.default_generator)},
        "instance noise 0.2": {"look": lambda x, now: noisy(x, 0.2, torch.default_generator)},
        "falling instance noise, 0.5 to 0": {
            "look": lambda x, now: noisy(x, 0.5 * (1 - now), torch.default_generator)
        },
        "dropout 0.3": {"make_D": lambda: _dropout(lesson)},
        "minibatch deviation": {"make_D": lambda: _deviation(lesson)},
        "minibatch discrimination": {"make_D": lambda: _discrimination(lesson)},
        "mode seeking": {"extra_g": lesson["diversity_loss"]},
        "hinge loss": {"losses": lesson["hinge_losses"]},
        "gradient penalty 0.1": _penalty(lesson, 0.1),
        "gradient penalty 1": _penalty(lesson, 1.0),
        "spectral norm": {"make_D": lambda: lesson["with_spectral_norm"](lesson["make_D"]())},
        "R1 0.1": _r1(lesson, 0.1),
        "relativistic loss": {"losses": lesson["relativistic_losses"], "paired": True},
        "D three times as fast": {"lr_d": 0.003},
        "three updates of D": {"d_steps": 3},
        "β1 0.5": {"beta1": 0.5},
        "β1 0": {"beta1": 0.0},
        "uniform latents": {"latent": lambda *shape: 2 * torch.rand(shape) - 1},
        "batch 32": {"batch": 32},
        "batch 512": {"batch": 512},
    }  # fmt: skip
    pairs = {
        "β1 0.5": ("falling instance noise, 0.5 to 0", "dropout 0.3", "minibatch deviation",
                   "minibatch discrimination", "mode seeking", "hinge loss",
                   "gradient penalty 0.1", "spectral norm", "R1 0.1", "relativistic loss",
                   "D three times as fast", "three updates of D"),
        # Recipes: gradient penalty and spectral normalisation as they were published, or nearly.
        "β1 0": ("three updates of D",),
        "β1 0 + three updates of D": ("gradient penalty 0.1", "spectral norm"),
    }  # fmt: skip
    for first, others in pairs.items():
        rows |= {f"{first} + {other}": rows[first] | rows[other] for other in others}
    both = _r1(lesson, 0.1, on_fakes=True)
    rows["β1 0.5 + relativistic loss + R1 0.1 + R2 0.1"] = rows["β1 0.5 + relativistic loss"] | both
    recipe = rows.pop("β1 0 + three updates of D + spectral norm") | rows["hinge loss"]
    rows["β1 0 + three updates of D + spectral norm + hinge loss"] = recipe
    return rows


def standard(real_logits, fake_logits):
    """The base run's losses (loss_d, loss_g)."""
    loss_d = nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    return loss_d, nn.functional.softplus(-fake_logits).mean()


class Together(nn.Sequential):
    """Equal nn.Sequential networks as one: each maps its own part of a batch, in their order."""

    def __init__(self, networks):
        super().__init__(*(_beside(layers) for layers in zip(*networks, strict=True)))
        self.runs = len(networks)


def _beside(layers):
    if type(layers[0]) is nn.Linear:
        return Stacked(layers)
    return layers[0] if isinstance(layers[0], nn.ReLU | nn.LeakyReLU | nn.Dropout) else Apart(layers)


class Stacked(nn.Module):
    """Linear layers as one batched matrix product."""

    def __init__(self, layers):
        super().__init__()
        self.weight = nn.Parameter(torch.stack([layer.weight.detach().T for layer in layers]))
        self.bias = nn.Parameter(torch.stack([layer.bias.detach() for layer in layers]).unsqueeze(1))

    def forward(self, x):
        parts = x.unflatten(0, (len(self.weight), -1))  # (runs, N, in)
        return torch.baddbmm(self.bias, parts, self.weight).flatten(0, 1)


class Apart(nn.Module):
    """Layers that look at a whole batch, or at their own weights: each run has its turn."""

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        parts = x.chunk(len(self.layers))
        return torch.cat([layer(part) for layer, part in zip(self.layers, parts, strict=True)])


def play(lesson, runs, steps, make_D=None, latent=torch.randn, **changes):
    """Train runs side by side; the modes and the share of good samples of each."""
    torch.manual_seed(SEED)
    G = Together([lesson["make_G"]() for _ in range(runs)])
    D = Together([(make_D or lesson["make_D"])() for _ in range(runs)])
    train(G, D, steps, latent=latent, **changes)
    with torch.no_grad():
        return [ring.modes_covered(points) for points in G(latent(runs * SAMPLES, 2)).chunk(runs)]


def train(G, D, steps, lr_d=0.001, lr_g=0.001, beta1=0.9, batch=128, d_steps=1, losses=standard,
          paired=False, target=None, look=lambda x, now: x, latent=torch.randn,
          extra_d=lambda D, real, fake: 0, extra_g=lambda fake, z: torch.zeros(())):  # fmt: skip
    """Lesson 04's loop with more places left open; `now` runs from 0 to 1 during training.

    ``paired``: G's loss compares its images with real ones, so D is asked about these too.

    Each loss is a mean over the runs, times their number: so each run has its own gradients.
    """
    optim_G = torch.optim.Adam(G.parameters(), lr=lr_g, betas=(beta1, 0.999), fused=True)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr_d, betas=(beta1, 0.999), fused=True)
    runs = G.runs
    for step in range(steps):
        now = step / steps
        for _ in range(d_steps):
            real = ring.sample(runs * batch)  # (runs · batch, 2)
            fake = G(latent(runs * batch, 2)).detach()
            on_real, on_fake = D(look(real, now)), D(look(fake, now))  # (runs · batch, 1)
            loss_d = _labelled(on_real, on_fake, target, now) if target else losses(on_real, on_fake)[0]
            _update(optim_D, runs * (loss_d + extra_d(D, real, fake)))
        z = latent(runs * batch, 2)
        fake = G(z)
        logits = D(look(fake, now))
        on_real = D(look(real, now)).detach() if paired else logits
        parts = zip(fake.chunk(runs), z.chunk(runs), strict=True)
        extra = torch.stack([extra_g(*part) for part in parts]).sum()
        _update(optim_G, runs * losses(on_real, logits)[1] + extra)


def verdict(runs, base):
    """Whether the modes of some runs differ from the base's by more than their spread explains."""
    modes, before = ([modes for modes, _ in some] for some in (runs, base))
    gain = statistics.mean(modes) - statistics.mean(before)
    error = sum(statistics.variance(values) / len(values) for values in (modes, before)) ** 0.5
    if abs(gain) < 1 or abs(gain) <= 3 * error:
        return "no difference"
    return "helped" if gain > 0 else "hurt"


class Closeness(nn.Module):
    """Append minibatch discrimination's features (N, 4) to features (N, 32)."""

    def __init__(self, features):
        super().__init__()
        self.features, self.T = features, nn.Parameter(0.1 * torch.randn(32, 4, 3))

    def forward(self, x):
        return torch.cat([x, self.features(x, self.T)], dim=1)  # (N, 36)


def _discrimination(lesson):
    closeness = Closeness(lesson["minibatch_features"])
    return nn.Sequential(*lesson["make_D"]()[:-1], closeness, nn.Linear(36, 1))


def _deviation(lesson):
    return nn.Sequential(*lesson["make_D"]()[:-1], lesson["MinibatchStdDev"](), nn.Linear(33, 1))


def _dropout(lesson):
    first, act, second, _, last = lesson["make_D"]()
    return nn.Sequential(first, act, nn.Dropout(0.3), second, act, nn.Dropout(0.3), last)


def _penalty(lesson, weight):
    penalty = lesson["gradient_penalty"]
    return {"extra_d": lambda D, real, fake: weight * penalty(D, real, fake)}


def _r1(lesson, weight, on_fakes=False):
    penalty = lesson["r1_penalty"]

    def extra(D, real, fake):
        return weight * (penalty(D, real) + (penalty(D, fake) if on_fakes else 0))

    return {"extra_d": extra}


def _check_base(lesson, steps=20):
    """Stop unless this loop, with nothing changed, does what the lesson's loop does."""

    def ours():
        G = Together([lesson["make_G"]()])
        train(G, Together([lesson["make_D"]()]), steps)
        return G

    def theirs():
        G, D = lesson["make_G"](), lesson["make_D"]()
        return lesson["train_ring"](G, D, ring.sample, steps, "cpu")

    points = []
    for loop in (ours, theirs):
        torch.manual_seed(SEED)
        G = loop()
        points.append(G(torch.ones(1, 2)))
    if not torch.allclose(*points, atol=1e-4):
        raise SystemExit("bench: the base run of bench/notebooks/tricks.py is no longer lesson 04's")


def _row(name, runs, against="–"):
    modes, shares = zip(*runs, strict=True)
    good = sum(m >= GOOD_MODES and s >= GOOD_SHARE for m, s in runs)
    covered = f"{statistics.mean(modes):.1f} ({min(modes)} to {max(modes)})" if runs[1:] else modes[0]
    return [name, covered, spread(shares, ".0%"), f"{good} of {len(runs)}", against]


def _labelled(on_real, on_fake, target, now):
    """The base run's loss of D with changed labels."""
    bce = nn.functional.binary_cross_entropy_with_logits
    ones, zeros = torch.ones_like(on_real), torch.zeros_like(on_fake)
    return bce(on_real, target(ones, now)) + bce(on_fake, target(zeros, now))


def _update(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
