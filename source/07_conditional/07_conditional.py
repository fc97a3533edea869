# %% [markdown]
# # 7 · Ask for a seven
#
# Lesson 3's generator makes digits, but which one comes is chance. The digits have labels, and so far they lay unused. Give them to both networks, and you can ask: *a seven, please; a bit bolder; leaning to the right*.
#
# | builds on | you write | time | points |
# |---|---|---|---|
# | [lesson 3](../03_dcgan/03_dcgan.ipynb), DCGAN and its steps | both networks with labels, both steps, a measure of obedience, a writer, an editor; if you like, a step from outlines to digits (4 bonus points) | 3 hours, 4 min of them training | 49 |

# %% [markdown]
# Two sittings. Sections 1 to 6 build and train: plan an hour and a half. Sections 7 to 12 play with what came out: plan as much again. Section 13 is optional, a bonus of 20 minutes. Section 7 begins with a cell that loads the generator you saved, so nothing need be trained twice.

# %% given="imports"
import torch
from torch import nn

from course import budget, data, metrics, pictures, probe
from course.device import choose, testbeds
from course.pictures import interactive, tables
from course.probe import asked, conditional, directions, handwriting, labelled, obedient, paired, strokes

device = choose()
torch.manual_seed(0)
NZ, NGF, NDF, CLASSES = 64, 16, 16, 10
print("running on", device.type)

# %% [markdown]
# ## 1 · The labels that lay unused
#
# Each digit comes with its label, a whole number from 0 to 9. Until now the game was about one question: *is this a real digit?* Now it is about a pair, an image $x$ and a label $y$: *is this a real seven?*
#
# $$\min_G \max_D \; \mathbb{E}\,\log D(x, y) + \mathbb{E}\,\log\big(1 - D(G(z, y), y)\big)$$
#
# This is the conditional GAN of [Mirza and Osindero (2014)](https://arxiv.org/abs/1411.1784).

# %% demo="labels-shown" check=true
digits, labels = data.digits("train")
images = 2 * data.padded(digits) - 1  # (4500, 1, 32, 32), values in [−1, 1]
print("images", tuple(images.shape), "labels", tuple(labels.shape), labels.dtype, "first ones", labels[:12].tolist())

# %% demo="digits-by-label"
order = torch.cat([torch.nonzero(labels == digit)[:8, 0] for digit in range(CLASSES)]).reshape(CLASSES, 8).T.flatten()
tables.show_table((images[order] + 1) / 2, [str(digit) for digit in range(CLASSES)], "One column a label: hands differ, the digit does not")

# %% [markdown]
# Look down a column. The label says *which* digit. It does not say how bold, how slanted, how large: that is left for the noise $z$. A good conditional generator divides the work just so.
#
# **Both** networks need the label. A $D$ without it cannot see whether a seven was asked for, so a $G$ that ignores its label would lose nothing.

# %% [markdown]
# ## 2 · The label goes into the generator
#
# A label is a name, not a quantity: 8 is not twice 4. So it does not enter as a number. An **embedding** is a table with one row of numbers for each class; the network learns the rows. `nn.Embedding(classes, nz)` looks up `table[y]`.
#
# The row $e(y)$ stands **beside** the noise: $nz + nz$ numbers for an image. After that all is lesson 3's generator.

# %% demo="embedding-shown" check=true
table = nn.Embedding(3, 4)  # 3 classes, a row of 4 numbers for each
with torch.no_grad():
    table.weight.copy_(torch.arange(12.0).reshape(3, 4))
print("rows for the labels 2, 0, 2:", table(torch.tensor([2, 0, 2])).tolist())
print("half of row 0, half of row 2:", (torch.tensor([0.5, 0.0, 0.5]) @ table.weight).tolist())

# %% [markdown]
# The second line is a **mixture**: weights, one for each class, in the place of a label. `weights @ table.weight` mixes the rows. Section 9 walks from one digit to another with them. So let $G$ take both: labels (N,) or mixtures (N, classes).
#
# | layer of $G$ | after it |
# |---|---|
# | noise and row side by side | (N, 2·nz, 1, 1) |
# | stride 1, padding 0; BatchNorm, ReLU | (N, 4·ngf, 4, 4) |
# | stride 2, padding 1; BatchNorm, ReLU | (N, 2·ngf, 8, 8) |
# | stride 2, padding 1; BatchNorm, ReLU | (N, ngf, 16, 16) |
# | stride 2, padding 1; Tanh | (N, 1, 32, 32) |

# %% [markdown]
# All transposed convolutions have kernel 4, as in lesson 3.
#
# **Exercise** *(12 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# `y.dim()` tells labels from mixtures. A row has shape (N, nz); what does it lack to stand beside (N, nz, 1, 1)?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `rows = self.embed(y) if y.dim() == 1 else y @ self.embed.weight`, then `torch.cat([z, rows[:, :, None, None]], 1)` goes through an `nn.Sequential` of the table's layers, the first with `2 * nz` channels in.
#
# </details>

# %% solution="generator"
class Generator(nn.Module):
    """Noise z (N, nz, 1, 1) and what is asked, y → images (N, 1, 32, 32) in [−1, 1].

    y: labels (N,), int64, or mixtures (N, classes), float: how much of each class.
    The nn.Embedding has one row of nz numbers for each class, and no other layer sees y.
    Noise and rows stand side by side, in either order. The layers are those of the table.
    """

    def __init__(self, nz, ngf, classes):
        super().__init__()
        # TODO: the embedding and the layers
        ### BEGIN SOLUTION
        self.embed = nn.Embedding(classes, nz)
        self.layers = nn.Sequential(
            nn.ConvTranspose2d(2 * nz, 4 * ngf, 4, 1, 0, bias=False), nn.BatchNorm2d(4 * ngf), nn.ReLU(),  # (N, 4·ngf, 4, 4)
            nn.ConvTranspose2d(4 * ngf, 2 * ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ngf), nn.ReLU(),  # (N, 2·ngf, 8, 8)
            nn.ConvTranspose2d(2 * ngf, ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(ngf), nn.ReLU(),  # (N, ngf, 16, 16)
            nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False), nn.Tanh(),  # (N, 1, 32, 32)
        )
        ### END SOLUTION

    def forward(self, z, y):
        # TODO: return the images for noise z and labels or mixtures y
        ### BEGIN SOLUTION
        rows = self.embed(y) if y.dim() == 1 else y @ self.embed.weight  # (N, nz)
        return self.layers(torch.cat([z, rows[:, :, None, None]], 1))
        ### END SOLUTION

# %% demo="generator-try" check=true
raw_G = Generator(NZ, NGF, CLASSES)
five = torch.randn(5, NZ, 1, 1)
print("labels   (5,)    → images", tuple(raw_G(five, torch.tensor([7, 7, 0, 1, 2])).shape))
print("mixtures (5, 10) → images", tuple(raw_G(five, torch.full((5, CLASSES), 0.1)).shape))
print("parameters", sum(p.numel() for p in raw_G.parameters()))

# %% test="generator-shape" of="generator" points=1
# Noise (N, nz, 1, 1) and labels (N,) or mixtures (N, classes) give images (N, 1, 32, 32), for any N.
for n, (nz, ngf, classes) in [(1, (10, 4, 10)), (3, (7, 5, 3)), (6, (12, 2, 4))]:
    model = probe.attempt("Generator(nz, ngf, classes)", Generator, nz, ngf, classes)
    for kind, y in {"labels": torch.full((n,), classes - 1), "mixtures": probe.uniform(n, classes)}.items():
        x = probe.attempt(f"the generator, with {kind} {tuple(y.shape)},", model, probe.normal(n, nz, 1, 1), y)
        probe.tensor(x, (n, 1, 32, 32), f"G(z, y) for {kind}")

# %% test="generator-layers" of="generator" points=2
# With known weights, the images are those of the table's layers, from noise and the rows of the labels side by side.
for nz, ngf, classes in [(10, 4, 5), (7, 6, 12)]:
    model = probe.attempt("Generator(nz, ngf, classes)", Generator, nz, ngf, classes)
    net = conditional.generator(model, nz, ngf, classes)
    z, y = probe.normal(6, nz, 1, 1), probe.classes(6, classes)
    made = conditional.run(model, z, y, (6, 1, 32, 32), "G(z, y)")
    rows = net.table[y]
    probe.same(made, net.both(z, rows), "with known weights, a pixel of G(z, y)", {
        "the label plays no part": net.both(z, 0 * rows),
        "the rows of the labels stand in another order than the noise: row i belongs to image i": net.both(z, rows.flip(0)),
        "all images get the row of the first label": net.both(z, rows[:1].expand(6, -1)),
        "the noise plays no part": net.both(0 * z, rows),
        "Tanh is missing at the end": net.both(z, rows, end=None),
        "it ends with Sigmoid, so its pixels lie in [0, 1]: use Tanh": net.both(z, rows, end=torch.sigmoid),
        "it uses LeakyReLU: here G uses ReLU": [x for slope in (0.01, 0.1, 0.2) for x in net.both(z, rows, act=lambda x: nn.functional.leaky_relu(x, slope))],
        "ReLU is missing between the layers": net.both(z, rows, act=lambda x: x),
        "BatchNorm stands behind ReLU: it comes first": net.both(z, rows, late=True),
        "BatchNorm is made, but not used in forward": net.both(z, rows, norm=False),
        "it is in eval mode: leave the mode to the caller": net.both(z, rows, training=False),
    }, tolerance=1e-3)

# %% test="generator-mixtures" of="generator" points=1
# A mixture takes so much of each row; a mixture of one class alone gives what its label gives.
for nz, ngf, classes in [(8, 4, 4), (6, 5, 8)]:
    model = probe.attempt("Generator(nz, ngf, classes)", Generator, nz, ngf, classes)
    net = conditional.generator(model, nz, ngf, classes)
    z, y, weights = probe.normal(5, nz, 1, 1), probe.classes(5, classes), probe.uniform(5, classes)
    pure = nn.functional.one_hot(y, classes).float()
    asked_for = conditional.run(model, z, y, (5, 1, 32, 32), "G(z, y)")
    probe.same(conditional.run(model, z, pure, (5, 1, 32, 32), "G(z, mixtures)"), asked_for, "a pixel for a mixture of one class alone, compared with its label's,", {
        "the mixture plays no part": net.both(z, 0 * net.table[y]),
        "the rows are mixed by a softmax of the weights: take the weights as they are": net.both(z, pure.softmax(1) @ net.table),
    }, tolerance=1e-3)
    probe.same(conditional.run(model, z, weights, (5, 1, 32, 32), "G(z, mixtures)"), net.both(z, weights @ net.table), "a pixel for a mixture of all classes", {
        "only the largest share counts: mix the rows, weights @ table": net.both(z, net.table[weights.argmax(1)]),
        "the rows are mixed by a softmax of the weights: take the weights as they are": net.both(z, weights.softmax(1) @ net.table),
        "the weights are divided by their sum: take them as they are": net.both(z, weights / weights.sum(1, keepdim=True) @ net.table),
        "the weights are cut off to whole numbers": net.both(z, weights.long().float() @ net.table),
    }, tolerance=1e-3)

# %% test="generator-gradient" of="generator" points=1
# A gradient reaches the rows that were asked for, and all layers, with labels and with mixtures.
model = probe.attempt("Generator(nz, ngf, classes)", Generator, 8, 4, 6)
for mixed in (False, True):
    conditional.check_gradients(model, conditional.generator(model, 8, 4, 6), probe.normal(7, 8, 1, 1), mixed, "G(z, y)")

# %% [markdown]
# ## 3 · The label goes into the discriminator
#
# Three ways were found.
#
# * **Beside the image** ([Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784)): the label as more channels of the image. Simple; $D$ must find out by itself what they are for.
# * **As a task** ([Odena and others, 2016](https://arxiv.org/abs/1610.09585)): AC-GAN's $D$ also says which class it sees, and both players are paid for right classes.
# * **As a projection** ([Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637)): we take this one.

# %% [markdown]
# What would the best $D$ say? Its logit is a log ratio of densities, of real pairs $p$ and of fake pairs $q$ (lesson 1). It splits:
#
# $$\log\frac{p(x, y)}{q(x, y)} = \underbrace{\log\frac{p(y \mid x)}{q(y \mid x)}}_{\text{is it a seven?}} + \underbrace{\log\frac{p(x)}{q(x)}}_{\text{is it a digit?}}$$
#
# If the class can be read from features $\varphi(x)$ by a softmax, as most classifiers do, the first part is $e(y)\cdot\varphi(x)$ and something without $y$.

# %% [markdown]
# So $D$ needs only an **inner product** with a row for the class:
#
# $$\ell(x, y) = \psi(\varphi(x)) + e(y)\cdot\varphi(x)$$
#
# $\varphi$ is lesson 3's discriminator with $8\cdot ndf$ outputs in the place of one, $\psi$ a linear layer to one number, and $e(y)$ a row of an embedding as wide as $\varphi(x)$.
#
# | layer of $\varphi$ | after it |
# |---|---|
# | stride 2, padding 1; LeakyReLU(0.2) | (N, ndf, 16, 16) |
# | stride 2, padding 1; BatchNorm, LeakyReLU(0.2) | (N, 2·ndf, 8, 8) |
# | stride 2, padding 1; BatchNorm, LeakyReLU(0.2) | (N, 4·ndf, 4, 4) |
# | stride 1, padding 0; LeakyReLU(0.2); flatten | (N, 8·ndf) |

# %% demo="projection-by-hand" check=true
phi = torch.tensor([[1.0, 2.0], [1.0, 2.0]])  # the same features twice
rows = torch.tensor([[3.0, 0.0], [0.0, -1.0]])  # asked about as two classes
print("ψ the same for both; e(y)·φ(x):", (rows * phi).sum(1, keepdim=True).tolist())

# %% [markdown]
# The same image, two labels, two answers. All convolutions have kernel 4.
#
# **Exercise** *(15 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# Write $\varphi$ first and look at its shape. An inner product for each image of the batch is an elementwise product and a sum along one dimension. What shape must it have beside ψ's (N, 1)?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `phi = self.features(x)`, then `self.psi(phi) + (self.embed(y) * phi).sum(1, keepdim=True)`, with `nn.Linear(8 * ndf, 1)` and `nn.Embedding(classes, 8 * ndf)`.
#
# </details>

# %% solution="projection-discriminator"
class ProjectionDiscriminator(nn.Module):
    """Images x (N, 1, 32, 32) and labels y (N,), int64 → one logit each, (N, 1).

    The logit is ψ(φ(x)) + e(y)·φ(x): φ as in the table, ψ an nn.Linear, e one row of an
    nn.Embedding for each class. Nothing follows; no other layer sees y.
    """

    def __init__(self, ndf, classes):
        super().__init__()
        # TODO: φ, ψ and the embedding
        ### BEGIN SOLUTION
        self.features = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),  # (N, ndf, 16, 16)
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2),  # (N, 2·ndf, 8, 8)
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(4 * ndf), nn.LeakyReLU(0.2),  # (N, 4·ndf, 4, 4)
            nn.Conv2d(4 * ndf, 8 * ndf, 4, 1, 0, bias=False), nn.LeakyReLU(0.2), nn.Flatten(),  # (N, 8·ndf)
        )
        self.psi = nn.Linear(8 * ndf, 1)
        self.embed = nn.Embedding(classes, 8 * ndf)
        ### END SOLUTION

    def forward(self, x, y):
        # TODO: return the logit for each pair of an image and its label
        ### BEGIN SOLUTION
        phi = self.features(x)  # (N, 8·ndf)
        return self.psi(phi) + (self.embed(y) * phi).sum(1, keepdim=True)  # (N, 1)
        ### END SOLUTION

# %% demo="projection-discriminator-try" check=true
raw_D = ProjectionDiscriminator(NDF, CLASSES)
print("5 images, 5 labels → logits", tuple(raw_D(images[:5], labels[:5]).shape))
same_image = images[:1].expand(CLASSES, -1, -1, -1)
print("one image, asked about as each digit:", len(raw_D(same_image, torch.arange(CLASSES)).unique()), "different logits")

# %% test="projection-discriminator-shape" of="projection-discriminator" points=1
# Images and labels give one logit each, (N, 1), for any N and any number of classes.
for n, (ndf, classes) in [(1, (4, 10)), (5, (3, 3)), (4, (6, 12))]:
    model = probe.attempt("ProjectionDiscriminator(ndf, classes)", ProjectionDiscriminator, ndf, classes)
    x, y = probe.uniform(n, 1, 32, 32, low=-1), torch.full((n,), classes - 1)
    conditional.run(model, x, y, (n, 1), "D(x, y)")

# %% test="projection-discriminator-layers" of="projection-discriminator" points=3
# With known weights, the logit is ψ(φ(x)) + e(y)·φ(x), with the table's layers in φ.
for ndf, classes in [(4, 5), (3, 11)]:
    model = probe.attempt("ProjectionDiscriminator(ndf, classes)", ProjectionDiscriminator, ndf, classes)
    net = conditional.discriminator(model, ndf, classes)
    x, y = 2 * probe.uniform(6, 1, 32, 32, low=-1), probe.classes(6, classes)
    logits = conditional.run(model, x, y, (6, 1), "D(x, y)")
    phi, rows = net.features(x), net.table[y]
    right, plain, of = net.logits(phi, rows), net.logits(phi, 0 * rows), lambda phi: net.logits(phi, rows)
    probe.same(logits, right, "with known weights, a logit D(x, y)", {
        "the label plays no part: add the inner product e(y)·φ(x)": plain,
        "ψ is missing: add ψ(φ(x)), a linear layer of its own": [right - plain, right - plain + net.head[1]],
        "the inner product is summed over the whole batch: sum over the features, dim 1": plain + (right - plain).sum(),
        "the inner product is a mean over the features: sum them": plain + (right - plain) / phi.shape[1],
        "the inner product is with the row of another image's label": net.logits(phi, rows.flip(0)),
        "ψ is applied to the product: sum it, and apply ψ to φ(x) alone": net.psi_of_product(phi, rows),
        "Sigmoid stands at the end: return the logit": right.sigmoid(),
        "LeakyReLU is missing at the end of φ": of(net.features(x, end=1.0)),
        "the slope of LeakyReLU is 0.01, PyTorch's default: use 0.2": of(net.features(x, 0.01, 0.01)),
        "the slope of LeakyReLU is 0.1: use 0.2": of(net.features(x, 0.1, 0.1)),
        "it uses ReLU: here D uses LeakyReLU with slope 0.2": of(net.features(x, 0.0, 0.0)),
        "it uses ReLU at the end of φ: LeakyReLU with slope 0.2 stands there too": of(net.features(x, end=0.0)),
        "BatchNorm stands behind LeakyReLU: it comes first": of(net.features(x, late=True)),
        "BatchNorm is made, but not used in forward": of(net.features(x, norm=False)),
        "it is in eval mode: leave the mode to the caller": of(net.features(x, training=False)),
    }, tolerance=1e-3)

# %% test="projection-discriminator-gradient" of="projection-discriminator" points=1
# A gradient reaches the image through both parts of the logit, and all layers, and the rows that were asked about.
model = probe.attempt("ProjectionDiscriminator(ndf, classes)", ProjectionDiscriminator, 4, 6)
net = conditional.discriminator(model, 4, 6)
conditional.check_image_gradient(model, net, probe.uniform(5, 1, 32, 32, low=-1))
conditional.check_gradients(model, net, probe.uniform(7, 1, 32, 32, low=-1).requires_grad_(), False, "D(x, y)")

# %% [markdown]
# ## 4 · The discriminator's step, in pairs
#
# Lesson 3's step, but on pairs. A real image goes with **its own** label. For the fakes the step draws labels itself, each class equally often: `torch.randint(classes, (N,), device=device)`. $G$ is asked for them, and $D$ is shown $G$'s images with **the same** labels.
#
# | pair | label for the loss |
# |---|---|
# | real image, its own digit | 1 |
# | fake image, the digit that was asked for | 0 |

# %% [markdown]
# $D$ never sees a real 3 called a 7. It need not: a fake pair that does not match is enough to learn from, as long as $G$ makes some. (Section 6 asks what becomes of that.)
#
# **Exercise** *(10 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# Begin with your step of lesson 3. Labels appear in three calls: two of $D$, one of $G$. Which of them must be the same tensor?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `drawn = torch.randint(classes, (len(real),), device=device)`, `fake = G(noise, drawn)` without gradient, then `D(real, labels)` and `D(fake, drawn)`. The loss and the update are lesson 3's.
#
# </details>

# %% solution="conditional-discriminator-step"
def conditional_discriminator_step(D, G, real, labels, optim_D, nz, classes, device):
    """One update of D's weights, and of no others. Real pairs are labelled exactly 1, fake pairs 0.

    real: (N, 1, H, W) in [−1, 1] with labels (N,), on any device: move both to `device`, change neither.
    As many fakes as reals, from normal noise (N, nz, 1, 1), for labels (N,) from 0 to classes − 1, each
    equally often: both on `device` and drawn anew in each call. D sees them with these labels.
    D sees real and fake pairs in two calls. Both networks are in train mode, and stay in it.
    Gradients of earlier steps play no part, and no gradient is left in G.
    The loss keeps its gradient where D is sure and wrong, with a logit of 30.
    Returns the loss before the update, real part plus fake part, as a float.
    """
    # TODO: the step
    ### BEGIN SOLUTION
    loss_func = nn.BCEWithLogitsLoss()
    real, labels = real.to(device), labels.to(device)
    drawn = torch.randint(classes, (len(real),), device=device)  # (N,)
    with torch.no_grad():
        fake = G(torch.randn(len(real), nz, 1, 1, device=device), drawn)  # (N, 1, H, W)

    optim_D.zero_grad()
    on_real, on_fake = D(real, labels), D(fake, drawn)  # (N, 1) each
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
    ### END SOLUTION

# %% given="first-weights"
def init_weights(module):
    """DCGAN's first weights, as in lesson 3, for linear layers and embeddings too."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


def networks(device, spread=0.02):
    """G, D and an Adam for each, on the device. spread: standard deviation of G's first embedding."""
    G = Generator(NZ, NGF, CLASSES).apply(init_weights).to(device, memory_format=torch.channels_last)
    for module in G.modules():
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, 0.0, spread)
    D = ProjectionDiscriminator(NDF, CLASSES).apply(init_weights).to(device, memory_format=torch.channels_last)
    adam = (torch.optim.Adam(net.parameters(), lr=0.001, betas=(0.5, 0.999), fused=True) for net in (G, D))
    return G, D, *adam

# %% demo="conditional-discriminator-step-try"
raw_G, raw_D, raw_optim_G, raw_optim_D = networks(device)
for number in range(5):
    loss_d = conditional_discriminator_step(raw_D, raw_G, images[:64], labels[:64], raw_optim_D, NZ, CLASSES, device)
    print(f"step {number}: loss of D {loss_d:.3f}")

# %% [markdown]
# The graded cells play your steps on two tiny networks, as in lesson 3. These take labels, and write down with which ones they were called.

# %% given="calls"
def play_D(s):
    """Play the discriminator's step on the pieces s."""
    return conditional_discriminator_step(s.D, s.G, s.images, s.labels, s.optim, s.input_dim, s.number, s.device)


def play_G(s):
    """Play the generator's step on the pieces s."""
    return conditional_generator_step(s.D, s.G, s.batch_size, s.optim, s.input_dim, s.number, s.device)


TEN, FEW = {"number": 10, "input_dim": 64}, {"number": 3, "input_dim": 30}
SURE = TEN | {"sure": True}  # all logits are about −30: D is sure that all is fake
NORMED = {"normed": True, "number": 4, "input_dim": 20}
play_d, play_g = labelled.labelled_discriminator_step, labelled.labelled_generator_step

# %% test="conditional-discriminator-step-loss" of="conditional-discriminator-step" points=2
# D's step returns its loss before the update: real images with their own labels, fakes with those they were asked for.
for batch_size, setting in [(32, TEN), (7, FEW), (1, TEN)]:
    probe.check_loss(play_d(play_D, batch_size, **setting))

# %% test="conditional-discriminator-step-update" of="conditional-discriminator-step" points=2
# D's step changes D's weights alone, its embedding too, once, along the gradient of its loss (a sure D's too).
for batch_size, setting in [(32, TEN), (7, FEW), (1, TEN), (9, SURE)]:
    watched = play_d(play_D, batch_size, **setting)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="conditional-discriminator-step-company" of="conditional-discriminator-step" points=1
# With BatchNorm in both networks, the loss and the update are still those of two calls of D in train mode.
for batch_size in (1, 6, 20):
    watched = play_d(play_D, batch_size, **NORMED)
    probe.check_modes(watched)
    probe.check_loss(watched)
    probe.check_update(watched)

# %% test="conditional-discriminator-step-labels" of="conditional-discriminator-step" points=2
# D's step draws labels for G itself: fresh ones in each call, of all classes, each equally often.
for number in (10, 7):
    labelled.check_labels([play_d(play_D, 2000, **TEN | {"number": number, "image": (1, 4, 4)}) for _ in range(3)])

# %% test="conditional-discriminator-step-noise" of="conditional-discriminator-step" points=1
# D's step draws fresh normal noise of shape (N, nz, 1, 1) each time, N being the number of real images.
for batch_size, nz in [(32, 100), (65, 40)]:
    watched = [play_d(play_D, batch_size, **TEN | {"input_dim": nz}) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, nz, 1, 1))

# %% test="conditional-discriminator-step-device" of="conditional-discriminator-step" points=1
# D's step runs on the device it is given: images, both kinds of labels and noise are all there.
for place in testbeds():
    for real_on in ("cpu", place):  # wherever the loader left them
        probe.check_place(play_d(play_D, 60, device=place, real_on=real_on, **TEN), place)

# %% [markdown]
# ## 5 · The generator's step
#
# New noise and new labels; $G$ makes what it is asked for, $D$ judges the pair; label 1. The gradient tells $G$ two things at once: *more like a digit*, and *more like the one you were asked for*.
#
# **Exercise** *(5 minutes, easy).*
#
# <details><summary>Hint</summary>
#
# Half of the step before, with three changes: the label for the loss, what is not cut off, and the optimizer.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `on_fake = D(G(noise, drawn), drawn)`, then `loss_func(on_fake, torch.ones_like(on_fake))`, and `zero_grad`, `backward`, `step` with `optim_G`.
#
# </details>

# %% solution="conditional-generator-step"
def conditional_generator_step(D, G, batch_size, optim_G, nz, classes, device):
    """One update of G's weights, and of no others, towards pairs that D takes for real (label exactly 1).

    Normal noise (batch_size, nz, 1, 1), and labels (batch_size,) from 0 to classes − 1, each equally
    often: both on `device` and drawn anew in each call. D judges G's images with the labels G got.
    Both networks are in train mode, and stay in it. Gradients of earlier steps play no part.
    D may collect gradients; its weights stay, and all of them ask for gradients afterwards too.
    The loss keeps its gradient where D is sure of a fake image, with a logit of −30.
    Returns the loss before the update as a float.
    """
    # TODO: the step
    ### BEGIN SOLUTION
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)  # (N, nz, 1, 1)
    drawn = torch.randint(classes, (batch_size,), device=device)  # (N,)

    optim_G.zero_grad()
    on_fake = D(G(noise, drawn), drawn)  # (N, 1)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    loss.backward()
    optim_G.step()
    return loss.item()
    ### END SOLUTION

# %% demo="conditional-generator-step-try"
for number in range(5):
    loss_g = conditional_generator_step(raw_D, raw_G, 64, raw_optim_G, NZ, CLASSES, device)
    print(f"step {number}: loss of G {loss_g:.3f}")

# %% test="conditional-generator-step-loss" of="conditional-generator-step" points=1
# G's step returns −log D(G(z, y), y), the loss before the update: its pairs are labelled 1.
for batch_size, setting in [(1, TEN), (7, FEW), (32, TEN)]:
    probe.check_loss(play_g(play_G, batch_size, **setting))

# %% test="conditional-generator-step-update" of="conditional-generator-step" points=2
# G's step changes G's weights alone, its embedding too, once, along the gradient of its loss (a sure D's too).
for batch_size, setting in [(1, TEN), (7, FEW), (32, TEN), (9, SURE)]:
    watched = play_g(play_G, batch_size, **setting)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="conditional-generator-step-modes" of="conditional-generator-step" points=1
# With BatchNorm in both networks, the loss and the update are still those of networks in train mode.
for batch_size in (1, 6, 20):
    watched = play_g(play_G, batch_size, **NORMED)
    probe.check_modes(watched)
    probe.check_loss(watched)
    probe.check_update(watched)

# %% test="conditional-generator-step-draws" of="conditional-generator-step" points=1
# G's step draws fresh normal noise and fresh labels of all classes each time.
for nz, number in [(100, 10), (40, 7)]:
    watched = [play_g(play_G, 2000, input_dim=nz, number=number, image=(1, 4, 4)) for _ in range(3)]
    probe.check_noise([each.noise() for each in watched], (2000, nz, 1, 1))
    labelled.check_labels(watched)

# %% test="conditional-generator-step-device" of="conditional-generator-step" points=1
# G's step runs on the device it is given: noise and labels are there.
for place in testbeds():
    probe.check_place(play_g(play_G, 60, device=place, **TEN), place)

# %% [markdown]
# ## 6 · Train, and ask
#
# The loop is lesson 3's: 32 images a batch, a learning rate that falls to zero, three of ten pixels hidden whenever $D$ looks. The labels are new, and with them 30 epochs do, where lesson 3 took 50.
#
# `sample` takes noise (N, NZ) and labels, or mixtures. Labels that do not fit get a clear sentence. On a GPU a label out of range stops the whole process, so it is worth a line.

# %% given="sample"
def check_asked(y, count):
    """ValueError, one sentence, unless y is labels (count,) from 0 to 9, or mixtures (count, 10)."""
    if y.dim() == 2 and tuple(y.shape) == (count, CLASSES) and y.is_floating_point():
        return
    if y.dtype != torch.int64 or y.dim() != 1:
        raise ValueError(f"labels are whole numbers (torch.int64) of shape (N,), not {y.dtype} of shape {tuple(y.shape)}.")
    if len(y) != count:
        raise ValueError(f"there are {len(y)} labels for {count} images: give one label for each.")
    if count and not 0 <= int(y.min()) <= int(y.max()) < CLASSES:
        raise ValueError(f"labels go from 0 to {CLASSES - 1}, but one is {int(y.max()) if y.max() >= CLASSES else int(y.min())}.")


def sample(G, z, y):
    """G's images in [0, 1], (N, 1, 32, 32), on the CPU, for noise z (N, NZ) and labels or mixtures y.

    In eval mode, without gradient; G is left in the mode it was in.
    """
    check_asked(y, len(z))
    place, mode = next(G.parameters()).device, G.training
    with torch.no_grad():
        fakes = G.eval()(z.reshape(-1, NZ, 1, 1).to(place), y.to(place)).cpu()
    G.train(mode)
    return (fakes + 1) / 2

# %% demo="bad-labels" check=true
for y in [torch.tensor([7, 12]), torch.tensor([7]), torch.tensor([7.0, 1.0])]:
    try:
        sample(raw_G, torch.randn(2, NZ), y)
    except ValueError as error:
        print(error)

# %% given="judge"
class Judge(nn.Module):
    """D behind a screen: each pixel is set to grey with probability 0.3 before D looks."""

    def __init__(self, D):
        super().__init__()
        self.D = D

    def forward(self, x, y):
        return self.D(x * (torch.rand_like(x) > 0.3), y)

# %% given="training"
BATCH_SIZE, LEARNING_RATE, EPOCHS = 32, 0.001, budget.pick(30, 1)


def train(images, labels, epochs, device, spread=0.02):
    """Train on images (N, 1, 32, 32) in [−1, 1] with labels (N,); returns G, D, the losses."""
    G, D, optim_G, optim_D = networks(device, spread)
    judge, history = Judge(D), []
    for epoch in budget.progress(range(epochs), "epochs"):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / epochs)
        losses = []
        for chosen in data.batches(torch.arange(len(images)), BATCH_SIZE):
            real, own = images[chosen], labels[chosen]
            loss_d = conditional_discriminator_step(judge, G, real, own, optim_D, NZ, CLASSES, device)
            loss_g = conditional_generator_step(judge, G, len(real), optim_G, NZ, CLASSES, device)
            losses.append((loss_d, loss_g))
        history.append(tuple(sum(column) / len(losses) for column in zip(*losses)))
    return G, D, history

# %% demo="train"
torch.manual_seed(0)
few = budget.pick(4500, 64)
G, D, history = train(images[:few], labels[:few], EPOCHS, device)
if budget.full():
    torch.save(G.state_dict(), "generator.pt")  # hand this file in with the notebook

# %% demo="losses"
pictures.show_losses(history)

# %% [markdown]
# Now ask. Each row below is **one** noise, each column one label: ten hands, and each writes all ten digits.
#
# *Before you look: what will the digits of one row have in common?*

# %% demo="asked-for"
hands = torch.randn(10, NZ, generator=torch.Generator().manual_seed(1))
grid = sample(G, hands.repeat_interleave(CLASSES, 0), torch.arange(CLASSES).repeat(10))
tables.show_table(grid, [str(digit) for digit in range(CLASSES)], "One noise a row, one label a column")

# %% [markdown]
# Nobody told $G$ that style and digit are two things. The label carries the digit, so the noise is free for the rest: a bold row is bold in all columns, a slanted one slanted. Section 10 measures that.

# %% [markdown]
# ### The same after six epochs
#
# Two trials follow, of six epochs each. To compare like with like, here is the recipe itself after six: half-learnt digits, but ten of them, in four hands.

# %% demo="six-epochs"
SHORT = budget.pick(6, 1)
columns, asked_of_each = [str(digit) for digit in range(CLASSES)], torch.arange(CLASSES).repeat(4)
four_hands = hands[:4].repeat_interleave(CLASSES, 0)
torch.manual_seed(0)
young_G, young_D, _ = train(images[:few], labels[:few], SHORT, device)
tables.show_table(sample(young_G, four_hands, asked_of_each), columns, f"The recipe above, after {SHORT} epochs")

# %% [markdown]
# ### Does D look at the label?
#
# Show $D$ held-out digits, behind its screen as in training: with their own labels, then called something else. A $D$ that ignores labels answers the same. *Predict: by how much will the logit fall, after 6 epochs and after 30?*

# %% demo="labels-matter"
held_out, own = data.digits("test")
held_out = (2 * data.padded(held_out) - 1).to(device)
screened = held_out * (torch.rand_like(held_out) > 0.3)
for age, network in ((SHORT, young_D), (EPOCHS, D)):
    network.eval()
    with torch.no_grad():
        logits = torch.cat([network(screened, torch.full_like(own, digit).to(device)) for digit in range(CLASSES)], 1).cpu()
    means = [logits.gather(1, (own + shift)[:, None] % CLASSES).mean() for shift in (0, 1, 5)]
    named = (logits.argmax(1) == own).float().mean()
    print(f"{age} epochs: own labels {means[0]:+.2f}, y + 1 {means[1]:+.2f}, y + 5 {means[2]:+.2f}; names {named:.0%} of the digits")

# %% [markdown]
# Three seeds, and the run above: after 6 epochs the logit falls by 1.1 to 2.3, and the digit with the highest logit is the right one for 35 to 43 of 100 images. After 30 it falls by 0.0 to 0.6, and names 8 to 13 of 100, about chance. So $D$ learns what a seven is, and then **forgets** it. A likely reason: by then $G$'s images match their labels, so $D$ meets no wrong pair any more.

# %% [markdown]
# ### Start small
#
# Now one change: $G$'s rows begin as `nn.Embedding` makes them, from $\mathcal{N}(0, 1)$. Above they came from $\mathcal{N}(0, 0.02)$, like all weights here. *Predict before you run: what changes, compared with the picture after six epochs?*

# %% demo="loud-labels"
torch.manual_seed(0)
loud, _, _ = train(images[:few], labels[:few], SHORT, device, spread=1.0)
tables.show_table(sample(loud, four_hands, asked_of_each), columns, f"Rows from N(0, 1), after {SHORT} epochs: four noises, one hand")

# %% [markdown]
# The noise has no say any more: ten images, whatever $z$ is. (In section 7's distance from real digits, three seeds: 203 to 304, against 69 to 84 above; yours may lie a little outside.) A likely reason: BatchNorm in $G$ keeps a batch varied, and in lesson 3 only $z$ could. Here the labels can too. If they are loud from the beginning, $G$ does without $z$; rows that start small give the noise a head start.

# %% [markdown]
# ### The same run with shuffled labels
#
# Now real images go with labels of **other** images. Everything else stays. *Predict: will the images be digits? Will they be those that were asked for?*

# %% demo="shuffled"
torch.manual_seed(0)
shuffled = labels[:few][torch.randperm(few)]
stubborn, _, _ = train(images[:few], shuffled, SHORT, device)
tables.show_table(sample(stubborn, four_hands, asked_of_each), columns, f"Learnt from shuffled labels, after {SHORT} epochs")

# %% [markdown]
# Blobs, few of them digits, and always the same in a row: no label is heeded. They are further behind than the recipe after as many epochs, since labels that say nothing teach nothing. If labels and images have nothing to do with each other, the best that $G$ can do is to take no notice. A loader that shuffles images without their labels gives just this picture, and raises no error.

# %% [markdown]
# ## 7 · Does it obey?
#
# **Second sitting.** In a new session run sections 1 to 5 and the cell with `sample` in section 6, then this one: it loads the generator you saved.

# %% given="second-sitting"
from pathlib import Path

if budget.full() and Path("generator.pt").is_file():
    G = Generator(NZ, NGF, CLASSES).to(device)
    G.load_state_dict(torch.load("generator.pt", map_location=device, weights_only=True))

# %% [markdown]
# The digit classifier of lessons 2 and 3 reads the images: `metrics.read(images)` gives a digit for each. **Obedience** is the share that it reads as asked. It wants 28 × 28 pixels, so the margin of 2 comes off.
#
# A ruler has an error of its own: how often does it misread *real* digits?

# %% demo="ruler" check=true
real, own = data.digits("test")
wrong = (metrics.read(real) != own).sum().item()
print(f"of {len(own)} held-out digits it misreads {wrong}: obedience of {1 - wrong / len(own):.3f} is as good as real")

# %% [markdown]
# **Exercise** *(8 minutes, easy).* One share for each class, since a mean can hide a digit that never comes.
#
# <details><summary>Hint</summary>
#
# Ask for all at once: `torch.arange(classes).repeat_interleave(n)` holds n of each label, in order. What does `reshape(classes, n)` do with what was read?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]`, then `(metrics.read(images) == y).float().reshape(classes, n).mean(1)`.
#
# </details>

# %% solution="obedience"
def obedience(G, classes, n):
    """How often the classifier reads what was asked for: one share for each class, (classes,), float.

    Asks G, by `sample`, for n images of each class from 0 to classes − 1, each from its own normal noise.
    `metrics.read` reads them without their margin of 2 pixels.
    """
    # TODO: ask, read, compare
    ### BEGIN SOLUTION
    y = torch.arange(classes).repeat_interleave(n)  # (classes·n,)
    images = sample(G, torch.randn(len(y), NZ), y)[:, :, 2:-2, 2:-2]  # (classes·n, 1, 28, 28)
    return (metrics.read(images) == y).float().reshape(classes, n).mean(1)
    ### END SOLUTION

# %% demo="obedience-try"
right = metrics.read(real) == own
of_real = [right[own == digit].float().mean().item() for digit in range(CLASSES)]
tables.show_bars({"your generator": obedience(G, CLASSES, budget.pick(100, 4)).tolist(), "held-out digits": of_real}, "Obedience", "share read as asked")

# %% test="obedience-shares" of="obedience" points=2
# Each class has its own share: of its images, how many the classifier reads as it.
for classes, n, place in [(10, 7, "cpu"), (4, 12, "cpu"), *((6, 5, place) for place in testbeds())]:
    asked.check_obedience(obedience, classes, n, NZ, place)

# %% test="obedience-draws" of="obedience" points=1
# G is asked for n images of each class, each from its own fresh normal noise.
asked.check_asking(obedience, 10, 9, NZ)

# %% [markdown]
# ### Which digits are mistaken for which?
#
# A row is what was asked for, a column what was read.

# %% demo="confusion"
y = torch.arange(CLASSES).repeat_interleave(budget.pick(200, 10))
fakes = sample(G, torch.randn(len(y), NZ, generator=torch.Generator().manual_seed(2)), y)[:, :, 2:-2, 2:-2]
seen = nn.functional.one_hot(metrics.read(fakes), CLASSES).float()
tables.show_confusion(seen.reshape(CLASSES, -1, CLASSES).mean(1), "In per cent: asked for, and read")

# %% demo="quality"
def grade_images(images):
    quality = metrics.quality(images)
    return f"distance {quality.distance:7.1f}   classes {quality.classes:2d}   confidence {quality.confidence:.2f}"


print("pure noise      ", grade_images(metrics.controls("noise", len(fakes))))
print("your generator  ", grade_images(fakes))
print("held-out digits ", grade_images(real))

# %% [markdown]
# Three seeds, 2,000 images each: obedience 0.988 to 0.990, the worst digit 0.96 to 0.98, distance 1.6 to 2.4 (another machine saw 2.8). So it is read as well as real digits are: whether the rest are $G$'s mistakes or the ruler's, this ruler cannot say. (Held-out digits seem further away since they are few: small samples are at a disadvantage.)

# %% [markdown]
# Is that due to the time? Ours took 92 to 108 s of processor time. Lesson 3's networks, without labels, ended at 43 to 53 in as many updates (72 to 78 s; three seeds), and at 19 to 26 even after 50 epochs (173 to 188 s; five seeds): seven times as far, at least, after longer. Labels do not only steer, they **teach**: $D$ can say what is wrong with a seven *as a seven*.

# %% [markdown]
# Are they copies? Of 500 images (three draws) one half is nearer to a training digit, pixel by pixel, than the median of held-out digits is. That is what new digits do.

# %% test="digits" of="conditional-generator-step" points=4
# The generator you saved as generator.pt makes what it is asked for, and is nearer to real digits than lesson 3's.
weights = probe.saved("generator.pt")
generate = obedient.conditional_generator(weights, NZ, CLASSES)  # noise first, or row first
y = torch.arange(2000) % CLASSES
written = obedient.seen(generate(probe.normal(2000, NZ, 1, 1), y))  # (2000, 1, 28, 28) in [0, 1]
obedient.check_obeys(written, y, share=0.95, worst=0.8, distance=15)

# %% [markdown]
# ## 8 · Write
#
# Ask for several digits with **one** noise, put them side by side, and somebody has written a number in one hand.
#
# **Exercise** *(8 minutes, easy).*
#
# <details><summary>Hint</summary>
#
# `z.expand(n, NZ)` repeats one row. `torch.cat` puts tensors side by side along the dimension that you name. For bad text, `raise ValueError(…)` before anything else.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `y = torch.tensor([int(character) for character in text])`, `images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)`, and `torch.cat(list(images), 2)`.
#
# </details>

# %% solution="write"
def write(G, text):
    """One image of the digits of a text, side by side: (1, 32, 32·len(text)) in [0, 1], on the CPU.

    Made by `sample`, all digits from one normal noise, drawn anew in each call: one hand for each call.
    ValueError, in one sentence of your own that shows the text, if it is empty or holds anything but the
    ten characters 0 to 9 (a digit of another script, or the end of a line, is none of them).
    """
    # TODO: ask for the digits, and put them side by side
    ### BEGIN SOLUTION
    if not text or any(character not in "0123456789" for character in text):
        raise ValueError(f"only the digits 0 to 9 can be written, and at least one, not {text!r}.")
    y = torch.tensor([int(character) for character in text])  # (len(text),)
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)  # (len(text), 1, 32, 32)
    return torch.cat(list(images), 2)
    ### END SOLUTION

# %% demo="write-try" check=true
print("write(G, \"271828\") →", tuple(write(G, "271828").shape))
try:
    write(G, "2026-11")
except ValueError as error:
    print("ValueError:", error)

# %% test="write-image" of="write" points=2
# The digits of the text stand side by side in one image, in their order; it is on the CPU wherever G is.
for place in ["cpu", *testbeds()]:
    for text in ("7", "0123456789", "20261127", "555"):
        handwriting.check_writing(write, text, NZ, place)

# %% test="write-hand" of="write" points=1
# All digits of a text come from one normal noise, and another call draws another one.
handwriting.check_hand(write, NZ)

# %% test="write-refuses" of="write" points=1
# A text that is empty, or holds anything else than digits, is refused with a ValueError that shows it.
for text in ("12x", "", "2026-11-27", "1 2", "3.14", "−5", "1²", "4٣", "12\n"):
    handwriting.check_text(write, text, NZ)

# %% [markdown]
# Today's date, written ten times in ten hands. None of these people exists.

# %% demo="ten-hands"
from datetime import date

torch.manual_seed(1)
today = f"{date.today():%Y%m%d}" if budget.full() else "20260101"
pictures.show_grid(torch.cat([write(G, today) for _ in range(10)], 1), "Today, in ten hands", size=6)

# %% [markdown]
# ## 9 · Between two digits
#
# A label is one row of the table. What lies on the way from the row of 3 to the row of 8? Nobody trained that: in training $G$ met ten points, never what is between them.
#
# **Exercise** *(3 minutes, easy).* Mixtures from one class to another, in even steps.
#
# <details><summary>Hint</summary>
#
# Begin with zeros (steps, classes), and fill two columns: one falls from 1 to 0, the other rises. What if both are the same class?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `t = torch.linspace(0, 1, steps)`; then `mixtures[:, first] += 1 - t`, and likewise for `second`. With `=` in the place of `+=` the second line would wipe out the first.
#
# </details>

# %% solution="interpolate-classes"
def interpolate_classes(first, second, steps, classes):
    """Mixtures (steps, classes), float32, from the class `first` alone to the class `second` alone.

    Even steps, both ends included, for steps >= 2; the weights of each row have sum 1.
    `first` and `second` may be the same class.
    """
    # TODO: the mixtures
    ### BEGIN SOLUTION
    t = torch.linspace(0, 1, steps)
    mixtures = torch.zeros(steps, classes)
    mixtures[:, first] += 1 - t
    mixtures[:, second] += t
    return mixtures
    ### END SOLUTION

# %% demo="interpolate-classes-try" check=true
print(interpolate_classes(2, 0, 3, 4).tolist())

# %% test="interpolate-classes-rows" of="interpolate-classes" points=1
# The weight moves from one class to the other in even steps, and each row has sum 1.
one_hot = nn.functional.one_hot
for classes, steps in [(10, 5), (4, 2), (7, 9), (3, 12)]:
    first = probe.integer(0, classes)
    for second in (first, (first + 2) % classes, (first + 1) % classes):
        ends = one_hot(torch.tensor([first, second]), classes).float()
        between = lambda t: (1 - t)[:, None] * ends[0] + t[:, None] * ends[1]
        mixtures = probe.attempt("interpolate_classes", interpolate_classes, first, second, steps, classes)
        probe.tensor(mixtures, (steps, classes), f"interpolate_classes({first}, {second}, {steps}, {classes})")
        assert mixtures.dtype == torch.float32, f"the mixtures are {mixtures.dtype}, and do not multiply with a network's table, which is float32"
        t = torch.arange(steps) / (steps - 1)
        walked, overwritten = first + t * (second - first), between(t).clone()
        overwritten[:, first] = t if first == second else 1 - t
        probe.same(mixtures, between(t), f"a weight on the way from class {first} to class {second}", {
            "it walks from the second class to the first": between(1 - t),
            "it walks through the labels as numbers: a label is a name, so give both ends a share, 1 − t and t": [one_hot(walked.round().long(), classes), one_hot(walked.long(), classes)],
            "each row is one class alone: give both ends a share, 1 − t and t": [between((t > 0.5).float()), between((t >= 0.5).float())],
            "the last end is missing: t runs from 0 to 1, both included": between(torch.arange(steps) / steps),
            "the ends are missing: t runs from 0 to 1, both included": between(torch.arange(1, steps + 1) / (steps + 1)),
            "where both classes are the same, one weight overwrites the other: add them": [overwritten, between(t) * (1 - t)[:, None]] if first == second else [],
        })

# %% demo="between-shown"
steps = 10
pairs = [(3, 8), (1, 7), (4, 9), (0, 6), (5, 6), (7, 2)]
mixtures = torch.cat([interpolate_classes(first, second, steps, CLASSES) for first, second in pairs])
one_hand = torch.randn(1, NZ, generator=torch.Generator().manual_seed(4)).expand(len(mixtures), NZ)
pictures.show_images(sample(G, one_hand, mixtures), "From one digit to another, in one hand", columns=steps)

# %% [markdown]
# Most walks stay at one digit for a while, then turn within a few steps. What stands between need not be a digit: $D$ never judged a mixture.

# %% [markdown]
# ## 10 · Bold and slanted, in numbers
#
# To edit a style, measure it first. From here on $x$ and $y$ are a pixel's column and row, $I$ its value. A **moment** is a sum of $I$ over the image, weighted by powers of place. With ink $m = \sum I$, the centre $\bar x = \sum I\,x / m$, and likewise $\bar y$ (which grows **downwards**):
#
# $$v_x = \tfrac1m\sum I\,(x-\bar x)^2,\quad v_y = \tfrac1m\sum I\,(y-\bar y)^2,\quad c = \tfrac1m\sum I\,(x-\bar x)(y-\bar y)$$

# %% [markdown]
# * **Slant** is $-c / v_y$: how many pixels the stroke goes to the right for each pixel upwards. 0 is upright, + leans like /.
# * **Thickness** is $m / \sqrt{v_x + v_y}$: the ink, divided by how far it reaches. Twice the width gives twice the ink on the same length.
#
# Where a number to divide by is below 0.000001 (no ink; a single dot; a line without height), the answer is 0.

# %% demo="stroke-shown"
drawn = {f"slant {slant:+.1f}, width {width}": strokes.stroke(slant, width) for slant, width in [(0.0, 2), (0.5, 2), (-0.5, 2), (0.0, 6)]}
tables.show_table(torch.stack(list(drawn.values()))[:, None], list(drawn), size=8)

# %% [markdown]
# **Exercise** *(12 minutes, medium).* Both begin alike: a helper of your own above them is welcome.
#
# <details><summary>Hint</summary>
#
# A column of row numbers (H, 1) and a row of column numbers (W,) stretch to the image by themselves. `keepdim=True` in each sum keeps shapes that fit each other. `torch.where` chooses, but divides first: clamp what you divide by.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# A helper that returns m, v_x, v_y and c, each (N,): sums over `(1, 2, 3)`; `m.clamp(min=1e-6)` in the place of m. Then `torch.where(vy < 1e-6, 0.0, -c / vy.clamp(min=1e-6))`.
#
# </details>

# %% solution="moments"
def slant(images):
    """How far each image leans to the right, (N,): −c / v_y of images (N, 1, H, W) in [0, 1].

    0 where there is no ink, or v_y is below 0.000001, as for a grey line without height, whatever rounding
    makes of it. On the images' device; they are not changed.
    """
    # TODO: the slant
    ### BEGIN SOLUTION
    x = torch.arange(images.shape[3], device=images.device).float()  # (W,)
    y = torch.arange(images.shape[2], device=images.device).float().reshape(-1, 1)  # (H, 1)
    share = images / images.sum((1, 2, 3), keepdim=True).clamp(min=1e-6)  # (N, 1, H, W), with sum 1
    dx = x - (share * x).sum((1, 2, 3), keepdim=True)
    dy = y - (share * y).sum((1, 2, 3), keepdim=True)
    vy, c = (share * dy**2).sum((1, 2, 3)), (share * dx * dy).sum((1, 2, 3))  # (N,) each
    return torch.where(vy < 1e-6, 0.0, -c / vy.clamp(min=1e-6))
    ### END SOLUTION


def thickness(images):
    """How bold each image is, (N,): m / √(v_x + v_y) of images (N, 1, H, W) in [0, 1].

    0 where there is no ink, or v_x + v_y is below 0.000001. On the images' device; they are not changed.
    """
    # TODO: the thickness
    ### BEGIN SOLUTION
    x = torch.arange(images.shape[3], device=images.device).float()  # (W,)
    y = torch.arange(images.shape[2], device=images.device).float().reshape(-1, 1)  # (H, 1)
    ink = images.sum((1, 2, 3), keepdim=True)  # (N, 1, 1, 1)
    share = images / ink.clamp(min=1e-6)
    squared = (x - (share * x).sum((1, 2, 3), keepdim=True)) ** 2 + (y - (share * y).sum((1, 2, 3), keepdim=True)) ** 2
    reach = (share * squared).sum((1, 2, 3))  # v_x + v_y, (N,)
    return torch.where(reach < 1e-6, 0.0, ink.flatten() / reach.clamp(min=1e-6).sqrt())
    ### END SOLUTION

# %% demo="moments-try" check=true
for name, image in drawn.items():
    leaning = round(slant(image[None, None]).item(), 2) + 0.0  # + 0.0: no −0.00
    print(f"{name:22} slant {leaning:+.2f}, thickness {thickness(image[None, None]).item():.1f}")

# %% test="moments-slant" of="moments" points=2
# The slant is −c / v_y of each image, on images of any size, to the right positive.
for size in [(5, 1, 32, 32), (1, 1, 28, 28), (3, 1, 9, 14)]:
    strokes.check_slant(slant, probe.uniform(*size) ** 3)

# %% test="moments-thickness" of="moments" points=1
# The thickness is the ink divided by how far it reaches.
for size in [(5, 1, 32, 32), (1, 1, 28, 28), (3, 1, 9, 14)]:
    strokes.check_thickness(thickness, probe.uniform(*size) ** 3)

# %% test="moments-edges" of="moments" points=1
# The answer is 0 where there is no ink, and where rounding at most keeps it from a division by zero; not above that.
strokes.check_edges(slant, thickness)

# %% test="moments-device" of="moments" points=1
# Both measures are computed on the device of the images.
for place in testbeds():
    for name, measure in (("slant", slant), ("thickness", thickness)):
        strokes.check_place(name, measure, place)

# %% [markdown]
# Does the noise decide the style, as the picture of section 6 suggests? Ask each hand for a 3 and for a 5, and compare.

# %% demo="style-is-shared"
z = torch.randn(budget.pick(1000, 20), NZ, generator=torch.Generator().manual_seed(5))
three, five = (sample(G, z, torch.full((len(z),), digit)) for digit in (3, 5))
for name, measure in (("slant", slant), ("thickness", thickness)):
    together = torch.corrcoef(torch.stack([measure(three), measure(five)]))[0, 1]
    print(f"correlation of {name} between a 3 and a 5 of the same hand: {together:.2f}")

# %% [markdown]
# ## 11 · A direction for bold
#
# If slant depends on $z$, along which direction does it grow? Draw many hands, measure their images, and fit a plane by **least squares**:
#
# $$\text{slant} \approx w \cdot z + b$$
#
# The slope $w$ points where the measure grows fastest. Divided by its length it is a **direction**. No training is needed; [Shen and others (2019)](https://arxiv.org/abs/1907.10786) edit faces this way.

# %% [markdown]
# Subtract the mean of latents and of the attribute first; then $b$ is not needed. A sum of `attribute * z` is *not* least squares: where two numbers of $z$ go together, it counts one for the other.
#
# **Exercise** *(8 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# `torch.linalg.lstsq(A, B).solution` is what brings A @ solution nearest to B. What would its length be if the attribute never changed? Ask that before you centre: the mean of equal numbers is rounded, so it need not be that number.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# Centre both, to `Z` and `a`; `w = torch.linalg.lstsq(Z, a[:, None]).solution[:, 0]`; raise the ValueError if `attribute.max() == attribute.min()`; return `w / w.norm()`.
#
# </details>

# %% solution="latent-direction"
def latent_direction(latents, attribute):
    """The direction of length 1, (nz,), along which the attribute grows fastest, by least squares.

    latents (n, nz), n > nz, and attribute (n,): fits attribute ≈ w·z + b and returns w / |w|.
    Neither is changed. ValueError, in one sentence, for an attribute whose numbers are all the same (closer
    than a millionth of their size may count as the same). Small numbers that differ are not.
    """
    # TODO: the direction
    ### BEGIN SOLUTION
    centred = latents - latents.mean(0)
    values = attribute - attribute.mean()
    if values.abs().max() <= 1e-6 * attribute.abs().max():
        raise ValueError("the attribute is the same everywhere, so it has no direction.")
    slope = torch.linalg.lstsq(centred, values[:, None]).solution[:, 0]  # (nz,)
    return slope / slope.norm()
    ### END SOLUTION

# %% demo="latent-direction-try" check=true
points = torch.randn(200, 3, generator=torch.Generator().manual_seed(6))
found = latent_direction(points, 3 * points[:, 0] - 4 * points[:, 1] + 10)
print("of 3·z₀ − 4·z₁ + 10:", [round(number, 2) + 0.0 for number in found.tolist()])

# %% test="latent-direction-fit" of="latent-direction" points=2
# The direction is the slope of the least-squares plane, of length 1, for latents and attributes of any mean and scale.
for n, nz, scale in [(60, 5, 1.0), (300, 40, 100.0), (12, 2, 1e-7)]:
    directions.check_direction(latent_direction, n, nz, scale)
directions.check_spread(latent_direction)

# %% test="latent-direction-constant" of="latent-direction" points=1
# An attribute that is the same everywhere is refused with a ValueError of one sentence, also where its mean is rounded.
directions.check_constant(latent_direction)

# %% [markdown]
# The edit itself is one line: move $z$ along the direction. *4 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# `torch.as_tensor(amount, device=z.device)` makes a tensor of a number, and leaves a tensor as it is. Shaped (1, 1) or (n, 1), it meets a direction (nz,) without a loop.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)`, then `z + amount * direction / direction.norm()`.
#
# </details>

# %% solution="edit"
def edit(z, direction, amount):
    """Latents z (n, nz), moved by `amount` along the direction: z + amount · direction / |direction|.

    direction: (nz,), of any length but 0. amount: one number for all, or a tensor (n,), one for each.
    Returns (n, nz), on the device of z and direction; nothing that was given is changed.
    """
    # TODO: the moved latents
    ### BEGIN SOLUTION
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)  # (1, 1) or (n, 1)
    return z + amount * direction / direction.norm()
    ### END SOLUTION

# %% demo="edit-try" check=true
print(edit(torch.zeros(2, 3), torch.tensor([0.0, 0.0, 2.0]), torch.tensor([1.0, -3.0])).tolist())

# %% test="edit-moves" of="edit" points=1
# Each latent moves by its amount along the direction, whatever the direction's length.
for n, nz in [(1, 6), (4, 9), (5, 5), (7, 64)]:
    directions.check_edit(edit, n, nz)

# %% test="edit-device" of="edit" points=1
# The moved latents are on the device of z.
for place in testbeds():
    for amount in (1.5, probe.normal(4).to(place)):
        moved = probe.attempt(f"edit on {place.type}", edit, probe.normal(4, 8).to(place), probe.normal(8).to(place), amount)
        probe.tensor(moved, (4, 8), "edit(z, direction, amount)")
        assert moved.device == place, f"the moved latents are on {moved.device}, z on {place}"

# %% [markdown]
# Different digits differ in ink and slant: a 1 is thin. That is the label's part. So take from each measure the mean of its class before the fit.

# %% demo="directions"
count = budget.pick(3000, 200)
z = torch.randn(count, NZ, generator=torch.Generator().manual_seed(7))
y = torch.arange(count) % CLASSES
samples = sample(G, z, y)
knobs = {}
for name, measure in (("slant", slant), ("thickness", thickness)):
    values = measure(samples)
    means = torch.stack([values[y == digit].mean() for digit in range(CLASSES)])
    knobs[name] = latent_direction(z, values - means[y])
    explained = torch.corrcoef(torch.stack([z @ knobs[name], values - means[y]]))[0, 1] ** 2
    print(f"{name}: a straight line in z explains {explained:.0%} of it within a class")
print(f"cosine between the two directions: {knobs['slant'] @ knobs['thickness']:+.2f}")

# %% [markdown]
# *A seven, please; a bit bolder; leaning to the right.* Now you can. *Before you move them: will the 7 survive both knobs at their ends? And which digit will suffer first?*

# %% demo="edited-shown"
writers = torch.randn(10, NZ, generator=torch.Generator().manual_seed(8))


def asked_for(bold, slanted, digit, hand):
    z = edit(writers[hand : hand + 1], knobs["thickness"], bold)
    return sample(G, edit(z, knobs["slant"], slanted), torch.tensor([digit]))[0]


wishes = {"bold": (-3.0, 3.0, 0.0), "slanted": (-3.0, 3.0, 0.0), "digit": (0, 9, 7), "hand": (0, 9, 0)}
interactive.sliders(asked_for, wishes, "As bold and as slanted as you want it", table=(5, 7))

# %% [markdown]
# Does a direction move *its own* measure, and leave the other and the digit alone? Measured on 500 new hands. (Dotted on the right: 8 of 10, what section 7 asks of the worst digit.)

# %% demo="edits-measured"
amounts = torch.arange(-3.0, 4.0)
z = torch.randn(budget.pick(500, 20), NZ, generator=torch.Generator().manual_seed(9))
y = torch.arange(len(z)) % CLASSES
scales = {name: measure(samples).std() for name, measure in (("slant", slant), ("thickness", thickness))}
for name, direction in knobs.items():
    changes, kept = {"slant": [], "thickness": []}, []
    for amount in amounts.tolist():
        moved = sample(G, edit(z, direction, amount), y)
        for other, measure in (("slant", slant), ("thickness", thickness)):
            changes[other].append(((measure(moved) - measure(sample(G, z, y))).mean() / scales[other]).item())
        kept.append((metrics.read(moved[:, :, 2:-2, 2:-2]) == y).float().mean().item())
    tables.show_edits(amounts.tolist(), changes, kept, f"along {name}")

# %% [markdown]
# Three seeds, from −3 to +3: along *slant*, slant rises all the way, by 3.9 to 4.1 of its deviations, and thickness falls at the ends, by at most 0.5. Along *thickness*, thickness rises by 4.3 to 4.4, and slant moves by at most 0.3. Of all digits at least 87 % are read as asked, of the worst one at the boldest end (7, or 1) 66 to 79 %.
#
# The two directions are nearly at a right angle. Nobody asked for that either.

# %% [markdown]
# ## 12 · What labels give, and what they cost
#
# AC-GAN pays $G$ for images that a classifier finds easy. So it tends to make the *clearest* digits, far from the border between classes, and loses variety ([Shu, 2017](https://ruishu.io/2017/12/26/acgan/); [Gong and others, 2019](https://arxiv.org/abs/1907.02690)). The projection pays for what real pairs look like, no more.
#
# Our measure has the same weak spot: obedience is highest for a $G$ that makes one perfect seven again and again. Never read it without a measure of variety.

# %% [markdown]
# **Question.** What do labels give the generator in this lesson, compared with lesson 3, and what do they leave out? Think of what $D$ can tell $G$, of what the noise still has to do, and of data whose labels are wrong, rare or missing.

# %% [markdown] essay="labels" points=2
# D's gradient now says whether an image is a good seven, not only whether it is some digit. Each class has its own task, so G cannot drop a class without being caught: whoever asks for it sees it. The label carries the digit, so the noise is free for style, and a user can ask.
#
# Left out is all that the label does not say: slant, boldness, size, and how varied the sevens are. Within a class G can still collapse to one image. A wrong label teaches a wrong image, a rare class is learnt from few images, and for images without a label this D has no row.
#
# ### BEGIN MARK SCHEME
# 1 point: D judges pairs, so its gradient tells G about the class; dropping a class is noticed, or the user can ask (one of these is enough).
# 1 point: variety within a class (style) is not covered by labels and still hangs on the noise, so collapse within a class is possible; or wrong, rare or missing labels do harm. Half a point if it is only named.
# ### END MARK SCHEME

# %% [markdown]
# ## 13 · From an outline to the digit (optional)
#
# **A bonus:** 4 points beyond the lesson's 49. Who leaves it out loses nothing. Plan 20 minutes; the training takes less than one.
#
# A label asked for a digit. An **image** can ask, too: here it is an outline, and $G$ fills in the ink. No labels are needed: take real digits, and trace them. This is pix2pix ([Isola and others, 2016](https://arxiv.org/abs/1611.07004)).

# %% [markdown]
# Max-pooling takes the largest of 3 × 3 pixels, so the ink grows by one pixel on all sides. Take the ink away again, and a line around it is left.

# %% given="outline"
def outline(images):
    """A line around the ink: images (N, 1, H, W) in [−1, 1] → the same shape, 1 on the line and −1 elsewhere."""
    ink = (images > 0).float()
    return 2 * (nn.functional.max_pool2d(ink, 3, 1, 1) - ink) - 1

# %% demo="outline-shown"
traced = outline(images)  # (4500, 1, 32, 32)
pairs = torch.stack([traced[:8], images[:8]], 1).flatten(0, 1)  # outline, digit, outline, digit, …
tables.show_table((pairs + 1) / 2, ["outline", "digit"] * 4, "Pairs to learn from")

# %% [markdown]
# $G$ first makes the outline smaller (16 × 16, then 8 × 8), to see it as a whole, and then larger again. What is fine gets lost on the way down. So a **skip connection** carries it past: the 16 × 16 layer going down is put beside the one coming up.
#
# There is no noise. Isola and others tried it: $G$ learned to ignore it. One outline gives one image.

# %% given="outline-networks"
class OutlineGenerator(nn.Module):
    """Outlines (N, 1, 32, 32) → images (N, 1, 32, 32) in [−1, 1]."""

    def __init__(self, ngf):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, ngf, 4, 2, 1), nn.LeakyReLU(0.2))  # (N, ngf, 16, 16)
        self.deep = nn.Sequential(
            nn.Conv2d(ngf, 2 * ngf, 4, 2, 1), nn.BatchNorm2d(2 * ngf), nn.LeakyReLU(0.2),  # (N, 2·ngf, 8, 8)
            nn.ConvTranspose2d(2 * ngf, ngf, 4, 2, 1), nn.BatchNorm2d(ngf), nn.ReLU(),  # (N, ngf, 16, 16)
        )
        self.up = nn.Sequential(nn.ConvTranspose2d(2 * ngf, 1, 4, 2, 1), nn.Tanh())  # (N, 1, 32, 32)

    def forward(self, outlines):
        fine = self.down(outlines)
        return self.up(torch.cat([fine, self.deep(fine)], 1))


def patch_discriminator(ndf):
    """Pairs (N, 2, 32, 32) → logits (N, 1, 5, 5), one for each patch of 22 × 22 pixels."""
    return nn.Sequential(
        nn.Conv2d(2, ndf, 4, 2, 1), nn.LeakyReLU(0.2),  # (N, ndf, 16, 16)
        nn.Conv2d(ndf, 2 * ndf, 4, 2, 1), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2),  # (N, 2·ndf, 8, 8)
        nn.Conv2d(2 * ndf, 1, 4),  # (N, 1, 5, 5)
    )

# %% [markdown]
# $D$ gets a **pair** as an image with two channels, outline $o$ first. It asks: does this image belong to this outline? It answers for each patch on its own, since the rest is left to **L1**, the mean distance of pixels:
#
# $$L_G = -\log D\big(o, G(o)\big) \;+\; \lambda \cdot \operatorname{mean}\,\lvert G(o) - x\rvert$$
#
# L1 says *near the right image*, $D$ says *believable*.

# %% [markdown]
# **Exercise** *(bonus; 8 minutes, medium).* The generator's step.
#
# <details><summary>Hint</summary>
#
# It is section 5's step with three changes: no noise, a pair in the place of image and label, and L1. `torch.cat([…, …], 1)` puts channels together. The outline is the first.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `on_pair = D(torch.cat([o, fake], 1))` with `fake = G(o)`; BCE with ones *like* `on_pair`, which has 25 logits an image; then `+ weight * (fake - x).abs().mean()`.
#
# </details>

# %% solution="outline-generator-step"
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1.

    outlines and the images that belong to them: (N, 1, H, W) in [−1, 1], on any device: move both to
    `device`, change neither. D judges pairs (N, 2, H, W), the outline first, then G(outlines). Its logits
    have any shape, such as (N, 1, 5, 5): BCE is the mean over all. L1 is the mean of |G(outlines) − images|.
    Both networks are in train mode, and stay in it. Gradients of earlier steps play no part.
    D may collect gradients; its weights stay, and all of them ask for gradients afterwards too.
    The loss keeps its gradient where D is sure of a fake pair, with a logit of −30.
    Returns the loss before the update, both parts, as a float.
    """
    # TODO: the step
    ### BEGIN SOLUTION
    outlines, images = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fakes = G(outlines)  # (N, 1, H, W)
    on_pairs = D(torch.cat([outlines, fakes], 1))
    adversarial = nn.functional.binary_cross_entropy_with_logits(on_pairs, torch.ones_like(on_pairs))
    loss = adversarial + weight * (fakes - images).abs().mean()
    loss.backward()
    optim_G.step()
    return loss.item()
    ### END SOLUTION

# %% given="outline-pieces"
def outline_networks(device):
    """G, D and an Adam for each, on the device."""
    G = OutlineGenerator(NGF).apply(init_weights).to(device)
    D = patch_discriminator(NDF).apply(init_weights).to(device)
    return G, D, *(torch.optim.Adam(net.parameters(), lr=0.001, betas=(0.5, 0.999)) for net in (G, D))


def outline_discriminator_step(D, G, lines, real, optim_D, device):
    """One update of D: pairs with a real image are labelled 1, pairs with G's 0. Returns the loss."""
    lines, real = lines.to(device), real.to(device)
    with torch.no_grad():
        made = G(lines)
    optim_D.zero_grad()
    on_real, on_made = D(torch.cat([lines, real], 1)), D(torch.cat([lines, made], 1))
    loss_d = nn.functional.softplus(-on_real).mean() + nn.functional.softplus(on_made).mean()  # BCE
    loss_d.backward()
    optim_D.step()
    return loss_d.item()


def play_outlines(s):
    """Play the step from outlines on the pieces s, for the graded cells."""
    return outline_generator_step(s.D, s.G, s.outlines, s.images, s.optim, s.weight, s.device)

# %% demo="outline-generator-step-try"
raw_G, raw_D, raw_optim_G, raw_optim_D = outline_networks(device)
for number in range(5):
    loss_g = outline_generator_step(raw_D, raw_G, traced[:64], images[:64], raw_optim_G, 10.0, device)
    print(f"step {number}: loss of G {loss_g:.3f}")

# %% test="outline-generator-step-loss" of="outline-generator-step" bonus=1
# The step returns −log D on the pairs plus weight · L1, before the update, for any weight and number of images.
for batch_size, weight in [(1, 100.0), (7, 0.3), (20, 10.0)]:
    probe.check_loss(paired.outline_step(play_outlines, batch_size, weight))

# %% test="outline-generator-step-update" of="outline-generator-step" bonus=1
# The step changes G's weights alone, once, along the gradient of both parts of its loss (a sure D's too).
for batch_size, weight, sure in [(1, 3.0, False), (7, 0.3, False), (20, 5.0, False), (9, 2.0, True)]:
    watched = paired.outline_step(play_outlines, batch_size, weight, sure=sure)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="outline-generator-step-modes" of="outline-generator-step" bonus=1
# With BatchNorm in both networks, the loss and the update are still those of networks in train mode.
for batch_size, weight in [(1, 2.0), (6, 0.5), (20, 5.0)]:
    watched = paired.outline_step(play_outlines, batch_size, weight, normed=True)
    probe.check_modes(watched)
    probe.check_loss(watched)
    probe.check_update(watched)

# %% test="outline-generator-step-device" of="outline-generator-step" bonus=1
# The step runs on the device it is given, wherever outlines and images lie.
for place in testbeds():
    for real_on in ("cpu", place):
        probe.check_place(paired.outline_step(play_outlines, 5, 2.0, device=place, real_on=real_on), place)

# %% demo="outline-train"
outline_epochs, many = budget.pick(8, 1), budget.pick(4500, 64)
torch.manual_seed(0)
outline_G, outline_D, optim_G, optim_D = outline_networks(device)
for epoch in budget.progress(range(outline_epochs), "epochs"):
    for group in optim_G.param_groups + optim_D.param_groups:
        group["lr"] = 0.001 * (1 - epoch / outline_epochs)
    for chosen in data.batches(torch.arange(many), 32):
        pair = traced[chosen], images[chosen]
        outline_discriminator_step(outline_D, outline_G, *pair, optim_D, device)
        outline_generator_step(outline_D, outline_G, *pair, optim_G, 10.0, device)

# %% [markdown]
# Outlines of held-out digits. *Before you look: an outline says where the ink ends, not how dark it is. Where will $G$ be wrong?*

# %% demo="outline-made"
def filled_in(lines):
    """What G makes of outlines (N, 1, 32, 32), on the CPU."""
    with torch.no_grad():
        return outline_G.eval()(lines.to(device)).cpu()


unseen, own = data.digits("test")
chosen = torch.stack([torch.nonzero(own == digit)[3, 0] for digit in range(CLASSES)])
unseen = 2 * data.padded(unseen[chosen]) - 1
rows = torch.cat([outline(unseen), filled_in(outline(unseen)), unseen])
tables.show_table((rows + 1) / 2, [str(digit) for digit in range(CLASSES)], "Outline, what G made of it, and the real digit")

# %% [markdown]
# Thin strokes come out pale.
#
# **Does D earn its place?** Measured with three seeds: from the outlines of 500 held-out digits, the distance is 6.6 to 8.1. L1 *alone* gets to 6.5 to 7.2 in as many updates, and in as much time (20 epochs) to 4.1 to 4.3; real ones have 3.6. So here $D$ brings nothing that we can measure, and it costs time.

# %% [markdown]
# A likely reason: the outline leaves little open, and where one answer is right, the nearest one is best. $D$ pays where many answers fit: a street from its map, a photograph from its edges. L1 alone then settles between them all, and looks blurred (Isola and others, section 4.2).
#
# Now outlines that no digit has. *Before you look: has $G$ learned digits, or strokes?*

# %% demo="outline-own"
def drawn_curve(x, y):
    """A stroke along the points (x, y) in the middle of an image, (1, 32, 32) in [−1, 1]."""
    column, row = (6 + 20 * (each - each.min()) / (each.max() - each.min()) for each in (x, -y))
    ink = torch.zeros(1, 32, 32)
    ink[0, row.round().long(), column.round().long()] = 1
    return 2 * nn.functional.max_pool2d(ink, 3, 1, 1) - 1


t = torch.linspace(0, 2 * torch.pi, 500)
heart = drawn_curve(t.sin() ** 3, 13 * t.cos() - 5 * (2 * t).cos() - 2 * (3 * t).cos() - (4 * t).cos())
shapes = {
    "3 and 8": torch.maximum(unseen[3], unseen[8]), "heart": heart, "loop": drawn_curve(t.sin(), (2 * t).sin()),
    "spiral": drawn_curve(t * (2 * t).cos(), t * (2 * t).sin()), "wave": drawn_curve(t, (1.5 * t).sin()),
}
own_lines = outline(torch.stack(list(shapes.values())))
tables.show_table((torch.cat([own_lines, filled_in(own_lines)]) + 1) / 2, list(shapes), "Outlines of our own, and what G made of them")

# %% [markdown]
# ## What you have, and what comes next
#
# A generator that does what it is asked, a number for how well, and two knobs that nobody labelled. What fails, said plainly: turned too far, a knob spoils the digit (in one run the boldest 4 and 3 were blobs, in another the boldest 7 read as a 9); a mixture of two digits may be neither; the classifier that judges is itself wrong in 1.4 of 100 cases. [Lesson 6](../06_judging/06_judging.ipynb) looks for copies more closely.

# %% [markdown]
# **Read on**
#
# * Mirza, Osindero (2014), [Conditional generative adversarial nets](https://arxiv.org/abs/1411.1784): the first, on MNIST.
# * Odena, Olah, Shlens (2016), [AC-GAN](https://arxiv.org/abs/1610.09585): a classifier inside $D$.
# * Miyato, Koyama (2018), [cGANs with projection discriminator](https://arxiv.org/abs/1802.05637): the formula of section 3, derived.
# * Brock, Donahue, Simonyan (2018), [BigGAN](https://arxiv.org/abs/1809.11096): projection at scale; labels in every BatchNorm.
# * Shen, Gu, Tang, Zhou (2019), [InterFaceGAN](https://arxiv.org/abs/1907.10786): directions in latent space.
# * Kang, Shim, Cho, Park (2021), [ReACGAN](https://arxiv.org/abs/2111.01118): why AC-GAN is unstable, and a cure.
