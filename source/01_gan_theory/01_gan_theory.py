# %% [markdown]
# # 1 · The two-player game
#
# Two networks play against each other, and one of them learns to make data. This lesson is about the game itself: its score, its best moves, its draw, and the ways it goes wrong. All on data so small that you can see everything.
#
# | builds on | you write | time | points |
# |---|---|---|---|
# | PyTorch tensors, gradients, a little probability | the score, the best judge, both losses, the first training loop | 2 to 3 hours; of these 1 minute of training on a laptop | 26 |

# %% [markdown]
# ## How to work
#
# Fill in the cells that say `TODO`. Above each one stand minutes, difficulty and hints; try without the hints first. Below it is a cell to **try** your code, then a sentence that begins with **Graded**, and the graded cell: folded and locked, to be run, not edited. If it prints nothing, it is passed. The first line of one that fails says what came, what was expected, and the likely cause.

# %% given="imports"
import math

import torch
import torch.nn.functional as F
from torch import nn

from course import budget, pictures, probe, ring
from course.device import choose, testbeds
from course.pictures import animations, flow

device = choose()
torch.manual_seed(0)
print("running on", device.type)

# %% [markdown]
# ## 1 · Counterfeiter and police
#
# A **counterfeiter** prints money. The **police** look at a note and say how likely it is real. When the police learn to spot a flaw, the counterfeiter mends that flaw. When the notes get better, the police look closer. Both improve, each because of the other.
#
# In the end the notes are perfect, and the police can only guess: 1/2.

# %% [markdown]
# * The **generator** $G$ is the counterfeiter. It turns random noise $z$ into a sample $G(z)$.
# * The **discriminator** $D$ is the police. It turns a sample $x$ into the probability $D(x)$ that $x$ is real.
#
# They train in turns, $D$ first. And $G$ never sees a real sample: all that it knows comes through $D$'s gradient.

# %% demo="flow-shown"
flow.show_flow()

# %% [markdown]
# Read the picture from left to right for the data, from right to left for the gradients. In $D$'s update the fakes are cut off from $G$. In $G$'s update the gradient runs through $D$, and $D$ stays as it is.

# %% [markdown]
# Who had these ideas?
#
# | year | idea | people |
# |---|---|---|
# | 2014 | the game, [GAN](https://arxiv.org/abs/1406.2661) | Goodfellow and seven others, *Generative Adversarial Nets* |
# | 2015 | convolutions that train, [DCGAN](https://arxiv.org/abs/1511.06434) | Radford, Metz, Chintala |
# | 2016 | energies in place of probabilities, [EBGAN](https://arxiv.org/abs/1609.03126) | Zhao, Mathieu, LeCun |
# | 2017 | a distance in place of a probability, [WGAN](https://arxiv.org/abs/1701.07875) | Arjovsky, Chintala, Bottou |
# | 2017 | images that [grow](https://arxiv.org/abs/1710.10196) during training | Karras, Aila, Laine, Lehtinen |
# | 2018 | a style for each layer, [StyleGAN](https://arxiv.org/abs/1812.04948) | Karras, Laine, Aila |
#
# Some handouts give other names or years. These are right.

# %% [markdown]
# ## 2 · The score
#
# One number says how well $D$ does, its **score** (the paper calls it the value of the game). $D$ wants it high, $G$ wants it low:
#
# $$V(D, G) = \mathbb{E}\,[\log D(x)] + \mathbb{E}\,[\log(1 - D(G(z)))]$$
#
# The first mean runs over real samples, the second over generated ones. Both logarithms are at most 0. So 0 is the best that $D$ can reach: it says 1 to all real samples, 0 to all others.

# %% demo="score-shown"
pictures.show_curves(
    {"real sample: log D": lambda d: torch.log(d), "generated sample: log(1 − D)": lambda d: torch.log(1 - d)},
    0.005, 0.995, "What one answer of D adds to the score", "D's answer", ylim=(-5, 0.3), ylabel="added to the score",
)

# %% [markdown]
# **A trap.** $\log 0 = -\infty$. One answer that is sure and wrong makes the mean of the whole batch $-\infty$. And cutting the logarithm off afterwards mends the number only: the slope of $\log$ at 0 is $\infty$, the slope of the cut is 0, and $0 \cdot \infty$ is NaN.
#
# So keep the **probability** away from 0, before the logarithm. From 1, float32's next number is $1.2 \cdot 10^{-7}$ higher: a floor as small as that is felt by no other probability. (`nn.BCELoss` cuts at −100, and brings a gradient of its own.)

# %% [markdown]
# **Exercise 1: the score.** *10 minutes, easy; the trap is the harder half.*
#
# <details><summary>Hint 1: the two terms</summary>
#
# `torch.log` works on each element. The batches may differ in size: take each mean first, then add.
#
# </details>
# <details><summary>Hint 2: the trap</summary>
#
# `x.clamp(min=c)` lifts what is below $c$ up to $c$. Put it inside the logarithm. `torch.finfo(torch.float32).eps` is that step above 1.
#
# </details>
# <details><summary>Hint 3: nearly all of it</summary>
#
# `torch.log(d_real.clamp(min=tiny)).mean()` is the first term. In the second one it is $1 - D$ that may be 0.
#
# </details>

# %% solution="value"
def value(d_real, d_fake):
    """The score V(D, G) on a batch: mean of log D(x) plus mean of log(1 − D(G(z))).

    d_real, d_fake: D's probabilities for real and for generated samples, each (N,) or (N, 1); the
        two batches may differ in size. They are not changed.
    Returns a tensor without dimensions, shape (), through which gradients flow to both. Score and
    gradients are finite even where D answers exactly 0 or 1: log 0 counts, in the mean, as a large
    negative number, between −10 and −110.
    """
    # TODO: V(D, G), finite whatever D answers
    ### BEGIN SOLUTION
    tiny = torch.finfo(d_real.dtype).eps  # float32: 1.2e-7
    log_real = torch.log(d_real.clamp(min=tiny))
    log_fake = torch.log((1 - d_fake).clamp(min=tiny))
    return log_real.mean() + log_fake.mean()
    ### END SOLUTION

# %% demo="value-try" check=true
for words, real, fake in [("sure and right", 1.0, 0.0), ("a good guess  ", 0.9, 0.2), ("always 1/2    ", 0.5, 0.5)]:
    score = value(torch.full((4,), real), torch.full((4,), fake))
    print(f"D is {words} score {score.item():7.4f}")
print(f"−log 4 = {-math.log(4):.4f}")

# %% test="value-batch" of="value" points=1
# The score is the mean of log D(x) plus the mean of log(1 − D(G(z))), for batches of any sizes.
for n, m in [(6, 6), (7, 3), (1, 1)]:
    for shape in [(), (1,)]:
        d_real, d_fake = (probe.uniform(size, *shape, low=0.02, high=0.98) for size in (n, m))
        score = probe.attempt("value(d_real, d_fake)", value, d_real, d_fake)
        probe.tensor(score, (), "value(d_real, d_fake)")
        log = {name: (d.log().mean(), (1 - d).log().mean()) for name, d in [("real", d_real), ("fake", d_fake)]}
        right = log["real"][0] + log["fake"][1]
        probe.same(score, right, f"the score of {n} real and {m} generated samples", {
            "the sign is turned round: this is D's loss, the score is its negative": -right,
            "the second term is log D(G(z)): it should be log(1 − D(G(z)))": log["real"][0] + log["fake"][0],
            "real and generated are exchanged": log["fake"][0] + log["real"][1],
            "only the real term is there": log["real"][0], "only the generated term is there": log["fake"][1],
            "the terms are subtracted: add them": log["real"][0] - log["fake"][1],
            "1 − log D stands for log(1 − D)": log["real"][0] + 1 - log["fake"][0],
            "the logarithms are summed: take the mean of each batch": n * log["real"][0] + m * log["fake"][1],
            "both terms share one mean: the score is the sum of two means": [right / 2, (n * log["real"][0] + m * log["fake"][1]) / (n + m)],
            "the logarithm is to base 2: use the natural one": right / math.log(2),
            "a Sigmoid was applied: these are probabilities already": nn.functional.logsigmoid(d_real).mean() + nn.functional.logsigmoid(-d_fake).mean(),
            "the logarithm of the mean is not the mean of the logarithms": d_real.mean().log() + (1 - d_fake).mean().log(),
            "probabilities were cut off at 0.05: only log 0 needs care": d_real.clamp(0.05, 0.95).log().mean() + (1 - d_fake.clamp(0.05, 0.95)).log().mean(),
        })

# %% test="value-certain" of="value" points=1
# The score is −log 4 where D always says 1/2, 0 where it is sure and right, and finite where it is sure and wrong.
half, zeros, ones = torch.full((5, 1), 0.5), torch.zeros(5, 1), torch.ones(5, 1)
play = lambda real, fake: probe.attempt("value(d_real, d_fake)", value, real, fake)
probe.same(play(half, half), -math.log(4), "the score at D = 1/2")
tiny = probe.uniform(5, 1, low=1e-4, high=9e-4)
probe.same(play(tiny, tiny), tiny.log().mean() + (1 - tiny).log().mean(), "the score where D answers between 0.0001 and 0.0009",
           {"probabilities were cut off at 0.05: only log 0 needs care": tiny.clamp(min=0.05).log().mean() + math.log(1 - 0.05),
            "probabilities were cut off at 0.01: only log 0 needs care": tiny.clamp(min=1e-2).log().mean() + math.log(1 - 1e-2),
            "probabilities were cut off at 0.001: only log 0 needs care": tiny.clamp(min=1e-3).log().mean() + math.log(1 - 1e-3)}, tolerance=2e-3)
probe.same(play(ones, zeros), 0.0, "the score of a D that is sure and right", tolerance=1e-3)
good = probe.uniform(7, 1, low=0.6, high=0.9)
for name, real, fake in [("a real sample is fake", torch.cat([good, zeros[:1]]), half), ("a generated sample is real", half, torch.cat([1 - good, ones[:1]]))]:
    score = play(real, fake)
    assert math.isfinite(score), f"where D is sure that {name}, the score is {float(score)}: log 0 is −∞, keep the probability away from 0{': in float32, 1 − 1e-8 is exactly 1' if name[2] == 'g' else ''}"
    counts = 8 * (float(score) + math.log(2)) - good.log().sum().item()  # what log 0 counts as
    where = f"in a batch of 8 where D is sure once that {name}, log 0 counts as {counts:.1f}"
    assert counts < -9.5, f"{where}, expected −10 to −110: this hides the mistake"
    assert counts > -111, f"{where}, expected −10 to −110: is the mean cut off in place of each logarithm?"

# %% test="value-gradient" of="value" points=1
# The gradient is 1/(N·D) on each real probability, −1/(M·(1 − D)) on each generated one, and finite where D answers exactly 0 or 1.
d_real, d_fake = (probe.uniform(size, 1, low=0.1, high=0.9).requires_grad_() for size in (6, 4))
score = probe.attempt("value(d_real, d_fake)", value, d_real, d_fake)
slopes = probe.derivatives(score, {"d_real": d_real, "d_fake": d_fake}, "the score")
probe.same(6 * slopes[0], 1 / d_real, "N times the gradient on a real probability", {"the sign is turned round: this is D's loss": -1 / d_real})
probe.same(4 * slopes[1], -1 / (1 - d_fake), "M times the gradient on a generated probability", {"the sign is turned round: this is D's loss": 1 / (1 - d_fake)})
for answer in (0.0, 1.0):
    sure = [torch.full((3, 1), answer).requires_grad_() for _ in range(2)]
    score = probe.attempt("value(d_real, d_fake)", value, *sure)
    for name, slope in zip(("d_real", "d_fake"), probe.derivatives(score, dict(zip(("d_real", "d_fake"), sure)), "the score")):
        kept = "0 · ∞, since log 0 is computed first, and cut off or replaced behind" if slope.isnan().any() else "the slope of log 0"
        assert slope.isfinite().all(), f"where D answers exactly {answer:.0f}, the gradient on {name} is {slope[0].item()}, {kept}: keep the probability away from 0 before the logarithm"

# %% [markdown]
# ## 3 · The best discriminator
#
# Keep $G$ still. Real samples have density $p(x)$, generated ones $q(x)$. Which $D$ is best? The score is an integral, and a **free** $D$ may choose its answer at each point alone:
#
# $$V = \int p \log D + q \log(1 - D)\; dx, \qquad \frac{p}{D} - \frac{q}{1 - D} = 0 \;\Rightarrow\; D^*(x) = \frac{p(x)}{p(x) + q(x)}$$

# %% [markdown]
# In words: the share of real samples among all samples at $x$. Where $p = q$ it is 1/2.
#
# Be careful with the word *free*. A network is not: its answers at different points hang on the same weights, and it has seen only samples, not $p$ and $q$. The formula says where training pulls $D$, not where it arrives.

# %% [markdown]
# **Exercise 2: the best discriminator.** *5 minutes, easy.*
#
# <details><summary>Hint 1</summary>
#
# 0/0 is NaN on a computer. A small number added to the denominator avoids that, and spoils all ratios of small densities.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `torch.where(condition, a, b)` takes $a$ where the condition holds and $b$ elsewhere. Which condition says that something comes at $x$?
#
# </details>

# %% solution="optimal-discriminator"
def optimal_discriminator(p, q):
    """The best D for a fixed generator: p / (p + q).

    p, q: densities of the real and of the generated samples on the same grid, tensors of the same
        shape, whatever it is, values ≥ 0; they are not changed. They may be tiny (1e-20): only their
        ratio counts.
    Returns a tensor of that shape. Where both are 0 nothing ever comes, and D answers 1/2.
    """
    # TODO: D*, without NaN
    ### BEGIN SOLUTION
    both = p + q
    return torch.where(both > 0, p / both, 0.5)
    ### END SOLUTION

# %% given="bell"
def bell(x, mean, std):
    """The density of the normal distribution at x."""
    return torch.exp(-(((x - mean) / std) ** 2) / 2) / (std * math.sqrt(2 * math.pi))

# %% demo="optimal-discriminator-try"
pictures.show_curves(
    {
        "p, real": lambda x: bell(x, 1, 1),
        "q, generated": lambda x: bell(x, -1, 0.7),
        "D*, the best answer": lambda x: optimal_discriminator(bell(x, 1, 1), bell(x, -1, 0.7)),
    },
    -9, 5, "The best D follows the ratio of the densities", "x", ylabel="density p, q; probability D*",
)

# %% [markdown]
# Look at the far left. Both densities are almost 0 there, and still $D^*$ climbs back to 1. The real bell is wider, so a sample from that far out is more likely real. $D^*$ is a **ratio**: it is sure even where no sample ever comes. A trained network cannot know this.

# %% test="optimal-discriminator-best" of="optimal-discriminator" points=2
# No other answer of D gives a higher p log D + q log(1 − D), at any point; only the ratio of p and q counts.
answers = torch.linspace(0.0005, 0.9995, 2000, dtype=torch.float64)
for shape in [(40,), (6, 5), (1,), (2, 3, 4), ()]:
    p, q = (probe.uniform(math.prod(shape), low=0.1, high=3).reshape(shape) for _ in range(2))
    scores = p.double()[..., None] * answers.log() + q.double()[..., None] * (1 - answers).log()
    best = answers[scores.argmax(-1)].float()
    for size in (1, 1e-20):
        d = probe.attempt("optimal_discriminator(p, q)", optimal_discriminator, size * p, size * q)
        probe.tensor(d, shape, "optimal_discriminator(p, q)")
        probe.same(d, best, f"D* at densities of size {size:g}", {
            "p and q are exchanged: D says how likely a sample is real": 1 - best,
            "this is the ratio p / q: D* is p / (p + q)": p / q,
            "D says 1/2 to small densities: was a number added to the denominator, or are they taken for 0?": torch.full(shape, 0.5),
            "D says 0 to small densities: was a number added to the denominator?": torch.zeros(shape),
            "it is rounded to 0 or 1: D* is a probability": (best > 0.5).float(),
            "p and q were scaled over the whole grid: D* needs their values at one point only": [] if len(shape) == 0 else p / p.sum() / (p / p.sum() + q / q.sum()),
            "this is σ(p − q): the logit of D* is log p − log q": (size * (p - q)).sigmoid() if size == 1 else [],
            "its square root is taken": best.sqrt(), "the densities are squared": p**2 / (p**2 + q**2),
        }, tolerance=1e-3)

# %% test="optimal-discriminator-empty" of="optimal-discriminator" points=1
# D* is 1 where only real samples come, 0 where only generated ones do, 1/2 where none do.
p, q = torch.tensor([2.0, 0.0, 0.0, 0.7, 0.0]), torch.tensor([0.0, 3.0, 0.0, 0.7, 0.0])
d = probe.attempt("optimal_discriminator(p, q)", optimal_discriminator, p, q)
probe.tensor(d, (5,), "optimal_discriminator(p, q)")
assert not d.isnan().any(), "D* is NaN where both densities are 0: 0/0 has no value, put 1/2 there"
probe.same(d[[0, 1, 3]], torch.tensor([1.0, 0.0, 0.5]), "D* where one density is 0, or none",
           {"it is 1/2 at all points: only where both are 0": torch.full((3,), 0.5)})
probe.same(d[[2, 4]], torch.tensor([0.5, 0.5]), "D* where both densities are 0",
           {"D answers 0 there: nothing is known, so 1/2": torch.zeros(2), "D answers 1 there: nothing is known, so 1/2": torch.ones(2)})

# %% [markdown]
# The **logit** of a probability $d$ is $a = \log\frac{d}{1 - d}$, the number before the Sigmoid: $d = \sigma(a)$. The logit of $D^*$ is simply $\log p - \log q$.
#
# Now let $D$ wander from "always 1/2" to $D^*$ and beyond. The score rises, is highest exactly at $D^*$, and falls again when $D$ becomes **too** sure of itself.

# %% demo="score-of-d"
x = torch.linspace(-6, 6, 1201, dtype=torch.float64)
dx = (x[1] - x[0]).item()
p, q = bell(x, 1, 1), bell(x, -1, 0.7)
best = torch.log(p) - torch.log(q)  # the logit of D*


def score_along(times):
    """V(D, G) for D = σ(t · logit of D*), one value for each t."""
    logits = times[:, None] * best
    return (p * F.logsigmoid(logits) + q * F.logsigmoid(-logits)).sum(1) * dx


pictures.show_curves(
    {"V(D, G)": score_along, "V(D*, G)": lambda t: score_along(torch.ones(1)).expand(len(t))},
    0, 2.5, "D moves from 1/2 (t = 0) to D* (t = 1) and beyond", "t", ylim=(-1.5, 0.1), ylabel="score",
)

# %% [markdown]
# ## 4 · What G then minimises
#
# Put $D^*$ into the score. With the mixture $m = (p + q)/2$ we have $D^* = p/2m$ and $1 - D^* = q/2m$, so two factors 1/2 come out as $-\log 4$:
#
# $$V(D^*, G) = \int p \log\frac{p}{m} + q \log\frac{q}{m}\;dx - \log 4 = 2\,\mathrm{JSD}(p, q) - \log 4$$

# %% [markdown]
# The **Jensen–Shannon divergence** says how far two distributions are apart:
#
# $$\mathrm{JSD}(p, q) = \frac12 \int p \log\frac{p}{m}\,dx + \frac12 \int q \log\frac{q}{m}\,dx$$
#
# It is 0 when they are equal and $\log 2 \approx 0.693$ when they never overlap. So against the best $D$, the best that $G$ can do is $p = q$. Then $D^* = 1/2$ everywhere and $V = -\log 4 \approx -1.386$. This is the **equilibrium**.

# %% [markdown]
# Each half is a **Kullback–Leibler divergence**, $\mathrm{KL}(p \,\|\, m) = \int p \log\frac pm\,dx$: how much **more** surprised somebody is, on average, who expects $m$ and meets $p$, than who expects $p$.

# %% [markdown]
# **Exercise 3: the divergence.** *15 minutes, medium.*
#
# <details><summary>Hint 1: from integral to sum</summary>
#
# On a grid, $\int f\,dx$ is `f.sum() * dx`.
#
# </details>
# <details><summary>Hint 2: where a density is 0</summary>
#
# `torch.special.xlogy(a, b)` is $a \log b$, and 0 where $a$ is 0 and $b$ is a number. But `p / m` is 0/0, no number, where both densities are 0. What is $\log\frac pm$ as a difference?
#
# </details>
# <details><summary>Hint 3: nearly all of it</summary>
#
# `(xlogy(p, p) - xlogy(p, m)).sum() * dx` is one of the two integrals.
#
# </details>

# %% solution="jensen-shannon"
def jensen_shannon(p, q, dx):
    """The Jensen–Shannon divergence of two densities, in nats (natural logarithm).

    p, q: densities on the same grid (M,), values ≥ 0, with p.sum() * dx = q.sum() * dx = 1; they
        are not changed.
    dx: the grid's spacing, a number; an integral is a sum over the grid times dx.
    Returns a tensor without dimensions, shape (). Where a density is 0, or both are, 0 · log 0
    counts as 0.
    """
    # TODO: JSD(p, q), without NaN
    ### BEGIN SOLUTION
    xlogy = torch.special.xlogy
    m = (p + q) / 2
    to_p = (xlogy(p, p) - xlogy(p, m)).sum() * dx
    to_q = (xlogy(q, q) - xlogy(q, m)).sum() * dx
    return (to_p + to_q) / 2
    ### END SOLUTION

# %% demo="jensen-shannon-try" check=true
for distance in (0, 1, 2, 4, 8):
    apart = jensen_shannon(bell(x, -distance / 2, 0.5), bell(x, distance / 2, 0.5), dx)
    print(f"distance {distance}: JSD {apart.item():.3f}")
print(f"log 2 = {math.log(2):.3f}")

# %% test="jensen-shannon-identity" of="jensen-shannon" points=2
# V(D*, G) = 2 · JSD − log 4, on any densities and any grid.
for size, dx_here in [(30, 0.1), (200, 0.02), (5, 1.7)]:
    p_here, q_here = (probe.uniform(size, low=0.05, high=3).double() ** 2 for _ in range(2))
    p_here, q_here = p_here / p_here.sum() / dx_here, q_here / q_here.sum() / dx_here
    d = p_here / (p_here + q_here)
    score = ((p_here * d.log() + q_here * (1 - d).log()).sum() * dx_here).item()
    right = (score + math.log(4)) / 2
    mean = (p_here + q_here) / 2
    kl = lambda a, b: ((a * (a / b).log()).sum() * dx_here).item()
    ends = (p_here * (p_here / mean).log() + q_here * (q_here / mean).log()) / 2  # what is integrated
    apart = probe.attempt("jensen_shannon(p, q, dx)", jensen_shannon, p_here, q_here, dx_here)
    probe.tensor(apart, (), "jensen_shannon(p, q, dx)")
    probe.same(apart, right, f"JSD on {size} points that are {dx_here} apart", {
        "dx is missing: an integral is a sum times dx": right / dx_here,
        "the halves are missing: JSD is the mean of both integrals": 2 * right,
        "the logarithm is to base 2: use the natural one": right / math.log(2),
        "this is the Kullback–Leibler divergence of p and q: compare each with m = (p + q) / 2": [kl(p_here, q_here), kl(q_here, p_here)],
        "p and q are compared with each other: compare each with m = (p + q) / 2": (kl(p_here, q_here) + kl(q_here, p_here)) / 2,
        "one half is missing: both p and q are compared with m": [kl(p_here, mean), kl(q_here, mean), kl(p_here, mean) / 2, kl(q_here, mean) / 2],
        "m is p + q: divide it by 2": right - math.log(2), "m is compared with p and q: it is p and q that are compared with m": (kl(mean, p_here) + kl(mean, q_here)) / 2,
        "this is its root, the Jensen–Shannon distance": math.sqrt(right), "the mean over the grid is taken: an integral is a sum times dx": [right / size, right / size / dx_here],
        "the two halves are subtracted: add them": [(kl(p_here, mean) - kl(q_here, mean)) / 2, (kl(q_here, mean) - kl(p_here, mean)) / 2],
        "the trapezoid rule halves the ends of the grid: here an integral is the plain sum times dx": right - sum(ends[[0, -1]].tolist()) * dx_here / 2,
        "this is V(D*, G): JSD is (V + log 4) / 2": score, "the sign is turned round": -right,
    }, tolerance=1e-5)

# %% test="jensen-shannon-ends" of="jensen-shannon" points=1
# JSD is 0 for equal densities, log 2 for densities that never overlap, and the same when p and q change places.
p_here, q_here, none = probe.uniform(20, low=0.1), probe.uniform(20, low=0.1), torch.zeros(20)
p_here, q_here = torch.cat([p_here / p_here.sum(), none]) / 0.25, torch.cat([none, q_here / q_here.sum()]) / 0.25
apart = lambda one, other: probe.attempt("jensen_shannon(p, q, dx)", jensen_shannon, one, other, 0.25)
half, shared = (p_here + q_here) / 2, (math.log(2 / 3) / 2 + math.log(4 / 3)) / 2  # where half and q_here overlap
for name, one, other, right in [
    ("densities that overlap on a part of the grid", half, q_here, shared + math.log(2) / 4),
    ("densities that never overlap", p_here, q_here, math.log(2)), ("equal densities", p_here[:20], p_here[:20], 0.0),
    ("densities that are both 0 on a part of the grid", p_here, p_here, 0.0),
]:
    came = apart(one, other)
    probe.tensor(came, (), "jensen_shannon(p, q, dx)")
    zero = "0/0 is NaN where both are 0: take log p − log m" if "both" in name else "0 · log 0 counts as 0, but 0 · (−∞) is NaN; use torch.special.xlogy"
    assert came.isfinite(), f"JSD of {name} is {came.item()}: {zero}"
    left_out = {"points where one density is 0 are left out: there, only its own term is 0": shared} if other is q_here and one is half else {}
    probe.same(came, right, f"JSD of {name}", left_out | ({"the logarithm is to base 2: use the natural one": right / math.log(2)} if right else {}))
probe.same(apart(half, q_here), apart(q_here, half), "JSD with p and q exchanged")

# %% demo="drift-shown"
def drift(distance):
    """JSD of two bells of width 0.5 at these distances."""
    grid = torch.linspace(-8, 8, 1601, dtype=torch.float64)
    pairs = [(bell(grid, -d / 2, 0.5), bell(grid, d / 2, 0.5)) for d in distance]
    return torch.stack([jensen_shannon(p, q, 0.01) for p, q in pairs])


def carried(distance):
    """Wasserstein distance of the same bells: how far their mass must be carried, on average."""
    grid = torch.linspace(-8, 8, 1601, dtype=torch.float64)
    gaps = [(bell(grid, -d / 2, 0.5) - bell(grid, d / 2, 0.5)).cumsum(0) * 0.01 for d in distance]
    return torch.stack([gap.abs().sum() * 0.01 for gap in gaps])


pictures.show_curves(
    {
        "JSD": drift,
        "slope of JSD": lambda d: (drift(d + 0.01) - drift(d - 0.01)) / 0.02,
        "Wasserstein distance / 10": lambda d: carried(d) / 10,
        "log 2": lambda d: 0 * d + math.log(2),
    },
    0, 6, "Two bells drift apart: JSD stops at log 2", "distance of the two means", ylim=(-0.05, 0.75), ylabel="value",
)

# %% [markdown]
# Read this picture twice. Beyond a distance of 3 the curve is nearly flat (slope 0.012), beyond 4 quite (0.0004). If the generated samples are far from the real ones and $D$ is perfect, **moving $G$ changes nothing**: JSD gives no gradient between densities that do not overlap. $D$ has won too well.
#
# In practice a $D$ that is trained a little at a time still has a slope there. That is one reason to take turns.

# %% [markdown]
# The third curve is the **Wasserstein distance**: take both densities as heaps of sand, and ask how far the sand must be carried, on average, to make one heap of the other. For these bells it is the distance of their means, so its slope is 1 everywhere: it always says which way to go. WGAN (2017) trains $D$ to estimate it. Lesson 4 tries that.

# %% [markdown]
# ## 5 · Two losses for G
#
# To lower the score, $G$ could minimise $\log(1 - D(G(z)))$. This is the **saturating** loss. At the start, $D$ sees through $G$ at once, $D(G(z)) \approx 0$, and this loss is flat.
#
# So Goodfellow's paper proposes another one for practice, the **non-saturating** loss $-\log D(G(z))$. It pushes $G$ the same way, but hardest where $G$ is worst.

# %% [markdown]
# Write $D = \sigma(a)$ with the logit $a$. The gradients with respect to $a$ are
#
# $$\frac{\partial}{\partial a} \log(1 - \sigma(a)) = -\sigma(a), \qquad \frac{\partial}{\partial a}\big(-\log \sigma(a)\big) = -(1 - \sigma(a))$$
#
# Same sign, different size.

# %% demo="generator-gradients-shown"
pictures.show_curves(
    {"saturating, log(1 − D)": lambda d: d, "non-saturating, −log D": lambda d: 1 - d},
    0, 1, "How hard each loss pushes the logit upwards", "D(G(z)): 0 means that D sees through G", ylim=(-0.05, 1.05),
    ylabel="size of the gradient",
)

# %% [markdown]
# The two are **not** the same loss in other clothes. Both would leave a perfect $G$ where it is, but they take different ways there.
#
# **Compute from logits.** $\sigma(-100)$ is 0 on a computer, and $\log 0$ is $-\infty$. The function $\mathrm{softplus}(a) = \log(1 + e^a)$ avoids both: $\;\log \sigma(a) = -\mathrm{softplus}(-a)\;$ and $\;\log(1 - \sigma(a)) = -\mathrm{softplus}(a)$.

# %% [markdown]
# **Exercise 4: two losses for G.** *10 minutes, easy once you see the identity.*
#
# <details><summary>Hint 1</summary>
#
# `F.softplus(a)` is $\log(1 + e^a)$, exact for every $a$. Both losses are one softplus with the right signs.
#
# </details>
# <details><summary>Hint 2</summary>
#
# $-\log \sigma(a) = \mathrm{softplus}(-a)$. For the other one, look at the identity above: which sign stands in front?
#
# </details>

# %% solution="generator-loss"
def generator_loss(logits, saturating):
    """The generator's loss, the mean over a batch.

    logits: D's answers on generated samples before the Sigmoid, (N,) or (N, 1); not changed.
    saturating: True for log(1 − σ(logit)), False for −log σ(logit).
    Returns a tensor without dimensions, shape (), through which gradients flow. Loss and gradient
    are exact for logits from −100 to 100.
    """
    # TODO: the mean of the loss that `saturating` asks for
    ### BEGIN SOLUTION
    if saturating:
        return -F.softplus(logits).mean()
    return F.softplus(-logits).mean()
    ### END SOLUTION

# %% demo="generator-loss-try" check=true
for logit in (-8.0, 0.0, 8.0):
    pushes = []
    for saturating in (True, False):
        a = torch.tensor([logit], requires_grad=True)
        generator_loss(a, saturating).backward()
        pushes.append(f"{-a.grad.item():.4f}")
    print(f"logit {logit:4.0f}: saturating pushes {pushes[0]}, non-saturating {pushes[1]}")

# %% test="generator-loss-values" of="generator-loss" points=1
# The saturating loss is the mean of log(1 − σ(a)), the other the mean of −log σ(a), also at logits of ±100.
play = lambda a, saturating: probe.attempt("generator_loss(logits, saturating)", generator_loss, a, saturating=saturating)
for shape, size in [((7, 1), 3), ((32,), 3), ((1,), 3), ((50, 1), 100)]:
    a, softplus = size * probe.uniform(*shape, low=-1), torch.nn.functional.softplus
    a[:2] = torch.tensor([[100.0], [-100.0]]) if size == 100 else a[:2]
    losses = {True: -softplus(a.double()).mean(), False: softplus(-a.double()).mean()}
    both = {saturating: play(a, saturating) for saturating in losses}
    sure = ", where σ(a) is rounded to 0 or 1" if size == 100 else ""
    for saturating, right in losses.items():
        came = both[saturating]
        probe.tensor(came, (), "generator_loss(logits, saturating)")
        tame = came if came.isfinite() else play(a.clamp(-80, 80), saturating)  # log 0 comes from 17 on, e^a = ∞ from 89 on
        cause = "log 0 is −∞" if tame.isinf() else "e^a is infinite in float32 from a = 89 on" if saturating and came.isinf() else "in float32, log 0 is −∞ and e^100 is ∞"
        assert came.isfinite(), f"the loss is {came.item()} at logits up to {size}: {cause}; use F.softplus on the logits"
        probe.same(came, right, f"the loss of {len(a)} logits between −{size} and {size}{sure}, with saturating={saturating},", {
            probe.exchanged(both, losses, "saturating"): losses[not saturating],
            **({"the sign is turned round, as in D's loss on generated samples": -right} if saturating else {"the sign is turned round": -right, "this is D's loss on generated samples: G wants D to take them for real": -losses[True]}),
            **({"this is log σ(a), with saturating=True it is log(1 − σ(a))": -losses[False]} if saturating else {}),
            "the losses are summed: take the mean": len(a) * right, "the mean is taken of the logits: take it of the losses": [-softplus(a.double().mean()), softplus(-a.double().mean())][not saturating],
            "a Sigmoid stands before softplus, which takes logits: give it the logits as they are": [softplus(-a.sigmoid().double()).mean(), -softplus(a.sigmoid().double()).mean()],
            "a small number in the logarithm, or clamping, cuts it off: use F.softplus on the logits": came if size == 100 and 0 < came / right < 1 else [],
        })

# %% test="generator-loss-gradients" of="generator-loss" points=2
# At a confident D the saturating gradient vanishes and the other stays alive: −σ(a) and −(1 − σ(a)), divided by N.
for a in [3 * probe.normal(9, 1), torch.tensor([-100.0, -30.0, 0.0, 30.0, 100.0])]:
    rights, slopes = {True: -a.sigmoid(), False: -(-a).sigmoid()}, {}
    for saturating in rights:
        logits = a.clone().requires_grad_()
        loss = probe.attempt("generator_loss(logits, saturating)", generator_loss, logits, saturating)
        probe.tensor(loss, (), "generator_loss(logits, saturating)")
        slopes[saturating] = len(a) * probe.derivatives(loss, {"the logits": logits}, "the loss")[0]
    for saturating, right in rights.items():
        assert slopes[saturating].isfinite().all(), "the gradient is not finite at logits of ±100: use F.softplus on the logits"
        probe.same(slopes[saturating], right, f"N times the gradient with saturating={saturating}", {
            probe.exchanged(slopes, rights, "saturating"): rights[not saturating],
            "the sign is turned round: the loss should push the logits up": -right,
            "the losses are summed: take the mean": len(a) * right,
            "at the logit 0 it is the slope of one side of a kink, as clamp, relu, maximum and abs have one: use F.softplus": [torch.where(a == 0, slope, right) for slope in (-1.0, 0.0)] if bool((a == 0).any()) else [],
            "the gradient is lost where D is sure: clamping or rounding to 0 and 1 kills it; use F.softplus": torch.where(a.abs() > 15, 0.0, right),
        })

# %% [markdown]
# ## 6 · Energies in place of probabilities
#
# $D$'s answer need not be a probability. In an *energy-based* GAN (EBGAN) the **critic** $C(x) \ge 0$, which stands in $D$'s place, gives an **energy**: low for what looks real, high for the rest.
#
# $$L_D = C(x) + [\,m - C(G(z))\,]^+, \qquad L_G = C(G(z))$$
#
# $[\,\cdot\,]^+$ is $\max(0, \cdot)$, taken for **each sample**. The margin $m$ says how high is high enough.

# %% demo="energy-shown"
pictures.show_curves(
    {"real sample: C": lambda c: c, "generated sample: [m − C]⁺, m = 2": lambda c: (2 - c).clamp(min=0)},
    0, 4, "What D pays for an energy", "energy C", ylim=(-0.2, 4), ylabel="loss of D",
)

# %% [markdown]
# The kink at $m$ matters. Below the margin $D$ pushes a generated sample's energy up, always with the same force. Beyond it the gradient is **exactly 0**: that sample is bad enough, $D$ spends its strength elsewhere. Without a margin $D$ would push energies up for ever.

# %% [markdown]
# **Exercise 5: energies.** *10 minutes, easy.*
#
# <details><summary>Hint 1</summary>
#
# $[\,a\,]^+$ of each element is `F.relu(a)` or `a.clamp(min=0)`. First the maximum, then the mean: the other way round one bad sample pays for a good one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# $L_D$ has two means, one over each batch. $L_G$ has no margin.
#
# </details>

# %% solution="energy-losses"
def energy_losses(real_energy, fake_energy, margin):
    """The two losses of an energy-based GAN, each the mean over its batch.

    real_energy, fake_energy: energies C(x) and C(G(z)), each (N,) or (N, 1), values ≥ 0; the two
        batches may differ in size. They are not changed.
    margin: the energy m, a number, beyond which a generated sample no longer interests D.
    Returns (loss_d, loss_g), two tensors without dimensions. The margin is applied to each sample,
    and gradients flow through both losses: detaching G's samples is the training step's business.
    """
    # TODO: the loss of D, with the margin
    # TODO: the loss of G
    ### BEGIN SOLUTION
    loss_d = real_energy.mean() + F.relu(margin - fake_energy).mean()
    loss_g = fake_energy.mean()
    return loss_d, loss_g
    ### END SOLUTION

# %% demo="energy-losses-try" check=true
energies = torch.tensor([0.5, 1.5, 2.5, 3.5], requires_grad=True)
loss_d, loss_g = energy_losses(torch.tensor([0.1, 0.3]), energies, margin=2.0)
print(f"loss of D {loss_d.item():.3f}, of G {loss_g.item():.3f}")
slopes = torch.autograd.grad(loss_d, energies)[0] + 0.0  # + 0.0 turns −0 into 0
print("D's gradient on the four energies", slopes.tolist())

# %% test="energy-losses-values" of="energy-losses" points=1
# D pays the mean real energy plus the mean of what generated samples lack to the margin; G pays their mean energy.
for n, m, margin in [((50,), (50,), 2.0), ((5, 1), (3, 1), 1.0), ((1,), (1,), 4.0)]:
    real, fake = margin * probe.uniform(*n), 2 * margin * probe.uniform(*m).sqrt()  # in the mean beyond the margin
    pair = probe.attempt("energy_losses(real_energy, fake_energy, margin)", energy_losses, real, fake, margin)
    for loss, name in zip(probe.pair(pair, "energy_losses", "(loss_d, loss_g)"), ("loss_d", "loss_g")):
        probe.tensor(loss, (), name)
    lack = (margin - fake).clamp(min=0)
    right = real.mean() + lack.mean()
    probe.same(pair[0], right, f"with margin {margin:g}, loss_d", {
        "the two losses are exchanged: the order is (loss_d, loss_g)": fake.mean(),
        "the margin is missing: generated samples count as max(0, margin − C)": [real.mean() - fake.mean(), real.mean() + fake.mean()],
        "max(0, …) is missing: beyond the margin a sample counts as 0": real.mean() + (margin - fake).mean(), "it is too small by the margin: max(0, margin − C), not −min(C, margin)": right - margin,
        "max(0, …) is taken of the mean: take it for each sample, then the mean": real.mean() + (margin - fake.mean()).clamp(min=0),
        "the margin belongs to the generated samples: real ones count with C": [(margin - real).clamp(min=0).mean() + fake.mean(), (margin - real).clamp(min=0).mean() + lack.mean()],
        "it is max(0, C − margin): turn it round": real.mean() + (fake - margin).clamp(min=0).mean(),
        "the sum is taken: take the mean of each batch": real.sum() + lack.sum(),
        "the terms are subtracted: add them": real.mean() - lack.mean(), "the lack is squared": real.mean() + (lack**2).mean(),
        "both terms share one mean: take the mean of each batch": [(real.sum() + lack.sum()) / (len(real) + len(lack)), right / 2],
        "max(0, …) is softplus here: it has no kink": real.mean() + F.softplus(margin - fake).mean(), **{f"the margin is {fixed}, whatever was asked": real.mean() + (fixed - fake).clamp(min=0).mean() for fixed in (1, 2) if fixed != margin},
        "the mean is taken over the samples below the margin only: take it over all": real.mean() + lack.sum() / max(1, int((lack > 0).sum())),
    })
    probe.same(pair[1], fake.mean(), f"with margin {margin:g}, loss_g", {
        "the sign is turned round: G wants low energies": -fake.mean(), "the two losses are exchanged": right,
        "the margin belongs to D's loss only": [lack.mean(), fake.clamp(max=margin).mean()], "the sum is taken: take the mean": fake.sum(),
        "the energies of real samples are none of G's business": [fake.mean() - real.mean(), fake.mean() + real.mean()]})

# %% test="energy-losses-gradients" of="energy-losses" points=2
# D's gradient is 1 on each real energy, −1 below the margin and 0 beyond; G's is 1 on each generated one (all over N).
for margin in (1.0, 5.0):
    below = margin * torch.cat([probe.uniform(1, high=0.1), probe.uniform(2, high=0.9), probe.uniform(1, low=0.8, high=0.95)])
    beyond = margin * torch.cat([probe.uniform(1, low=1.05, high=1.2), probe.uniform(3, low=2.2, high=6)])
    real, fake = (margin * probe.uniform(6)).requires_grad_(), torch.cat([below, beyond]).requires_grad_()
    pair = probe.attempt("energy_losses(real_energy, fake_energy, margin)", energy_losses, real, fake, margin)
    loss_d, loss_g = probe.pair(pair, "energy_losses", "(loss_d, loss_g)")
    slopes = probe.derivatives(loss_d, {"the real energies": real, "the generated energies": fake}, "loss_d")
    to_g = probe.derivatives(loss_g, {"the generated energies": fake}, "loss_g")[0]
    probe.same(6 * slopes[0], torch.ones(6), "6 times the gradient on a real energy")
    turned = torch.equal(slopes[1] * 8, torch.tensor([0.0] * 4 + [1.0] * 4))
    assert not turned, "D's gradient is 0 below the margin and 1 / 8 beyond, where it should be −1 / 8 and 0: it is max(0, margin − C), not max(0, C − margin)"
    probe.same(8 * slopes[1][:4], -torch.ones(4), "8 times D's gradient below the margin", {"the sign is turned round: D pushes these energies up": torch.ones(4), "max(0, …) is taken of the mean: take it for each sample": torch.zeros(4)})
    probe.same(8 * slopes[1][4:], torch.zeros(4), "8 times D's gradient beyond the margin", {"a sample beyond the margin is still pushed: take max(0, margin − C) of each sample": -torch.ones(4)})
    probe.same(8 * to_g, torch.ones(8), "8 times the gradient of loss_g", {"the sign is turned round: G wants low energies": -torch.ones(8)})

# %% [markdown]
# ## 7 · A moving landscape
#
# Usual training walks down into a fixed valley. Here every step of one player reshapes the ground under the other. The smallest such game is
#
# $$f(x, y) = x\,y, \qquad x \text{ wants it small},\quad y \text{ wants it large}$$
#
# At $(0, 0)$ neither gains by moving alone: an equilibrium. Does gradient descent find it? The gradients are $\partial f/\partial x = y$ and $\partial f/\partial y = x$.

# %% [markdown]
# Who are $x$ and $y$? This is the smallest GAN there is. All real data are the number 0. $G$ has one weight, $x$, and makes the number $x$. $D$ has one weight, $y$: it finds a number $u$ suspicious by $u \cdot y$, so the real 0 by nothing, and the generated number by $x y$. $D$ wants to suspect it, $G$ wants not to be suspected. It is called the [Dirac-GAN](https://arxiv.org/abs/1801.04406) (Mescheder, Geiger, Nowozin 2018).

# %% [markdown]
# Two ways to take turns, with learning rate $l$:
#
# * **simultaneous**: both look at the old point, then both move;
# * **alternating**: $x$ moves first, then $y$ moves and uses the **new** $x$.

# %% [markdown]
# **Exercise 6: two ways to take turns.** *5 minutes, easy.* Predict first: which of the two comes back to $(0, 0)$?
#
# <details><summary>Hint</summary>
#
# Who wants $f$ small subtracts $l$ times the gradient, who wants it large adds it. In Python, `x = x - …` forgets the old $x$: is that wanted in both functions?
#
# </details>

# %% solution="rotation"
def simultaneous_step(x, y, lr):
    """One gradient step of both players on f(x, y) = x·y, each from the old point.

    x, y: where the players stand, two numbers; x minimises f, y maximises it.
    lr: the learning rate l, a number.
    Returns the new (x, y), two numbers.
    """
    # TODO: both move at once
    ### BEGIN SOLUTION
    return x - lr * y, y + lr * x
    ### END SOLUTION


def alternating_step(x, y, lr):
    """One gradient step of x on f(x, y) = x·y, then one of y, which uses the new x.

    x, y, lr: as above.
    Returns the new (x, y), two numbers.
    """
    # TODO: x moves, then y
    ### BEGIN SOLUTION
    x = x - lr * y
    y = y + lr * x
    return x, y
    ### END SOLUTION

# %% given="walk"
def walk(step, start, lr, count):
    """The points (count + 1, 2) that `step` visits from `start`."""
    path = [start]
    for _ in range(count):
        path.append(step(*path[-1], lr))
    return torch.tensor(path, dtype=torch.float64)

# %% demo="rotation-try"
paths = {"simultaneous": walk(simultaneous_step, (1.0, 0.0), 0.15, 80), "alternating": walk(alternating_step, (1.0, 0.0), 0.15, 80)}
animations.orbits(paths, count=budget.pick(41, 2))

# %% demo="rotation-growth" check=true
for name, step in [("simultaneous", simultaneous_step), ("alternating", alternating_step)]:
    path = walk(step, (1.0, 0.0), 0.15, 300)
    print(f"{name:12}: distance from (0, 0) after 100 and 300 steps", " ".join(f"{path[n].norm():7.2f}" for n in (100, 300)))
print(f"growth in one simultaneous step: √(1 + 0.15²) = {math.sqrt(1 + 0.15**2):.4f}")

# %% test="rotation-simultaneous" of="rotation" points=1
# In a simultaneous step x falls by lr·y and y rises by lr·x, both taken from the old point.
for signs in [(1, 1), (-1, 1), (1, -1)]:
    x_here, y_here, lr = (probe.uniform(1, low=0.2, high=0.9).item() * sign for sign in (signs[0], signs[1], 1))
    came = probe.attempt("simultaneous_step(x, y, lr)", simultaneous_step, x_here, y_here, lr)
    came = probe.numbers(came, 2, "simultaneous_step(x, y, lr)", "(x, y)")
    to = lambda a, b: torch.tensor([a, b])
    probe.same(came, to(x_here - lr * y_here, y_here + lr * x_here), f"from x = {x_here:.2f} and y = {y_here:.2f}, with lr = {lr:.2f}, the new (x, y)", {
        "y used the new x: here both look at the old point": to(x_here - lr * y_here, y_here + lr * (x_here - lr * y_here)),
        "y went down: it wants f large, so it adds its gradient": to(x_here - lr * y_here, y_here - lr * x_here),
        "x went up: it wants f small, so it subtracts its gradient": to(x_here + lr * y_here, y_here + lr * x_here),
        "both went the wrong way: x subtracts its gradient, y adds its own": to(x_here + lr * y_here, y_here - lr * x_here),
        "the gradients are exchanged: ∂f/∂x = y and ∂f/∂y = x": to(x_here - lr * x_here, y_here + lr * y_here),
        "the order is (x, y)": to(y_here + lr * x_here, x_here - lr * y_here),
        "lr is not used": to(x_here - y_here, y_here + x_here),
        "lr counts twice": to(x_here - 2 * lr * y_here, y_here + 2 * lr * x_here),
        "lr is missing in y's move": to(x_here - lr * y_here, y_here + x_here), "lr is missing in x's move": to(x_here - y_here, y_here + lr * x_here),
        "lr is fixed at 0.15": to(x_here - 0.15 * y_here, y_here + 0.15 * x_here),
        "the point is brought back to its old distance: a step is not a turn": to(x_here - lr * y_here, y_here + lr * x_here) / math.sqrt(1 + lr**2),
        "y does not move": to(x_here - lr * y_here, y_here), "x does not move": to(x_here, y_here + lr * x_here),
    })

# %% test="rotation-alternating" of="rotation" points=1
# In an alternating step x falls by lr·y, and then y rises by lr times the new x.
for signs in [(1, 1), (-1, 1), (1, -1)]:
    x_here, y_here, lr = (probe.uniform(1, low=0.2, high=0.9).item() * sign for sign in (signs[0], signs[1], 1))
    came = probe.attempt("alternating_step(x, y, lr)", alternating_step, x_here, y_here, lr)
    came = probe.numbers(came, 2, "alternating_step(x, y, lr)", "(x, y)")
    to = lambda a, b: torch.tensor([a, b])
    new_x, new_y = x_here - lr * y_here, y_here + lr * x_here
    probe.same(came, to(new_x, y_here + lr * new_x), f"from x = {x_here:.2f} and y = {y_here:.2f}, with lr = {lr:.2f}, the new (x, y)", {
        "y used the old x: it moves second, so it sees the new one": to(new_x, new_y),
        "y moved first: x moves first, then y uses the new x": to(x_here - lr * new_y, new_y),
        "y went down: it wants f large, so it adds its gradient": to(new_x, y_here - lr * new_x),
        "x went up: it wants f small, so it subtracts its gradient": to(x_here + lr * y_here, y_here + lr * (x_here + lr * y_here)),
        "the order is (x, y)": to(y_here + lr * new_x, new_x),
        "the gradients are exchanged: ∂f/∂x = y and ∂f/∂y = x": to(x_here - lr * x_here, y_here + lr * y_here),
        "lr is not used": to(x_here - y_here, x_here),
        "lr is missing in y's move": to(new_x, y_here + new_x), "lr is missing in x's move": to(x_here - y_here, y_here + lr * (x_here - y_here)),
        "lr is fixed at 0.15": to(x_here - 0.15 * y_here, y_here + 0.15 * (x_here - 0.15 * y_here)),
        "x moves twice: it moves once, before y": to(new_x - lr * (y_here + lr * new_x), y_here + lr * new_x),
        "y used the middle of the old and the new x: it uses the new one": to(new_x, y_here + lr * (x_here + new_x) / 2),
        "y does not move": to(new_x, y_here), "x does not move": to(x_here, new_y),
    })

# %% test="rotation-orbits" of="rotation" points=1
# Simultaneous steps spiral out by √(1 + lr²) each; alternating steps stay on one closed curve around (0, 0).
for lr in (0.15, 0.3):
    start = tuple(probe.uniform(2, low=0.5, high=1.5).tolist())
    paths, rules = {}, {
        "y looked at the new x": lambda x, y, r: (x - r * y, y + r * (x - r * y)), "y looked at the old x": lambda x, y, r: (x - r * y, y + r * x),
        "y moved before x": lambda x, y, r: (x - r * (y + r * x), y + r * x), "y went down": lambda x, y, r: (x - r * y, y - r * x),
        "x went up": lambda x, y, r: (x + r * y, y + r * x), "lr is not used": lambda x, y, r: (x - y, y + x),
    }
    for kind, step in [("simultaneous", simultaneous_step), ("alternating", alternating_step)]:
        name = f"{kind}_step(x, y, lr)"
        probe.numbers(probe.attempt(name, step, *start, lr), 2, name, "(x, y)")
        paths[kind] = probe.attempt(name, walk, step, start, lr, 200)
    grows = lambda path: path[1:].norm(dim=1) / path[:-1].norm(dim=1)
    kept = lambda path: path[:, 0] ** 2 + path[:, 1] ** 2 - lr * path[:, 0] * path[:, 1]
    out, around = paths["simultaneous"], paths["alternating"]
    probe.same(grows(out), torch.full((200,), math.sqrt(1 + lr**2)), "the growth of the distance in one simultaneous step",
               {cause: grows(walk(rule, start, lr, 200)) for cause, rule in rules.items() if "old" not in cause})
    probe.same(kept(around), kept(around)[0].expand(201), "x² + y² − lr·x·y, which alternating steps keep,",
               {cause: kept(walk(rule, start, lr, 200)) for cause, rule in rules.items() if "new" not in cause})

# %% [markdown]
# Neither way reaches the equilibrium. Simultaneous steps fly away, however small the learning rate. Alternating steps go round for ever, near it and never there.
#
# What would help? Three ideas: a learning rate that **falls** to 0; the **mean** of all points on the way; a **damped** game, in which $y$ pays for being large. Predict first, then run.

# %% demo="rotation-settled" check=true
def damped_step(x, y, lr, c=0.3):
    """An alternating step on x·y − c/2 · y²: y pays for being large."""
    x = x - lr * y
    return x, y + lr * (x - c * y)


for steps in (80, 300):
    falls = {step: [(1.0, 0.0)] for step in (simultaneous_step, alternating_step)}
    for step, path in falls.items():
        for number in range(steps):
            path.append(step(*path[-1], 0.15 * (1 - number / steps)))
    mean = walk(alternating_step, (1.0, 0.0), 0.15, steps).mean(0).norm()
    ends = [math.dist(path[-1], (0, 0)) for path in falls.values()]
    damped = walk(damped_step, (1.0, 0.0), 0.15, steps)[-1].norm()
    print(f"{steps:3} steps: falling rate {ends[0]:.2f} (simultaneous), {ends[1]:.2f} (alternating); mean {mean:.2f}; damped {damped:.3f}")

# %% [markdown]
# The falling rate does not settle this game: it only stops the players somewhere on their way. The mean of the alternating points comes close. Damping leads to the equilibrium itself. Try other values of `c`.
#
# Large GANs use both cures: they keep a running mean of $G$'s weights, and the damping of $D$ is lesson 4's R1 penalty.

# %% [markdown]
# ## 8 · The first GAN
#
# Real data: normal numbers with mean 3 and standard deviation 0.7. The noise $z$ is two normal numbers, and $G$ starts near 0. Two tiny networks, given here. $D$ returns **logits**.
#
# Three ingredients. Adam **without** averaging of old gradients, $\beta_1 = 0$: the other player has moved on. A learning rate that **falls to zero**: it stops no rotation, but the noise of small batches dies down. And $k$ updates of $D$ for each one of $G$, so that $D$ stays near $D^*$.

# %% [markdown]
# What each of them brings, measured:
#
# | over ten seeds, 400 steps | error of the mean | of the deviation |
# |---|---|---|
# | all three, $k = 2$ | 0.03 | 0.03 |
# | a constant learning rate | 0.12 | 0.07 |
# | $\beta_1 = 0.9$, Adam's default | 0.47 | 0.34 |
# | $k = 1$ | 0.04 | 0.06 |
#
# (Root mean squares.) Here the first ingredient counts most, and $k$ least.

# %% given="small-networks"
BATCH, NOISE, RATE = 128, 2, 0.01


def make_networks():
    """A new pair: G maps noise (N, 2) to numbers (N, 1), D numbers (N, 1) to logits (N, 1)."""
    G = nn.Sequential(
        nn.Linear(NOISE, 32), nn.ReLU(),  # (N, 32)
        nn.Linear(32, 1),  # (N, 1)
    )
    D = nn.Sequential(
        nn.Linear(1, 32), nn.LeakyReLU(0.2),  # (N, 32)
        nn.Linear(32, 32), nn.LeakyReLU(0.2),  # (N, 32)
        nn.Linear(32, 1),  # (N, 1)
    )
    return G, D


def make_optimizer(network):
    """Adam for one of the two."""
    return torch.optim.Adam(network.parameters(), lr=RATE, betas=(0.0, 0.99))

# %% [markdown]
# The loop calls `watch` so that you can see the game afterwards: it keeps $D$'s curve and some samples, often at the beginning and more rarely later.

# %% given="watch"
STEPS, FRAMES = budget.pick(400, 12), budget.pick(40, 2)
frames, grid = [], torch.linspace(-2, 6, 161)


def watch(step, G, D):
    """Keep D's probabilities on a grid and 1,000 samples of G, FRAMES times in STEPS steps."""
    if len(frames) < FRAMES and step >= len(frames) ** 2 * (STEPS - 1) / (FRAMES - 1) ** 2:
        place = next(D.parameters()).device
        with torch.no_grad():
            curve = torch.sigmoid(D(grid[:, None].to(place)))  # (161, 1)
            own = torch.Generator().manual_seed(step)  # watching does not change what training draws
            fakes = G(torch.randn(1000, NOISE, generator=own).to(place))  # (1000, 1)
        frames.append((step, grid, curve.cpu().flatten(), fakes.cpu()))

# %% [markdown]
# In each step, $D$ is updated $k$ times, then $G$ once:
#
# * $D$ raises the score: $\;L_D = -V = \mathrm{softplus}(-a_\text{real}) + \mathrm{softplus}(a_\text{fake})$, the mean of each. The fakes are **detached**, so that no gradient runs on into $G$.
# * $G$ lowers `generator_loss(a_fake, saturating=False)`. Its fakes are **not** detached: the gradient must reach $G$, through $D$.
#
# Clear a network's gradients before each `backward()`: $G$'s update leaves some behind in $D$.

# %% [markdown]
# **Exercise 7: the first GAN.** *30 minutes, the hardest of this lesson.*
#
# <details><summary>Hint 1: the order in one update</summary>
#
# Draw, compute the loss, `zero_grad()`, `backward()`, `step()`. Both updates have this form, with other losses and optimizers.
#
# </details>
# <details><summary>Hint 2: where the noise comes from</summary>
#
# `torch.randn(BATCH, NOISE, device=device)`, anew for every update. `.detach()` stands behind $G$'s output in $D$'s update only.
#
# </details>
# <details><summary>Hint 3: nearly all of D's update</summary>
#
# `loss_d = F.softplus(-D(real)).mean() + F.softplus(D(fake)).mean()`, then the three calls of hint 1 with `optim_D`.
#
# </details>

# %% solution="gaussian-gan"
def train_gaussian_gan(real_sampler, steps, k, device):
    """Train the pair of make_networks() on real numbers: in each step k updates of D, then one of G.

    real_sampler: function of n that returns n real numbers, (n, 1), on the CPU: move them to
        `device`. Each update of D sees BATCH new ones and BATCH new fakes, each update of G starts
        from BATCH rows of new noise; noise is standard normal, (BATCH, NOISE).
    D's loss is the mean of softplus(−D(real)) plus the mean of softplus(D(fake)); G's is
    generator_loss(D(fake), saturating=False). The learning rate falls from RATE to 0.
    Returns the trained generator, on `device`.
    """
    G, D = make_networks()
    G, D = G.to(device), D.to(device)
    optim_G, optim_D = make_optimizer(G), make_optimizer(D)
    for step in range(steps):
        for optimizer in (optim_G, optim_D):
            optimizer.param_groups[0]["lr"] = RATE * (1 - step / steps)
        # TODO: k updates of D
        # TODO: one update of G, then watch(step, G, D)
        ### BEGIN SOLUTION
        for _ in range(k):
            real = real_sampler(BATCH).to(device)
            fake = G(torch.randn(BATCH, NOISE, device=device)).detach()
            loss_d = F.softplus(-D(real)).mean() + F.softplus(D(fake)).mean()
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()

        fake = G(torch.randn(BATCH, NOISE, device=device))
        loss_g = generator_loss(D(fake), saturating=False)
        optim_G.zero_grad()
        loss_g.backward()
        optim_G.step()
        watch(step, G, D)
        ### END SOLUTION
    return G

# %% demo="gaussian-gan-try"
torch.manual_seed(0)
frames.clear()
G = train_gaussian_gan(lambda n: 3 + 0.7 * torch.randn(n, 1), STEPS, 2, device)
with torch.no_grad():
    samples = G(torch.randn(10_000, NOISE, device=device))
print(f"G makes mean {samples.mean():.2f}, standard deviation {samples.std():.2f}; real are 3.00 and 0.70")

# %% demo="duel-shown"
animations.duel(frames, density=lambda x: bell(x, 3, 0.7))

# %% [markdown]
# Press *stop* and pull the slider. First $D$ learns: low where the samples of $G$ are, high where the real ones are. Its curve is a slope, and $G$'s samples climb it. They overshoot, $D$ turns round, they come back. At the end both densities nearly lie on each other, and $D$ is near the dotted 1/2 wherever both have samples.

# %% [markdown]
# Look at the left edge: there $D$ is still sure of "real". One real number in sixty is below 1.5, and $G$ makes almost none: a **tail that it misses**, and $D$ is right. Where neither comes, $D$ may say anything: nobody asks it there.

# %% demo="latent-shown"
flow.show_latent(G, density=lambda x: bell(x, 3, 0.7))

# %% [markdown]
# How does noise become this density? Each point $z$ of the plane is noise, each colour the number $G(z)$ that it becomes; the white points are 400 draws. Large areas near the middle become frequent numbers. And in the darkest spot $G$ is lowest: no noise leads below that number. This is why the left tail is missing.

# %% test="gaussian-gan-updates" of="gaussian-gan" points=2
# Each step updates D k times on new real numbers and new fakes, then G once from new noise; no old gradient is left in.
for steps, k in [(4, 3), (17, 1), (3, 5)]:
    run = probe.gaussian_training(train_gaussian_gan, make_networks, mean=3.0, std=1.0, steps=steps, k=k)
    run.check_generator()
    run.check_updates(steps, k)
    run.check_gradients()
    run.check_batches(BATCH)
    run.check_noise(BATCH)
    run.check_rates(steps, k, RATE)

# %% test="gaussian-gan-losses" of="gaussian-gan" points=2
# Each update is made with the gradient of the right loss: D's has both terms, G's is the non-saturating one.
for steps, k in [(12, 1), (4, 3)]:
    run = probe.gaussian_training(train_gaussian_gan, make_networks, mean=2.0, std=0.5, steps=steps, k=k)
    run.check_generator()
    run.check_losses()

# %% test="gaussian-gan-learns" of="gaussian-gan" points=1
# G learns the mean and the standard deviation, roughly, of two different sets of real numbers.
for sign in (-1, 1):
    mean, std = sign * probe.uniform(1, low=2, high=3).item(), probe.uniform(1, low=0.6, high=1.2).item()
    for _ in range(3):  # training is a game of chance: one good run out of three is enough
        run = probe.gaussian_training(train_gaussian_gan, make_networks, mean, std, steps=100, k=2)
        if run.succeeded():
            break
    assert run.succeeded(), run.failure()

# %% test="gaussian-gan-device" of="gaussian-gan" points=1
# The training runs on the device it is given, and the generator stays there.
for place in testbeds():
    run = probe.gaussian_training(train_gaussian_gan, make_networks, mean=3.0, std=1.0, steps=2, k=1, device=place)
    run.check_generator()
    where = next(run.returned.parameters()).device
    assert where.type == place.type, f"the generator is on {where}, not on {place}"

# %% [markdown]
# One run is one throw of the dice. Here are ten, from ten seeds. Some end a little off the mark: the game was stopped, not won.

# %% demo="ten-seeds"
for seed in budget.progress(range(budget.pick(10, 1)), "seeds"):
    torch.manual_seed(seed)
    G = train_gaussian_gan(lambda n: 3 + 0.7 * torch.randn(n, 1), STEPS, 2, device)
    with torch.no_grad():
        samples = G(torch.randn(10_000, NOISE, device=device))
    budget.say(f"seed {seed}: mean {samples.mean():.2f}, standard deviation {samples.std():.2f}")

# %% [markdown]
# ## 9 · Arrows
#
# Now points in the plane: eight small clouds on a **ring**. In two dimensions you can see what $D$ tells $G$. At each generated point $x$ it is the direction in which $G$'s loss falls fastest, $-\partial L_G/\partial x$. This arrow is **all** that $G$ ever learns.

# %% given="arrows"
def arrows(x, D):
    """Where D sends the points x (N, 2): −∂L_G/∂x for each."""
    x = x.detach().requires_grad_()
    loss = generator_loss(D(x), saturating=False)
    return -torch.autograd.grad(loss, x)[0]  # (N, 2)


def ring_networks(width=64):
    """G maps noise (N, 8) to points (N, 2), D points (N, 2) to logits (N, 1)."""
    def layers(inputs, slope, outputs):
        return nn.Sequential(
            nn.Linear(inputs, width), nn.LeakyReLU(slope),  # (N, width)
            nn.Linear(width, width), nn.LeakyReLU(slope),  # (N, width)
            nn.Linear(width, outputs),  # (N, outputs)
        )

    return layers(8, 0, 2).to(device), layers(2, 0.2, 1).to(device)

# %% demo="ring-train"
torch.manual_seed(0)
RING_STEPS, RING_FRAMES, views = budget.pick(3000, 10), budget.pick(40, 2), []
maker, judge = ring_networks()
adams = [torch.optim.Adam(network.parameters(), lr=0.002, betas=(0.5, 0.999)) for network in (judge, maker)]
noise = torch.randn(120, 8).to(device)  # the same points in each view
for step in budget.progress(range(RING_STEPS), "ring"):
    if step >= len(views) ** 2 * (RING_STEPS - 1) / (RING_FRAMES - 1) ** 2:
        views.append((step, maker(noise).detach().cpu(), arrows(maker(noise), judge).cpu()))
    for adam in adams:
        adam.param_groups[0]["lr"] = 0.002 * (1 - step / RING_STEPS)
    points = maker(torch.randn(256, 8).to(device))  # (256, 2)
    score = value(judge(ring.sample(256, device)).sigmoid(), judge(points.detach()).sigmoid())
    adams[0].zero_grad()
    (-score).backward()  # D climbs the score
    adams[0].step()
    adams[1].zero_grad()
    generator_loss(judge(points), saturating=False).backward()  # G follows the arrows
    adams[1].step()

# %% demo="ring-shown"
animations.pushes(views, ring.sample(800))

# %% [markdown]
# All frames share one scale (the longest arrows are cut). At first the whole swarm is chased about. At the end the arrows are no shorter, for $D$ is steep around each cloud: the samples stay because the learning rate has fallen.
#
# Follow one arrow. It need not point at the nearest cloud, and no real point was ever shown to $G$: it points to where $D$ is less suspicious now. When all samples have gone there, $D$ turns, and so do the arrows.

# %% [markdown]
# With these settings six seeds of six found all eight clouds, and between 55 % and 91 % of their samples lay in one. With other settings clouds stay empty, or the whole swarm sits on a single one: **mode collapse**. Lesson 4 counts the clouds and shows what helps.

# %% [markdown]
# **Question.** *10 minutes.* Why is this training called *adversarial*, and how does it make the generator better? Answer in four or five sentences. Say what each player wants, what passes from $D$ to $G$, and when the game ends.

# %% [markdown] essay="why-adversarial" points=2
# The two networks want opposite things from one score: D wants V(D, G) high, it tries to tell real samples from generated ones; G wants it low, it tries to be taken for real. So each gain of one is a loss of the other, and each learns against an opponent that learns too. The generator never sees real data. What it gets is the gradient of its loss with respect to its own samples, through D: the direction in which each sample looks more real to D. When G has mended what D noticed, D must find subtler differences, and its gradient then teaches these. The game ends, in theory, when both distributions are equal and D can only answer 1/2; in practice the players may circle around this point.
#
# ### BEGIN MARK SCHEME
# 1 point: opposite aims on one score (or losses): D tells real from generated, G wants to deceive it; each improves because the other does.
# 1 point: G improves through the gradient that comes back through D (it never sees real data), up to the equilibrium where D answers 1/2.
# Half a point for "they compete" without saying what reaches G.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and what breaks next
#
# The score, the best judge, what $G$ minimises against it, two losses, and a first GAN that learns a bell. You also saw what can fail: no gradient between distant densities, a game that circles, clouds that stay empty.
#
# One number at a time is easy to watch. [Lesson 2](../02_mlp_gan/02_mlp_gan.ipynb) plays the same game for 784 numbers at once: handwritten digits.

# %% [markdown]
# ## Read on
#
# * Goodfellow and others, [Generative Adversarial Nets](https://arxiv.org/abs/1406.2661), 2014: sections 3 and 4 are sections 2 to 5 of this lesson.
# * Goodfellow, [NIPS 2016 tutorial](https://arxiv.org/abs/1701.00160): questions that everybody asks, answered.
# * Arjovsky and Bottou, [Towards principled methods](https://arxiv.org/abs/1701.04862), 2017: why a perfect $D$ gives no gradient.
# * Mescheder, Geiger, Nowozin, [Which training methods do actually converge?](https://arxiv.org/abs/1801.04406), 2018: the game $xy$ and its cures.
# * Zhao, Mathieu, LeCun, [Energy-based GAN](https://arxiv.org/abs/1609.03126), 2016: section 6.
