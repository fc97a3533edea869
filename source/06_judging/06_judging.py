# %% [markdown]
# # 6 · How good is it, and is it a copy?
#
# Anybody can make perfect digits: by copying them. The three numbers of lesson 2 do not notice. Here you write the numbers that do, and then use them where copying tempts most: with 200 images.
#
# | builds on | you write | time on a laptop | points |
# |---|---|---|---|
# | [lesson 2](../02_mlp_gan/02_mlp_gan.ipynb), [lesson 3](../03_dcgan/03_dcgan.ipynb), the ring of [lesson 4](../04_training_tricks/04_training_tricks.ipynb) | five measures, an augmentation and its controller, a training step for few images | 3 hours and a quarter; of these 3 minutes of training | 39 |

# %% [markdown]
# Take it in two sittings of about an hour and a half each. **First** sections 1 to 6, the measures. **Then** 7 to 11: training on 200 digits, what the measures say of it, and a knob.

# %% given="imports"
import torch
from torch import nn

from course import budget, data, metrics, probe, ring
from course.device import choose, generator, testbeds
from course.pictures import judging
from course.probe.judging import augmented, control, features, looks, manifolds, neighbours

device = choose()
torch.manual_seed(0)
print("running on", device.type)

# %% [markdown]
# ## 1 · A fraud
#
# Let 2,000 digits be **known**: all that a generator may train on. The others are **new** to it.
#
# One of the sets below comes from a "generator" that learned nothing. It holds 20 training digits, and draws one of them each time. The rows are shuffled. Which one is it? *Look first, and choose a letter.*

# %% given="digits"
N = budget.pick(2000, 300)  # images of each set
digits, labels = data.digits("all")
known, new = digits[:2000], digits[2000:]
draws = torch.Generator().manual_seed(0)
sets = {
    "new digits": new[:N],
    "the fraud": known[torch.randint(20, (N,), generator=draws)],
    "half the classes": new[labels[2000:] < 5][:N],
    "blurred": nn.functional.avg_pool2d(new[:N], 3, stride=1, padding=1),
    "noise": metrics.controls("noise", N),
}

# %% demo="sets-shown"
order = [list(sets)[n] for n in torch.randperm(4, generator=torch.Generator().manual_seed(3))]  # without the noise
judging.show_rows({letter: sets[name][:16] for letter, name in zip("ABCD", order)}, "Four sets, a row each")

# %% demo="fraud-judged"
for letter, name in zip("ABCD ", [*order, "noise"]):
    quality = metrics.quality(sets[name])
    print(f"{letter} {name:17} distance {quality.distance:5.0f}   classes {quality.classes:2d}   confidence {quality.confidence:.2f}")

# %% [markdown]
# Row C was the fraud. Its distance is near 30, below what lessons 2 and 3 ask for (200 and 40). Ten classes. Full confidence: after all, each image **is** a real digit.
#
# By classes and confidence the fraud is better than everything that you trained, and by distance near the best of it. So lessons 2 and 3 ask two questions more, and you will write both.

# %% [markdown]
# ## 2 · The distance, from inside
#
# First a look at the number that you have used as a black box. A classifier turns each image into **features**, 64 numbers that say what it sees. Describe a set of features by its mean $\mu$ and its covariance $C$, as if it were a normal distribution. The **Fréchet distance** between two of them is
#
# $$\|\mu_a - \mu_b\|^2 + \operatorname{tr}\big(C_a + C_b - 2\,(C_a C_b)^{1/2}\big).$$
#
# With features of the Inception network it is the FID of [Heusel et al., 2017](https://arxiv.org/abs/1706.08500).

# %% demo="features-shown" check=true
of_noise = metrics.features(sets["noise"])
print("features of an image", tuple(of_noise.shape[1:]), of_noise.dtype)

# %% [markdown]
# The root of a matrix is no root of its numbers. But only its **trace** is needed, and a trace is the sum of the eigenvalues. So: the sum of the roots of the eigenvalues of $C_a C_b$.
#
# $C_a C_b$ is not symmetric. $C_a^{1/2} C_b\, C_a^{1/2}$ is, and has the same eigenvalues, all real and none negative. *15 minutes, hard.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `x.T.cov()` is the covariance of a set (N, F): PyTorch wants features in rows. `values, vectors = torch.linalg.eigh(C)` takes a symmetric matrix apart: C is `vectors @ diag(values) @ vectors.T`.
#
# </details>
# <details><summary>Hint</summary>
#
# With fewer samples than features some eigenvalues are 0, and rounding makes −0.0000001 of them. The root of that is NaN: `clamp(min=0)` first.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# The root of C is `vectors * values.clamp(min=0).sqrt() @ vectors.T`. Then `torch.linalg.eigvalsh(root @ C_b @ root)`, clamped, its roots, their sum. The rest is two traces and the squared length of a difference.
#
# </details>

# %% solution="frechet-distance"
def frechet_distance(a, b):
    """The Fréchet distance of two sets of features, each taken for a normal distribution.

    a: (N, F), b: (M, F), float64, on one device; N, M and F at least 2. Neither is changed.
    The covariances divide by N − 1 and M − 1. They may be singular, as with fewer samples than
    features: the distance is finite there too, and never below 0.
    Returns a float: the formula above, as it stands, without a root at the end.
    """
    # TODO: means, covariances, and the trace of the root of their product
    ### BEGIN SOLUTION
    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), a.T.cov(), b.T.cov()
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T  # (F, F)
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0).sqrt().sum()
    distance = (mean_a - mean_b).square().sum() + cov_a.trace() + cov_b.trace() - 2 * cross
    return max(distance.item(), 0.0)
    ### END SOLUTION

# %% demo="frechet-distance-try" check=true
four = torch.tensor([[0, 0], [2, 1], [2, 3], [4, 4]], dtype=torch.float64)  # variances 8/3 and 10/3, covariance 8/3
print("moved right by 3:", round(frechet_distance(four, four + torch.tensor([3, 0])), 3), "(expected 9.0)")
print("twice as large:  ", round(frechet_distance(four, 2 * four - 2), 3), "(expected 6.0, the trace of C)")

# %% test="frechet-distance-value" of="frechet-distance" points=2
# The distance is that of the formula: means, covariances that divide by N − 1, and the trace of a matrix root.
for n, m, size in [(12, 12, 4), (9, 12, 4), (40, 25, 7), (8, 30, 2), (90, 80, 32)]:
    a, b = features.telling_sets(n, m, size)
    distance = probe.attempt("frechet_distance(a, b)", frechet_distance, a, b)
    probe.number(distance, "the distance")
    probe.same(distance, features.frechet(a, b), f"the distance of sets ({n}, {size}) and ({m}, {size})", features.frechet_mistakes(a, b))

# %% test="frechet-distance-singular" of="frechet-distance" points=1
# With fewer samples than features the distance is finite and right, and between a set and itself it is 0.
for n, m, size in [(5, 7, 12), (2, 2, 6), (30, 4, 9), (50, 50, 8)]:
    a, b = features.feature_sets(n, m, size)
    b = a.clone() if n == m else b
    distance = probe.attempt("frechet_distance(a, b)", frechet_distance, a, b)
    assert not isinstance(distance, float) or distance == distance, f"the distance of {n} and {m} samples with {size} features is NaN: an eigenvalue a little below 0 has no root, so clamp it"
    probe.number(distance, "the distance")
    assert distance >= 0, f"the distance is {distance:.2g}, below 0: rounding alone does that, so cut it off at 0"
    size_of = 1 + float(a.var(0).sum())  # rounding goes with the size of the covariances
    same = " and the same" if n == m else ""
    probe.same(distance / size_of, features.frechet(a, b).clamp(min=0) / size_of, f"the distance between {n} and {m}{same} samples with {size} features, in units of 1 + the trace of C_a,")

# %% test="frechet-distance-device" of="frechet-distance" points=1
# Features on another device have the same distance.
for place in testbeds():
    a, b = features.feature_sets(20, 16, 5)
    distance = probe.attempt(f"frechet_distance on {place.type}", frechet_distance, a.to(place), b.to(place))
    probe.number(distance, "the distance")
    probe.same(distance, features.frechet(a, b), f"the distance on {place.type}")

# %% [markdown]
# **Two samples of the same digits are never at distance 0.** Only a set and itself are. Below, real digits are compared with *other* real digits, for several numbers of samples. *Predict: which way does the curve go?*

# %% demo="bias-shown"
sizes, others = budget.pick([50, 100, 200, 400, 800, 1500], [50, 200]), metrics.features(new)
of_known = metrics.features(known)
distances = [[frechet_distance(of_known, others[torch.randperm(len(others), generator=draws)[:n]]) for _ in range(budget.pick(5, 1))] for n in sizes]
means = [sum(row) / len(row) for row in distances]
slope = (means[-2] - means[-1]) / (1 / sizes[-2] - 1 / sizes[-1])
judging.show_bias(sizes, distances, means[-1] - slope / sizes[-1])

# %% [markdown]
# With 50 samples the same real digits look many times worse than with 1,500. The distance is **biased** upwards, by about a constant over $N$. So compare distances of equal $N$ only, and read $N$ before you believe a table. [Chong and Forsyth, 2019](https://arxiv.org/abs/1911.07023) draw the line on the right to its end, and compare there.

# %% [markdown]
# ## 3 · Two questions in place of one
#
# One number cannot say *what* is wrong. Two can:
#
# * **Precision**: how much of what $G$ makes lies where real images lie? Images that are no digits *should* cost precision; section 4 shows some that do not.
# * **Recall**: how much of what is real does $G$ make? Missing classes cost recall.

# %% [markdown]
# What does "lie where real images lie" mean, when all we have is samples? [Kynkäänniemi et al., 2019](https://arxiv.org/abs/1904.06991): draw a ball around each sample, which reaches to its $k$-th nearest neighbour. All balls together are the place of the set.

# %% demo="balls-shown"
source = torch.Generator().manual_seed(3)
some_real, some_fake = ring.sample(60, generator=source, std=0.12), ring.sample(60, generator=source, std=0.12, centers=ring.CENTERS[:4] * 1.08)
judging.show_balls(some_real, some_fake, 3)

# %% [markdown]
# A generator on lesson 4's ring that makes four modes of eight. **Left:** nearly all fakes lie in balls of real points, so precision is high. **Right:** half of the real points lie in no ball of a fake. Recall is about one half. Where points are few the balls grow: the measure needs no bandwidth. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.cdist(x, y)` has all distances, (N, M). Within one set, each sample is at distance 0 from itself: the first of its sorted distances is no neighbour.
#
# </details>
# <details><summary>Hint</summary>
#
# `distances.kthvalue(k, dim=1).values` is the k-th smallest of each row. Which k leaves the sample itself out?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# With `between = torch.cdist(real, fake)`, (N, M), a fake (column) is inside a real ball where `between <= radius_of_real[:, None]` holds in any row: `.any(dim=0)`. For recall, `between <= radius_of_fake`, and `.any(dim=1)`. `.float().mean().item()` makes a share of it.
#
# </details>

# %% solution="precision-recall"
def precision_recall(real, fake, k):
    """Precision and recall of fake samples against real ones, by nearest-neighbour balls.

    real: (N, F), fake: (M, F), float tensors on one device; neither is changed.
    Each sample has a ball: its radius is the Euclidean distance to the k-th nearest other sample of
    its own set. The edge belongs to the ball. Precision is the share of fakes that lie in the ball
    of at least one real sample, recall the share of real samples in the ball of at least one fake.
    ValueError, with a sentence, where a set has no more than k samples.
    Returns (precision, recall), two floats.
    """
    # TODO: refuse small sets; the radii of both sets; who lies in whose balls
    ### BEGIN SOLUTION
    if min(len(real), len(fake)) <= k:
        raise ValueError(f"{len(real)} real and {len(fake)} fake samples: both must be more than k = {k}")
    radius_of_real = torch.cdist(real, real).kthvalue(k + 1, dim=1).values  # (N,)
    radius_of_fake = torch.cdist(fake, fake).kthvalue(k + 1, dim=1).values  # (M,)
    between = torch.cdist(real, fake)  # (N, M)
    precision = (between <= radius_of_real[:, None]).any(dim=0).float().mean().item()
    recall = (between <= radius_of_fake).any(dim=1).float().mean().item()
    return precision, recall
    ### END SOLUTION

# %% demo="precision-recall-try" check=true
corner = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [9.0, 9.0]])
print("real and fake the same:", precision_recall(corner, corner, 1))
print("fakes near one corner: ", precision_recall(corner, torch.tensor([[0.1, 0.0], [0.0, 0.2], [0.3, 0.3]]), 1))

# %% test="precision-recall-value" of="precision-recall" points=2
# A sample counts when it lies in a ball of at least one sample of the other set, whose radius is its k-th neighbour's distance.
for n, m, size, k in [(80, 71, 3, 7), (41, 30, 2, 2), (30, 47, 3, 4)]:
    real, fake = manifolds.telling(lambda: manifolds.clouds(n, m, size), k)
    pair = probe.numbers(probe.attempt("precision_recall(real, fake, k)", precision_recall, real, fake, k), 2, "precision_recall(real, fake, k)", "(precision, recall)")
    manifolds.check_balls(pair, real, fake, k)
probe.number(probe.attempt("precision_recall(real, fake, k)", precision_recall, real, fake, k)[0], "the precision")
probe.number(probe.attempt("precision_recall(real, fake, k)", precision_recall, real, fake, k)[1], "the recall")

# %% test="precision-recall-edges" of="precision-recall" points=1
# The edge belongs to the ball, copies lie in it, and sets far apart have precision and recall 0.
for size, k in [(1, 1), (3, 1), (2, 2)]:
    real = torch.arange(6.0)[:, None] * torch.eye(1, size)  # points at 0, 1, 2, … on a line, in whole numbers
    for name, fake, right in [("fakes exactly on the edge", real[-4:] + k, (1 / 4, (1 + k) / 6)), ("copies of all", real.clone(), (1.0, 1.0)), ("fakes far away", real + 100, (0.0, 0.0)),
                              ("one real point repeated", real[2:3].expand(5, size).contiguous(), (1.0, 1 / 6))]:
        pair = probe.numbers(probe.attempt(f"precision_recall for {name}", precision_recall, real, fake, k), 2, "precision_recall(real, fake, k)", "(precision, recall)")
        right = manifolds.balls(real, fake, k)
        probe.same(pair, right, f"for {name}, k = {k}, the pair (precision, recall)")

# %% test="precision-recall-small" of="precision-recall" points=1
# A set with no more than k samples is refused with a ValueError; one sample more is enough.
for n, m, k in [(3, 20, 3), (20, 3, 3), (2, 2, 4), (0, 9, 1)]:
    probe.refuses(f"precision_recall of {n} real and {m} fake samples, k = {k},", precision_recall, probe.normal(n, 2), probe.normal(m, 2), k)
for n, m, k in [(4, 20, 3), (20, 4, 3), (2, 2, 1)]:
    returned = probe.attempt(f"precision_recall of {n} real and {m} fake samples, k = {k},", precision_recall, probe.normal(n, 2), probe.normal(m, 2), k)
    probe.numbers(returned, 2, "precision_recall(real, fake, k)", "(precision, recall)")

# %% test="precision-recall-device" of="precision-recall" points=1
# Samples on another device have the same precision and recall.
for place in testbeds():
    real, fake = manifolds.clouds(20, 24, 3)
    here, there = (probe.numbers(probe.attempt(f"precision_recall on {where.type}", precision_recall, real.to(where), fake.to(where), 3), 2, "precision_recall(real, fake, k)", "(precision, recall)") for where in (torch.device("cpu"), place))
    probe.same(there, here, f"the pair (precision, recall) on {place.type}, compared with the CPU,")

# %% [markdown]
# **Does it tell the truth?** On the ring the truth is known. A fake is in the real place when it is at most 3 standard deviations from a centre, as in lesson 4. Four modes of eight have recall 1/2. Points three times as spread out as the real ones lie inside with probability $1 - e^{-1/2} = 0.39$. And 20 points have no area: their recall is 0.

# %% demo="ring-truth"
real = ring.sample(1000, generator=draws)
known_truth = {
    "new points": (ring.sample(1000, generator=draws), 0.99, 1.0), "half the modes": (ring.sample(1000, generator=draws, centers=ring.CENTERS[:4]), 0.99, 0.5),
    "spread 3 times": (ring.sample(1000, generator=draws, std=3 * ring.STD), 0.39, 1.0), "20 real points, copied": (real[torch.randint(20, (1000,), generator=draws)], 1.0, 0.0),
}
for name, (fake, *truth) in known_truth.items():
    precision, recall = precision_recall(real, fake, 3)
    print(f"{name:23} precision {precision:.2f} (truth {truth[0]:.2f})   recall {recall:.2f} (truth {truth[1]:.2f})")

# %% [markdown]
# All but one lie within 0.04 of the truth. The precision of the spread points is 0.48 here, and was 0.41 or 0.42 in three other draws. Note the first row: **new real points do not reach 1**. A few of them always fall just outside all balls. What new real samples reach is what an honest generator can reach; only copies get beyond it.

# %% [markdown]
# ## 4 · And on digits?
#
# The same function, on features of digits. *Predict both numbers for each set of section 1, then run.*

# %% demo="digits-precision-recall"
of_known, placed = metrics.features(known[:N]), {}
for name, images in sets.items():
    placed[name] = precision_recall(of_known, metrics.features(images), 3)
    print(f"{name:17} precision {placed[name][0]:.2f}   recall {placed[name][1]:.2f}")
judging.show_precision_recall(placed, title="Five sets of digits")

# %% [markdown]
# **The fraud** is caught: all that it makes is real, and it makes next to nothing of what is real. **Half the classes** have half the recall. **Blurred** digits keep a high precision: to this classifier they are digits still. But they are all smooth, and cover hardly any of the sharp ones.

# %% [markdown]
# **Noise has precision 1!** Here the measure fails, and you should know how. Some real digits are outliers: their third neighbour is far away, and so their balls are huge. All noise images look alike to the classifier, and one such ball holds them all. Recall tells: 0. [Naeem et al., 2020](https://arxiv.org/abs/2002.09797) mend it, by counting *how many* balls a fake lies in. Until then: never read precision alone.

# %% [markdown]
# ## 5 · The nearest image
#
# Low recall says that something is missing. It does not say *copied*. For that, hold each fake beside the training image that is nearest to it. *10 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# `flatten(1)` makes a row of each image. You have met the function for all distances.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `distances.topk(k, dim=1, largest=False)` gives the k smallest of each row, sorted: `.values` and `.indices`.
#
# </details>

# %% solution="nearest"
def nearest(images, gallery, k):
    """The k images of a gallery that are nearest to each image, the nearest first.

    images: (N, …), gallery: (M, …), float tensors on one device; what stands for … is the same in
    both: (1, 28, 28) or (64,), for example. Neither is changed. The distance is Euclidean, over all
    numbers of an image. ValueError, with a sentence, where the gallery has fewer than k images.
    Returns (indices, distances), (N, k) each: gallery[indices[n, 0]] is the nearest to images[n].
    """
    # TODO: refuse a small gallery; all distances, and the k smallest of each image
    ### BEGIN SOLUTION
    if len(gallery) < k:
        raise ValueError(f"a gallery of {len(gallery)} images has no {k} nearest ones")
    distances = torch.cdist(images.flatten(1), gallery.flatten(1))  # (N, M)
    found = distances.topk(k, dim=1, largest=False)
    return found.indices, found.values
    ### END SOLUTION

# %% demo="nearest-try" check=true
indices, distances = nearest(known[:2] * 0.9, known, 2)  # expected: each finds its original first, 0 and 1
print("the digits nearest to a paler 0 and 1:", indices.tolist(), "at", [[round(d, 1) for d in row] for row in distances.tolist()])

# %% test="nearest-distances" of="nearest" points=2
# The distances are Euclidean over all numbers of an image, the nearest first; N = 1 and k = M too.
for n, m, shape, k in [(7, 20, (1, 28, 28), 3), (5, 9, (6,), 1), (1, 30, (3, 8, 8), 4), (30, 6, (2, 5), 6)]:
    images, gallery = probe.normal(n, *shape), probe.normal(m, *shape)
    found = probe.attempt("nearest(images, gallery, k)", nearest, images, gallery, k)
    indices, distances = probe.pair(found, "nearest", "(indices, distances)")
    probe.tensor(distances, (n, k), "the second of the two, the distances,")
    assert distances.is_floating_point(), "the distances are whole numbers: the order is (indices, distances)"
    probe.same(distances, neighbours.far(images, gallery).sort(dim=1).values[:, :k], f"a distance between images {shape}", neighbours.distances_mistakes(images, gallery, k), tolerance=1e-3)

# %% test="nearest-indices" of="nearest" points=1
# The indices say which images of the gallery these are, so that gallery[indices] shows them.
for n, m, shape, k in [(7, 20, (1, 28, 28), 3), (5, 9, (6,), 1), (1, 30, (3, 8, 8), 4), (30, 6, (2, 5), 6)]:
    images, gallery = probe.normal(n, *shape), probe.normal(m, *shape)
    indices, _ = probe.pair(probe.attempt("nearest(images, gallery, k)", nearest, images, gallery, k), "nearest", "(indices, distances)")
    probe.tensor(indices, (n, k), "the first of the two, the indices,")
    assert not indices.is_floating_point() and indices.dtype != torch.bool, f"the indices have dtype {indices.dtype}: whole numbers can be used as indices (the order is (indices, distances))"
    neighbours.check_indices(indices, images, gallery)

# %% test="nearest-small" of="nearest" points=1
# A gallery of fewer than k images, an empty one too, is refused with a ValueError; the call works on another device.
for m, k in [(0, 1), (2, 3), (5, 9)]:
    probe.refuses(f"{'an empty gallery is refused, but ' if m else ''}nearest in a gallery of {m} images, k = {k},", nearest, probe.normal(4, 1, 6, 6), probe.normal(m, 1, 6, 6), k)
for place in testbeds():
    images, gallery = probe.normal(6, 1, 8, 8), probe.normal(11, 1, 8, 8)
    indices, distances = probe.pair(probe.attempt(f"nearest on {place.type}", nearest, images.to(place), gallery.to(place), 2), "nearest", "(indices, distances)")
    for value, what in ((indices, "the indices"), (distances, "the distances")):
        probe.tensor(value, (6, 2), what)
        assert value.device.type == place.type, f"{what} are on {value.device}, the images on {place}"
    _, here = probe.pair(probe.attempt("nearest", nearest, images, gallery, 2), "nearest", "(indices, distances)")
    probe.same(distances, here, f"a distance on {place.type}, compared with the CPU,", tolerance=1e-3)

# %% [markdown]
# Three kinds of images, above, and below each its nearest known digit: new digits, the fraud's, and the fraud's **moved by one pixel**. *Predict: will the moved copies find their originals?*

# %% demo="nearest-shown"
fraud = sets["the fraud"]
moved = fraud.roll(1, dims=3)
shown = torch.cat([new[:8], fraud[:8], moved[8:16]])
indices, distances = nearest(shown, known, 1)
rows = {}
for name, asked, answer in zip(("new digits", "the fraud", "the fraud, moved"), shown.split(8), known[indices[:, 0]].split(8)):
    rows |= {name: asked, f"nearest to {name}": answer}
judging.show_rows(rows, "Three kinds of images, and the known digits nearest to them", size=6.5)
print("mean distance:", ", ".join(f"{name} {part.mean():.1f}" for name, part in zip(("new", "copied", "moved"), distances.split(8))))
home = (known[nearest(moved, known, 1)[0][:, 0]] == fraud).flatten(1).all(1).float().mean()
print(f"moved copies that find their original: {home:.0%} of {len(moved):,}")

# %% [markdown]
# **Moved copies:** somewhat more than half find their originals, the others another digit. By their pixels they are as far from everything as new digits are, though our eyes see at once what they are. Where pixels are blind, ask the same question in another space: `nearest` takes features too. The table of the next section does.

# %% [markdown]
# ## 6 · How near is too near?
#
# A distance of 4: is that a copy? There is a fair yardstick: **held-out digits**. They were copied from nobody, and still each has a nearest training digit. Line their distances up. One in twenty lies below the 5 % quantile. A fake below that limit is *suspicious*; of honest images about one in twenty is. The idea is from [Meehan et al., 2020](https://arxiv.org/abs/2004.05675).

# %% [markdown]
# *8 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# Twice `nearest` with k = 1: for the held-out images, and for the fakes. What is the gallery?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `distances.quantile(0.05)` is the limit. `(distances_of_fakes < limit).float().mean().item()`.
#
# </details>

# %% solution="copies"
def copied_share(fakes, train, held_out):
    """The share of fakes that lie suspiciously near to a training image.

    fakes: (N, …), train: (M, …), held_out: (K, …): images or features, as nearest takes them.
    The limit is the 5 % quantile (torch.quantile) of the held-out images' distances to the training
    image nearest to each. A fake is suspicious where its own nearest training image is nearer than that.
    Returns a float from 0 to 1.
    """
    # TODO: the limit, from held-out images; the share of fakes below it
    ### BEGIN SOLUTION
    _, usual = nearest(held_out, train, 1)  # (K, 1)
    _, distances = nearest(fakes, train, 1)  # (N, 1)
    return (distances < usual.quantile(0.05)).float().mean().item()
    ### END SOLUTION

# %% demo="copies-try"
everything = sets | {"the fraud, moved": moved}
inside_known, inside_new = metrics.features(known), metrics.features(new[-500:])
for name, images in everything.items():
    by_pixels = copied_share(images, known, new[-500:])
    by_features = copied_share(metrics.features(images), inside_known, inside_new)
    print(f"{name:17} suspicious by pixels {by_pixels:4.0%}   by features {by_features:4.0%}")

# %% test="copies-value" of="copies" points=2
# The share counts fakes that are nearer to the training set than 95 % of the held-out images are.
for shape, near, fresh in [((1, 6, 6), 36, 364), ((8,), 20, 230), ((3, 4, 4), 40, 260)]:
    fakes, gallery, held_out = neighbours.three_sets(shape, near, fresh)
    with probe.replaced(copied_share, nearest=metrics.nearest):
        share = probe.attempt("copied_share(fakes, train, held_out)", copied_share, fakes, gallery, held_out)
    probe.number(share, "the share")
    probe.same(share, neighbours.copied(fakes, gallery, held_out), f"the share for {near} near copies and {fresh} other fakes", neighbours.copied_mistakes(fakes, gallery, held_out), tolerance=1.1 / len(fakes))  # rounding may move one across the limit

# %% test="copies-ends" of="copies" points=1
# Copies have share 1, images at the limit or far from everything share 0; it works for features, and on another device.
for place in [torch.device("cpu"), *testbeds()]:
    for shape in ((1, 6, 6), (5,)):
        _, gallery, held_out = (group.to(place) for group in neighbours.three_sets(shape, 1, 1))
        for name, fakes, right in [("copies", gallery[:7].clone(), 1.0), ("images far away", gallery[:9] + 50, 0.0)]:
            with probe.replaced(copied_share, nearest=metrics.nearest):
                share = probe.attempt(f"copied_share of {name} on {place.type}", copied_share, fakes, gallery, held_out)
            probe.number(share, "the share")
            probe.same(share, right, f"the share of {name} on {place.type}")
gallery, axes = torch.zeros(1, 4), 3 * torch.eye(4)  # all held-out images at a distance of 3, and so are the fakes
with probe.replaced(copied_share, nearest=metrics.nearest):
    share = probe.attempt("copied_share of fakes exactly at the limit", copied_share, -axes, gallery, axes)
probe.same(share, 0.0, "the share of fakes exactly at the limit")

# %% [markdown]
# By pixels all of the fraud is suspicious, and none of it once it is moved by a pixel. By features the moved copies stand out a little, no more. **No measure sees every copy**: it sees the copies that are near in *its* space. Say which space you looked in.
#
# (Half the classes have twice their share, and come from new digits. Why? The ones among them all look alike.)

# %% [markdown]
# **Question.** A company shows you a generator of faces. "FID 4, better than anybody." Which two questions do you ask before you believe it, and which number would answer each? For one of your numbers say what it cannot see. Four or five sentences. *8 minutes, medium.*

# %% [markdown] essay="which-number" points=2
# First: with how many samples, and against which images? The distance is biased by the number of samples, and a comparison needs the same number, and what real held-out faces reach. Second: does it make new faces, and all kinds of them? A set of copies has a good FID. Recall says whether kinds of faces are missing; the distance to the nearest training image, compared with that of held-out faces, says whether it copies. What they cannot see: nearest neighbours by pixels miss a copy that is moved or mirrored; recall depends on k and on outliers, whose balls are too large; precision alone can be 1 for noise.
#
# ### BEGIN MARK SCHEME
# 1 point: two sensible questions with a number for each (copying: nearest neighbours against held-out images; diversity: recall; the number of samples; a positive control).
# 1 point: a blind spot of one of the numbers, stated with its reason. Half a point for a blind spot without a reason.
# ### END MARK SCHEME

# %% [markdown]
# *The first sitting ends here, if you want two.*

# %% [markdown]
# ## 7 · Few images: show D something else
#
# Now the place where copying tempts. With 200 digits, $D$ meets each of them again and again, and learns them by heart: it says "real" to these 200 and to nothing else. What it tells $G$ then is "make these".

# %% [markdown]
# **Augmentation** shows $D$ each image changed at random: moved, brighter or darker, a part hidden. Both kinds of images, real **and** fake, are changed in the same way. Lesson 2's hidden pixels were one such change. This kind is from [Zhao et al., 2020](https://arxiv.org/abs/2006.10738).

# %% [markdown]
# Why the fakes too? If only real images were moved, moved ones would be what $D$ calls real, and $G$ would learn to make moved digits. And why must it be **differentiable**? $G$'s gradient comes back through it.
#
# *20 minutes, hard.*

# %% [markdown]
# Three changes, in this order, with numbers of its own for each image:
#
# 1. **Move** by −3 to 3 whole pixels, up or down and across. What comes in is black, −1.
# 2. **Brightness**: add one number from −0.5 to 0.5 to all pixels.
# 3. **Hide** a square of 12 × 12 pixels, anywhere inside: set it to grey, 0.

# %% [markdown]
# <details><summary>Hint: moving</summary>
#
# Pad all images by 3 pixels of −1: `nn.functional.pad(images, (3, 3, 3, 3), value=-1)`. Then image n is a window of the padded one that begins at (dy, dx), each from 0 to 6. A loop over the images is allowed: `torch.stack([padded[n, :, dy : dy + height, dx : dx + width] …])`.
#
# </details>
# <details><summary>Hint: whole random numbers</summary>
#
# `torch.randint(0, 7, (n, 2), generator=generator, device=images.device)` gives 0 to 6, each equally often. A place for the square: how many places are there, if it must lie inside?
#
# </details>
# <details><summary>Hint: hiding</summary>
#
# With `y = torch.arange(height)` and a column of tops, (N, 1), `rows = (y >= top) & (y < top + 12)` says which pixel rows are hidden: a table (N, height). The same for columns, (N, width). Both together: `rows[:, None, :, None] & columns[:, None, None, :]`, (N, 1, height, width). `torch.where` puts 0 there.
#
# </details>

# %% solution="augment"
def augment(images, generator):
    """Move, brighten and partly hide each image, at random: the three changes above, in their order.

    images: (N, C, H, W) in [−1, 1], H and W at least 12; not changed. All channels of an image are
    treated alike. generator: torch.Generator on the images' device; all random numbers come from it.
    Shifts and places are equally likely, brightness is uniform, and each image draws its own.
    A gradient comes back to each pixel that is seen. Nothing is cut off at −1 or 1.
    Returns new images of the same shape, on the same device.
    """
    # TODO: move, brighten, hide
    ### BEGIN SOLUTION
    n, _, height, width = images.shape
    where = images.device
    padded = nn.functional.pad(images, (3, 3, 3, 3), value=-1.0)  # (N, C, H + 6, W + 6)
    corners = torch.randint(0, 7, (n, 2), generator=generator, device=where).tolist()
    seen = torch.stack([padded[i, :, y : y + height, x : x + width] for i, (y, x) in enumerate(corners)])
    seen = seen + torch.rand(n, 1, 1, 1, generator=generator, device=where) - 0.5
    top = torch.randint(0, height - 11, (n, 1), generator=generator, device=where)
    left = torch.randint(0, width - 11, (n, 1), generator=generator, device=where)
    y, x = torch.arange(height, device=where), torch.arange(width, device=where)
    rows, columns = (y >= top) & (y < top + 12), (x >= left) & (x < left + 12)  # (N, H), (N, W)
    hidden = (rows[:, :, None] & columns[:, None, :])[:, None]  # (N, 1, H, W)
    return torch.where(hidden, torch.zeros_like(seen), seen)
    ### END SOLUTION

# %% demo="augment-try"
seven = (2 * known[7:8] - 1).expand(15, 1, 28, 28).to(device)
once = torch.cat([seven[:1], augment(seven, generator(device, 0))]).cpu() / 3 + 0.5  # from [−1.5, 1.5] to [0, 1]
judging.show_rows({"the digit, and augmented": once[:8], "augmented": once[8:]}, "Black is −1.5 here, white 1.5", size=7)

# %% test="augment-move" of="augment" points=1
# Each image is moved by its own −3 to 3 pixels, up or down and across, and what comes in is black; N, C, H and W may vary.
for shape in [(1, 1, 28, 28), (5, 3, 32, 32), (3, 2, 20, 26), (300, 1, 28, 28)]:
    augmented.check_moves(augment, shape)

# %% test="augment-brightness" of="augment" points=1
# To each image one number is added, uniform from −0.5 to 0.5, and nothing is cut off.
augmented.check_brightness(augment)

# %% test="augment-hide" of="augment" points=1
# In each image one square of 12 × 12 pixels, anywhere inside, is grey, in all channels.
for shape in [(300, 1, 28, 28), (300, 2, 20, 26)]:
    augmented.check_holes(augment, shape)

# %% test="augment-draws" of="augment" points=1
# All random numbers come from the generator: the same seed gives the same images, another seed others; on another device too.
probe.check_repeatable("augment", augment, (12, 1, 28, 28))
for place in testbeds():
    seen = probe.attempt(f"augment on {place.type}", augment, torch.ones(4, 1, 28, 28, device=place), generator(place, 3))
    probe.tensor(seen, (4, 1, 28, 28), "augment(images, generator)")
    assert seen.device.type == place.type, f"the images were on {place}, but came back on {seen.device}"

# %% test="augment-gradient" of="augment" points=1
# The gradient comes back to each pixel that is seen, and to no hidden one.
augmented.check_gradient(augment)

# %% [markdown]
# ## 8 · A step in which D sees through `look`
#
# Both updates of lessons 2 and 3, with one change: whatever $D$ is asked about goes through `look` first. Real images in $D$'s update, fakes in $D$'s update, fakes in $G$'s update.
#
# The step also reports what $D$ thinks of the real images, as **signs**: +1 where its logit is above 0, −1 where it is below. Section 9 needs them.
#
# *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# Lesson 3's `repair` has both updates in one function: one batch of fakes may serve both. Where does `look` stand, inside or outside of `detach()`, and does it matter?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `D(look(real))`, `D(look(fake.detach()))`, and for G `D(look(fake))`. In D's update `look(fake).detach()` does as well: the same numbers, and no gradient for G either. Never `look` under `torch.no_grad()` in G's update. `on_real.detach().sign()` are the signs.
#
# </details>

# %% solution="few-images"
def few_images_step(D, G, real, look, optim_D, optim_G, nz, device):
    """One update of D, then one of G, as in lesson 3; but D sees images through look only, and just once.

    real: (N, 1, 28, 28) in [−1, 1], on any device; not changed. look: a function from images to
    images of the same shape, which passes gradients on.
    D's loss: real images labelled 1, as many fakes labelled 0, from normal noise (N, nz, 1, 1); the
    two parts are added. G's loss: fakes labelled 1, as D judges them after its update; they may be
    those that D saw. D gives logits.
    Each update changes its own network alone, and earlier gradients play no part. No modes change.
    Returns (loss_d, loss_g, signs): two floats, each as it was before its update, and the signs
    of D's logits on the real images before the update, (N, 1), without a gradient.
    """
    # TODO: D's update, then G's, everything through look
    ### BEGIN SOLUTION
    bce = nn.functional.binary_cross_entropy_with_logits
    real = real.to(device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device))  # (N, 1, 28, 28)

    optim_D.zero_grad()
    on_real, on_fake = D(look(real)), D(look(fake.detach()))  # (N, 1) each
    loss_d = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    loss_d.backward()
    optim_D.step()

    optim_G.zero_grad()
    on_fake = D(look(fake))
    loss_g = bce(on_fake, torch.ones_like(on_fake))
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item(), on_real.detach().sign()
    ### END SOLUTION

# %% given="networks"
NZ, BATCH, RATE_G, RATE_D = 32, 32, 0.001, 0.003


def make_G():
    """Noise (N, NZ, 1, 1) → images (N, 1, 28, 28) in [−1, 1]."""
    return nn.Sequential(
        nn.ConvTranspose2d(NZ, 32, 7, bias=False), nn.BatchNorm2d(32), nn.ReLU(),  # (N, 32, 7, 7)
        nn.ConvTranspose2d(32, 16, 4, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),  # (N, 16, 14, 14)
        nn.ConvTranspose2d(16, 1, 4, 2, 1), nn.Tanh(),  # (N, 1, 28, 28)
    )


def make_D():
    """Images (N, 1, 28, 28) → logits (N, 1)."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2),  # (N, 32, 14, 14)
        nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2),  # (N, 64, 7, 7)
        nn.Flatten(), nn.Linear(64 * 49, 1),  # (N, 1)
    )

# %% demo="few-images-try"
G, D = make_G().to(device), make_D().to(device)
optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=0.0002, betas=(0.5, 0.999)) for net in (G, D))
batch = 2 * known[:32] - 1
for number in range(4):
    loss_d, loss_g, signs = few_images_step(D, G, batch, lambda x: augment(x, generator(device, number)), optim_D, optim_G, NZ, device)
    print(f"step {number}: loss of D {loss_d:.3f}, of G {loss_g:.3f}, mean sign on real images {signs.mean():+.2f}")

# %% [markdown]
# The graded cells play your step as lesson 3 did, on small networks with known gradients. Here `look` is a **mirror**, and $D$ wears glasses that turn mirrored images back. So whatever went through `look` once is judged as always.

# %% given="calls"
KNOWN = {"image": (1, 28, 28), "flat": False, "output": "logit", "halves": False}


def part(returned, number):
    """One of the three things that few_images_step returned."""
    fits = isinstance(returned, (tuple, list)) and len(returned) == 3
    assert fits, f"few_images_step should return (loss_d, loss_g, signs), not {returned!r:.60}"
    return returned[number]


def play_few_D(s, D, look):
    """Play few_images_step; only D can move."""
    return few_images_step(D, s.G, s.real, look, s.optim, s.resting("G"), s.input_dim, s.device)


def play_few_plain(s):
    """Play few_images_step with nothing changed before D's eyes; only D can move."""
    return few_images_step(s.D, s.G, s.real, lambda x: 1.0 * x, s.optim, s.resting("G"), s.input_dim, s.device)


def play_few_G(s, D, look):
    """Play few_images_step; only G can move."""
    return few_images_step(D, s.G, s.real, look, s.resting("D"), s.optim, s.input_dim, s.device)

# %% test="few-images-look" of="few-images" points=2
# Whatever D is asked about, real images and fakes, in both updates, went through look, and just once.
for batch_size in (1, 7, 32):
    for watched in (probe.discriminator_step(looks.player(play_few_D), batch_size, **KNOWN), probe.generator_step(looks.player(play_few_G), batch_size, **KNOWN)):
        looks.check_looked(watched)
        assert watched.order == "DG", f"D is updated once, then G once, but the optimizers took the steps {', '.join(watched.order) or 'none'}"

# %% test="few-images-discriminator" of="few-images" points=2
# D's update is that of real images labelled 1 and fakes labelled 0; its loss before it is returned first.
for batch_size in (1, 7, 32):
    watched = probe.discriminator_step(looks.player(play_few_D), batch_size, **KNOWN)
    watched.returned = part(watched.returned, 0)
    probe.check_loss(watched, "the first returned loss, of D,")
    probe.check_update(watched)
    probe.check_modes(watched)

# %% test="few-images-generator" of="few-images" points=2
# G's update is that of fakes labelled 1, as D judges them after its own; its loss before it is returned second.
for batch_size in (1, 7, 32):
    watched = probe.generator_step(looks.player(play_few_G), batch_size, **KNOWN)
    watched.returned = part(watched.returned, 1)
    probe.check_update(watched)
    probe.check_loss(watched, "the second returned loss, of G,")
    probe.check_alone(watched)
    probe.check_modes(watched)
    watched = probe.discriminator_step(looks.player(play_few_D), batch_size, **KNOWN)  # here D moves before G asks it
    looks.check_new_D(watched, part(watched.returned, 1))

# %% test="few-images-signs" of="few-images" points=1
# The third thing returned are the signs of D's logits on the real images, before the update, without a gradient.
for batch_size in (40, 9, 1):
    watched = probe.discriminator_step(looks.even(play_few_plain), batch_size, **KNOWN)
    signs = part(watched.returned, 2)
    probe.tensor(signs, (batch_size, 1), "the third thing returned, the signs,")
    assert not signs.requires_grad, "the signs carry a gradient: detach them"
    probe.same(signs, *looks.signs(watched))

# %% test="few-images-noise" of="few-images" points=1
# As many fakes as real images, from fresh normal noise (N, nz, 1, 1), and everything on the device.
for batch_size, nz in [(32, 100), (65, 40)]:
    watched = [probe.discriminator_step(looks.player(play_few_D), batch_size, input_dim=nz, **KNOWN) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, nz, 1, 1))
for place in testbeds():
    for real_on in ("cpu", place):
        probe.check_place(probe.generator_step(looks.player(play_few_G), 5, device=place, real_on=real_on, **KNOWN), place)

# %% [markdown]
# ## 9 · How much of it?
#
# Always augmenting has a price: $D$ hardly ever sees a digit in its middle place (one shift in 49 is none): $G$ hears little about it. **ADA** ([Karras et al., 2020](https://arxiv.org/abs/2006.06676)) augments each image with a probability $p$, and lets $D$'s own behaviour set $p$.
#
# If $D$ knows the real images by heart, its signs on them are nearly all +1. So watch their mean $r$. Above a target, $p$ rises by a fixed step; below it, $p$ falls. *5 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# Three cases: above, below, and exactly at the target. Then keep p between 0 and 1.
#
# </details>

# %% solution="adapt"
def adapt(p, signs, target, rate):
    """The next probability of augmentation, by ADA's rule.

    p: from 0 to 1. signs: tensor of −1, 0 and 1 of any shape, on any device; r is their mean.
    Where r is above target, p rises by rate; below it, p falls by rate; where r is the target, p stays.
    (A mean that float32 can only round, such as 0.6, may count as above, below or at a target of 0.6.)
    Returns a float, never below 0 or above 1.
    """
    # TODO: compare, step, and stay in [0, 1]
    ### BEGIN SOLUTION
    r = signs.mean().item()
    if r > target:
        p = p + rate
    elif r < target:
        p = p - rate
    return min(max(p, 0.0), 1.0)
    ### END SOLUTION

# %% demo="adapt-try" check=true
p = 0.0
for r in (0.9, 0.8, 0.7, 0.5, 0.4):
    p = adapt(p, torch.tensor([r]), 0.6, 0.25)
    print(f"mean sign {r}: p becomes {p}")  # expected: 0.25, 0.5, 0.75, and back to 0.5, 0.25

# %% test="adapt-rule" of="adapt" points=1
# p rises by rate where the mean sign is above the target, falls below it, and stays on it.
asked = control.cases()
came = [probe.attempt("adapt(p, signs, target, rate)", adapt, c.p, c.signs, c.target, c.rate) for c in asked]
for p in came:
    probe.number(p, "the next p")
probe.same(torch.tensor(came), control.wanted(asked), "the next p", control.mistakes(asked))

# %% test="adapt-bounds" of="adapt" points=1
# p stays within [0, 1]; signs may have any shape, and lie on another device.
for place in [torch.device("cpu"), *testbeds()]:
    for start, mean, right in [(0.98, 0.75, 1.0), (0.02, -0.5, 0.0), (1.0, 0.5, 1.0), (0.0, 0.25, 0.0), (0.5, 0.875, 0.55)]:
        case = control.Case(start, control.signs(16, mean).reshape(4, 2, 2), 0.375, 0.05)
        came = probe.attempt(f"adapt on {place.type}", adapt, start, case.signs.to(place), case.target, case.rate)
        probe.number(came, "the next p")
        probe.same(torch.tensor([came]), torch.tensor([right]), f"the next p, from {start} with a mean sign of {mean} and target 0.375,", control.bound_mistakes(case, adapt))

# %% [markdown]
# ## 10 · Two hundred digits
#
# Three ways, with three seeds each: **plain**; **augmented**, each image with probability $p = 0.6$; and **ADA**, where $p$ follows $D$. The loop is given; what happens in it is yours. $D$ learns three times as fast as $G$, which lesson 4 found good against collapse; both rates fall to 0.
#
# The three augmented generators are saved as `few_images.pt` beside this notebook. **Hand that file in with the notebook**: a graded cell below reads it.

# %% given="training"
FEW, UPDATES, SEEDS = 200, budget.pick(1500, 2), budget.pick([0, 1, 2], [0])


def train(images, updates, seed, p=0.0, target=None):
    """Train on images in [−1, 1]; with a target, ADA moves p. Returns G, D and how p went."""
    torch.manual_seed(seed)
    source, history, signs = generator(device, seed), [], []
    G, D = make_G().to(device), make_D().to(device)
    pairs = [(torch.optim.Adam(net.parameters(), betas=(0.5, 0.999), fused=True), rate) for net, rate in ((D, RATE_D), (G, RATE_G))]
    for update in budget.progress(range(updates), f"{len(images)} digits, seed {seed}"):
        for optimizer, rate in pairs:
            optimizer.param_groups[0]["lr"] = rate * (1 - update / updates)
        real = images[torch.randint(len(images), (BATCH,))]
        look = (lambda x: sometimes(x, p, source)) if p or target else (lambda x: x)
        signs.append(few_images_step(D, G, real, look, pairs[0][0], pairs[1][0], NZ, device)[2])
        if target and len(signs) == 8:
            p, signs = adapt(p, torch.cat(signs), target, 0.02), []
        history.append(p)
    return G.eval(), D.eval(), history

# %% given="sometimes"
def sometimes(images, p, source):
    """Each image is augmented with probability p, and else stays as it is."""
    chosen = torch.rand(len(images), 1, 1, 1, generator=source, device=images.device) < p
    return torch.where(chosen, augment(images, source), images)


def drawn(G, n, seed=5):
    """n images of G in [0, 1], on the CPU, always from the same noise for the same seed."""
    z = torch.randn(n, NZ, 1, 1, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        return (G(z.to(device)).cpu() + 1) / 2

# %% demo="train-plain"
few = 2 * known[:FEW] - 1
runs = {"plain": [train(few, UPDATES, seed) for seed in SEEDS]}

# %% demo="train-augmented"
runs["augmented"] = [train(few, UPDATES, seed, p=0.6) for seed in SEEDS]
if budget.full():
    three = nn.ModuleList([G for G, _, _ in runs["augmented"]])
    torch.save({name: values.half() for name, values in three.state_dict().items()}, "few_images.pt")  # hand this file in with the notebook

# %% demo="train-ada"
runs["ADA"] = [train(few, UPDATES, seed, target=0.6) for seed in SEEDS]

# %% demo="few-images-shown"
rows = {"of the 200": known[:16]} | {name: drawn(trained[0][0], 16) for name, trained in runs.items()}
judging.show_rows(rows, "Sixteen of the 200; then three generators, from the same noise")

# %% [markdown]
# **What does $D$ know by heart?** Lesson 2's question: its answers on the 200 digits, on digits that it never saw, and on fakes; the mean over the seeds.

# %% demo="by-heart"
def answers(D, images):
    """D's mean probability for images in [0, 1], as they are."""
    with torch.no_grad():
        return torch.sigmoid(D((2 * images - 1).to(device))).mean().item()


for name, trained in runs.items():
    table = torch.tensor([[answers(D, images) for images in (known[:FEW], new[:1000], drawn(G, 500))] for G, D, _ in trained]).mean(0)
    print(f"{name:10} the 200: {table[0]:.2f}   new digits: {table[1]:.2f}   fakes: {table[2]:.2f}   p at the end: {trained[0][2][-1]:.2f}")

# %% [markdown]
# Now all of your measures, on 2,000 images of each generator. Dotted is what new digits reach. *Predict: which bar will differ most?*

# %% demo="few-images-measured"
of_known, of_few, of_new = (metrics.features(images) for images in (known[:N], known[:FEW], new[-500:]))


def measured(images):
    """Distance, precision, recall and suspicious share (by features) of digits, by your own functions."""
    found = metrics.features(images)
    return [frechet_distance(of_known, found), *precision_recall(of_known, found, 3), copied_share(found, of_few, of_new)]


results = {name: [measured(drawn(G, N)) for G, _, _ in trained] for name, trained in runs.items()}
judging.show_seeds(results, ["distance", "precision", "recall", "suspicious"], {"new digits": measured(new[:N])}, "200 digits: a point a seed, a bar their mean")

# %% demo="ada-shown"
judging.show_rise({f"seed {seed}": history for seed, (_, _, history) in zip(SEEDS, runs["ADA"])}, "ADA: how p went")

# %% [markdown]
# So augmentation cures few images? *Stop. What is missing from this comparison?* A **control**: the same with many images. If the gain is a cure for few, it should vanish there. Five seeds each, 1,500 updates, 2,000 images of each generator; mean (lowest to highest):
#
# | trained on | distance | recall | D on its digits | on new ones |
# |---|---|---|---|---|
# | 200, plain | 120 (103 to 137) | 0.57 | 0.87 | 0.49 |
# | 200, augmented | 94 (89 to 99) | 0.63 | 0.80 | 0.60 |
# | 200, ADA | 113 (102 to 126) | 0.54 | 0.83 | 0.65 |
# | 2,000, plain | 125 (110 to 136) | 0.58 | 0.78 | 0.78 |
# | 2,000, augmented | 98 (95 to 101) | 0.64 | 0.73 | 0.71 |

# %% [markdown]
# **Few digits did no harm here.** With ten times as many the distance is no better: 125 against 120. $D$ does know the 200 by heart (0.87 against 0.49 on new ones), and of the 2,000 nothing (0.78 both). But $G$ is none the worse for it, and copies nobody: one image in a thousand is suspicious. Within 1,500 updates the number of digits is not what holds this $G$ back.

# %% [markdown]
# **Augmentation helps, and not against few.** It lowers the distance by 22 % with 200 digits, and by 22 % with 2,000. Yes, $D$ knows less by heart with it; but the same gain comes where there is nothing known by heart. Perhaps it holds back a $D$ that learns three times as fast as $G$: a guess, not measured. With both, recall rises by 0.06, no more than seeds differ, and precision falls by 0.06 or 0.07.

# %% [markdown]
# **ADA** keeps $D$ from knowing the 200 by heart as well as the fixed $p$ does: 0.83 against 0.65 on new ones. To the distance it brings a quarter of the gain, to recall nothing (0.45 to 0.60 over the seeds). It begins with $p = 0$, moves by 0.02 at a time, and is on its way for much of 1,500 updates. It is made for runs so long that nobody can guess $p$; there, Karras et al. show, few images do great harm.

# %% [markdown]
# **Keep the method.** Without the last two rows we would have told you that augmentation cures few images, and every number above would have seemed to say so. A comparison needs the case in which your explanation *cannot* be the cause.
#
# All of this holds for 1,500 updates and one pair of small networks. Your numbers may differ from the table: another machine rounds otherwise, and training makes much of little differences. In one of our series an augmented run had 110.

# %% test="few-images-effect" of="few-images" points=3
# The three generators that you trained on 200 digits with augmentation come near enough to real digits, and make enough of them.
three = probe.loaded(nn.ModuleList(make_G() for _ in range(3)), probe.saved("few_images.pt"), "few_images.pt")
fakes = [(G(probe.normal(1000, NZ, 1, 1)) + 1) / 2 for G in three]
distances = [metrics.quality(images).distance for images in fakes]
recalls = [metrics.precision_recall(data.digits("all")[0][:1000], images).recall for images in fakes]
shown = ", ".join(f"{distance:.0f}" for distance in distances)
assert sum(distances) / 3 <= 118, f"the Fréchet classifier distances of your three generators are {shown}; their mean should be at most 118 (of 1,000 images each it is about 104 with augmentation, and 128 without; fewer images, larger distances): train with the full budget, and see that the graded cells of sections 7 and 8 pass"
assert sum(recalls) / 3 >= 0.4, f"the mean recall of your three generators is {sum(recalls) / 3:.2f}, at least 0.4 is needed: do they make all digits, or copies of a few?"

# %% [markdown]
# ## 11 · A knob that trades one for the other
#
# A trained generator has a knob for free. Give it **smaller noise**, $\psi z$ with $\psi < 1$: it then stays near the middle of what it learned. The images get better, and all alike. [Brock et al., 2018](https://arxiv.org/abs/1809.11096) call it truncation. Many fine pictures in papers are made so; a single number does not show it, a curve does. *8 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# One row for each scale: `generate(scale * z)`, then your `precision_recall`. `torch.tensor` makes a table of a list of pairs.
#
# </details>

# %% solution="truncation-curve"
def truncation_curve(generate, real, z, scales, k):
    """Precision and recall of a generator for noise of several sizes.

    generate: a function from noise to features (N, F). real: features (M, F) of real images.
    z: the noise, (N, …), the same for all scales: for each of them the generator is given scale · z.
    Returns a tensor (len(scales), 2): a row (precision, recall), as precision_recall gives them, for
    each scale, in their order. No gradient is recorded.
    """
    # TODO: one row for each scale
    ### BEGIN SOLUTION
    with torch.no_grad():
        return torch.tensor([precision_recall(real, generate(scale * z), k) for scale in scales])
    ### END SOLUTION

# %% demo="truncation-curve-try" check=true
corners = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
print(truncation_curve(lambda z: z, corners, corners, [0.25, 1.0, 4.0], 1))  # expected: rows (1, 0), (1, 1), (0, 1)

# %% test="truncation-curve-value" of="truncation-curve" points=2
# Each row is the precision and recall of the generator for the same noise, times one of the scales, in their order.
for n, m, k, factors in [(40, 33, 3, [0.2, 0.6, 1.0, 1.7]), (30, 42, 2, [1.5, 0.5]), (32, 30, 5, [0.9])]:
    of_real, knob, noise, rows = manifolds.knob(n, m, k, factors)
    asked = manifolds.StandIn(of_real)
    with probe.replaced(truncation_curve, precision_recall=asked):
        came = probe.attempt("truncation_curve(generate, real, z, scales, k)", truncation_curve, knob, of_real, noise, factors, k)
    probe.tensor(came, (len(factors), 2), "truncation_curve(generate, real, z, scales, k)")
    probe.same(came, rows, "a number of the curve", manifolds.knob_mistakes(of_real, knob, noise, factors, k, came, asked.turned), tolerance=1e-3)

# %% test="truncation-curve-quiet" of="truncation-curve" points=1
# Noise of any shape is taken, as it is; no gradient is recorded, and the mode is left as it was; it works on another device.
for place in [torch.device("cpu"), *testbeds()]:
    of_real, knob, noise, rows = manifolds.knob(24, 20, 2, [0.5, 1.0], shape=(3, 1, 1))
    with probe.replaced(truncation_curve, precision_recall=manifolds.StandIn(of_real)), probe.gradients_kept("truncation_curve"):
        came = probe.attempt(f"truncation_curve on {place.type}", truncation_curve, knob.to(place), of_real.to(place), noise.to(place), [0.5, 1.0], 2)
    probe.tensor(came, (2, 2), "truncation_curve(generate, real, z, scales, k)")
    assert not any(knob.recorded), "the generator was asked with gradients on: nobody needs them here, so torch.no_grad()"
    probe.same(came, rows, f"a number of the curve on {place.type}", tolerance=1e-3)

# %% [markdown]
# A generator trained on all 2,000 known digits, without augmentation, and its knob. *Half a minute.*

# %% demo="truncation-trained"
G, _, _ = train(2 * known - 1, UPDATES, 0)
scales, z = [0.25, 0.5, 0.75, 1.0, 1.25, 1.5], torch.randn(N, NZ, 1, 1, generator=torch.Generator().manual_seed(6))
curve = truncation_curve(lambda noise: metrics.features((G(noise.to(device)).cpu() + 1) / 2), of_known, z, scales, 3)
for scale, (precision, recall) in zip(scales, curve.tolist()):
    print(f"noise times {scale:4}: precision {precision:.2f}   recall {recall:.2f}")

# %% demo="truncation-shown"
judging.show_precision_recall({name: placed[name] for name in ("new digits", "the fraud", "blurred")}, {"your generator, noise times …": ([str(scale) for scale in scales], curve)}, "A knob, and three sets of section 1")

# %% demo="truncation-images"
with torch.no_grad():
    rows = {f"times {scale}": (G(scale * z[:16].to(device)).cpu() + 1) / 2 for scale in (0.25, 0.5, 1.0, 1.5)}
judging.show_rows(rows, "The same noise, smaller and larger")

# %% [markdown]
# **The curve** bends as promised: from much recall to much precision, which with noise times 0.25 is 1. But **look at the images**. At 0.25 they are nearly black: this $G$ never met so small a noise. In the picture the curve ends beside the fraud, at the top left. The number was fooled once more.
#
# In large networks, trained on photographs, truncation does give better pictures, as Brock et al. show. Here you have seen why to look before you believe it.

# %% [markdown]
# ### Your own generator (optional)
#
# Put `generator.pt` of lesson 2 or 3 beside this notebook and judge it: `probe.dense_generator(probe.saved("generator.pt"), 100, 784)` makes the function of lesson 2's weights, `probe.conv_generator(probe.saved("generator.pt"), 64, 1, 32)` that of lesson 3's. Where do they lie in the picture above?

# %% [markdown]
# ## What you have, and what breaks next
#
# You can say *how good* in four numbers, each with what it does not see: distance (how many samples?), precision (outliers), recall (which $k$?), nearest images (in which space?). And you know what to do with few images.
#
# All of them judge what $G$ happens to make. [Lesson 7](../07_conditional/07_conditional.ipynb) tells it what to make.

# %% [markdown]
# ## Read on
#
# * Kynkäänniemi et al., [Improved precision and recall metric](https://arxiv.org/abs/1904.06991), 2019: the balls of section 3, on faces.
# * Naeem et al., [Reliable fidelity and diversity metrics](https://arxiv.org/abs/2002.09797), 2020: what outliers do, and density and coverage in their place.
# * Meehan et al., [A non-parametric test to detect data-copying](https://arxiv.org/abs/2004.05675), 2020: section 6 with statistics.

# %% [markdown]
# * Borji, [Pros and cons of GAN evaluation measures](https://arxiv.org/abs/2103.09396), 2021: all the others.
# * Karras et al., [Training GANs with limited data](https://arxiv.org/abs/2006.06676), 2020: ADA, and how augmentation leaks.
# * Zhao et al., [Differentiable augmentation](https://arxiv.org/abs/2006.10738), 2020: three lines that help with few images.
