# %% [markdown]
# # 2 · Digits from noise
#
# Two plain networks play against each other. One makes images, the other judges them. After a minute or two of play, handwritten digits come out of pure noise.
#
# | builds on | you write | time on a laptop | points |
# |---|---|---|---|
# | [lesson 1](../01_gan_theory/01_gan_theory.ipynb), the two-player game | both networks, both training steps, the loop | 2 min of training | 36 |
#
# One section is marked *optional*: it earns no points. Without it, plan an hour and a half.

# %% [markdown]
# ## How to work
#
# Fill in the cells that say `TODO`. The docstring says what the code must do. Stuck? Open a hint: the first one nudges, the last one nearly tells.
#
# Below each exercise is a cell to **try** your code and a **graded** cell. It is folded and locked: run it, no more. One that prints nothing is passed. When one fails, read its first line: it says what came, what was expected, and, where it is sure, the cause.

# %% given="imports"
import torch
from torch import nn
from torchvision.utils import make_grid

from course import budget, data, metrics, pictures, probe
from course.device import choose, testbeds
from course.pictures import interactive

device = choose()
torch.manual_seed(0)
print("running on", device.type)

# %% [markdown]
# ## The players
#
# A **counterfeiter** prints money. The **police** look at notes and say how likely each one is real. Each learns from the other.
#
# Here the counterfeiter is the **generator** $G$: it turns noise $z$ into an image $G(z)$. The police are the **discriminator** $D$: it turns an image $x$ into a probability $D(x)$ that the image is real.
#
# $G$ never sees a real digit. All it learns comes back through $D$'s gradient. The idea is from [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661).

# %% demo="digits-shown"
images, labels = data.digits("train")
print("images", tuple(images.shape), images.dtype)
pictures.show_images(images[:64], "What D calls real: handwritten digits")

# %% [markdown]
# ## 1 · Images in the generator's range
#
# Our generator will end with $\tanh$, so its pixels lie in $[-1, 1]$. The digits' pixels lie in $[0, 1]$. If we left them there, $D$ could tell fakes by a single negative pixel, and half of $\tanh$'s range would be of no use.
#
# So black, 0, becomes −1, and white, 1, stays 1: $\;x \mapsto 2x - 1$. *2 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# Arithmetic works on whole tensors, and gives a new one. `images *= 2` would change the tensor that came.
#
# </details>

# %% solution="scale-images"
def scale_images(images):
    """Scale images from [0, 1] to [−1, 1].

    images: tensor of any shape, values in [0, 1]; it is not changed.
    Returns a new tensor of the same shape.
    """
    # TODO: return the scaled images
    ### BEGIN SOLUTION
    return images * 2 - 1
    ### END SOLUTION

# %% demo="scale-images-ends" check=true
print("black, grey, white →", scale_images(torch.tensor([0.0, 0.5, 1.0])).tolist())

# %% demo="scale-images-try"
pictures.show_values(
    {"digits": images, "scaled": scale_images(images)},
    "Tanh reaches from −1 to 1: as they come, the digits fill half of it",
)

# %% test="scale-images-values" of="scale-images" points=1
# Scaling takes 0 to −1, 1/2 to 0 and 1 to 1, for images of any shape.
for shape in [(3,), (4, 1, 28, 28), (1, 784)]:
    x = probe.uniform(*shape)
    before = x.clone()
    y = probe.attempt("scale_images", scale_images, x)
    assert torch.equal(x, before), "scale_images changed its input: return a new tensor"
    probe.tensor(y, shape, "scale_images(images)")
    assert y.dtype == x.dtype, f"the scaled images have dtype {y.dtype}: keep dtype {x.dtype}, which the networks take"
    probe.same(y, 2 * x - 1, "a scaled pixel", {
        "the values still lie in [0, 1]: multiply by 2, subtract 1": x,
        "the values lie in [−1/2, 1/2]: multiply by 2 as well": x - 0.5,
        "black and white are exchanged: 0 should become −1": 1 - 2 * x,
        "the values lie in [0, 2]: subtract 1 as well": 2 * x, "the values lie in [−1/4, 1/4]: divide by 0.5, do not multiply": (x - 0.5) / 2,
        "the values lie in [−1, 0]: multiply by 2 first": x - 1,
        "1 is subtracted before the doubling: multiply by 2 first": 2 * (x - 1),
        "only black and white are left: keep the greys": [(2 * x - 1).sign(), (2 * x - 1).round()],
        "255 is for whole numbers: these pixels lie in [0, 1] already": [2 * x / 255 - 1, (x - 127.5) / 127.5],
        "the scale depends on the brightest pixel: use 0 and 1": 2 * x / x.max() - 1, "this is the way back, from [−1, 1] to [0, 1]": (x + 1) / 2,
        "the scale depends on the darkest and brightest pixel: use 0 and 1": 2 * (x - x.min()) / (x.max() - x.min()) - 1,
        "the scale depends on the mean and deviation: use 0 and 1": [(x - x.mean()) / x.std(), (x - 0.1307) / 0.3081],
        "tanh belongs to the generator: the digits are only scaled": [torch.tanh(x), torch.tanh(2 * x - 1)],
    })

# %% [markdown]
# ## 2 · The generator
#
# Three linear layers. Between them ReLU, at the end $\tanh$:
#
# $$G(z) = \tanh\big(W_3\,\mathrm{relu}(W_2\,\mathrm{relu}(W_1 z + b_1) + b_2) + b_3\big)$$
#
# | layer | shape after it |
# |---|---|
# | noise $z$ | (N, 100) |
# | Linear, ReLU | (N, 256) |
# | Linear, ReLU | (N, 256) |
# | Linear, Tanh | (N, 784), that is 28 × 28 pixels |
#
# *8 minutes, easy.*

# %% demo="activations-shown"
pictures.show_curves(
    {"ReLU": torch.relu, "LeakyReLU(0.1)": lambda x: nn.functional.leaky_relu(x, 0.1), "Tanh": torch.tanh, "Sigmoid": torch.sigmoid},
    title="The four activations of this lesson", ylim=(-1.2, 2),
)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `nn.Linear(inputs, outputs)` is one layer. Each layer takes as many numbers as the one before it gives. What `__init__` makes must be kept in `self`, so that its weights are found.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `nn.Sequential(layer, layer, …)` is a network of its own: called with `z`, it runs through all of them. `nn.ReLU()` and `nn.Tanh()` may stand in it.
#
# </details>

# %% solution="generator"
class Generator(nn.Module):
    """Noise (N, input_dim) → flat images (N, output_dim) with values in [−1, 1].

    Linear layers input_dim → hidden_dim → hidden_dim → output_dim with biases; ReLU between them,
    Tanh at the end, and nothing else.
    """

    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        # TODO: the layers
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),  # (N, hidden_dim)
            nn.ReLU(),
            nn.Linear(hidden_dim, hidden_dim),  # (N, hidden_dim)
            nn.ReLU(),
            nn.Linear(hidden_dim, output_dim),  # (N, output_dim)
            nn.Tanh(),
        )
        ### END SOLUTION

    def forward(self, z):
        # TODO: return the images for the noise z
        ### BEGIN SOLUTION
        return self.layers(z)
        ### END SOLUTION

# %% demo="generator-try" check=true
G = Generator(100, 256, 784)
print("noise (5, 100) → images", tuple(G(torch.randn(5, 100)).shape))
print(sum(p.numel() for p in G.parameters()), "parameters")

# %% test="generator-shape" of="generator" points=1
# The generator maps noise (N, input_dim) to flat images (N, output_dim), for any N and any sizes.
for n, sizes in [(1, (100, 256, 784)), (7, (16, 24, 40)), (64, (5, 9, 12))]:
    model = probe.attempt("Generator(input_dim, hidden_dim, output_dim)", Generator, *sizes)
    x = probe.attempt("the generator", model, probe.normal(n, sizes[0]))
    probe.tensor(x, (n, sizes[2]), "G(z)")

# %% test="generator-layers" of="generator" points=2
# The generator computes tanh(W3 relu(W2 relu(W1 z + b1) + b2) + b3), and gradients reach all its weights.
model = probe.attempt("Generator(input_dim, hidden_dim, output_dim)", Generator, 12, 20, 30)
first, second, third = probe.dense(model, 12, 20, 20, 30)
z, F = 2 * probe.normal(16, 12), nn.functional
out = third(F.relu(second(F.relu(first(z)))))
probe.same(probe.output(model, z, (16, 30), "G(z)"), torch.tanh(out), "a pixel of G(z)", {
    "Tanh is missing at the end": out,
    "it ends with Sigmoid, so its pixels lie in [0, 1]: use Tanh": torch.sigmoid(out),
    "it ends with ReLU: use Tanh": F.relu(out),
    "ReLU and Tanh both stand at the end: Tanh alone": torch.tanh(F.relu(out)),
    "Tanh stands at the end twice": torch.tanh(torch.tanh(out)),
    "it is scaled to [0, 1] after Tanh: leave it in [−1, 1]": (torch.tanh(out) + 1) / 2,
    "ReLU is missing between the layers": torch.tanh(third(second(first(z)))),
    "the first ReLU is missing": torch.tanh(third(F.relu(second(first(z))))), "the second ReLU is missing": torch.tanh(third(second(F.relu(first(z))))),
    "it uses LeakyReLU: here G uses ReLU": [
        torch.tanh(third(F.leaky_relu(second(F.leaky_relu(first(z), slope)), slope))) for slope in (0.01, 0.1, 0.2)],
    "Tanh stands between the layers too: use ReLU": torch.tanh(third(torch.tanh(second(torch.tanh(first(z)))))),
    "GELU, ELU, SiLU or Softplus stands between the layers: use ReLU": [
        torch.tanh(third(f(second(f(first(z)))))) for f in (F.gelu, F.elu, F.silu, F.softplus)],
    "Sigmoid stands between the layers: use ReLU": torch.tanh(third(torch.sigmoid(second(torch.sigmoid(first(z)))))),
    "ReLU stands before each Linear, not behind it": torch.tanh(third(F.relu(second(F.relu(first(F.relu(z))))))),
    "the first hidden layer is added to the second: here nothing is skipped": torch.tanh(third(F.relu(first(z)) + F.relu(second(F.relu(first(z)))))),
    "it is zero everywhere: return the last layer's output": torch.zeros(16, 30),
})
probe.check_gradients(model, z, "G(z)", to_input=False)

# %% [markdown]
# ## 3 · The discriminator
#
# The mirror image: from 784 pixels down to one number. Between the layers **LeakyReLU** with slope 0.1: $\max(x, 0.1\,x)$. At the end a Sigmoid, so that the number is a probability.
#
# $$D(x) = \sigma\big(W_3\,\mathrm{leaky}(W_2\,\mathrm{leaky}(W_1 x + b_1) + b_2) + b_3\big)$$

# %% [markdown]
# In lesson 1, $D$ gave a **logit** $s$ and the loss did the rest. Here $D$ gives $\sigma(s)$, the probability itself, and the loss takes that. Both ways are the same game. *5 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# PyTorch's LeakyReLU has another slope unless you name one. The last layer has one output.
#
# </details>

# %% solution="discriminator"
class Discriminator(nn.Module):
    """Flat images (N, input_dim) → probability that each is real, (N, 1).

    Linear layers input_dim → hidden_dim → hidden_dim → 1 with biases; LeakyReLU with slope 0.1 between
    them, Sigmoid at the end, and nothing else.
    """

    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        # TODO: the layers
        ### BEGIN SOLUTION
        self.layers = nn.Sequential(
            nn.Linear(input_dim, hidden_dim),  # (N, hidden_dim)
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, hidden_dim),  # (N, hidden_dim)
            nn.LeakyReLU(0.1),
            nn.Linear(hidden_dim, 1),  # (N, 1)
            nn.Sigmoid(),
        )
        ### END SOLUTION

    def forward(self, x):
        # TODO: return the probability for each image of x
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION

# %% demo="discriminator-try" check=true
D = Discriminator(784, 256)
print("images (5, 784) → probabilities", tuple(D(torch.rand(5, 784)).shape))
print(sum(p.numel() for p in D.parameters()), "parameters")

# %% test="discriminator-shape" of="discriminator" points=1
# The discriminator maps flat images (N, input_dim) to one number each, (N, 1), for any N and any sizes.
for n, sizes in [(1, (784, 256)), (7, (40, 24)), (64, (12, 9))]:
    model = probe.attempt("Discriminator(input_dim, hidden_dim)", Discriminator, *sizes)
    p = probe.attempt("the discriminator", model, probe.uniform(n, sizes[0], low=-1))
    probe.tensor(p, (n, 1), "D(x)")

# %% test="discriminator-layers" of="discriminator" points=2
# The discriminator computes σ(W3 leaky(W2 leaky(W1 x + b1) + b2) + b3), where leaky has slope 0.1.
F, sigmoid, slopes = nn.functional, torch.sigmoid, (-0.1, 0.02, 0.05, 0.2, 0.3, 0.5, 0.9)
with_slopes = lambda one, two: third(F.leaky_relu(second(F.leaky_relu(first(x), one)), two))
for _ in range(4):
    model = probe.attempt("Discriminator(input_dim, hidden_dim)", Discriminator, 30, 20)
    x, out = 4 * probe.uniform(64, 30, low=-1), torch.zeros(1)
    while not 0.1 < (out > 0).float().mean() < 0.9:  # fakes and real ones among them
        first, second, third = probe.dense(model, 30, 20, 20, 1)
        out = with_slopes(0.1, 0.1)
    probe.same(probe.output(model, x, (64, 1), "D(x)"), sigmoid(out), "a probability D(x)", {
        "Sigmoid is missing at the end": out, "it ends with Tanh: use Sigmoid": torch.tanh(out),
        "the slope of LeakyReLU is 0.01, PyTorch's default: use 0.1": sigmoid(with_slopes(0.01, 0.01)),
        **{f"the slope of LeakyReLU is {slope}: use 0.1": sigmoid(with_slopes(slope, slope)) for slope in slopes},
        "the slope of one LeakyReLU is 0.01, PyTorch's default: use 0.1": [sigmoid(with_slopes(0.1, 0.01)), sigmoid(with_slopes(0.01, 0.1))],
        **{f"the slope of one LeakyReLU is {slope}: use 0.1": [sigmoid(with_slopes(0.1, slope)), sigmoid(with_slopes(slope, 0.1))] for slope in slopes},
        "it uses ReLU: here D uses LeakyReLU with slope 0.1": sigmoid(with_slopes(0, 0)), "LeakyReLU is missing between the layers": sigmoid(with_slopes(1, 1)),
        "one of the two LeakyReLU is missing": [sigmoid(with_slopes(0.1, 1)), sigmoid(with_slopes(1, 0.1))],
        "LeakyReLU stands after the last Linear: Sigmoid follows it directly": [sigmoid(F.leaky_relu(out, slope)) for slope in (0.1, 0.01)],
        "ReLU stands after the last Linear: Sigmoid follows it directly": sigmoid(F.relu(out)), "Sigmoid is applied twice": sigmoid(sigmoid(out)),
        "Softmax over one number is always 1: use Sigmoid": torch.ones(64, 1), "Softmax over the batch makes the images share one probability: use Sigmoid": torch.softmax(out, 0),
        "GELU, ELU, SiLU or Tanh stands between the layers: use LeakyReLU(0.1)": [sigmoid(third(f(second(f(first(x)))))) for f in (F.gelu, F.elu, F.silu, torch.tanh)],
        "this is the probability of a fake: Sigmoid of the last layer's output as it is": 1 - sigmoid(out), "it is rounded to 0 and 1: return the probability": sigmoid(out).round(),
        "this is the logarithm of the probability: use Sigmoid": F.logsigmoid(out),
    })
    probe.check_gradients(model, x, "D(x)")

# %% [markdown]
# **Question.** Why does $G$ use ReLU and $D$ LeakyReLU? Think of what each network passes *back*: what is the slope of ReLU where its input is negative, and who needs the gradient that comes out of $D$? Answer in three or four sentences. *8 minutes, medium.*

# %% [markdown] essay="relu-or-leaky" points=2
# ReLU has slope 0 for negative inputs, so a unit that is off passes no gradient. Everything the generator learns comes through the discriminator, down to its input pixels. With LeakyReLU every unit of D passes at least a tenth of the gradient, so G gets a signal from each of them, whatever D thinks of the image. In G itself ReLU is enough: it is simple, its zeros switch parts of the image off, and the gradient that reaches it was not thinned out before.
#
# ### BEGIN MARK SCHEME
# 1 point: ReLU blocks the gradient where its input is negative; LeakyReLU lets a part of it through.
# 1 point: G learns only from the gradient that comes through D, so gaps in D hurt G; in G itself ReLU does less harm.
# Half a point for "dying ReLU" without saying who suffers.
# ### END MARK SCHEME

# %% [markdown]
# ## 4 · Two losses, two optimizers
#
# Binary cross-entropy compares an answer $p$ with a label: $-\log p$ for label 1, $-\log(1-p)$ for label 0. `nn.BCELoss()` takes the mean over the batch.
#
# * **D** labels real images 1 and fake images 0: $\;L_D = -\log D(x) - \log(1 - D(G(z)))$.
# * **G** wants its images taken for real, so it labels them 1: $\;L_G = -\log D(G(z))$. This is lesson 1's **non-saturating** loss: its gradient lives on while $D$ is sure that the image is fake.

# %% [markdown]
# Where $p$ rounds to 0, `BCELoss` puts −100 for its logarithm. Logits need no such stop: lesson 3 goes back to them.

# %% demo="losses-shown"
pictures.show_curves(
    {"label 1: −log p": lambda p: -torch.log(p), "label 0: −log(1 − p)": lambda p: -torch.log(1 - p)},
    0.01, 0.99, "A confident wrong answer is expensive", "D's answer p", ylim=(0, 4.5),
)

# %% demo="losses-by-hand" check=true
one, zero = torch.ones(1), torch.zeros(1)
for p in (0.1, 0.5, 0.9):
    answer = torch.tensor([p])
    print(f"D answers {p}: loss {nn.BCELoss()(answer, one):.3f} if real, {nn.BCELoss()(answer, zero):.3f} if fake")

# %% [markdown]
# Each player has an optimizer of its own, which holds **only its own** parameters. Both are Adam. One setting differs from Adam's default: $\beta_1 = 0.5$ in place of 0.9.
#
# $\beta_1$ is the memory of the averaged gradient. The other player moves all the time, so old gradients point where the opponent used to be. A short memory follows faster. The setting comes from [DCGAN](https://arxiv.org/abs/1511.06434); [Adam's paper](https://arxiv.org/abs/1412.6980) has the rest. *5 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# `torch.optim.Adam(parameters, lr=…, betas=(…, …))`. A network's `.parameters()` are all that it learns.
#
# </details>

# %% solution="optimizers"
def make_optimizers(G, D, lr):
    """One Adam optimizer for each network, with learning rate lr and betas (0.5, 0.999).

    Each holds all parameters of its own network and no others. All other settings stay at their
    defaults, but fused=True is welcome: the whole update in one pass over the numbers, and the same values.
    Returns (optim_G, optim_D).
    """
    # TODO: make the two optimizers
    ### BEGIN SOLUTION
    optim_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999), fused=True)
    optim_D = torch.optim.Adam(D.parameters(), lr=lr, betas=(0.5, 0.999), fused=True)
    return optim_G, optim_D
    ### END SOLUTION

# %% demo="optimizers-try" check=true
pair = make_optimizers(Generator(100, 256, 784), Discriminator(784, 256), lr=0.0002)
for name, optimizer in zip(("optim_G", "optim_D"), pair):
    group = optimizer.param_groups[0]
    print(name, sum(p.numel() for p in group["params"]), "parameters, lr", group["lr"], "betas", group["betas"])

# %% test="optimizers-owners" of="optimizers" points=1
# The first optimizer holds all parameters of G and nothing else, the second all of D.
first, second = probe.small_pair()
pair = probe.optimizer_pair(make_optimizers, first, second, lr=0.01)
for optimizer, name, own, other in zip(pair, ("optim_G", "optim_D"), (first, second), (second, first)):
    held = {id(p) for p in probe.held(optimizer)}
    foreign = held & {id(p) for p in other.parameters()}
    alike = len({frozenset(map(id, probe.held(one))) for one in pair}) == 1
    assert held != {id(p) for p in other.parameters()}, f"{name} holds the other network's parameters: {'both optimizers hold those of ' + ('G' if name == 'optim_D' else 'D') if alike else 'the order is (optim_G, optim_D)'}"
    assert not foreign, f"{name} holds parameters of both networks: each optimizer gets its own network's only"
    missing = [n for n, p in own.named_parameters() if id(p) not in held]
    which = "the biases are missing" if {n.split(".")[-1] for n in missing} == {"bias"} else f"{', '.join(missing)} missing"
    assert held == {id(p) for p in own.parameters()}, f"{name} should hold all parameters of its own network: {which}"

# %% test="optimizers-adam" of="optimizers" points=1
# Both optimizers behave as Adam with the given learning rate and betas (0.5, 0.999), all else by default.
adam, betas = torch.optim.Adam, (0.5, 0.999)
for lr, sizes in [(0.0003, (0, 1, 1, 0.01, 0.01, 0.01)), (0.01, (1e-7, 1e-7, 1e-7))]:
    for optimizer, name in zip(probe.optimizer_pair(make_optimizers, *probe.small_pair(), lr=lr), ("optim_G", "optim_D")):
        grads = probe.gradients(optimizer, sizes)

        def path(kind, **settings):
            return probe.path_of(kind, optimizer, grads, **settings) / lr

        probe.same(probe.path(optimizer, grads) / lr, path(adam, lr=lr, betas=betas), f"a weight's path under {name}, in units of lr,", {
            "the betas are Adam's defaults: use betas=(0.5, 0.999)": path(adam, lr=lr),
            "the first beta is 0.999, the second 0.5: exchange them": path(adam, lr=lr, betas=(0.999, 0.5)),
            "both betas are 0.5: the second stays 0.999": path(adam, lr=lr, betas=(0.5, 0.5)),
            "the second beta is not 0.999": [path(adam, lr=lr, betas=(0.5, beta)) for beta in (0.9, 0.99, 0.9999)],
            "the first beta is not 0.5": [path(adam, lr=lr, betas=(beta, 0.999)) for beta in (0.0, 0.3, 0.6, 0.7, 0.8)],
            "the learning rate is written as 0.0002: use lr": path(adam, lr=0.0002, betas=betas),
            "the learning rate is Adam's default 0.001: use lr": path(adam, betas=betas),
            "the betas and the learning rate are Adam's defaults: use lr and betas=(0.5, 0.999)": path(adam),
            "the weights are decayed: leave weight_decay at 0": [path(adam, lr=lr, betas=betas, weight_decay=w) for w in (0.1, 0.01, 0.001, 5e-4, 1e-4, 1e-5)],
            "amsgrad is on: leave it off": path(adam, lr=lr, betas=betas, amsgrad=True), "it climbs: leave maximize off": path(adam, lr=lr, betas=betas, maximize=True),
            "eps is another one: leave it at 1e-8": [path(adam, lr=lr, betas=betas, eps=eps) for eps in (1e-6, 1e-5, 1e-4, 1e-3)],
            "this is AdamW, which also shrinks the weights: use Adam": path(torch.optim.AdamW, lr=lr, betas=betas), "this is NAdam: use Adam": path(torch.optim.NAdam, lr=lr, betas=betas),
            "this is plain gradient descent: use Adam": [path(torch.optim.SGD, lr=lr), path(torch.optim.SGD, lr=lr, momentum=0.5)],
            "this is RMSprop: use Adam": path(torch.optim.RMSprop, lr=lr), "it learns at another rate than lr": [path(adam, lr=lr * factor, betas=betas) for factor in (0.1, 0.25, 0.5, 2, 4, 10)],
        })

# %% [markdown]
# ## 5 · The discriminator's step
#
# 1. Clear the gradients of `optim_D`. The generator's step may have left some in $D$.
# 2. Real images: flatten to (N, 784), ask $D$, compare with ones.
# 3. Fake images: normal noise, through $G$, **detached**; ask $D$, compare with zeros.
# 4. Add both losses, `backward()`, one step of `optim_D`.
#
# `detach()` cuts the graph: no gradient runs on into $G$.

# %% [markdown]
# Two calls of $D$, or one on both batches joined? Here it makes no difference, since this $D$ judges each image by itself. In lesson 3 it does: make two calls a habit. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `loss_func(answers, labels)` wants labels of the answers' shape, here (batch_size, 1), and on their device.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `.to(device)` moves a tensor, `.flatten(1)` makes (N, 784) of the images, `.item()` a plain number of a loss. `torch.randn`, `torch.ones` and `torch.zeros` take `device=device`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The order: `optim_D.zero_grad()`, both losses and their sum, `loss.backward()`, `optim_D.step()`.
#
# </details>

# %% solution="train-discriminator"
def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    """One update of D. Real images are labelled exactly 1, fake images exactly 0.

    real_images: (batch_size, 1, 28, 28) in [−1, 1], on any device: move them to `device`. They are not
    changed. The fake images, batch_size of them, come from fresh normal noise (batch_size, input_dim).
    G stays as it is: no weight of it changes, and no gradient is left in it.
    Returns the loss before the update, real part plus fake part, as a float.
    """
    # TODO: the loss on real images, the loss on fake ones, and one step of optim_D on their sum
    ### BEGIN SOLUTION
    ones = torch.ones(batch_size, 1, device=device)
    zeros = torch.zeros(batch_size, 1, device=device)
    real = real_images.to(device).flatten(1)  # (N, 784)
    noise = torch.randn(batch_size, input_dim, device=device)  # (N, 100)
    fake = G(noise).detach()  # (N, 784)

    optim_D.zero_grad()
    loss = loss_func(D(real), ones) + loss_func(D(fake), zeros)  # answers: (N, 1) each
    loss.backward()
    optim_D.step()
    return loss.item()
    ### END SOLUTION

# %% demo="train-discriminator-try"
G, D = Generator(100, 256, 784).to(device), Discriminator(784, 256).to(device)
optim_G, optim_D = make_optimizers(G, D, lr=0.0002)
batch = scale_images(images[:128])
for number in range(5):
    loss_d = train_discriminator(batch, D, G, nn.BCELoss(), optim_D, len(batch), 100, device)
    print(f"step {number}: loss of D {loss_d:.3f}")

# %% [markdown]
# The first loss is near $2 \log 2 \approx 1.386$: an untrained $D$ says about 1/2 to everything. Then it falls quickly, because an untrained $G$ is easy prey.

# %% [markdown]
# The graded cells play your step on two tiny networks whose loss and gradient are known exactly. The next cell says how they call it.

# %% given="calls"
def play_D(s):
    """Play the discriminator's step on the pieces s."""
    return train_discriminator(s.real, s.D, s.G, nn.BCELoss(), s.optim, s.batch_size, s.input_dim, s.device)


def play_G(s):
    """Play the generator's step on the pieces s."""
    return train_generator(s.D, s.G, nn.BCELoss(), s.optim, s.batch_size, s.input_dim, s.device)

# %% test="train-discriminator-loss" of="train-discriminator" points=2
# D's step returns its loss before the update: real images labelled 1, fake images labelled 0.
for batch_size in (7, 32, 1):
    probe.check_loss(probe.discriminator_step(play_D, batch_size, halves=False))

# %% test="train-discriminator-step" of="train-discriminator" points=2
# D's step changes D alone, once, along the gradient of its loss, and leaves no gradient in G.
for batch_size in (7, 32, 1):
    watched = probe.discriminator_step(play_D, batch_size)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="train-discriminator-noise" of="train-discriminator" points=1
# D's step draws fresh normal noise of shape (batch_size, input_dim) each time.
for batch_size, input_dim in [(32, 100), (65, 40)]:
    watched = [probe.discriminator_step(play_D, batch_size, input_dim=input_dim) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, input_dim), states=[each.states for each in watched])

# %% test="train-discriminator-device" of="train-discriminator" points=1
# D's step runs on the device it is given: images, noise and labels are all there.
for place in testbeds():
    for real_on in ("cpu", place):  # wherever the loader left them
        probe.check_place(probe.discriminator_step(play_D, 5, device=place, real_on=real_on), place)

# %% [markdown]
# ## 6 · The generator's step
#
# 1. Clear the gradients of `optim_G`.
# 2. New noise, through $G$, **not** detached this time: the gradient must reach $G$.
# 3. Ask $D$, compare with **ones**. `backward()` runs through $D$ into $G$.
# 4. One step of `optim_G`. A plain `backward()` gives $D$ gradients too, but `optim_G` does not touch it. With `inputs=list(G.parameters())` that work is saved.
#
# *10 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# It is $D$'s step without the real images, with other labels, with the other optimizer, and without the cut.
#
# </details>

# %% solution="train-generator"
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    """One update of G, towards images that D takes for real: labels exactly 1.

    The images come from fresh normal noise (batch_size, input_dim). No weight of D changes.
    Returns the loss before the update, −log D(G(z)), as a float.
    """
    # TODO: the loss of new fake images, and one step of optim_G
    ### BEGIN SOLUTION
    ones = torch.ones(batch_size, 1, device=device)
    noise = torch.randn(batch_size, input_dim, device=device)  # (N, 100)

    optim_G.zero_grad()
    loss = loss_func(D(G(noise)), ones)
    loss.backward(inputs=list(G.parameters()))  # G's gradients alone: those of D are not needed
    optim_G.step()
    return loss.item()
    ### END SOLUTION

# %% demo="train-generator-try"
for number in range(5):
    loss_g = train_generator(D, G, nn.BCELoss(), optim_G, 128, 100, device)
    print(f"step {number}: loss of G {loss_g:.3f}")

# %% test="train-generator-loss" of="train-generator" points=2
# G's step returns −log D(G(z)), the loss before the update: its images are labelled 1.
for batch_size in (7, 32, 1):
    probe.check_loss(probe.generator_step(play_G, batch_size))

# %% test="train-generator-step" of="train-generator" points=2
# G's step changes G alone, once, along the gradient of its loss, and D takes its images more for real.
for batch_size in (7, 32, 1):
    watched = probe.generator_step(play_G, batch_size)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="train-generator-noise" of="train-generator" points=1
# G's step draws fresh normal noise of shape (batch_size, input_dim) each time.
for batch_size, input_dim in [(32, 100), (65, 40)]:
    watched = [probe.generator_step(play_G, batch_size, input_dim=input_dim) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, input_dim), states=[each.states for each in watched])

# %% test="train-generator-device" of="train-generator" points=1
# G's step runs on the device it is given: noise and labels are there.
for place in testbeds():
    probe.check_place(probe.generator_step(play_G, 5, device=place), place)

# %% [markdown]
# ## 7 · Look before you train
#
# Losses say little about a GAN. Pictures say more. So first a function that draws noise, runs $G$ and lays the images out as one grid.
#
# Looking must not disturb: no gradient is recorded, and $G$ stays in the mode it was in (`train` or `eval`). *8 minutes, easy.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `with torch.no_grad():` records nothing of what runs inside it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `make_grid(images, nrow=8)` takes images (n, 1, 28, 28). Which line takes −1 to 0 and 1 to 1?
#
# </details>

# %% solution="sample-grid"
def sample_grid(G, n, input_dim, device):
    """A grid of n images from fresh normal noise, 8 in a row, values in [0, 1].

    G gives flat images in [−1, 1], and stays in its mode. The noise is made on the device.
    Returns the image tensor (3, H, W) that torchvision.utils.make_grid makes; no gradient.
    """
    # TODO: make n images, and lay them out
    ### BEGIN SOLUTION
    with torch.no_grad():
        noise = torch.randn(n, input_dim, device=device)  # (n, 100)
        fake = G(noise).reshape(n, 1, 28, 28)
    return make_grid((fake + 1) / 2, nrow=8)
    ### END SOLUTION

# %% demo="sample-grid-try"
G = Generator(100, 256, 784).to(device)
pictures.show_grid(sample_grid(G, 16, 100, device), "An untrained generator", size=5)

# %% test="sample-grid-image" of="sample-grid" points=1
# The grid shows every image of n fresh ones, 8 in a row, with values from [−1, 1] scaled to [0, 1].
for n, input_dim in [(19, 100), (1, 100), (5, 40)]:
    model = probe.PlainGenerator(input_dim)
    grid = probe.sample(sample_grid, model, n, input_dim)
    probe.image(grid, "sample_grid(G, n, input_dim, device)")
    drawn, made = model.seen()
    probe.tensor(drawn, (n, input_dim), "the noise given to G")
    probe.shows(grid, made, "the grid")
    probe.tensor(grid, (3, None, None), "the grid, as make_grid returns it,")
models = [probe.PlainGenerator(100) for _ in range(2)]
for model in models:
    probe.sample(sample_grid, model, 32, 100)
probe.check_noise([model.seen()[0] for model in models], (32, 100), states=[model.states for model in models])

# %% test="sample-grid-quiet" of="sample-grid" points=1
# Looking disturbs nothing: no gradient is recorded, G keeps its mode; and it runs on the device it is given.
for mode in (True, False):
    model = probe.PlainGenerator(100).train(mode)
    grid = probe.sample(sample_grid, model, 4, 100)
    probe.tensor(grid, (None,) * (2 if torch.is_tensor(grid) and grid.dim() == 2 else 3), "sample_grid(G, n, input_dim, device)")
    assert not grid.requires_grad, "the grid carries a gradient: draw it under torch.no_grad()"
    assert model.gradients_on, "sample_grid switched gradients off for good: write `with torch.no_grad():`"
    assert all(p.requires_grad for p in model.parameters()), "sample_grid left G frozen: set requires_grad back to True"
    word = {True: "train", False: "eval"}
    assert model.training is mode, f"G was in {word[mode]} mode before, and in {word[not mode]} mode after"
for place in testbeds():
    probe.sample(sample_grid, probe.PlainGenerator(100).to(place), 4, 100, place)

# %% [markdown]
# ## 8 · A recipe that works
#
# This lesson grew from a university's **lab sheet**: the same two networks, images in [0, 1], Adam's defaults but for the learning rate 0.0002, batches of 128, 100 epochs. It gives dim, noisy images of very few digits: section 11 shows them.
#
# Four small changes, and a longer training in smaller batches, make the same two networks work. Two you have made already: **scaled images** and **$\beta_1 = 0.5$**. The other two:

# %% [markdown]
# * **Hidden pixels.** Each time $D$ looks at an image, real or fake, a random part of the pixels is hidden from it: set to grey. There are only 4,500 real images, and without this $D$ learns them by heart: section 9 shows it. [DiffAugment](https://arxiv.org/abs/2006.10738) does the same with whole patches.
# * **Large steps first, small ones later.** The learning rate starts at 0.001, five times the lab sheet's, and falls to zero.

# %% given="recipe"
INPUT_DIM, HIDDEN_DIM, PIXELS = 100, 256, 784
BATCH_SIZE, LEARNING_RATE = 64, 0.001
EPOCHS = budget.pick(175, 1)


class HidePixels(nn.Module):
    """Sets each pixel of flat images (N, pixels) to grey, 0, with probability 0.3."""

    patterns = None  # 4,096 of them, drawn once: new random numbers for each image take time

    def forward(self, x):
        if self.patterns is None:
            self.patterns = (torch.rand(4096, x.shape[1], device=x.device) > 0.3).float()
        return x * self.patterns[torch.randint(4096, (len(x),), device=x.device)]

# %% demo="hidden-pixels-shown"
seen = HidePixels()(scale_images(images[:32]).flatten(1)).reshape(-1, 1, 28, 28)
pictures.show_images((seen + 1) / 2, "What D sees: other pixels are hidden each time")

# %% [markdown]
# The loop calls `log` so that you can watch. It prints now and then, and keeps pictures made from **the same noise**, so that one image can be followed through the epochs.
#
# You will call it every 100 steps and at the end of each epoch. An epoch of our 4,500 digits has only 71 steps. So, unless you count on through the epochs, the calls in between come with larger sets only.

# %% given="log"
frames = []


def log(epoch, step, loss_d, loss_g, G):
    """Print the losses and keep a grid from fixed noise, at 6 moments of the training; epochs count from 0."""
    if len(frames) < 6 and epoch + 1 >= len(frames) ** 2 * EPOCHS / 25:
        budget.say(f"epoch {epoch + 1}, step {step}: loss of D {loss_d:.3f}, of G {loss_g:.3f}")
        with torch.random.fork_rng():
            torch.manual_seed(1)
            frames.append((epoch, sample_grid(G, 16, INPUT_DIM, device).cpu()))

# %% [markdown]
# Now the loop. Setting up is given: leave it as it is. You write one epoch. For each batch: scale it, train $D$, then $G$. `judge` is $D$ with pixels hidden from it: hand it to both steps in the place of $D$. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `enumerate(loader, start=1)` gives the number of the step and its images. The last batch is smaller: `len(images)` knows.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep the two losses of each step in a list that is empty at the start of the epoch. `zip(*pairs)` makes two columns of a list of pairs.
#
# </details>

# %% solution="training-loop"
def train(loader, epochs, device):
    """Train a GAN on a loader of image batches (N, 1, 28, 28) with values in [0, 1]; N varies.

    Each batch, scaled, trains first D, then G, through judge. log(epoch, step, loss_d, loss_g, G) is
    called every 100 steps, counted in the epoch or through all of them, and at the end of each epoch.
    Returns G, D and the history: for each epoch the pair (mean loss of D, mean loss of G).
    """
    G = Generator(INPUT_DIM, HIDDEN_DIM, PIXELS).to(device)
    D = Discriminator(PIXELS, HIDDEN_DIM).to(device)
    judge = nn.Sequential(HidePixels(), D)  # D, with pixels hidden from it
    optim_G, optim_D = make_optimizers(G, D, lr=LEARNING_RATE)
    loss_func = nn.BCELoss()
    history = []
    for epoch in budget.progress(range(epochs), "epochs"):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / epochs)
        # TODO: go through the batches: train D, then G, and log
        # TODO: append the epoch's mean losses to history
        ### BEGIN SOLUTION
        losses = []
        for step, images in enumerate(loader, start=1):
            real, n = scale_images(images), len(images)
            loss_d = train_discriminator(real, judge, G, loss_func, optim_D, n, INPUT_DIM, device)
            loss_g = train_generator(judge, G, loss_func, optim_G, n, INPUT_DIM, device)
            losses.append((loss_d, loss_g))
            if step % 100 == 0:
                log(epoch, step, loss_d, loss_g, G)
        mean_d, mean_g = (sum(column) / len(losses) for column in zip(*losses))
        log(epoch, step, mean_d, mean_g, G)
        history.append((mean_d, mean_g))
        ### END SOLUTION
    return G, D, history

# %% test="training-loop-steps" of="training-loop" points=1
# Each batch trains first D, then G, with what the given lines set up, and says how many images it holds.
loop = probe.training_loop(train, sizes=(8, 8, 8, 5), epochs=3)
probe.loops.check_order(loop)
probe.loops.check_set_up(loop, INPUT_DIM, HIDDEN_DIM, PIXELS, LEARNING_RATE)
probe.loops.check_sizes(loop)

# %% test="training-loop-images" of="training-loop" points=1
# D sees every image of every epoch, scaled to [−1, 1], and all that it sees has hidden pixels.
loop = probe.training_loop(train, sizes=(6, 6, 3), epochs=2)
probe.loops.check_images(loop)
for name in "DG":
    probe.loops.check_judge(loop, name)

# %% test="training-loop-history" of="training-loop" points=1
# train returns the two trained networks, and one pair of mean losses for each epoch.
loop = probe.training_loop(train, sizes=(8, 8, 8, 5), epochs=3)
probe.loops.check_networks(loop)
probe.same(loop.history(), loop.mean_losses(), "a loss in the history", loop.mistaken_losses())

# %% test="training-loop-log" of="training-loop" points=1
# log is called every 100 steps and at the end of each epoch, with this epoch, this step, the losses and G.
probe.loops.check_log(probe.training_loop(train, sizes=(3,) * 204 + (2,), epochs=2), 100)

# %% test="training-loop-device" of="training-loop" points=1
# Both networks are on the device when they train, and the steps are told so.
for place in testbeds():
    probe.loops.check_device(probe.training_loop(train, sizes=(4, 3), epochs=1, device=place), place)

# %% [markdown]
# ## 9 · Train
#
# One call. In your own session training takes its full length, the **full budget**: here one to one and a half minutes. Validate and the grader train for a moment only: `budget.pick(175, 1)` gives them 1. Watch the pictures more than the numbers.

# %% demo="train"
torch.manual_seed(0)
frames.clear()
loader = data.batches(images[: budget.pick(4500, 640)], BATCH_SIZE)
G, D, history = train(loader, EPOCHS, device)
if budget.full():
    torch.save(G.state_dict(), "generator.pt")  # hand this file in with the notebook

# %% demo="losses-of-the-run"
pictures.show_losses(history)

# %% [markdown]
# The losses do not fall to zero, and they should not. Each player's success is the other's loss. Dotted lines show where the losses would be if $D$ answered 1/2 to everything. The losses move away from them: $D$ is ahead, and stays ahead. Yet the pictures get better. Here are the same sixteen noises through the epochs:

# %% demo="growth"
pictures.show_growth([grid for _, grid in frames], [f"epoch {epoch + 1}" for epoch, _ in frames])

# %% demo="result"
pictures.show_grid(sample_grid(G, 64, INPUT_DIM, device), "Digits that nobody wrote", size=7)

# %% [markdown]
# **Turn one knob.** Each image hangs on a hundred random numbers. Take one of them, and move its value; then take another one. *Before you move it: what will one number in a hundred change? Some pixels, a stroke, or the digit?*

# %% demo="one-number"
noises = torch.randn(10, INPUT_DIM, generator=torch.Generator().manual_seed(1)).to(device)


def turned(number, value, noise):
    z = noises[noise : noise + 1].clone()  # (1, 100)
    z[:, number] = value
    return (G(z).reshape(28, 28) + 1) / 2


knobs = {"which number": (0, 99, 0), "its value": (-3.0, 3.0, 0.0), "which noise": (0, 9, 9)}
interactive.sliders(turned, knobs, "One number of a hundred, from −3 to 3", table=(5, 7))

# %% [markdown]
# About half of it. Measured in two trained generators, with 2,000 noises each and one number drawn for each: from −3 to 3, section 10's classifier reads another digit in half of the cases (for a 1 in a third, fewer than for any other), and pixels change half as much as between two noises. No number is idle: the least one changes a quarter as much. [Lesson 7](../07_conditional/07_conditional.ipynb) finds directions that mean something.

# %% [markdown]
# Nobody wrote them, but did $G$ copy some? Below each of eight fakes stands the training digit that is nearest to it, pixel by pixel. *Look for a pair that is the same stroke for stroke.*

# %% demo="nearest"
with torch.no_grad():
    fakes = (G(torch.randn(8, INPUT_DIM, device=device)).cpu() + 1) / 2
gallery = images.flatten(1)
nearest = gallery[torch.cdist(fakes, gallery).argmin(1)]
pictures.show_images(torch.cat([fakes, nearest]).reshape(-1, 1, 28, 28), "Above: made by G. Below: the nearest training digit", columns=8, size=6)

# %% [markdown]
# **What does $D$ know by heart?** Ask it about digits that it trained on, about digits that it never saw, and about fakes. *Predict first: which two answers should be alike?*

# %% demo="what-d-answers"
judge = nn.Sequential(HidePixels(), D)
with torch.no_grad():
    groups = {"training digits": scale_images(images[:500]), "held-out digits": scale_images(data.digits("test")[0])}
    groups["digits made by G"] = G(torch.randn(500, INPUT_DIM, device=device))
    for name, group in groups.items():
        print(f"{name:17} D answers {judge(group.flatten(1).to(device)).mean():.2f}")

# %% [markdown]
# Here is how these answers moved in two runs that we measured: the recipe, and the recipe without hidden pixels.

# %% demo="by-heart-shown"
RECIPE = [(1, 0.78, 0.78, 0.56), (10, 0.87, 0.90, 0.38), (25, 0.47, 0.53, 0.19), (50, 0.63, 0.60, 0.36), (75, 0.65, 0.61, 0.34),
          (100, 0.68, 0.64, 0.36), (125, 0.72, 0.61, 0.33), (150, 0.68, 0.57, 0.29), (175, 0.70, 0.60, 0.30)]
PLAIN = [(1, 0.63, 0.64, 0.58), (10, 0.71, 0.73, 0.41), (25, 0.44, 0.43, 0.13), (50, 0.77, 0.75, 0.42), (75, 0.68, 0.56, 0.25),
         (100, 0.76, 0.59, 0.26), (125, 0.76, 0.49, 0.19), (150, 0.85, 0.56, 0.21), (175, 0.84, 0.50, 0.15)]
pictures.show_answers({"hidden pixels": RECIPE, "nothing hidden": PLAIN})

# %% [markdown]
# For 50 epochs $D$ answers alike on digits it trained on and on held-out ones. Then the two part: $D$ begins to know the 4,500 by heart. Without hidden pixels the gap grows to a third, with them to a tenth.
#
# The whole recipe, and each of its parts changed alone:

# %% [markdown]
# | training | distance | classes | D on training digits | on held-out ones | on fakes |
# |---|---|---|---|---|---|
# | the recipe | 95 | 10 | 0.70 | 0.60 | 0.30 |
# | nothing hidden | 178 | 9 | 0.84 | 0.50 | 0.15 |
# | $\beta_1$ 0.9, Adam's default | 277 | 10 | 0.71 | 0.73 | 0.28 |
# | learning rate 0.001 to the end | 113 | 10 | 0.70 | 0.57 | 0.34 |
# | ReLU in $D$ | 111 | 10 | 0.69 | 0.60 | 0.30 |
# | images in [0, 1] | 98 | 10 | 0.90 | 0.81 | 0.09 |
# | the lab sheet's recipe | 489 | 3 | 0.95 | 0.93 | 0.08 |
#
# Smaller distances are better: section 10 says what they are. One run each, seed 0 (`python -m bench recipe` in the course's repository). Five seeds of the recipe lie between 92 and 104 (`python -m bench quality`), and a second one with nothing hidden has 187. So 98 is hardly a difference, and the first two changes are large ones.

# %% [markdown]
# Two things surprise. The lab sheet's $D$ wins, yet it knows nothing by heart: it answers alike on both kinds of digits. And ReLU in $D$ costs only a little here. Keep that in mind for your answer of section 3: an argument says which way, a measurement says how much.

# %% [markdown]
# ## 10 · How good is it?
#
# A small classifier, trained on real digits, looks at 2,000 of your images and answers three questions:
#
# * **classes**: how many digits does $G$ make, each at least 1 % of the time?
# * **confidence**: how sure is the classifier on average?
# * **distance**: how far are your images from real ones in the classifier's features? This is the *Fréchet classifier distance*, after [Heusel et al., 2017](https://arxiv.org/abs/1706.08500): 0 would be perfect.

# %% [markdown]
# These three do not see who copies. So the graded cell asks two questions more, which [lesson 6](../06_judging/06_judging.ipynb) explains: how much of what real digits are does $G$ make (its **recall**, at least 0.2), and how many of its images are **copies** of training digits (at most one in five)? Five runs of the recipe have recalls from 0.63 to 0.68, and one copy in a hundred images.

# %% demo="quality"
def grade_images(images):
    quality = metrics.quality(images)
    return f"distance {quality.distance:7.1f}   classes {quality.classes:2d}   confidence {quality.confidence:.2f}"


latents = torch.randn(budget.pick(2000, 200), INPUT_DIM, device=device)
with torch.no_grad():
    fakes = (G(latents).cpu().reshape(-1, 1, 28, 28) + 1) / 2
print("pure noise      ", grade_images(metrics.controls("noise", len(fakes))))
print("your generator  ", grade_images(fakes))
print("held-out digits ", grade_images(data.digits("test")[0]))

# %% test="digits" of="training-loop" points=4
# The generator you saved as generator.pt makes at least 8 of the 10 digits, near enough to real ones.
weights = probe.saved("generator.pt")
generate = probe.dense_generator(weights, INPUT_DIM, PIXELS)
fakes = (generate(probe.normal(2000, INPUT_DIM)).reshape(-1, 1, 28, 28) + 1) / 2
distance, classes, _ = metrics.quality(fakes)
assert classes >= 8, f"your generator makes {classes} of the 10 digits, each at least 1 % of the time; 8 are needed: look at your pictures, are they alike?"
assert distance <= 200, f"the Fréchet classifier distance of your images is {distance:.0f}, at most 200 is needed, and the recipe of section 8 reaches about 100 in its 175 epochs"
recall, copied = metrics.precision_recall(data.digits("train")[0][:2000], fakes).recall, metrics.copied_share(fakes)
assert copied <= 0.2, f"{copied:.0%} of your images lie nearer to a training digit than 95 % of new digits do (about 1 % of the recipe's lie so near): copies of training digits earn nothing"
assert recall >= 0.2, f"the recall of your images is {recall:.2f}, at least 0.2 is needed, and the recipe reaches about 0.64: they are real enough, but too much alike"

# %% [markdown]
# ## 11 · What the lab sheet's settings cost (optional)
#
# Here the lab sheet's recipe runs twice: as it stands, and with scaled images. Nothing else differs. It takes one to two minutes.

# %% demo="lab-sheet"
def lab_sheet(images, epochs):
    """The lab sheet's own training, on images as they come."""
    G, D = Generator(100, 256, 784).to(device), Discriminator(784, 256).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002)
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002)
    for _ in budget.progress(range(epochs), "lab sheet"):
        for real in data.batches(images, 128):
            train_discriminator(real, D, G, nn.BCELoss(), optim_D, len(real), 100, device)
            train_generator(D, G, nn.BCELoss(), optim_G, len(real), 100, device)
    return G


torch.manual_seed(0)
sheet, epochs = images[: budget.pick(4500, 640)], budget.pick(100, 1)
left, right = lab_sheet(sheet, epochs), lab_sheet(scale_images(sheet), epochs)

# %% demo="lab-sheet-shown"
latents, grids = torch.randn(32, 100, device=device), []
for network, low in [(left, 0), (right, -1)]:
    with torch.no_grad():
        fakes = network(latents).cpu().reshape(-1, 1, 28, 28)
    grids.append(make_grid(fakes, nrow=8, normalize=True, value_range=(low, 1)))
pictures.show_growth(grids, ["images in [0, 1]", "images in [−1, 1]"], columns=2)

# %% [markdown]
# **Left, [0, 1]:** three or four shapes, dim and full of specks. Black is 0 there, the middle of $\tanh$, where it is steepest, so every wobble shows. **Right, [−1, 1]:** the background is clean, because $\tanh$ is flat near −1. But all images are alike. That is **mode collapse**: $G$ found one picture and stays there.

# %% [markdown]
# So scaling alone brings no variety. The table of section 9 says what brings the distance down: the short memory $\beta_1 = 0.5$ above all, then hidden pixels. With them, even images in [0, 1] do as well. [Lesson 4](../04_training_tricks/04_training_tricks.ipynb) takes such changes one at a time.

# %% [markdown]
# ## 12 · What does 1/2 say?
#
# **Question.** During training someone sees $D(x) \to 1/2$ on all images and says: "Done, the generator is perfect." What does $D(x) \to 1/2$ tell you, and what does it not? Name one other way to get there, and how you would check. *8 minutes, medium.*

# %% [markdown] essay="d-half" points=2
# At the equilibrium the generated images have the same distribution as the real ones, and then the best D can do is answer 1/2. So 1/2 says that *this* D cannot tell the two apart. It does not say that nobody can: a D that is too small, trained too little, has too small a learning rate or sees only noise also answers 1/2, at the very start of training, for example. To check, look at samples from fixed noise, count the classes they cover, measure a distance to held-out images, or train a fresh, stronger D on the same images.
#
# ### BEGIN MARK SCHEME
# 1 point: 1/2 is what the best D answers when both distributions are equal; it means that this D cannot tell them apart.
# 1 point: a weak or untrained D gives 1/2 too, and a check that does not rely on this D (samples, classes, distance, a fresh D).
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and what breaks next
#
# Two plain networks, one noise vector, and digits. But look closely: strokes are ragged, because a linear layer does not know that pixels have neighbours. [Lesson 3](../03_dcgan/03_dcgan.ipynb) gives both players convolutions.

# %% [markdown]
# ## Read on
#
# * Goodfellow et al., [Generative Adversarial Nets](https://arxiv.org/abs/1406.2661), 2014: the game, and these plain networks on digits.
# * Goodfellow, [NIPS 2016 Tutorial](https://arxiv.org/abs/1701.00160): losses, equilibrium, questions and answers.
# * Kingma and Ba, [Adam](https://arxiv.org/abs/1412.6980), 2014: what $\beta_1$ and $\beta_2$ do.
# * Zhao et al., [Differentiable Augmentation](https://arxiv.org/abs/2006.10738), 2020: few images, and a $D$ that learns them by heart.
