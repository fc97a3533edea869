# %% [markdown]
# # 4 · Why GANs fail, and what helps
#
# Most GANs that people train go wrong. You learn to see how, and to try remedies one at a time. Each remedy is measured, and some of the famous ones will disappoint you.
#
# | builds on | you write | time | points |
# |---|---|---|---|
# | [lesson 1](../01_gan_theory/01_gan_theory.ipynb), [lesson 2](../02_mlp_gan/02_mlp_gan.ipynb) and [lesson 3](../03_dcgan/03_dcgan.ipynb) | a measure, a diagnosis, eleven tricks, two repairs | 4 to 5 hours, in two sittings; of these 2 minutes of training on a laptop | 43 |

# %% [markdown]
# Take it in two sittings. **First** sections 1 to 7, and 11: just under two hours, 18 points. **Then** 8 to 10, 12 and 13: 2 hours and 40 minutes, 25 points. What is marked *optional*, 35 of these minutes, has points of its own, 4 in all, and nothing later needs it.

# %% given="imports"
import math

import torch
from torch import nn

from course import budget, data, pictures, probe, ring
from course.device import choose, generator, testbeds
from course.pictures import symptoms
from course.probe import histories, rescue

device = choose()
torch.manual_seed(0)
print("running on", device.type)

# %% [markdown]
# ## A small place where everything shows
#
# Digits have 784 pixels, and nobody can look into 784 dimensions. So we go back to lesson 1's ring: eight round clouds of points, the **modes**, in the plane. A generator must find all eight. In the pictures a grey disc, of 3 standard deviations, marks each mode; points outside the frame are cut off. One training step takes about a millisecond here.

# %% demo="ring-shown" check=true
real = ring.sample(1000)
print("real points", tuple(real.shape), "around", len(ring.CENTERS), "centres, each with standard deviation", ring.STD)

symptoms.show_rings([real, 0.5 * torch.randn(1000, 2)], ["real", "fake: noise, as before training"], columns=2, size=6, colours=["real", "G"])

# %% [markdown]
# ## 1 · Count what is there
#
# Take 1,000 generated points. A point is **good** when it lies within 3 standard deviations of the centre nearest to it. A mode is **covered** when at least one good point lies at its centre.
#
# Two numbers come out: how many modes are covered, and the share of good points. Neither is enough alone: a generator that makes one perfect point again and again has a share of 100 %. *10 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.cdist(samples, centers)` has all distances, (N, K). Its minimum along dim 1 gives each sample's nearest centre, and how far that is.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `distances.min(dim=1)` returns both: the distances (N,), and which centre (N,). Keep the centres of good samples, and count how many different ones there are: `.unique()`.
#
# </details>

# %% solution="modes-covered"
def modes_covered(samples, centers, std):
    """How many modes the samples cover, and the share of good samples.

    samples: (N, 2), N at least 1; centers: (K, 2), farther than 6 std from each other. A sample
    is good when its distance to the nearest centre is at most 3 std; a mode is covered when at
    least one good sample is nearest to it. Nothing is changed in place.
    Returns (modes, share): a whole number from 0 to K, and a float from 0 to 1.
    """
    # TODO: find each sample's nearest centre, and judge it; count modes and good samples
    ### BEGIN SOLUTION
    distances = torch.cdist(samples, centers)  # (N, K)
    nearest, which = distances.min(dim=1)  # (N,) and (N,)
    good = nearest <= 3 * std  # (N,)
    return len(which[good].unique()), good.float().mean().item()
    ### END SOLUTION

# %% demo="modes-covered-try"
noise = torch.rand(1000, 2) * 2.4 - 1.2
for name, points in [("real points", real), ("one good point", ring.CENTERS[:1].expand(1000, 2)), ("uniform noise", noise)]:
    modes, share = modes_covered(points, ring.CENTERS, ring.STD)
    print(f"{name:15} cover {modes} modes, {share:.0%} of the points are good")

# %% test="modes-covered-count" of="modes-covered" points=1
# A mode is covered when at least one sample lies within 3 std of its centre.
for k in (20, 5):
    probe.check_coverage(modes_covered, k, "modes")
one, rows = torch.tensor([[1.0, 2.0]]), [("on a centre", 0.0, 1), ("at exactly 3 std from a centre", 0.375, 1), ("far from all centres", 50.0, 0)]
for name, distance, right in rows:
    place = one + torch.tensor([[distance, 0.0]])
    modes, _ = probe.pair(probe.attempt(f"modes_covered of one sample {name}", modes_covered, place, one, 0.125), "modes_covered", "(modes, share)")
    probe.number(modes, "the number of modes")
    probe.same(modes, right, f"the number of modes for one sample {name}")

# %% test="modes-covered-share" of="modes-covered" points=1
# The share of good samples counts samples, and it is 0 when nothing is good.
for k in (20, 5):
    probe.check_coverage(modes_covered, k, "share")
one, rows = torch.tensor([[1.0, 2.0]]), [("on a centre", 0.0, 1), ("at exactly 3 std from a centre", 0.375, 1), ("far from all centres", 50.0, 0)]
for name, distance, right in rows:
    place = one + torch.tensor([[distance, 0.0]])
    _, share = probe.pair(probe.attempt(f"modes_covered of one sample {name}", modes_covered, place, one, 0.125), "modes_covered", "(modes, share)")
    probe.number(share, "the share of good samples")
    probe.same(share, right, f"the share of good samples for one sample {name}")

# %% [markdown]
# ## 2 · A generator that repeats itself
#
# Here is the run that we want to repair: two small networks, Adam with PyTorch's own settings (learning rate 0.001, $\beta_1 = 0.9$), batches of 128. Nothing in it looks wrong.

# %% [markdown]
# The loop is lesson 2's, both steps in one function. A few places are left open, so that a trick is a change of **one** argument: `look` changes what $D$ sees, `target` changes $D$'s labels, `losses` takes the place of both losses, `extra_d` and `extra_g` add to them, and `d_steps` is the number of updates of $D$ for one of $G$.

# %% given="ring-networks"
def make_G():
    """Noise (N, 2) → points (N, 2)."""
    return nn.Sequential(
        nn.Linear(2, 32), nn.ReLU(),  # (N, 32)
        nn.Linear(32, 32), nn.ReLU(),  # (N, 32)
        nn.Linear(32, 2),  # (N, 2)
    )


def make_D():
    """Points (N, 2) → logits (N, 1)."""
    return nn.Sequential(
        nn.Linear(2, 32), nn.LeakyReLU(0.2),  # (N, 32)
        nn.Linear(32, 32), nn.LeakyReLU(0.2),  # (N, 32)
        nn.Linear(32, 1),  # (N, 1)
    )

# %% given="ring-losses"
BATCH = 128
bce = nn.functional.binary_cross_entropy_with_logits


def cross_entropy(real_logits, fake_logits, target=lambda y: y):
    """The losses of lesson 2 (loss_d, loss_g), −log D(G(z)) for G; target changes D's labels."""
    ones, zeros = torch.ones_like(real_logits), torch.zeros_like(fake_logits)
    return bce(real_logits, target(ones)) + bce(fake_logits, target(zeros)), bce(fake_logits, ones)

# %% given="ring-loop"
def train_ring(G, D, sample, steps, device, lr_d=0.001, lr_g=0.001, beta1=0.9, d_steps=1, look=lambda x: x, target=lambda y: y,
               losses=None, extra_d=lambda real, fake: 0, extra_g=lambda fake, z: 0, watch=lambda *now: None):
    """Train G and D on points from sample(n), (n, 2); losses(real_logits, fake_logits) gives (loss_d, loss_g)."""
    losses = losses or (lambda on_real, on_fake: cross_entropy(on_real, on_fake, target))
    optim_G = torch.optim.Adam(G.parameters(), lr=lr_g, betas=(beta1, 0.999), fused=True)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr_d, betas=(beta1, 0.999), fused=True)
    for step in range(steps):
        for _ in range(d_steps):
            real = sample(BATCH)  # (128, 2)
            fake = G(torch.randn(BATCH, 2, device=device)).detach()  # (128, 2)
            loss_d = losses(D(look(real)), D(look(fake)))[0] + extra_d(real, fake)
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()
        z = torch.randn(BATCH, 2, device=device)
        fake = G(z)
        loss_g = losses(D(look(real)).detach(), D(look(fake)))[1] + extra_g(fake, z)
        optim_G.zero_grad()
        loss_g.backward()
        optim_G.step()
        watch(step, loss_d.item(), loss_g.item(), G)
    return G

# %% [markdown]
# `watch` writes down, at 30 checkpoints, both losses and the share of modes covered, and keeps the points that $G$ makes from the **same** noise. Watching fixed noise is the cheapest habit in this lesson, and it shows a collapse before any loss does.

# %% given="ring-watch"
STEPS = budget.pick(1500, 30)


class Watch:
    """Keeps a history (loss_d, loss_g, covered) and frames from fixed noise, at 30 checkpoints."""

    def __init__(self, steps, device):
        self.every, self.history, self.frames = max(steps // 30, 1), [], []
        self.noise = torch.randn(500, 2, generator=torch.Generator().manual_seed(1)).to(device)

    def __call__(self, step, loss_d, loss_g, G):
        if (step + 1) % self.every == 0:
            with torch.no_grad():
                points = G(self.noise).cpu()
            covered, _ = ring.modes_covered(points, ring.CENTERS, ring.STD)
            self.history.append((loss_d, loss_g, covered / ring.MODES))
            self.frames.append(points)

# %% given="ring-run"
tried = {}  # what each trick leads to: section 12 shows it


def ring_run(seed=0, D=None, steps=STEPS, **changes):
    """The base run, with changes: returns what was watched."""
    torch.manual_seed(seed)
    watch = Watch(steps, device)
    D = (D or make_D()).to(device)
    train_ring(make_G().to(device), D, lambda n: ring.sample(n, device), steps, device, watch=watch, **changes)
    return watch


def try_trick(name, **changes):
    """Run a trick on the ring at once, and show what it leads to beside the base run."""
    tried[name] = ring_run(steps=budget.pick(STEPS, 5), **changes).frames[-1]
    shown = {"base run": base.frames[-1], name: tried[name]}
    symptoms.show_rings(shown.values(), [f"{title}\n{symptoms.scored(points)}" for title, points in shown.items()], columns=2, size=5)

# %% demo="base-run"
base = ring_run()
tried["base run"] = base.frames[-1]
moments = [3, 6, 10, 15, 22, 29]
symptoms.show_rings([base.frames[m] for m in moments], [f"step {(m + 1) * base.every}\n{symptoms.scored(base.frames[m])}" for m in moments])

# %% [markdown]
# All points move **together**. They lie on one streak, $D$ learns to refuse that place, and $G$ moves its streak to another side of the ring, again and again. At each moment it covers a few modes at most: this is **mode collapse**, and its moving form is called *mode hopping*.
#
# Lesson 2 met the same illness as one digit repeated 32 times.

# %% [markdown]
# Not all of it is fate. Of ten such runs six had at least seven modes, and a fifth of their points good, when we gave them 6,000 updates in the place of 1,500; four had not. So read each verdict of this lesson as "**within 1,500 updates**".

# %% [markdown]
# ## 3 · Name the illness
#
# A doctor writes down temperature and pulse. We write down, at each checkpoint, the loss of $D$, the loss of $G$, and the share of modes covered. Five diagnoses are enough for this lesson. Only the **last ten checkpoints** count (but a loss that is not a number counts whenever it came), and the **first rule that fits** wins:

# %% [markdown]
# | diagnosis | rule |
# |---|---|
# | `diverged` | any loss is NaN or infinite |
# | `discriminator_wins` | mean loss of $D$ below 0.1 and mean loss of $G$ above 3 |
# | `oscillating` | largest loss of $G$ more than 2 above its smallest |
# | `mode_collapse` | mean share of modes covered below 0.6 |
# | `healthy` | none of these |
#
# *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `math.isfinite(x)` is false for NaN and for both infinities. Ask it of both losses of **all** checkpoints, before anything else.
#
# </details>
#
# <details><summary>Hint</summary>
#
# `history[-10:]` are the last ten checkpoints, and `zip(*checkpoints)` turns them into three columns.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# After that, one `if` with a `return` for each row of the table, in the table's order. The last line returns `"healthy"`.
#
# </details>

# %% solution="diagnose"
def diagnose(history):
    """The diagnosis of a training run, by the rules of the table above.

    history: list of checkpoints (loss_d, loss_g, covered), oldest first, at least ten of them;
    covered is the share of modes covered, from 0 to 1. The history is not changed.
    Returns "diverged", "discriminator_wins", "oscillating", "mode_collapse" or "healthy".
    """
    # TODO: the rules of the table, in their order
    ### BEGIN SOLUTION
    if not all(math.isfinite(loss_d) and math.isfinite(loss_g) for loss_d, loss_g, _ in history):
        return "diverged"
    losses_d, losses_g, covered = zip(*history[-10:])
    if sum(losses_d) / 10 < 0.1 and sum(losses_g) / 10 > 3:
        return "discriminator_wins"
    if max(losses_g) - min(losses_g) > 2:
        return "oscillating"
    if sum(covered) / 10 < 0.6:
        return "mode_collapse"
    return "healthy"
    ### END SOLUTION

# %% demo="diagnose-try" check=true
for name, (loss_d, loss_g, covered) in {"A": (1.2, 0.8, 1.0), "B": (0.01, 7.0, 0.2), "C": (1.1, 0.9, 0.25), "D": (math.nan, 0.9, 0.0)}.items():
    print(f"run {name}: D {loss_d}, G {loss_g}, covered {covered}: {diagnose([(loss_d, loss_g, covered)] * 10)}")

# %% test="diagnose-diverged" of="diagnose" points=1
# One loss that is NaN or infinite, at any time, of either player, means diverged.
for why, history in histories.of("diverged"):
    histories.check(diagnose, history, "diverged", why)

# %% test="diagnose-rules" of="diagnose" points=2
# Each rule decides where it alone holds, and a run where none holds is healthy.
for name in ("discriminator_wins", "oscillating", "mode_collapse", "healthy"):
    for why, history in histories.of(name):
        histories.check(diagnose, history, name, why)

# %% test="diagnose-order" of="diagnose" points=1
# Only the last ten checkpoints count, and the first rule that fits wins.
for name in ("discriminator_wins", "oscillating", "mode_collapse", "healthy"):
    for why, history in histories.late(name):
        histories.check(diagnose, history, name, why)
for name, why, history in histories.mixed():
    histories.check(diagnose, history, name, why)

# %% [markdown]
# Five real runs on the ring. Learning rates differ, in the second $\beta_1$ too. The last one also adds a $\log(1 - p)$ written out, which is $\log 0$ as soon as $p$ rounds to 1 (lesson 3 met it in section 8). Above are the losses, below the share of modes covered. Where a loss leaves the picture, its largest value is written there.

# %% demo="symptoms-shown"
critic = make_D()  # a D of our own making: the added loss asks it, too
log_of_zero = lambda real, fake: -torch.log(1 - torch.sigmoid(critic(fake))).mean()  # infinite where p rounds to 1

runs = {
    "base run": base.history,
    "D faster, β1 0.5": ring_run(lr_d=0.003, beta1=0.5).history,
    "G almost still": ring_run(lr_d=0.005, lr_g=0.000001).history,
    "both rates 0.02": ring_run(lr_d=0.02, lr_g=0.02).history,
    "0.01, and log(1 − p)": ring_run(D=critic, lr_d=0.01, lr_g=0.01, extra_d=log_of_zero).history,
}
symptoms.show_symptoms({f"{title}\n{diagnose(history)}": history for title, history in runs.items()})
for title in ("base run", "D faster, β1 0.5"):
    last = torch.tensor(runs[title][-10:])  # (10, 3)
    print("{:16} mean loss of D {:.2f}, of G {:.2f}, standard deviation of G's {:.2f}".format(title, *last[:, :2].mean(0), last[:, 1].std(correction=0)))

# %% [markdown]
# Look at the first two. Over the last ten checkpoints their mean losses are nearly the same, as the lines below the picture say. One has lost nearly all modes, the other has them all. $G$'s sick loss is three times as restless, 0.19 against 0.07: still not alarming, beside the runs to the right. **The height of the losses does not show a collapse.** Count modes, or look at samples from fixed noise.

# %% [markdown]
# ## 4 · Softer labels
#
# $D$ is told "this is real: 1". It can always get closer to 1 by making its logits larger, without end. **Label smoothing** tells it 0.9 instead. Then the best answer to a real image is finite:
#
# $$-0.9\,\log p - 0.1\,\log(1-p) \quad\text{is smallest at}\quad p = 0.9.$$

# %% demo="smoothing-shown"
pictures.show_curves(
    {f"label {y}": lambda p, y=y: -y * torch.log(p) - (1 - y) * torch.log(1 - p) for y in (1.0, 0.9, 0.7)},
    0.005, 0.995, "D's loss on a real image: with label 1 more confidence always pays", "D's answer p", ylim=(0, 3),
)

# %% [markdown]
# **One-sided** smoothing changes the real labels only, 1 → 0.9. **Two-sided** smoothing also moves 0 to 0.1.

# %% [markdown]
# Salimans et al. (2016) advise one-sided. With both, the best $D$ is
#
# $$D^*(x) = \frac{0.9\,p_\text{data}(x) + 0.1\,p_G(x)}{p_\text{data}(x) + p_G(x)},$$
#
# so where there are only fakes it answers 0.1, not 0: no clear no any more. ([arXiv:1606.03498](https://arxiv.org/abs/1606.03498), section 3.4) *5 minutes, easy.*

# %% demo="two-sided-shown"
symptoms.show_best_answers(0.1)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Find a straight line through both pairs: 1 → 1 − amount, and 0 → 0, or 0 → amount.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# One-sided: the labels times 1 − amount. Two-sided: the labels times 1 − 2·amount, plus amount.
#
# </details>

# %% solution="smooth-labels"
def smooth_labels(labels, amount, one_sided):
    """Labels 1 become 1 − amount; labels 0 stay 0 when one_sided, else become amount.

    labels: float tensor of any shape, holding 0s and 1s, on any device; it is not changed.
    amount: from 0 to 0.5.
    Returns a new tensor of the same shape, on the same device.
    """
    # TODO: return the smoothed labels
    ### BEGIN SOLUTION
    if one_sided:
        return labels * (1 - amount)
    return labels * (1 - 2 * amount) + amount
    ### END SOLUTION

# %% demo="smooth-labels-try" check=true
for one_sided in (True, False):
    print("one-sided" if one_sided else "two-sided", [round(y, 3) for y in smooth_labels(torch.tensor([1.0, 0.0]), 0.1, one_sided).tolist()])

# %% test="smooth-labels-one-sided" of="smooth-labels" points=1
# One-sided smoothing moves labels 1 to 1 − amount, and leaves labels 0 alone.
for shape, amount in [((6, 1), 0.1), ((40,), 0.3), ((3, 5), 0.0), ((9,), 0.5)]:
    labels = probe.labels(*shape)
    smoothed = probe.attempt("smooth_labels", smooth_labels, labels, amount, True)
    probe.tensor(smoothed, shape, "smooth_labels(labels, amount, one_sided)")
    assert smoothed is not labels, "smooth_labels returned its input: return a new tensor"
    probe.same(smoothed, labels - amount * labels, f"a label under one-sided smoothing by {amount}", {
        f"labels 0 were moved too: that is two-sided{probe.other_side(smooth_labels, labels, amount, True)}": [labels * (1 - 2 * amount) + amount, (labels - amount).abs()],
        "labels 1 became `amount`: they should become 1 − amount": labels * amount,
        "labels 1 were raised: they should become 1 − amount": labels * (1 + amount),
        "it goes by 0.1, whatever the amount is: use `amount`": labels * 0.9,
        "half the amount was taken": [labels * (1 - amount / 2), labels * (1 - amount) + amount / 2],
        "only labels 0 were moved: labels 1 should become 1 − amount": labels * (1 - amount) + amount,
        "labels 0 became negative: they stay 0": labels - amount,
        "nothing was smoothed": labels,
    })

# %% test="smooth-labels-two-sided" of="smooth-labels" points=1
# Two-sided smoothing moves labels 1 to 1 − amount and labels 0 to amount.
for shape, amount in [((6, 1), 0.1), ((40,), 0.3), ((3, 5), 0.0), ((9,), 0.5)]:
    labels = probe.labels(*shape)
    smoothed = probe.attempt("smooth_labels", smooth_labels, labels, amount, False)
    probe.tensor(smoothed, shape, "smooth_labels(labels, amount, one_sided)")
    assert smoothed is not labels, "smooth_labels returned its input: return a new tensor"
    probe.same(smoothed, torch.where(labels > 0.5, 1 - amount, amount), f"a label under two-sided smoothing by {amount}", {
        f"only labels 1 were moved: that is one-sided{probe.other_side(smooth_labels, labels, amount, False)}": labels * (1 - amount),
        "it goes by 0.1, whatever the amount is: use `amount`": labels * 0.8 + 0.1,
        "half the amount was taken, as in nn.CrossEntropyLoss: here the whole": labels * (1 - amount) + amount / 2,
        "only labels 0 were moved": labels * (1 - amount) + amount,
        "labels 0 became negative": labels - amount,
        "nothing was smoothed": labels,
    })
for place in testbeds():
    smoothed = [probe.attempt("smooth_labels on another device", smooth_labels, torch.ones(3, 1, device=place), 0.1, side) for side in (True, False)]
    assert all(y.device.type == place.type for y in smoothed), f"the labels were on {place}, but did not come back there"

# %% demo="smooth-labels-ring"
try_trick("labels 0.9", target=lambda y: smooth_labels(y, 0.1, True))

# %% [markdown]
# ## 5 · Wrong labels on purpose
#
# Another way to keep $D$ modest: now and then lie to it. Each label is **flipped** with a small probability, independently of the others. A real image is then called fake, and a fake one real. $D$ cannot be sure of anything.
#
# The coins come from a `torch.Generator` of our own, so that a run can be repeated: same seed, same flips. *5 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.rand(shape, generator=generator, device=…)` gives uniform numbers. A number is below 0.05 with probability 5 %.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `torch.where(coins < probability, …, …)` picks number by number.
#
# </details>

# %% solution="flip-labels"
def flip_labels(labels, probability, generator):
    """Flip each label y to 1 − y with this probability, each independently of the others.

    labels: float tensor of any shape, values in [0, 1]; it is not changed.
    generator: torch.Generator on the device of the labels; all random numbers come from it.
    Returns a new tensor of the same shape.
    """
    # TODO: a coin for each label, and the labels that it gives
    ### BEGIN SOLUTION
    coins = torch.rand(labels.shape, generator=generator, device=labels.device)
    return torch.where(coins < probability, 1 - labels, labels)
    ### END SOLUTION

# %% demo="flip-labels-try"
print(flip_labels(torch.ones(2, 10), 0.2, generator("cpu", 1)).int().tolist())
flips = [flip_labels(torch.ones(100), 0.05, generator("cpu", seed)).eq(0).sum().item() for seed in range(12)]
print("flips among 100 labels at 5 %, twelve seeds:", flips)

# %% test="flip-labels-share" of="flip-labels" points=1
# Each label is flipped with the given probability, whatever the batch, and a soft label y becomes 1 − y.
probe.check_flips(flip_labels)

# %% test="flip-labels-repeatable" of="flip-labels" points=1
# The same seed gives the same flips, another seed others; the input and torch's global generator stay as they were.
probe.check_repeatable("flip_labels", lambda x, source: flip_labels(x, 0.3, source), (50, 1))
for place in testbeds():
    flipped = probe.attempt("flip_labels on another device", flip_labels, torch.ones(40, 1, device=place), 0.5, generator(place, 3))
    probe.tensor(flipped, (40, 1), "flip_labels(labels, probability, generator)")
    assert flipped.device.type == place.type, f"the labels were on {place}, but came back on {flipped.device}"

# %% demo="flip-labels-ring"
source = generator(device, 0)
try_trick("5 % flipped", target=lambda y: flip_labels(y, 0.05, source))

# %% [markdown]
# ## 6 · Noise on what D sees
#
# At first real and fake points lie in different places. A perfect $D$ separates them by a cliff halfway, and where the fakes lie it is flat: nothing to learn from. Add noise of standard deviation $\sigma$ to **both**, and the two distributions overlap.
#
# This is **instance noise**. Sønderby et al. (2016, [arXiv:1610.04490](https://arxiv.org/abs/1610.04490)) let $\sigma$ fall to 0, so that details count in the end. We keep it at 0.2; section 12 lets it fall. *5 minutes, easy.*

# %% demo="instance-noise-shown"
symptoms.show_overlap((0.05, 0.5))

# %% [markdown]
# <details><summary>Hint</summary>
#
# Lesson 2's noise, drawn from the given generator and on the images' device.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `torch.randn(images.shape, generator=generator, device=images.device)`, times `std`, plus the images. `+` makes a new tensor, `+=` does not.
#
# </details>

# %% solution="instance-noise"
def add_instance_noise(images, std, generator):
    """Add normal noise with mean 0 and this standard deviation to each pixel.

    images: float tensor of any shape; it is not changed. Gradients pass through to the images.
    generator: torch.Generator on the device of the images; all random numbers come from it.
    Returns a new tensor of the same shape.
    """
    # TODO: draw the noise, and return the noisy images
    ### BEGIN SOLUTION
    noise = torch.randn(images.shape, generator=generator, device=images.device)
    return images + std * noise
    ### END SOLUTION

# %% demo="instance-noise-try"
digits = data.digits("train")[0][:8]
noisy = [add_instance_noise(digits, std, generator("cpu", 0)) for std in (0, 0.1, 0.3, 0.8)]
pictures.show_images(torch.cat(noisy), "Standard deviation 0, 0.1, 0.3 and 0.8", columns=8, size=4)

# %% test="instance-noise-values" of="instance-noise" points=1
# The noise is normal with mean 0 and the given standard deviation, new for each pixel.
for shape, std in [((2000, 2), 0.3), ((8, 1, 28, 28), 0.05), ((3, 3, 32, 32), 1.5)]:
    images = probe.uniform(*shape, low=-1)
    noisy = probe.attempt("add_instance_noise", add_instance_noise, images, std, generator("cpu", probe.integer(0, 10**9)))
    probe.tensor(noisy, shape, "add_instance_noise(images, std, generator)")
    probe.check_noise_of(noisy - images, std, images)
unchanged = probe.attempt("add_instance_noise with std 0", add_instance_noise, images, 0.0, generator("cpu", 1))
probe.same(unchanged, images, "a pixel with std 0")
assert unchanged is not images, "add_instance_noise returned its input where std is 0: return a new tensor"

# %% test="instance-noise-repeatable" of="instance-noise" points=1
# The same seed gives the same noise; input and global generator stay as they were; gradients pass through.
probe.check_repeatable("add_instance_noise", lambda x, source: add_instance_noise(x, 0.2, source), (20, 2))
images = probe.normal(5, 2).requires_grad_(True)
noisy = probe.attempt("add_instance_noise", add_instance_noise, images, 0.2, generator("cpu", 2))
assert noisy.requires_grad, "the gradient does not pass through the noise, so G would learn nothing: is there detach() or no_grad()?"
probe.check_slopes("add_instance_noise", lambda x: add_instance_noise(x, 0.2, generator("cpu", 2)), [probe.normal(5, 2)], lambda x: 1 * x, ["the images"])
for place in testbeds():
    noisy = probe.attempt("add_instance_noise on another device", add_instance_noise, torch.ones(4, 2, device=place), 0.5, generator(place, 3))
    probe.tensor(noisy, (4, 2), "add_instance_noise(images, std, generator)")
    assert noisy.device.type == place.type, f"the images were on {place}, but came back on {noisy.device}"

# %% demo="instance-noise-ring"
try_trick("instance noise 0.2", look=lambda x: add_instance_noise(x, 0.2, source))

# %% [markdown]
# ## 7 · Dropout in the discriminator
#
# **Dropout** (Srivastava et al. 2014) puts each hidden unit of $D$ to zero with probability $p$, anew for each image, and multiplies the others by $1/(1-p)$, so that the mean stays. $D$ becomes a committee that nobody can fool with a single trick.
#
# It happens in train mode only. In eval mode all units speak. *10 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `nn.Dropout(p)` does all of it, and looks at the mode by itself.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `nn.Sequential` of the four layers, each with sizes taken from the arguments. `forward` calls it.
#
# </details>

# %% solution="dropout"
class DropoutDiscriminator(nn.Module):
    """Points or flat images (N, input_dim) → logits (N, 1).

    Linear(input_dim, hidden_dim), LeakyReLU(0.2), Dropout(probability), Linear(hidden_dim, 1).
    """

    def __init__(self, input_dim, hidden_dim, probability):
        super().__init__()
        # TODO: the four layers, in this order
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),  # (N, hidden_dim)
            nn.LeakyReLU(0.2),
            nn.Dropout(probability),  # (N, hidden_dim), some of them 0
            nn.Linear(hidden_dim, 1),  # (N, 1)
        )
        ### END SOLUTION

    def forward(self, x):
        # TODO: return the logits for x
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION

# %% demo="dropout-try"
D = DropoutDiscriminator(2, 64, 0.5)
with torch.no_grad():
    print("train mode, one point three times:", [round(y, 3) for y in D.train()(torch.ones(3, 2)).flatten().tolist()])
    print("eval mode, the same:              ", [round(y, 3) for y in D.eval()(torch.ones(3, 2)).flatten().tolist()])

# %% test="dropout-eval" of="dropout" points=1
# In eval mode there is no dropout: the network computes W2 leaky(W1 x + b1) + b2 with slope 0.2.
model = probe.attempt("DropoutDiscriminator(…)", DropoutDiscriminator, 12, 20, 0.5)
first, second = probe.dense(model, 12, 20, 1)
x, leaky = 2 * probe.normal(16, 12), nn.functional.leaky_relu
model.eval()
probe.same(probe.output(model, x, (16, 1), "D(x) in eval mode"), second(leaky(first(x), 0.2)), "a logit in eval mode", {
    "the slope of LeakyReLU is 0.01, PyTorch's default: use 0.2": second(leaky(first(x), 0.01)),
    "the slope of LeakyReLU is 0.1: use 0.2": second(leaky(first(x), 0.1)),
    "it uses ReLU: use LeakyReLU(0.2)": second(torch.relu(first(x))),
    "it uses tanh: use LeakyReLU(0.2)": second(torch.tanh(first(x))),
    "LeakyReLU is missing": second(first(x)),
    "LeakyReLU stands behind the last Linear too": leaky(second(leaky(first(x), 0.2)), 0.2),
    "it ends with Sigmoid: return the logit": torch.sigmoid(second(leaky(first(x), 0.2))),
    "it ends with Tanh: return the logit": torch.tanh(second(leaky(first(x), 0.2))),
    "the hidden units are halved in eval mode: nn.Dropout does nothing there": second(leaky(first(x), 0.2) / 2),
})
probe.check_gradients(model, x, "D(x)")

# %% test="dropout-train" of="dropout" points=2
# In train mode each hidden unit is dropped with the given probability, anew for each image, and the mean stays.
for probability in (0.2, 0.5):
    model = probe.attempt("DropoutDiscriminator(…)", DropoutDiscriminator, 12, 20, probability)
    probe.check_dropout(model, (12, 20), probability)

# %% demo="dropout-ring"
wide = lambda layer, size: nn.Sequential(*make_D()[:-1], layer, nn.Linear(size, 1))  # the ring's D, with a layer before the last
try_trick("dropout 0.3", D=wide(nn.Dropout(0.3), 32))

# %% [markdown]
# ## 8 · Let D see the whole batch
#
# $D$ looks at one image at a time. So when $G$ makes the same perfect digit 64 times, $D$ finds nothing wrong with any of them. Somebody must look at them **together**.
#
# The simplest way, from progressive growing (Karras et al. 2017, [arXiv:1710.10196](https://arxiv.org/abs/1710.10196)): measure how much the batch varies, and hand $D$ that number, here called *minibatch deviation*, as one more feature.

# %% demo="batch-statistics-shown"
collapsed = ring.CENTERS[:1] + ring.STD * torch.randn(64, 2)
symptoms.show_batches({"real": ring.sample(64), "collapsed": collapsed})

# %% [markdown]
# For each feature $f$, its standard deviation over the batch of $N$ samples:
#
# $$s_f = \sqrt{\frac1N\sum_{i=1}^{N}\big(x_{if} - \bar x_f\big)^2 + 10^{-8}}$$
#
# Then the mean of all $s_f$, one number for the batch. The $10^{-8}$ stands **inside** the root: the slope of $\sqrt{v}$ is infinite at $v = 0$, and there a collapsed batch would turn all weights into NaN. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `x.mean(dim=0)` is the mean over the batch. The difference from it, squared, and once more the mean over dim 0: that is the variance of each feature.
#
# </details>
#
# <details><summary>Hint</summary>
#
# `expand_as(x[:, :1])` turns one number into (N, 1), or (N, 1, H, W), and gradients pass through it. `.item()` would cut them off.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `torch.cat([x, …], dim=1)` of x and that one number.
#
# </details>

# %% solution="minibatch-std"
class MinibatchStdDev(nn.Module):
    """Append one feature: the mean standard deviation over the batch, the same for all samples.

    (N, F) → (N, F + 1), and images (N, C, H, W) → (N, C + 1, H, W), for any N, also 1.
    The deviation divides by N, and 1e-8 is added under the root (formula above); the mean goes
    over all features, or over all channels and pixels. Gradients pass through what was there and
    through the new feature. It works on any device, and does not change x.
    """

    def forward(self, x):
        # TODO: one number for the whole batch, appended to each sample along dim 1
        ### BEGIN SOLUTION
        variance = (x - x.mean(dim=0)).square().mean(dim=0)  # (F,) or (C, H, W)
        deviation = (variance + 1e-8).sqrt().mean()  # one number
        return torch.cat([x, deviation.expand_as(x[:, :1])], dim=1)
        ### END SOLUTION

# %% demo="minibatch-std-try" check=true
print("points", tuple(MinibatchStdDev()(torch.randn(5, 2)).shape), "images", tuple(MinibatchStdDev()(torch.randn(5, 3, 8, 8)).shape))
print("two samples, 0 and 2, give", MinibatchStdDev()(torch.tensor([[0.0], [2.0]])).tolist())

# %% test="minibatch-std-shape" of="minibatch-std" points=1
# One feature, or one channel, is appended; what was there stays as it was.
layer = probe.attempt("MinibatchStdDev()", MinibatchStdDev)
for shape in [(5, 3), (1, 4), (6, 2, 4, 4), (1, 3, 2, 2)]:
    x = probe.normal(*shape)
    y = probe.attempt("MinibatchStdDev()(x)", layer, x)
    probe.tensor(y, (shape[0], shape[1] + 1, *shape[2:]), "MinibatchStdDev()(x)")
    moved = torch.equal(y[:, 1:], x)
    assert not moved, "the new feature stands before the others: append it behind them, as the last one along dim 1"
    probe.same(y[:, :-1], x, "a feature that was there before")
for place in testbeds():
    y = probe.attempt("MinibatchStdDev on another device", layer.to(place), torch.ones(4, 2, device=place))
    probe.tensor(y, (4, 3), "MinibatchStdDev()(x)")

# %% test="minibatch-std-value" of="minibatch-std" points=2
# The new feature is the mean over all features of the batch's standard deviation; gradients pass through it.
layer, inputs = probe.attempt("MinibatchStdDev()", MinibatchStdDev), []
for shape in [(7, 3), (2, 5), (8, 3), (4, 2, 3, 3)]:
    x = 10 * probe.normal(*shape) * (1 + torch.arange(shape[1]).reshape(-1, *[1] * (len(shape) - 2))) + 5
    y = probe.attempt("MinibatchStdDev()(x)", lambda: layer.train()(x))
    probe.tensor(y, (shape[0], shape[1] + 1, *shape[2:]), "MinibatchStdDev()(x)")
    new = y[:, -1:]
    mistakes = {why: probe.alike(value, new) for why, value in probe.deviation_mistakes(x).items()}
    probe.same(new, probe.deviation(x)[:, -1:], f"the new feature of a batch {shape}", mistakes, tolerance=1e-3)
    quiet = probe.attempt("MinibatchStdDev() in eval mode", layer.eval(), x)
    probe.same(quiet, y, f"the result for a batch {shape} in eval mode, compared with train mode,", tolerance=1e-3)
    inputs.append(x)
for n in (1, 6):  # whole numbers: their mean is exact
    x = probe.normal(1, 3).round().expand(n, 3).clone().requires_grad_(True)
    new = probe.attempt("MinibatchStdDev()(x)", layer, x)[:, -1]
    assert new.requires_grad, "no gradient passes through the new feature: is there detach(), no_grad() or item()?"
    (slope,) = torch.autograd.grad(new.sum(), x)
    assert slope.isfinite().all(), f"for {n} identical samples the gradient is not finite: put 1e-8 under the root, before sqrt"
    wanted = f"for {n} identical samples the new feature is {new[0]:.2g}, expected 1e-4, the root of 1e-8"
    assert abs(new[0] * 1e4 - 1) < 0.1, f"{wanted}: what is added, and where?"
for x in inputs:
    probe.check_slopes("MinibatchStdDev", layer, [x], probe.deviation, ["x"], {
        "none passes through the new feature: is there detach(), no_grad() or item()?": lambda x: probe.deviation(x, cut=True)})

# %% demo="minibatch-std-ring"
try_trick("minibatch deviation", D=wide(MinibatchStdDev(), 33))

# %% [markdown]
# One number for a whole batch is coarse. **Minibatch discrimination** (Salimans et al. 2016, [arXiv:1606.03498](https://arxiv.org/abs/1606.03498)) gives each sample its own numbers: how close are the others to *me*? Features $x_i$ pass through a learned tensor $T$ into a matrix $M_i$ with $B$ rows, and row by row it is compared with all the other samples:
#
# $$o(x_i)_b = \sum_{j \ne i} \exp\big(-\lVert M_{i,b} - M_{j,b} \rVert_1\big)$$
#
# Far away from all others it is 0. In a collapsed batch it is $N - 1$. *Optional: 3 points of its own. 25 minutes, hard.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.tensordot(x, T, dims=1)` is M. Two new dimensions of size 1 in different places, and a difference compares each sample with each.
#
# </details>
#
# <details><summary>Hint</summary>
#
# exp(−0) = 1: the term j = i is always 1, for each sample and each row.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `(M.unsqueeze(0) - M.unsqueeze(1)).abs().sum(dim=3)` has the distances, (N, N, B).
#
# </details>

# %% solution="minibatch-features"
def minibatch_features(x, T):
    """Minibatch discrimination: for each sample, how close the other samples are.

    x: features (N, A); T: learned tensor (A, B, C). M = x·T has shape (N, B, C).
    o[i, b] = sum over j ≠ i of exp(−‖M[i, b] − M[j, b]‖₁), the L1 norm over the C numbers.
    Returns o, shape (N, B), also for N = 1. A sample is not compared with itself. Gradients pass
    to x and to T.
    """
    # TODO: M, the distances of all pairs, and the sums
    ### BEGIN SOLUTION
    M = torch.tensordot(x, T, dims=1)  # (N, B, C)
    distance = (M.unsqueeze(0) - M.unsqueeze(1)).abs().sum(dim=3)  # (N, N, B)
    return torch.exp(-distance).sum(dim=0) - 1  # (N, B); exp(0) = 1 was the sample itself
    ### END SOLUTION

# %% demo="minibatch-features-try"
T = torch.randn(2, 3, 4)
with torch.no_grad():
    for name, points in [("real points", ring.sample(64)), ("collapsed", collapsed)]:
        print(f"{name:12} mean closeness {[round(o, 1) for o in minibatch_features(points, T).mean(0).tolist()]} of at most 63")

# %% test="minibatch-features-by-hand" of="minibatch-features" points=1
# Three samples with one feature each: closeness can be computed by hand.
x, T = torch.tensor([[0.0], [1.0], [3.0]]), torch.tensor([[[1.0], [0.5]]])  # (3, 1) and (1, 2, 1)
o = probe.attempt("minibatch_features", minibatch_features, x, T)
summed = torch.is_tensor(o) and o.shape == (3, 1)
assert not summed, "minibatch_features(x, T) has shape (3, 1), not (3, 2): sum over the last dimension, C, and keep B"
probe.tensor(o, (3, 2), "minibatch_features(x, T)")
expected = torch.tensor([[math.exp(-1 * s) + math.exp(-3 * s), math.exp(-1 * s) + math.exp(-2 * s), math.exp(-3 * s) + math.exp(-2 * s)] for s in (1.0, 0.5)]).T
apart = torch.tensor([[4.0, 2.0], [3.0, 1.5], [5.0, 2.5]])  # sums of distances
probe.same(o, expected, "the closeness of the samples 0, 1 and 3, with T = 1 and 0.5,", {
    "each sample was compared with itself too, which adds 1: leave j = i out": expected + 1,
    "the mean was taken over the samples: take the sum": [expected / 3, expected / 2, (expected + 1) / 3, (expected + 1) / 3 - 1],
    "the distances were summed, without exp(−distance)": [apart, -apart],
    "exp was taken of the sum: first exp of each distance, then the sum": [torch.exp(-apart), torch.exp(-apart) - 1],
    "the absolute value is missing: differences cancel": [
        torch.tensor([[sum(math.exp(sign * s * (i - j)) for j in (0, 1, 3) if j != i) for s in (1.0, 0.5)] for i in (0, 1, 3)]) for sign in (1, -1)],
    "each pair counts only once: compare each sample with all the others": [
        torch.tensor([[sum(math.exp(-s * abs(i - j)) for j in (0, 1, 3) if sign * j > sign * i) for s in (1.0, 0.5)] for i in (0, 1, 3)])
        for sign in (1, -1)],
    "the distance runs over the rows b too: sum over the C numbers of one row": expected.new_tensor(
        [[sum(math.exp(-1.5 * abs(i - j)) for j in (0, 1, 3) if j != i)] * 2 for i in (0, 1, 3)]),
    "this is exp(+distance): far samples count most": torch.tensor([[math.exp(s * a) + math.exp(s * b) for s in (1.0, 0.5)] for a, b in ((1, 3), (1, 2), (3, 2))]),
})

# %% test="minibatch-features-batch" of="minibatch-features" points=2
# Any sizes fit; a new order of the samples changes the order of the answers only; gradients pass to x and to T.
for n, a, b, c in [(6, 5, 3, 4), (2, 3, 7, 2), (9, 2, 1, 5), (1, 4, 3, 2)]:
    x, T = probe.normal(n, a), 0.3 * probe.normal(a, b, c)
    o = probe.attempt("minibatch_features", minibatch_features, x, T)
    probe.tensor(o, (n, b), "minibatch_features(x, T)")
    probe.same(o, probe.closeness(x, T), f"the closeness of {n} samples", {
        "each sample was compared with itself too, which adds 1: leave j = i out": probe.closeness(x, T) + 1,
        "the distance is Euclidean: use the L1 norm, the sum of absolute differences": [probe.closeness(x, T, p=2) + k for k in (0, 1)],
        "the rows of M are mixed up: M[i, b] holds the C numbers of row b": probe.closeness(x, T.reshape(a, c, b).transpose(1, 2)),
        "the absolute differences were averaged over the C numbers: take their sum": [probe.closeness(x, T / c) + k for k in (0, 1)],
        "the mean was taken over the samples: take the sum": [(probe.closeness(x, T) + 1) / n, (probe.closeness(x, T) + 1) / n - 1, probe.closeness(x, T) / n],
    })
    shuffled = probe.attempt("minibatch_features", minibatch_features, x.roll(1, 0), T)
    probe.same(shuffled, o.roll(1, 0), "the closeness of a sample, when the batch comes in another order")
    probe.check_slopes("minibatch_features", minibatch_features, [x, T], probe.closeness, ["x", "T"], {
        "the other samples are detached: gradients pass to both of a pair": lambda x, T: probe.closeness(x, T, cut=True)})
for n, itself in [(80, "in a batch of 9 samples j = i is left out, in one of 80 it is not: is a batch size written as a number?"), (5, "each sample was compared with itself too: leave j = i out")]:
    x, T = probe.normal(1, 3).expand(n, 3).clone().requires_grad_(True), probe.normal(3, 2, 2)
    o = probe.attempt("minibatch_features", minibatch_features, x, T)
    probe.same(o, torch.full((n, 2), n - 1.0), f"the closeness in a batch of {n} identical samples", {
        itself: torch.full((n, 2), float(n)), "leave out j = i, not all pairs at distance 0": torch.zeros(n, 2)})
(slope,) = torch.autograd.grad(o.sum(), x)
assert slope.isfinite().all(), "for identical samples the gradient is not finite: use the L1 norm, abs().sum()"
for place in testbeds():
    probe.attempt("minibatch_features on another device", minibatch_features, x.detach().to(place), T.to(place))

# %% given="closeness-layer"
class Closeness(nn.Module):
    """Append minibatch features (N, 4), with a learned tensor T, to features (N, 32)."""

    def __init__(self):
        super().__init__()
        self.T = nn.Parameter(0.1 * torch.randn(32, 4, 3))

    def forward(self, x):
        return torch.cat([x, minibatch_features(x, self.T)], dim=1)  # (N, 36)

# %% demo="minibatch-features-ring"
try_trick("minibatch discrimination", D=wide(Closeness(), 36))

# %% [markdown]
# ## 9 · Far noise, far images
#
# The next trick speaks to $G$ alone. A collapsed generator gives nearly the same image for any noise. **Mode seeking** (Mao et al. 2019, [arXiv:1903.05628](https://arxiv.org/abs/1903.05628)) asks for the opposite. Pair each latent of the first half of the batch with one of the second half, $j = i + N/2$:
#
# $$r = \frac{1}{N/2}\sum_{i} \frac{\operatorname{mean}|x_i - x_j|}{\operatorname{mean}|z_i - z_j|}, \qquad \text{loss} = \frac{1}{r + 10^{-5}}$$
#
# $|\cdot|$ is taken number by number, and averaged over all pixels, or over all numbers of the latent. The smaller the loss, the farther apart the images. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `images[:half]` and `images[half:]` are the pairs. Each pair has a ratio of its own; the mean over pairs comes last.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `(images[:half] - images[half:]).flatten(1).abs().mean(dim=1)` is the distance of each pair of images, (N/2,).
#
# </details>

# %% solution="diversity-loss"
def diversity_loss(images, z):
    """Mode-seeking loss 1 / (r + 1e-5), see the formula above.

    images: (N, …) of any number of dimensions, made from the latents z: (N, L). N is even.
    Sample i of the first half is paired with sample i of the second half.
    Returns a tensor with one number; gradients pass through to the images, finite even where all
    images are alike.
    """
    # TODO: r from the distances of each pair, then the loss
    ### BEGIN SOLUTION
    half = len(z) // 2
    far = (images[:half] - images[half:]).flatten(1).abs().mean(dim=1)  # (N/2,)
    apart = (z[:half] - z[half:]).abs().mean(dim=1)  # (N/2,)
    return 1 / ((far / apart).mean() + 1e-5)
    ### END SOLUTION

# %% demo="diversity-loss-try" check=true
z = torch.tensor([[0.0], [1.0], [2.0], [5.0]])
for name, points in [("x = z", z), ("x = z/10", z / 10), ("x = 3, collapsed", 0 * z + 3)]:
    print(f"{name:17} loss {diversity_loss(points, z).item():.1f}")

# %% test="diversity-loss-value" of="diversity-loss" points=1
# The loss is 1 / (r + 1e-5), where r is the mean over pairs of image distance divided by latent distance.
for n, image in [(8, (3, 2, 4, 2)), (6, (1, 5, 5)), (2, (3, 4, 4)), (4, (2,)), (200, (2,))]:
    x, z = probe.normal(n, *image), probe.normal(n, 7)
    loss = probe.attempt("diversity_loss", diversity_loss, x, z)
    probe.tensor(loss, (), "diversity_loss(images, z)")
    probe.same(loss, probe.mode_seeking(x, z), f"the loss for {n} images of shape {image}", probe.mode_seeking_mistakes(x, z))

# %% test="diversity-loss-gradient" of="diversity-loss" points=1
# The gradient at the images is right, so that a step down the loss moves them apart; it is finite when they are alike.
x, z = probe.normal(6, 1, 4, 4).requires_grad_(True), probe.normal(6, 3)
loss = probe.attempt("diversity_loss", diversity_loss, x, z)
assert torch.is_tensor(loss) and loss.requires_grad, "no gradient comes back to the images: is there detach(), no_grad() or item()?"
(slope,) = torch.autograd.grad(loss.sum(), x)
moved = (x - 0.01 * slope / slope.abs().max()).detach()
near, far = ((y[:3] - y[3:]).abs().mean() for y in (x, moved))
assert far > near, "a step down this loss brings the images closer together: is the ratio upside down, or the sign wrong?"
probe.check_slopes("diversity_loss", lambda images: diversity_loss(images, z), [x.detach()], lambda images: probe.mode_seeking(images, z), ["the images"], {
    "one half of the images is detached": lambda images: probe.mode_seeking(torch.cat([images[:3], images[3:].detach()]), z)})
same = torch.ones(6, 1, 4, 4, requires_grad=True)
loss = probe.attempt("diversity_loss of identical images", diversity_loss, same, z)
(slope,) = torch.autograd.grad(loss.sum(), same)
assert loss.isfinite() and slope.isfinite().all(), "for identical images the loss or its gradient is not finite: add 1e-5 to r"
assert abs(loss / 1e5 - 1) < 0.1, f"for identical images the loss is {loss:.6g}, expected 100000, which is 1 / 1e-5: add 1e-5 to r"
for place in testbeds():
    probe.attempt("diversity_loss on another device", diversity_loss, torch.ones(4, 2, device=place), torch.tensor([[0.0], [1.0], [2.0], [4.0]], device=place))

# %% demo="diversity-loss-ring"
try_trick("mode seeking", extra_g=diversity_loss)

# %% [markdown]
# ## 10 · A discriminator without steep cliffs
#
# Some tricks keep $D$ from getting steeper and steeper. The first is a loss that stops pushing. **Hinge losses** ([Lim and Ye 2017](https://arxiv.org/abs/1705.02894), [Miyato et al. 2018](https://arxiv.org/abs/1802.05957)) ask for a logit above 1 on real and below −1 on fake images. Beyond that nothing is gained:
#
# $$L_D = \operatorname{mean}\max(0, 1 - D(x)) + \operatorname{mean}\max(0, 1 + D(G(z))), \qquad L_G = -\operatorname{mean} D(G(z))$$
#
# *10 minutes, easy.*

# %% demo="hinge-shown"
pictures.show_curves(
    {"hinge: max(0, 1 − logit)": lambda x: (1 - x).clamp(min=0), "cross-entropy: softplus(−logit)": lambda x: nn.functional.softplus(-x)},
    -4, 4, "D's loss on a real image", "D's logit",
)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.relu(x)` is max(0, x), number by number. First the maximum, then the mean.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `torch.relu(1 - real_logits).mean()` is the first half of $D$'s loss.
#
# </details>

# %% solution="hinge-losses"
def hinge_losses(real_logits, fake_logits):
    """Hinge losses of both players (formula above), from D's logits on real and on fake images.

    real_logits, fake_logits: tensors of any shapes, each with its own number of images.
    Returns (loss_d, loss_g), two tensors with one number each.
    """
    # TODO: both losses
    ### BEGIN SOLUTION
    loss_d = torch.relu(1 - real_logits).mean() + torch.relu(1 + fake_logits).mean()
    return loss_d, -fake_logits.mean()
    ### END SOLUTION

# %% demo="hinge-losses-try" check=true
for real_logit, fake_logit in [(0.0, 0.0), (2.0, -2.0), (-1.0, 1.0)]:
    loss_d, loss_g = hinge_losses(torch.tensor([real_logit]), torch.tensor([fake_logit]))
    print(f"real {real_logit}, fake {fake_logit}: loss of D {loss_d.item():.1f}, of G {loss_g.item() + 0.0:.1f}")

# %% test="hinge-losses-values" of="hinge-losses" points=1
# L_D is mean max(0, 1 − real) + mean max(0, 1 + fake), and L_G is −mean fake.
rows = {"D": [], "G": []}
for real_shape, fake_shape in [((1, 1), (1, 1)), ((7, 1), (4,)), ((32, 1), (16, 1, 4, 4))]:
    a, b = 2 * probe.normal(*real_shape), 2 * probe.normal(*fake_shape)
    a.view(-1)[-1], b.view(-1)[-1] = 8.0 * a.numel(), -8.0 * b.numel()  # so that their means lie beyond the margin
    a.view(-1)[0], b.view(-1)[0] = -0.5, 0.7  # so that no loss of D is 0
    losses = probe.pair(probe.attempt("hinge_losses", hinge_losses, a, b), "hinge_losses", "(loss_d, loss_g)")
    for loss, name, (right, mistakes) in zip(losses, ("D", "G"), probe.hinge(a, b)):
        probe.tensor(loss, (), f"the loss of {name}")
        rows[name].append((loss, right, f"the loss of {name} for logits {real_shape} and {fake_shape}", mistakes))
for of_one in rows.values():
    probe.same_in_rows(of_one)

# %% test="hinge-losses-gradients" of="hinge-losses" points=1
# D's loss has no gradient beyond the margin; G's loss has one everywhere.
a, b = torch.tensor([3.0, 0.0, -2.0], requires_grad=True), torch.tensor([-3.0, 0.0, 2.0], requires_grad=True)
losses = probe.pair(probe.attempt("hinge_losses", hinge_losses, a, b), "hinge_losses", "(loss_d, loss_g)")
assert all(torch.is_tensor(loss) and loss.requires_grad for loss in losses), "a loss has no gradient: return tensors, without item() or detach()"
rows = [(0, a, "D's loss at the real logits 3, 0, −2", [0, -1, -1]), (0, b, "D's loss at the fake logits −3, 0, 2", [0, 1, 1]),
        (1, b, "G's loss at the fake logits −3, 0, 2", [-1, -1, -1])]
for player, logits, words, thirds in rows:
    (slope,) = torch.autograd.grad(losses[player].sum(), logits, retain_graph=True, allow_unused=True)
    assert slope is not None, f"there is no slope of {words}: it does not depend on them"
    probe.same(slope, torch.tensor(thirds) / 3, f"the slope of {words}", {
        "it goes on beyond the margin: cut off at 0 with relu or clamp": [torch.full((3,), k / 3) for k in (-1, 1) if 0 in thirds],
        "its sign is turned round": -torch.tensor(thirds) / 3,
        "it is summed over the batch: take the mean": torch.tensor(thirds).float(),
    })
for place in testbeds():
    probe.attempt("hinge_losses on another device", hinge_losses, torch.ones(3, 1, device=place), torch.zeros(2, 1, device=place))

# %% demo="hinge-losses-ring"
try_trick("hinge loss", losses=hinge_losses)

# %% [markdown]
# The second speaks of the slope itself. Where $D$ climbs like a wall, $G$ gets huge gradients; where it is flat, none. The **gradient penalty** of WGAN-GP (Gulrajani et al. 2017, [arXiv:1704.00028](https://arxiv.org/abs/1704.00028)) wants slope 1 on the way from fakes to real images. For each sample draw $\varepsilon_i$ uniformly from $[0, 1]$:
#
# $$\hat x_i = \varepsilon_i\, x_i + (1-\varepsilon_i)\, G(z_i), \qquad P = \operatorname{mean}_i \big(\lVert \nabla_{\hat x_i} D(\hat x_i) \rVert_2 - 1\big)^2$$
#
# $D$'s loss becomes $L_D + \lambda P$. The norm goes over **all** numbers of one image.

# %% [markdown]
# *25 minutes, hard.*

# %% [markdown]
# <details><summary>Hint: a gradient at each sample</summary>
#
# `torch.autograd.grad(D(x).sum(), x, create_graph=True)` gives it, because each answer depends on its own sample only. So this $D$ has no BatchNorm.
#
# </details>
#
# <details><summary>Hint: why create_graph</summary>
#
# The penalty is made of a gradient, and $D$ must learn from it: that is a gradient of a gradient. `create_graph=True` keeps the graph that this needs.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# ε has the shape (N, 1, …, 1): `torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)`. The mixture must require a gradient. `slope.flatten(1).norm(dim=1)` are the lengths, (N,).
#
# </details>

# %% solution="gradient-penalty"
def gradient_penalty(D, real, fake):
    """WGAN-GP's penalty P (formula above), without the factor λ.

    D: network from images to one number each, (N, 1) or (N,), without BatchNorm.
    real, fake: (N, …) of the same shape, with any number of dimensions, on D's device; they are
    not changed. ε is drawn anew on each call.
    Returns a tensor with one number; its gradient reaches D's parameters. Their .grad is left
    alone.
    """
    # TODO: the mixtures; D's slope there; the mean of (norm − 1)²
    ### BEGIN SOLUTION
    share = torch.rand(len(real), *[1] * (real.dim() - 1), device=real.device)  # (N, 1, …, 1)
    mixed = (share * real + (1 - share) * fake).detach().requires_grad_(True)  # (N, …)
    (slope,) = torch.autograd.grad(D(mixed).sum(), mixed, create_graph=True)  # (N, …)
    return (slope.flatten(1).norm(dim=1) - 1).square().mean()
    ### END SOLUTION

# %% demo="gradient-penalty-try" check=true
plane = nn.Linear(2, 1)
for length in (0.5, 1.0, 3.0):
    with torch.no_grad():
        plane.weight.copy_(torch.tensor([[0.6, 0.8]]) * length)
    print(f"D is a plane of slope {length}: penalty {gradient_penalty(plane, torch.randn(8, 2), torch.randn(8, 2)).item():.2f}")

# %% test="gradient-penalty-plane" of="gradient-penalty" points=1
# For D(x) = w·x + b the slope is w everywhere, so the penalty is (‖w‖ − 1)², for images of any shape.
for shape in [(5, 2), (1, 3), (4, 1, 8, 8), (3, 2, 3, 4, 2)]:
    for flat, steep in [(False, True), (True, False)]:
        D, length = probe.plane(shape[1:], flat, steep)
        penalty = probe.attempt("gradient_penalty", gradient_penalty, D, probe.normal(*shape), probe.normal(*shape))
        probe.tensor(penalty, (), "gradient_penalty(D, real, fake)")
        probe.same(penalty, (length - 1) ** 2, f"the penalty of a plane of slope {length:.2f} on {shape[0]} images", {
            "−1 is missing: it is (norm − 1)²": length**2,
            "the square is missing": [length - 1, abs(length - 1)],
            "slopes below 1 go free: the penalty wants slope 1 from both sides": max(length - 1, 0) ** 2,
            "it is summed over the batch: take the mean": shape[0] * (length - 1) ** 2,
            "the norm runs over the whole batch: one norm for each sample": (length * shape[0] ** 0.5 - 1) ** 2,
            "the norm is squared before 1 is subtracted: is sqrt missing?": (length**2 - 1) ** 2,
            "the norm runs over the channels of each pixel only: take all numbers of an image":
                (D.layer.weight.detach().reshape(1, *shape[1:]).norm(dim=1) - 1).square().mean(),
            "it is multiplied by 10: leave λ to the caller": 10 * (length - 1) ** 2,
            "it is halved": (length - 1) ** 2 / 2,
            "each slope is divided by the number of images: take the gradient of the sum of D's answers": (length / shape[0] - 1) ** 2,
        }, tolerance=1e-3)

# %% test="gradient-penalty-bowl" of="gradient-penalty" points=1
# For D(x) = ‖x‖²/2 the slope at x is x itself. Real and fake are alike here, so D is asked at x, whatever ε is.
for shape in [(6, 2), (5, 1, 4, 4), (3, 3, 5, 5)]:
    D, x = probe.Bowl(shape[1:]), 0.7 * probe.normal(*shape)
    penalty = probe.attempt("gradient_penalty", gradient_penalty, D, x, x.clone())
    probe.tensor(penalty, (), "gradient_penalty(D, real, fake)")
    norms = x.flatten(1).norm(dim=1)
    probe.same(penalty, (norms - 1).square().mean(), f"the penalty of a bowl at {shape[0]} points", {
        "the norm runs over the whole batch: one norm for each sample": (x.norm() - 1) ** 2,
        "the norm runs over the channels of each pixel only: take all numbers of an image": (x.norm(dim=1) - 1).square().mean(),
        "the norm runs over one dimension only: flatten each image first": [(x.norm(dim=d) - 1).square().mean() for d in range(2, len(shape))],
        "the mean of the norms was taken before the square": (norms.mean() - 1) ** 2,
        "the mean runs over all numbers: the norm of an image comes first": (x - 1).square().mean(),
        "slopes below 1 go free: the penalty wants slope 1 from both sides": (norms - 1).clamp(min=0).square().mean(),
        "it is summed over the batch: take the mean": (norms - 1).square().sum(),
        "it is multiplied by 10: leave λ to the caller": 10 * (norms - 1).square().mean(),
    }, tolerance=1e-3)

# %% test="gradient-penalty-mixture" of="gradient-penalty" points=1
# D is asked between fake and real: one ε for each sample, uniform in [0, 1], new on each call.
for image, calls in [((2,), 500), ((1, 3, 3), 120)]:
    probe.check_mixture(gradient_penalty, image, calls)

# %% test="gradient-penalty-learns" of="gradient-penalty" points=1
# D's parameters get the right gradient through the penalty, and their .grad is left alone.
at_one_place = lambda D, x: gradient_penalty(D, x, x.clone())
probe.check_learning("gradient_penalty", at_one_place, lambda norms: (norms - 1).square().mean(), (1, 3, 3))
for place in testbeds():
    probe.check_penalty_on(place, "gradient_penalty", lambda D, x: gradient_penalty(D, x, 0 * x), (1, 3, 3))

# %% [markdown]
# What the penalty does to $D$: two discriminators learn to tell the ring from points around its middle. One has the usual cross-entropy. The other has the loss $D(G(z)) - D(x)$, for which the penalty was made, and the penalty with $\lambda = 10$. Left their logits along a line through the middle, right how steep they are.

# %% demo="slopes-shown"
def fit(weight, steps, device):
    """Train a D on the ring and a cloud in its middle, with weight · penalty."""
    D = make_D().to(device)
    optim_D = torch.optim.Adam(D.parameters(), lr=0.005)
    ones, zeros = torch.ones(BATCH, 1, device=device), torch.zeros(BATCH, 1, device=device)
    for _ in range(steps):
        real, fake = ring.sample(BATCH, device), 0.1 * torch.randn(BATCH, 2, device=device)
        loss = -D(real).mean() + D(fake).mean() if weight else bce(D(real), ones) + bce(D(fake), zeros)
        loss = loss + weight * gradient_penalty(D, real, fake)
        optim_D.zero_grad()
        loss.backward()
        optim_D.step()
    return D


torch.manual_seed(0)
symptoms.show_slopes({"cross-entropy": fit(0, budget.pick(400, 5), device), "with penalty": fit(10, budget.pick(400, 5), device)}, device)

# %% [markdown]
# Without the penalty the slope climbs to 25 and changes abruptly; it would go on growing, since $D$ is never sure enough. With it the slope stays close to 1 all the way from the fakes to the modes: wherever $G$'s points are, they are told which way to go, and not too loudly.

# %% [markdown]
# Mind the size of $\lambda$. The paper's 10 is for images and for the loss $D(G(z)) - D(x)$. Its authors' own code takes 0.1 for points in the plane. With cross-entropy a penalty of 10 would drown the loss, so on the ring we take 0.1, too.

# %% demo="gradient-penalty-ring"
critic = make_D()
try_trick("gradient penalty 0.1", D=critic, extra_d=lambda real, fake: 0.1 * gradient_penalty(critic, real, fake))

# %% [markdown]
# ### R1: no slope where the images are real
#
# **R1** (Mescheder, Geiger, Nowozin 2018, [arXiv:1801.04406](https://arxiv.org/abs/1801.04406)) asks for less: no slope at all, and only at **real** images.

# %% [markdown]
# $$R_1 = \tfrac12 \operatorname{mean}_i \lVert \nabla_{x_i} D(x_i) \rVert_2^2, \qquad \text{added to } D\text{'s loss: } \gamma R_1$$
#
# When $G$ has found the data, there is nothing left to tell, so $D$ should be flat there. In the paper's smallest example the players circle around that point for ever without it. StyleGAN and StyleGAN2 were trained with it. *10 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# It is your gradient penalty with three things left out: no ε, no fakes, no −1.
#
# </details>
# <details><summary>Hint, nearly the answer</summary>
#
# `x = real.detach().requires_grad_(True)`, the gradient of `D(x).sum()` with `create_graph=True`, its square, summed over each image.
#
# </details>

# %% solution="r1-penalty"
def r1_penalty(D, real):
    """R1 (formula above): half the mean squared length of D's slope at real images, without γ.

    D: network from images to one number each, (N, 1) or (N,), without BatchNorm.
    real: (N, …) with any number of dimensions, on D's device; it is not changed.
    Returns a tensor with one number; its gradient reaches D's parameters. Their .grad is left
    alone.
    """
    # TODO: the slope at each image, its squared length, half the mean
    ### BEGIN SOLUTION
    real = real.detach().requires_grad_(True)  # (N, …), a leaf of its own
    (slope,) = torch.autograd.grad(D(real).sum(), real, create_graph=True)  # (N, …)
    return slope.flatten(1).square().sum(dim=1).mean() / 2
    ### END SOLUTION

# %% demo="r1-penalty-try" check=true
plane = nn.Linear(2, 1)
for length in (0.0, 1.0, 3.0):
    with torch.no_grad():
        plane.weight.copy_(torch.tensor([[0.6, 0.8]]) * length)
    print(f"D is a plane of slope {length}: R1 {r1_penalty(plane, torch.randn(8, 2)).item():.2f}")

# %% test="r1-penalty-value" of="r1-penalty" points=2
# R1 is half the mean of the squared slope: ‖w‖²/2 for D(x) = w·x + b, and mean ‖x‖²/2 for D(x) = ‖x‖²/2.
for shape in [(5, 2), (1, 3), (4, 1, 8, 8), (3, 2, 3, 4, 2)]:
    for flat, steep in [(False, True), (True, False)]:
        D, length = probe.plane(shape[1:], flat, steep)
        x = 0.5 * probe.normal(*shape)
        lengths = {"a bowl": (probe.Bowl(shape[1:]), x.flatten(1).norm(dim=1)), f"a plane of slope {length:.2f}": (D, torch.full((len(x),), length))}
        for name, (D, norms) in lengths.items():
            penalty = probe.attempt("r1_penalty", r1_penalty, D, x)
            probe.tensor(penalty, (), "r1_penalty(D, real)")
            probe.same(penalty, norms.square().mean() / 2, f"R1 of {name} on {shape[0]} images", probe.r1_mistakes(norms, x), tolerance=1e-3)

# %% test="r1-penalty-learns" of="r1-penalty" points=1
# D's parameters get the right gradient through R1, and their .grad is left alone.
probe.check_learning("r1_penalty", r1_penalty, lambda norms: norms.square().mean() / 2, (1, 3, 3))
for place in testbeds():
    probe.check_penalty_on(place, "r1_penalty", r1_penalty, (1, 3, 3))

# %% demo="r1-penalty-ring"
critic = make_D()
try_trick("β1 0.5", beta1=0.5)
try_trick("β1 0.5, R1 0.1", D=critic, beta1=0.5, extra_d=lambda real, fake: 0.1 * r1_penalty(critic, real))

# %% [markdown]
# ### Compare, do not judge
#
# The **relativistic** loss (Jolicoeur-Martineau 2018, [arXiv:1807.00734](https://arxiv.org/abs/1807.00734)) asks $D$ another question. Not "is this real?", but "is this real image *more* real than that fake?" Each real image is paired with a fake:

# %% [markdown]
# $$L_D = \operatorname{mean} \operatorname{softplus}\big(D(G(z)) - D(x)\big), \qquad L_G = \operatorname{mean} \operatorname{softplus}\big(D(x) - D(G(z))\big)$$
#
# The idea: a fake that sits on one mode is compared with images from **all** modes. Together with R1, and with **R2**, the same penalty on fakes, it is the loss of R3GAN (Huang et al. 2024, [arXiv:2501.05441](https://arxiv.org/abs/2501.05441)), a strong generator without any other trick.

# %% given="relativistic"
def relativistic_losses(real_logits, fake_logits):
    """The relativistic pairing losses (loss_d, loss_g), two tensors with one number each."""
    ahead = real_logits - fake_logits  # (N, 1), how much more real the real image looks
    return nn.functional.softplus(-ahead).mean(), nn.functional.softplus(ahead).mean()

# %% demo="relativistic-ring"
critic = make_D()
both = lambda real, fake: 0.1 * (r1_penalty(critic, real) + r1_penalty(critic, fake))  # R1 and R2
try_trick("β1 0.5, relativistic, R1, R2", D=critic, beta1=0.5, losses=relativistic_losses, extra_d=both)

# %% [markdown]
# ### A limit built into the network
#
# A linear layer stretches a vector at most by its largest **singular value**. **Spectral normalisation** (Miyato et al. 2018, [arXiv:1802.05957](https://arxiv.org/abs/1802.05957)) divides each weight matrix by that number. Then no linear layer stretches anything. A convolution still may: its kernel is flattened into a matrix first, and one pixel is seen by several places of the kernel. A 3×3 kernel of equal weights still makes a white image 3 times as bright, away from the border.

# %% [markdown]
# PyTorch has it: `torch.nn.utils.parametrizations.spectral_norm(layer)`. It estimates the singular value a little better on each forward pass in train mode, and leaves biases alone. *Optional: 1 point of its own. 10 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `network.modules()` gives the network, its layers, the layers inside these, and so on. `isinstance(layer, nn.Linear | nn.Conv2d)` asks for a kind.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# A loop over `list(network.modules())`, and for each layer of the three kinds one call of PyTorch's function.
#
# </details>

# %% solution="spectral-norm"
def with_spectral_norm(network):
    """Apply spectral normalisation to all Linear, Conv2d and ConvTranspose2d layers.

    network: an nn.Module, whose layers may lie inside other modules. It is changed in place.
    Returns the network.
    """
    # TODO: find the layers of these three kinds, wherever they lie, and normalise each
    ### BEGIN SOLUTION
    for layer in list(network.modules()):
        if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
            nn.utils.parametrizations.spectral_norm(layer)
    return network
    ### END SOLUTION

# %% demo="spectral-norm-try"
network = nn.Sequential(nn.Linear(2, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))
before = [torch.linalg.matrix_norm(layer.weight, 2).item() for layer in (network[0], network[2])]
with_spectral_norm(network)
for _ in range(20):
    network(torch.randn(8, 2))
after = [torch.linalg.matrix_norm(layer.weight, 2).item() for layer in (network[0], network[2])]
print("largest singular values before", [round(v, 2) for v in before], "and after", [round(v, 2) for v in after])

# %% test="spectral-norm-value" of="spectral-norm" points=1
# After some forward passes each layer's largest singular value is 1, also for layers inside layers, and after training.
for kind in ("plain", "nested", "convolutions", "single"):
    probe.check_spectral_norm(with_spectral_norm, *probe.steep_network(kind))

# %% demo="spectral-norm-ring"
try_trick("spectral norm", D=with_spectral_norm(make_D()))

# %% [markdown]
# ## 11 · D wins: the remedy
#
# The question that learners ask most: *D's loss goes to 0 and G's climbs. Is that normal?* No. $D$ has learned to tell all fakes from all digits, and what it tells $G$ no longer changes with small changes of the image.
#
# Here it happens on digits, in 200 steps. $D$ learns ten times as fast as $G$.

# %% given="duel"
def make_generator():
    """Noise (N, 32) → flat digits (N, 784) in [−1, 1]."""
    return nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 784), nn.Tanh())


def duel(G, D, optim_G, optim_D, images, steps, device):
    """Train G and D on flat images (N, 784) on the device; returns the pairs (loss_d, loss_g)."""
    history = []
    for _ in range(steps):
        real = images[torch.randint(len(images), (64,), device=device)]  # (64, 784)
        fake = G(torch.randn(64, 32, device=device))  # (64, 784)
        loss_d = nn.functional.softplus(-D(real)).mean() + nn.functional.softplus(D(fake.detach())).mean()
        optim_D.zero_grad()
        loss_d.backward()
        optim_D.step()
        loss_g = nn.functional.softplus(-D(fake)).mean()  # with the new D
        optim_G.zero_grad()
        loss_g.backward()
        optim_G.step()
        history.append((loss_d.item(), loss_g.item()))
    return history

# %% given="sick"
def sick(G, device):
    """The set-up in which D wins: returns D and both optimizers."""
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.002, betas=(0.5, 0.999))
    return D, optim_G, optim_D

# %% demo="d-wins-shown"
digits = (data.digits("train")[0].flatten(1) * 2 - 1).to(device)  # (4500, 784)
torch.manual_seed(0)
G = make_generator().to(device)
sick_history = duel(G, *sick(G, device), digits, budget.pick(200, 40), device)
symptoms.show_duel(sick_history, "D wins")

# %% [markdown]
# Two remedies. The **learning rates**: a smaller one for $D$, a larger one for $G$. Two rates, each chosen for itself, are called *two time scales* (Heusel et al. 2017, [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)); which should be larger depends on the illness. And **dropout**, which slows $D$ down. You decide on the numbers; the two curves tell.

# %% [markdown]
# Too much of the remedy is a new illness: a $D$ that learns nothing has nothing to teach. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# Begin with a copy of `sick`, and change one number at a time. The two losses should stay near 1.4 and 0.7, what they are where $D$ can only guess.
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# Let $D$ learn four times as slowly as $G$.
#
# </details>

# %% solution="d-wins"
def cured(G, device):
    """A set-up for `duel` in which neither player wins: like `sick`, but repaired.

    G: the generator, on the device. D maps flat images (N, 784) to logits (N, 1), without a
    Sigmoid: the losses of `duel` take logits.
    Returns (D, optim_G, optim_D): D on the device, and one optimizer for each network, which
    holds all parameters of its own network and no others.
    After 200 steps: over the last 50, D's mean loss lies between 0.4 and 1.8, G's between 0.2
    and 2; and the mean of G's images has come nearer to the mean digit.
    """
    # TODO: a discriminator, and two optimizers
    ### BEGIN SOLUTION
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0005, betas=(0.5, 0.999))
    return D, optim_G, optim_D  # D learns four times as slowly as G
    ### END SOLUTION

# %% demo="d-wins-try"
torch.manual_seed(0)
G = make_generator().to(device)
cured_history = duel(G, *cured(G, device), digits, budget.pick(200, 40), device)
symptoms.show_duel(cured_history, "repaired")

# %% test="d-wins-owners" of="d-wins" points=1
# cured returns D and two optimizers; each holds all of its own network and nothing of the other.
for place in ("cpu", *testbeds()):
    G = make_generator().to(place)
    rescue.check_setup(cured, G, place)

# %% test="d-wins-effect" of="d-wins" points=2
# After 200 steps with your set-up neither player has won, and G has learned something.
digits_here = data.digits("train")[0].flatten(1) * 2 - 1
rescue.check_duel(duel, cured, make_generator(), digits_here)

# %% demo="d-wins-remedies"
def remedy(lr_d, lr_g, dropout, steps):
    """One remedy at a time: mean losses (D, G) over the last 50 steps, and how far the mean image is from the mean digit."""
    torch.manual_seed(0)
    G = make_generator().to(device)
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(dropout), nn.Linear(64, 1)).to(device)
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.999)) for net, lr in ((G, lr_g), (D, lr_d)))
    losses = torch.tensor(duel(G, D, optim_G, optim_D, digits, steps, device)[-50:]).mean(0).tolist()
    with torch.no_grad():
        return *losses, (G(torch.randn(500, 32, device=device)).mean(0) - digits.mean(0)).square().mean().sqrt().item()


for name, numbers in {
    "not trained": (0.0, 0.0, 0.0), "sick": (0.002, 0.0002, 0.0), "dropout 0.5 alone": (0.002, 0.0002, 0.5), "dropout 0.8 alone": (0.002, 0.0002, 0.8),
    "dropout 0.95 alone": (0.002, 0.0002, 0.95),
    "D slower": (0.0002, 0.0002, 0.0), "D slower, G faster": (0.0005, 0.002, 0.0), "and dropout 0.5": (0.0005, 0.002, 0.5),
    "D almost still": (0.000002, 0.002, 0.5),
}.items():
    loss_d, loss_g, far = remedy(*numbers, budget.pick(200, 4))
    print(f"{name:20} loss of D {loss_d:5.2f}, of G {loss_g:5.2f}; G's mean image is {far:.2f} from the mean digit")

# %% [markdown]
# Read all columns. Dropout 0.5 or 0.8 alone does not save $G$ within 200 steps. Dropout 0.95 does: it leaves $D$ three units of 64 at a time. A smaller learning rate for $D$ does it better, alone or with a faster $G$. Five seeds said the same. In the last row $G$ fools a $D$ that learns nothing. Its loss near 0 is worth nothing: its images move *away* from the digits, from 0.83 to 1.15.

# %% [markdown]
# Are the losses enough to call $G$ repaired? Look at images.

# %% demo="d-wins-images"
def drawn(setup, steps):
    """Eight images (8, 1, 28, 28) of a G trained with this set-up, from the same noise."""
    torch.manual_seed(0)
    G, z = make_generator().to(device), torch.randn(8, 32, generator=torch.Generator().manual_seed(1)).to(device)
    duel(G, *setup(G, device), digits, budget.pick(steps, 4), device)
    with torch.no_grad():
        return G(z).cpu().reshape(8, 1, 28, 28) / 2 + 0.5


def even(G, device):
    """As sick, but D learns no faster than G, at 0.0002."""
    D, optim_G, optim_D = sick(G, device)
    optim_D.param_groups[0]["lr"] = 0.0002
    return D, optim_G, optim_D


rows = torch.cat([drawn(sick, 200), drawn(cured, 200), drawn(cured, 2000), drawn(even, 2000)])
pictures.show_images(rows, "Sick, 200 steps; yours, 200; yours, 2,000; both rates 0.0002, 2,000", columns=8, size=6)

# %% [markdown]
# After 200 steps $G$ has learned where ink is: a blob, the mean of all digits. "Repaired" means no more than that the game goes on. Where to, only images tell. The third row depends on your numbers: 0.002 for $G$ and 0.0005 for $D$, without dropout, passes, and one seed of three ended in eight equal blots, a collapse. The last row has blurred strokes of several digits with each of three seeds.

# %% [markdown]
# ## 12 · What really helps
#
# Every trick that you ran changed the same base run: the same networks, 1,500 updates of $G$, one seed. Here they are once more, with a few settings beside them that are no functions of yours.

# %% demo="gallery"
for name, settings in {"β1 0": {"beta1": 0.0}, "D three times as fast": {"lr_d": 0.003}, "three updates of D": {"d_steps": 3}}.items():
    tried[name] = ring_run(steps=budget.pick(STEPS, 5), **settings).frames[-1]
symptoms.show_rings(tried.values(), [f"{name}\n{symptoms.scored(points)}" for name, points in tried.items()], columns=4)

# %% [markdown]
# One seed proves nothing: a second seed may say the opposite. So each row below is ten runs, made with the reference's functions (dropout behind both hidden layers; `python -m bench tricks` in the course's repository). Bars are means, lines go from the worst run to the best, dotted is what we call repaired: 7 modes and 20 % good points. At the right stands how many of the ten runs were.

# %% demo="tricks-measured"
table = {name: row[:3] for name, row in symptoms.measured().items() if "control" not in name}
if table:
    alone = {name: row for name, row in table.items() if " + " not in name}
    symptoms.show_tricks(alone, "One change at a time: ten runs a row, 1,500 updates of G")
    base_row = {"base run": table["base run"]}
    symptoms.show_tricks(base_row | {name: row for name, row in table.items() if name not in alone}, "Tricks together")

# %% [markdown]
# **One change at a time.** Most famous tricks, each alone, did *not* repair this run within 1,500 updates: smoothed and flipped labels, instance noise, dropout, minibatch deviation, hinge and relativistic loss, gradient penalty, spectral normalisation. R1 repaired 3 runs of 10.

# %% [markdown]
# Two tricks did it nearly always, and both look at **several samples together**: minibatch discrimination and mode seeking. And so did the **balance of the players**: $D$ three times as fast as $G$, or three updates of $D$ for one of $G$. A short memory repairs 5 runs of 10 ($\beta_1 = 0.5$) or 9 ($\beta_1 = 0$).

# %% [markdown]
# **Tricks work together.** Falling instance noise and the minibatch deviation repaired nothing alone, R1 three runs. Together with $\beta_1 = 0.5$ each repairs ten runs of ten. So does the relativistic loss with R1 and R2; without them it repairs 7. With dropout, hinge loss or the gradient penalty it is 2, 0 and 1 of ten: fewer than with $\beta_1 = 0.5$ alone, which repairs 5.

# %% [markdown]
# **A trick has a recipe.** The gradient penalty was published with $\beta_1 = 0$ and five updates of $D$. With $\beta_1 = 0$ and three updates, it and spectral normalisation with the hinge loss reach 8 modes in ten runs of ten. But so do these two settings alone, with more good points: there the tricks are not what helps.

# %% [markdown]
# Uniform latents and batches of 32 or 512 changed nothing here. A row without a bar worth looking at is a result too: it says what *not* to spend an evening on.
#
# In section 11 we made $D$ **slower**, here **faster**. No contradiction: there $D$ won, and $G$ got no signal. Here $D$ lags behind. $G$ runs to wherever $D$ was wrong a moment ago, and has moved on before $D$ has learned to refuse it. So first the diagnosis, then the treatment.

# %% [markdown]
# And the ring is not everything. Two dimensions and endless real points are kind to $D$. With few images $D$ may learn them by heart: that is another illness, and lesson 2 treats it with hidden pixels.

# %% [markdown]
# ## 13 · Your turn: repair the ring
#
# The same networks, but only 500 updates of $G$, and a ring that is turned and stretched anew each time. Choose your tricks and your numbers.
#
# Your function gets a fresh generator and trains it **in place**. It may call `train_ring` with other arguments, or be a loop of its own, with any $D$, loss, optimizers and noise. *20 minutes, hard.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# 500 updates are few: larger learning rates than 0.001 help. Which rows of the table reach 8 modes with many good points?
#
# </details>
#
# <details><summary>Hint, nearly the answer</summary>
#
# `train_ring` with $\beta_1 = 0.5$, and a $D$ that learns three times as fast as $G$.
#
# </details>

# %% solution="ring-repair"
def repair(G, sample, steps, device):
    """Train G in place so that it covers the ring; the base run does not.

    G: a fresh make_G() on the device: noise (N, 2), standard normal → points (N, 2).
    sample: sample(n) gives n real points (n, 2) on the device.
    steps: G may be updated so many times, 500 when graded. D may be updated more often.
    """
    # TODO: your D, your losses, your learning rates; train_ring(G, make_D().to(device), sample, steps, device) is the base run
    ### BEGIN SOLUTION
    # Two time scales: D learns three times as fast as G; and both have a short memory.
    train_ring(G, make_D().to(device), sample, steps, device, lr_d=0.006, lr_g=0.002, beta1=0.5)
    ### END SOLUTION

# %% demo="ring-repair-try"
torch.manual_seed(0)
fresh, G = rescue.Ring(device), make_G().to(device)
repair(G, fresh.sample, budget.pick(500, 20), device)
modes, share = fresh.coverage(G)
print(f"your repair: {modes} modes of 8, {share:.0%} good points")

# %% test="ring-repair-device" of="ring-repair" points=1
# repair trains the G that it is given, on the device it is given, within the budget of updates.
for place in ("cpu", *testbeds()):
    rescue.play_ring(repair, make_G(), 5, place)

# %% test="ring-repair-modes" of="ring-repair" points=4
# After at most 500 updates G covers at least 7 of 8 modes with at least 20 % good points, on two rings of three.
rescue.check_repair(repair, make_G, 500)

# %% [markdown]
# Six generators, each trained by your repair from another seed, on the lesson's own ring:

# %% demo="ring-repaired"
repaired = []
for seed in range(6):
    torch.manual_seed(seed)
    G = make_G().to(device)
    repair(G, lambda n: ring.sample(n, device), budget.pick(500, 3), device)
    with torch.no_grad():
        repaired.append(G(torch.randn(1000, 2, device=device)).cpu())
symptoms.show_rings(repaired, [symptoms.scored(points) for points in repaired])

# %% [markdown]
# ## Habits
#
# Rules of thumb of the field, most of them from DCGAN (Radford et al. 2015, [arXiv:1511.06434](https://arxiv.org/abs/1511.06434)) and Salimans et al. (2016). They cost nothing, and they are starting points, not laws. What did *our* measurements say?

# %% [markdown]
# | habit | here |
# |---|---|
# | Adam with $\beta_1 = 0.5$ | 5 runs of 10 repaired, and a partner for other tricks |
# | watch samples from **fixed noise** | showed the collapse, as the count of modes did; the height of the losses did not |
# | images in [−1, 1], $\tanh$ at the end of $G$ | hardly a difference in lesson 2, with $\beta_1 = 0.5$ and hidden pixels |
# | normal latents, batches of 64 to 256 | uniform latents, batches of 32 or 512: no difference on the ring |
# | noise, dropout or flipped labels in $D$ | nothing alone; falling noise helps with $\beta_1 = 0.5$ |
# | LeakyReLU and strides in $D$, no max-pooling, so that $G$'s gradient is not **sparse** | not measured in this lesson; lesson 3 counts the pixels that a gradient reaches |

# %% [markdown]
# **Question.** *10 minutes.* Three people ask you for help. (a) "After an hour all my faces are the same face, and the losses look calm." (b) "D's loss is 0.001, G's is 9." (c) "After ten steps the loss is NaN." For each: what is it, which trick or setting would you try first, and what would you look at to know whether it helped? Two or three sentences each.

# %% [markdown] essay="which-trick" points=2
# (a) Mode collapse. I would first change the balance of the two players (learning rates, β₁ = 0.5), then let D see the batch (minibatch deviation), and count modes or classes on samples from fixed noise; the losses cannot show it. (b) D wins. A smaller learning rate for D, a larger one for G, then dropout or noise in D; both losses should come back to the order of 1, and samples should begin to change. (c) It diverged. A smaller learning rate, and a look for log(0), for a root with slope at 0, or a penalty with the wrong sign; then no loss is NaN any more. One change at a time, on several seeds.
#
# ### BEGIN MARK SCHEME
# 1 point: the three illnesses are named: mode collapse, D wins, diverged.
# 1 point: for each a sensible first remedy, and a sign that is not the loss alone for (a). Half a point when one of the three is missing.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and what breaks next
#
# You can name four ways to fail, you have eleven tricks, and you know what each brought on one ring, with its spread. On your own data the order may be another: measure.
#
# But you saw these runs only after they had ended. [Lesson 5](../05_tensorboard/05_tensorboard.ipynb) watches while they train.

# %% [markdown]
# ## Read on
#
# * Salimans et al. 2016, *Improved techniques for training GANs*: label smoothing, minibatch discrimination, and the habit of counting. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498)
# * Mescheder, Geiger, Nowozin 2018, *Which training methods for GANs do actually converge?* The smallest GAN there is, and R1. [arXiv:1801.04406](https://arxiv.org/abs/1801.04406)
# * Lucic et al. 2018, *Are GANs created equal?* Many losses, one budget, and little difference. [arXiv:1711.10337](https://arxiv.org/abs/1711.10337)
# * Huang et al. 2024, *The GAN is dead; long live the GAN!* A strong baseline without a bag of tricks. [arXiv:2501.05441](https://arxiv.org/abs/2501.05441)
