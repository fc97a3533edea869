# %% [markdown]
# # 8 · Other answers to the same question
#
# A GAN learns to draw, and cannot say what it draws from. Give it a seven: it does not know which noise would make it. Here are two more systems. One gives each seven a code, and has no opponent at all; the other has a judge that must rebuild what it judges. Then all three are measured, on the same digits, in the same time.
#
# | builds on | you write | time on a laptop | points |
# |---|---|---|---|
# | the margin of [lesson 1](../01_gan_theory/01_gan_theory.ipynb), [lesson 2](../02_mlp_gan/02_mlp_gan.ipynb), the walk of [lesson 3](../03_dcgan/03_dcgan.ipynb), section 8 of [lesson 4](../04_training_tricks/04_training_tricks.ipynb), the measures of [lesson 6](../06_judging/06_judging.ipynb) | a variational autoencoder and its loss, walks through codes, a discriminator with energies, both its steps, a term against collapse | 2 hours and three quarters; of these 4 minutes of training | 35 |

# %% [markdown]
# Two sittings. Sections 1 to 7 are the **VAE**: an hour and a half. Sections 8 to 12 are the **EBGAN**, and the table: an hour and a quarter.

# %% given="imports"
import math

import torch
import torch.nn.functional as F
from torch import nn

from course import budget, data, metrics, probe
from course.device import choose, testbeds
from course.pictures import codes as drawn
from course.pictures import judging
from course.probe.codes import apart, autoencoders, bounds, clouds, energies, margins, walks

device = choose()
torch.manual_seed(0)
LATENT, HIDDEN, BATCH_SIZE, LEARNING_RATE = 20, 256, 64, 0.001
STEPS = budget.pick({"VAE": 10_000, "EBGAN": 3200, "GAN": 5000}, {"VAE": 10, "EBGAN": 10, "GAN": 10})  # about the same time
digits, labels = data.digits("train")  # (4500, 1, 28, 28), values in [0, 1]
train_digits = digits[: budget.pick(4500, 640)]
new, new_labels = data.digits("test")  # 500 digits that no network here trains on
print("running on", device.type)

# %% [markdown]
# ## 1 · Look, then draw
#
# An **autoencoder** is two networks in a row. The *encoder* makes a few numbers of an image, its **code** $z$. The *decoder* draws the image again from them. Twenty numbers in place of 784: it must learn what digits have in common.

# %% [markdown]
# Is that a generator? Draw a code at random, decode it. Section 6 tries it: what comes out is no digit. Nobody told the codes where to lie, so we look where the decoder never was.

# %% [markdown]
# A **variational autoencoder** (VAE; [Kingma and Welling, 2013](https://arxiv.org/abs/1312.6114)) tells them, with two ideas.
#
# * A code is not a point but a **cloud**: a normal distribution with mean $\mu$ and standard deviation $\sigma$, its own for each image. The decoder is trained on draws from the cloud.
# * All clouds together must look like **one** standard normal cloud. Then a draw from $N(0, 1)$ is a code like any other.

# %% demo="plan-shown"
drawn.show_plan()

# %% [markdown]
# ## 2 · A code is a cloud
#
# The encoder gives two numbers for each place of the code: $\mu$, and the **logarithm of the variance**, $\log\sigma^2$. Any number may be a logarithm, so nothing need keep it positive.
#
# A number that was drawn keeps no trace of $\mu$ and $\sigma$: `backward` stops there. So take chance out of the way. Draw $\varepsilon$ from $N(0, 1)$, which depends on nothing, and move it:
#
# $$z = \mu + \sigma\,\varepsilon,\qquad \sigma = e^{\frac12 \log\sigma^2}$$

# %% [markdown]
# This is the **reparameterization trick**. Now $\partial z/\partial\mu = 1$, and the gradient walks through. *5 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# `torch.randn_like(mu)` is noise of mu's shape, on its device.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `(logvar / 2).exp()` is σ. Multiply, add.
#
# </details>

# %% solution="reparameterize"
def reparameterize(mu, logvar):
    """A draw from each cloud: mu + σ·ε, with σ = exp(logvar / 2) and fresh ε from N(0, 1) for each number.

    mu, logvar: two tensors of one shape, (N, latent) for example; neither is changed.
    Returns z of the same shape, on their device. Gradients reach mu and logvar.
    """
    # TODO: draw the noise, and move it
    ### BEGIN SOLUTION
    return mu + (logvar / 2).exp() * torch.randn_like(mu)
    ### END SOLUTION

# %% demo="reparameterize-try" check=true
mu, logvar = torch.tensor([0.0, 3.0]), torch.tensor([0.0, -4.0])
cloud = reparameterize(mu.expand(1_000_000, 2), logvar.expand(1_000_000, 2))
print("means     ", [f"{round(value, 2) + 0.0:.2f}" for value in cloud.mean(0).tolist()], "expected 0.00, 3.00")
print("deviations", [f"{value:.2f}" for value in cloud.std(0)], "expected 1.00, 0.14")

# %% test="reparameterize-spread" of="reparameterize" points=2
# Codes lie around mu with standard deviation exp(logvar / 2), by normal noise of their own for each number.
clouds.check_spread(reparameterize)

# %% test="reparameterize-gradient" of="reparameterize" points=1
# Gradients reach mu and logvar, and the noise is drawn anew on each call.
clouds.check_fresh(reparameterize)
for shape in [(4, 3), (1, 7), (5, 2, 3)]:
    clouds.check_gradients(reparameterize, *shape)

# %% test="reparameterize-device" of="reparameterize" points=1
# Codes are drawn on the device of mu and logvar.
for place in testbeds():
    clouds.check_place(reparameterize, place)

# %% [markdown]
# ## 3 · How far from the standard cloud?
#
# How far is a cloud from $N(0, 1)$? Lesson 1 had a number for two distributions: the Kullback–Leibler divergence, $\mathbb{E}_q[\log q(z) - \log p(z)]$. There it took sums over a grid. For two **normal** distributions it is a formula:
#
# $$\mathrm{KL} = -\tfrac12 \sum_j \big(1 + \log\sigma_j^2 - \mu_j^2 - \sigma_j^2\big)$$
#
# The sum is over the numbers of the code. With natural logarithms, as here, the unit is the **nat** (to base 2 it would be the bit).

# %% [markdown]
# (It asks for more than we need: *each* cloud like $N(0, 1)$, not only all together. Alone it would make all clouds the same; the error of what is rebuilt, section 4, pulls the other way.)

# %% demo="kl-shown"
drawn.show_divergence()

# %% [markdown]
# Where $\mu = 0$ and $\sigma = 1$ it is 0. A mean that walks away costs half its square. A cloud that gets **narrow** costs too, by a logarithm: that keeps clouds from shrinking to points. *8 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# You have `logvar`, which is $\log\sigma^2$. What is $\sigma^2$?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `(1 + logvar - mu**2 - logvar.exp())`, summed along dimension 1, times −1/2.
#
# </details>

# %% solution="kl-divergence"
def kl_divergence(mu, logvar):
    """The divergence of each cloud N(mu, exp(logvar)) from N(0, 1), by the formula.

    mu, logvar: (N, latent), on one device; neither is changed.
    Returns (N,): for each image the sum over the numbers of its code. Gradients reach mu and logvar.
    """
    # TODO: the formula
    ### BEGIN SOLUTION
    return -0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(1)
    ### END SOLUTION

# %% [markdown]
# A formula from a book should be checked. The divergence is a mean, so **draw** from the cloud and take the mean of $\log q(z) - \log p(z)$. *Predict: how many draws until two digits are right?* (Ten times as many draws make the error three times smaller.)

# %% demo="kl-sampled"
mu, logvar = torch.tensor([[0.5, -1.0, 2.0]]), torch.tensor([[0.0, -2.0, 0.5]])
q, p = torch.distributions.Normal(mu, (logvar / 2).exp()), torch.distributions.Normal(0, 1)
torch.manual_seed(1)
for count in (10, 100, 1000, 10_000, 100_000):
    z = reparameterize(mu.expand(count, 3), logvar.expand(count, 3))
    ratios = (q.log_prob(z) - p.log_prob(z)).sum(1)
    print(f"{count:7,} draws: {ratios.mean():.3f} ± {ratios.std() / math.sqrt(count):.3f}")
print(f"the formula:   {kl_divergence(mu, logvar).item():.3f}")

# %% [markdown]
# Two digits, 3.3, stand from 10,000 draws on: there the error is 0.03. After 100 it is still ten times as large.

# %% test="kl-divergence-value" of="kl-divergence" points=2
# The divergence of each cloud is that which torch.distributions gives, summed over the code.
for n, latent, spread in [(6, 3, 1), (1, 5, 1), (9, 1, 1), (30, 20, 2.5)]:
    bounds.check_divergence(kl_divergence, n, latent, spread)
zero = probe.attempt("kl_divergence(mu, logvar)", kl_divergence, torch.zeros(2, 4), torch.zeros(2, 4))
probe.same(zero, torch.zeros(2), "the divergence where mu and logvar are 0")

# %% test="kl-divergence-gradient" of="kl-divergence" points=1
# Its slopes are mu, and (exp(logvar) − 1) / 2; it is computed where mu and logvar are.
bounds.check_divergence_gradient(kl_divergence)
for place in testbeds():
    mu, logvar = probe.normal(4, 3), probe.normal(4, 3)
    there = probe.attempt(f"kl_divergence on {place.type}", kl_divergence, mu.to(place), logvar.to(place))
    probe.same(there, bounds.divergence(mu, logvar), f"the divergence on {place.type}")
    assert there.device == place, f"the divergence is on {there.device}, mu on {place}"

# %% [markdown]
# ## 4 · The bound
#
# How likely is an image $x$ under the decoder? One would have to try all codes. But for **any** cloud $q(z \mid x)$ there is a bound from below, the **evidence lower bound** (ELBO):
#
# $$\log p(x) \;\ge\; \mathbb{E}_q \log p(x \mid z) - \mathrm{KL}\big(q(z \mid x) \,\|\, N(0, 1)\big)$$

# %% [markdown]
# Left: what we want to be large. Right: what we can estimate from one draw of the cloud. The gap between them is a divergence too, from $q$ to the true $p(z \mid x)$. So a larger bound means a likelier image, or a smaller gap, or both.

# %% [markdown]
# Why a bound? Write $p(x) = p(x, z) / p(z \mid x)$, take logarithms, and the mean over $q$:
#
# $$\log p(x) = \underbrace{\mathbb{E}_q\big[\log p(x, z) - \log q(z \mid x)\big]}_{\text{the bound}} + \underbrace{\mathrm{KL}\big(q \,\|\, p(z \mid x)\big)}_{\ge\, 0}$$
#
# and $\log p(x, z) = \log p(x \mid z) + \log p(z)$ gives the bound its two parts.

# %% [markdown]
# The loss is **minus** the bound: how badly $x$ is rebuilt, plus the divergence.
#
# Say that each pixel is a coin which shows white with the probability that the decoder draws. Then the first part is binary cross-entropy, **summed over the pixels**, as the second is summed over the code. Both are in nats of one image. Only over the batch do we take the mean.

# %% [markdown]
# (Grey pixels are no coins. The loss still pulls each pixel to its grey value, but it is not 0 even there; as a likelihood it is not quite honest: [Loaiza-Ganem and Cunningham, 2019](https://arxiv.org/abs/1907.06845).)

# %% [markdown]
# A popular mistake is the mean over the pixels too: it makes the first part 784 times smaller beside the second. Then all clouds become $N(0, 1)$, codes say nothing, and every digit is rebuilt as the same grey blur. *8 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# `F.binary_cross_entropy(recon, x, reduction="sum")` sums up over everything. What is left to divide by? It cuts logarithms off at −100, so a pixel that is exactly 0 does no harm.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# The sum divided by `len(x)`, plus `kl_divergence(mu, logvar).mean()`.
#
# </details>

# %% solution="elbo-loss"
def elbo_loss(recon, x, mu, logvar):
    """Minus the evidence lower bound: cross-entropy plus divergence, in nats, a mean over the images.

    recon: what was rebuilt, probabilities in [0, 1]; x: the images, in [0, 1]; both (N, …) of any one shape.
    mu, logvar: (N, latent). All on one device; none is changed.
    For each image the binary cross-entropy is summed over its pixels, and kl_divergence added.
    Returns a tensor without dimensions, with a gradient; its value is finite also where recon is exactly 0 or 1.
    """
    # TODO: both parts, and their sum
    ### BEGIN SOLUTION
    error = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    return error + kl_divergence(mu, logvar).mean()
    ### END SOLUTION

# %% demo="elbo-try" check=true
one = torch.tensor([[1.0, 0.0]])  # an image of two pixels
print("sure and right:", round(elbo_loss(torch.tensor([[0.99, 0.01]]), one, torch.zeros(1, 3), torch.zeros(1, 3)).item(), 2), "expected 0.02")
print("a guess:       ", round(elbo_loss(torch.tensor([[0.5, 0.5]]), one, torch.zeros(1, 3), torch.zeros(1, 3)).item(), 2), "expected 1.39")

# %% test="elbo-loss-value" of="elbo-loss" points=2
# The loss is the cross-entropy, summed over pixels, plus the divergence, and a mean over the images.
for n, latent, shape in [(6, 3, (1, 28, 28)), (1, 4, (1, 7, 5)), (5, 2, (30,))]:
    bounds.check_bound(elbo_loss, n, latent, *shape)

# %% test="elbo-loss-gradient" of="elbo-loss" points=1
# Gradients reach what was rebuilt, mu and logvar, each with its right slope.
bounds.check_bound_gradient(elbo_loss)

# %% test="elbo-loss-edges" of="elbo-loss" points=1
# The loss is finite where a pixel is rebuilt as exactly 0 or 1, and is computed on the images' device.
bounds.check_edges(elbo_loss)
for place in testbeds():
    given = bounds.batch(3, 4, 1, 6, 6)
    there = bounds.loss(elbo_loss, [value.to(place) for value in given], f"elbo_loss on {place.type}")
    probe.same(there, bounds.bound(*given), f"the loss on {place.type}")
    assert there.device == place, f"the loss is on {there.device}, the images on {place}"

# %% [markdown]
# ## 5 · Two networks, one of them given
#
# All three systems of this lesson draw with the **same** linear layers. (The two that play get BatchNorm between them: section 11 says why. The VAE does without; we have not tried it with.)

# %% given="decoder"
def decoder(latent, hidden, norm=nn.Identity):
    """The network that draws: codes (N, latent) → images (N, 1, 28, 28) with values in [0, 1]."""
    return nn.Sequential(
        nn.Linear(latent, hidden), norm(hidden), nn.ReLU(),  # (N, hidden)
        nn.Linear(hidden, hidden), norm(hidden), nn.ReLU(),  # (N, hidden)
        nn.Linear(hidden, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28)),
    )

# %% [markdown]
# The encoder is its mirror image: linear layers $784 \to$ hidden $\to$ hidden $\to 2\cdot$latent, with ReLU **between** them. The last numbers are half $\mu$, half $\log\sigma^2$. Nothing follows them: both may be negative. *12 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# `nn.Flatten()` may stand first in an `nn.Sequential`. `numbers.chunk(2, dim=1)` cuts (N, 2·latent) into two halves.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `encode` returns `self.encoder(x).chunk(2, dim=1)`. `forward` encodes, draws with `reparameterize`, decodes, and returns three things.
#
# </details>

# %% solution="vae"
class VAE(nn.Module):
    """A variational autoencoder of digits, images (N, 1, 28, 28) in [0, 1].

    Its encoder has linear layers 784 → hidden → hidden → 2·latent (or two last ones of latent each), ReLU
    between them and nothing behind them: half of the last numbers are mu, the others logvar, in either order.
    Its decoder is decoder(latent, hidden). It works on any device, and gradients reach all layers.
    """

    def __init__(self, latent, hidden):
        super().__init__()
        # TODO: encoder and decoder
        ### BEGIN SOLUTION
        self.encoder = nn.Sequential(
            nn.Flatten(),  # (N, 784)
            nn.Linear(784, hidden), nn.ReLU(),  # (N, hidden)
            nn.Linear(hidden, hidden), nn.ReLU(),  # (N, hidden)
            nn.Linear(hidden, 2 * latent),  # (N, 2·latent)
        )
        self.decoder = decoder(latent, hidden)
        ### END SOLUTION

    def encode(self, x):
        """Images → (mu, logvar), (N, latent) each."""
        # TODO: mean and log variance of each image's cloud
        ### BEGIN SOLUTION
        return self.encoder(x).chunk(2, dim=1)
        ### END SOLUTION

    def decode(self, z):
        """Codes (N, latent) → images."""
        # TODO: draw the codes
        ### BEGIN SOLUTION
        return self.decoder(z)
        ### END SOLUTION

    def forward(self, x):
        """Images → (recon, mu, logvar); recon is decoded from one fresh draw of each image's cloud, in eval mode too."""
        # TODO: encode, draw, decode
        ### BEGIN SOLUTION
        mu, logvar = self.encode(x)
        return self.decode(reparameterize(mu, logvar)), mu, logvar
        ### END SOLUTION

# %% demo="vae-try" check=true
raw = VAE(LATENT, HIDDEN)
recon, mu, logvar = raw(new[:5])
print("images (5, 1, 28, 28) → recon", tuple(recon.shape), "mu", tuple(mu.shape), "logvar", tuple(logvar.shape))
print(sum(p.numel() for p in raw.parameters()), "parameters")

# %% test="vae-encode" of="vae" points=2
# mu and logvar are the encoder's last numbers, as they are, for any N and any sizes.
for n, latent, hidden in [(7, 5, 14), (1, 3, 23)]:
    model = probe.attempt("VAE(latent, hidden)", VAE, latent, hidden)
    autoencoders.check_encode(model, latent, hidden, n)

# %% test="vae-decode" of="vae" points=1
# decode draws codes with the given decoder.
for n, latent, hidden in [(6, 4, 15), (1, 2, 9)]:
    model = probe.attempt("VAE(latent, hidden)", VAE, latent, hidden)
    autoencoders.check_decode(model, latent, hidden, n)

# %% test="vae-forward" of="vae" points=2
# The VAE rebuilds each image from one fresh draw of its cloud, and in train and eval mode; gradients reach all layers; on any device.
model = probe.attempt("VAE(latent, hidden)", VAE, 8, 21)
for training in (True, False):
    autoencoders.check_forward(model, 8, 21, training)
autoencoders.check_reached(model, *autoencoders.call(model, probe.uniform(6, 1, 28, 28)))
for place in testbeds():
    autoencoders.check_place(probe.attempt("VAE(latent, hidden)", VAE, 3, 12), place)

# %% [markdown]
# ## 6 · Train it
#
# One network, one loss, one optimizer that makes it smaller: after five lessons of two players that is a holiday. `weight` is 1 for a VAE; 0 takes the divergence away. The learning rate falls to zero, as in lesson 2.

# %% given="vae-training"
def train_vae(latent, steps, weight=1.0):
    """A VAE after so many updates on the training digits; (error, divergence) of the last batch of each epoch."""
    model, history, step = VAE(latent, HIDDEN).to(device), [], 0
    optim = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)
    loader = data.batches(train_digits, BATCH_SIZE)
    for _ in budget.progress(range(math.ceil(steps / len(loader))), "epochs"):
        for x in loader:
            optim.param_groups[0]["lr"] = LEARNING_RATE * max(0.0, 1 - step / steps)
            x, step = x.to(device), step + 1
            recon, mu, logvar = model(x)
            loss = elbo_loss(recon, x, weight * mu, weight * logvar)  # right for weights 0 and 1 only: N(0, 1) costs 0
            optim.zero_grad()
            loss.backward()
            optim.step()
        divergence = kl_divergence(mu, logvar).mean().item()
        history.append((loss.item() - weight * divergence, divergence))
    return model.eval(), history


def vae_parts(model, x):
    """recon, x, mu and logvar of images x, on the CPU: what elbo_loss takes."""
    recon, mu, logvar = (value.cpu() for value in model(x.to(device)))
    return recon, x, mu, logvar

# %% demo="train-vae"
torch.manual_seed(0)
vae, history = train_vae(LATENT, STEPS["VAE"])
for name, x in (("training digits", digits), ("new digits", new)):
    with torch.no_grad():
        loss, least = elbo_loss(*vae_parts(vae, x)), F.binary_cross_entropy(x, x, reduction="sum") / len(x)
    print(f"{name:15} minus the bound {loss:.0f} nats; rebuilt exactly, the error alone would be {least:.0f}")

# %% demo="vae-history"
drawn.show_bound(history)

# %% [markdown]
# Each point is the last batch of an epoch, 20 training digits. The error falls; the divergence **rises**. That is no failure: clouds must differ from each other, else codes say nothing. And the bound is better on digits that the VAE knows than on new ones: it, too, learns by heart. (Why is the error not 0 where all is rebuilt exactly? Grey pixels are no coins: end of section 4.) What is rebuilt, and what is drawn from $N(0, 1)$:

# %% demo="vae-shown"
with torch.no_grad():
    recon, _, _ = vae(new[:16].to(device))
    torch.manual_seed(2)
    samples = vae.decode(torch.randn(16, LATENT, device=device))
judging.show_rows({"new digits": new[:16], "rebuilt": recon.cpu(), "drawn": samples.cpu()}, "What the VAE rebuilds, and what it draws")

# %% [markdown]
# About half of the draws are clear digits.
#
# Now the autoencoder of section 1. The same network after a fifth of the updates, **without the divergence**: its clouds may lie anywhere, and shrink to points. *Predict: will it rebuild better or worse? Draw better or worse?*

# %% demo="no-divergence"
torch.manual_seed(0)
plain, _ = train_vae(LATENT, budget.pick(2000, 10), weight=0.0)
with torch.no_grad():
    recon, _, _ = plain(new[:16].to(device))
    own = plain.encode(digits.to(device))[0]
    like_own = torch.distributions.MultivariateNormal(own.mean(0), own.T.cov()).sample((16,))
    samples = plain.decode(torch.randn(16, LATENT, device=device)), plain.decode(like_own)
judging.show_rows({"new digits": new[:16], "rebuilt": recon.cpu(), "drawn": samples[0].cpu(), "drawn wider": samples[1].cpu()}, "Without the divergence")
for name, model in (("with", vae), ("without", plain)):
    with torch.no_grad():
        mu, logvar = model.encode(new.to(device))
        error = (model.decode(mu).cpu() - new).square().sum((1, 2, 3)).mean()
    print(f"{name} the divergence: squared error {error:.1f}")
    spread, sigma = mu.std(0), (logvar / 2).exp().mean(0)  # of each number of the code
    for word, some in (("used", spread > 0.3), ("idle", spread <= 0.3)):
        if some.any():
            print(f"  {int(some.sum()):2d} numbers {word}: mu spread {spread[some].min():.2f} to {spread[some].max():.2f}, σ {sigma[some].mean():.2f}")

# %% [markdown]
# After a fifth of the updates it rebuilds nearly as well as the VAE. So at **equal** updates it rebuilds better: after 2,000 each its squared error is 14.0 to 14.4, the VAE's 19.6 to 20.5 (three seeds, `python -m bench drawing`).

# %% [markdown]
# Draws from $N(0, 1)$ are no digits: its codes spread three to six times as wide as that. (Its σ is 0: clouds that cost nothing shrink to points.) But look at the last row. *Drawn wider* takes mean and covariance of its **own** codes, and most of these are digits.

# %% [markdown]
# Only **ten** of the VAE's twenty numbers are used. In the others $\mu$ is nearly 0 and $\sigma$ nearly 1, whatever the image: they say nothing, and cost nothing. A number whose divergence costs more than it saves in the error is switched off.

# %% [markdown]
# The usual words are "an autoencoder has holes between its codes". Measured in the same runs, after 2,000 updates each:
#
# | | distance | recall |
# |---|---|---|
# | autoencoder, drawn wider | 164 to 171 | 0.39 to 0.48 |
# | VAE, from $N(0, 1)$ | 244 to 251 | 0.07 to 0.13 |
# | VAE, drawn wider: a normal fitted to *its* codes | 193 to 197 | 0.13 to 0.18 |
#
# (Both trained briefly: after 10,000 updates the VAE, from $N(0, 1)$, reaches about 100, section 12.)

# %% [markdown]
# So the trouble is less *holes* than *not knowing where to draw*, and whoever looks afterwards can know. [Ghosh and others, 2019](https://arxiv.org/abs/1903.12436) make a method of it. What the VAE has beside that is a bound on the likelihood.

# %% [markdown]
# ### A map of most digits
#
# With a code of **two** numbers one can look at it. Left: where the clouds of the training digits have their centres. Right: what the decoder draws inside of the box. Labels only colour the dots; training had none. Two numbers are few: not every digit has a place of its own.

# %% demo="map"
torch.manual_seed(0)
flat, _ = train_vae(2, budget.pick(2000, 10))
places = torch.distributions.Normal(0.0, 1.0).icdf(torch.linspace(0.02, 0.98, 15))
grid = torch.cartesian_prod(-places, places)[:, [1, 0]]  # row by row, from the top left
with torch.no_grad():
    centres = flat.encode(digits[:2000].to(device))[0].cpu()
    atlas = flat.decode(grid.to(device)).cpu()
drawn.show_map(centres, labels[:2000], atlas, places[-1].item())

# %% [markdown]
# ## 7 · Walk from code to code
#
# Take two digits, encode both, go in a straight line from one code to the other, and draw what lies between. *8 minutes, medium.*
#
# (Lesson 3 had a function of this name, too. It walked on an arc, and there the line was hardly worse. Here we take the line.)

# %% [markdown]
# How *even* is such a walk? In pixels, compare its largest step with its mean one. A walk that jumps from digit to digit has one huge step. Even steps have a **roughness** of 1.

# %% [markdown]
# <details><summary>Hint</summary>
#
# `torch.linspace(0, 1, steps)`, shaped (1, steps, 1), meets codes (N, 1, latent). The decoder wants (N·steps, latent); `unflatten(0, (N, steps))` brings the walks back.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `codes = torch.lerp(start[:, None], end[:, None], shares)`; `draw(codes.flatten(0, 1)).unflatten(0, (len(start), steps))`. For the roughness: `paths.diff(dim=1).flatten(2).norm(dim=2)` has the lengths of all steps, (N, steps − 1).
#
# </details>

# %% solution="interpolate"
@torch.no_grad()
def interpolate(draw, start, end, steps):
    """Straight walks of `steps` images each, from codes start to codes end, both ends included, evenly.

    draw: a function from codes (M, latent) to images (M, …), for any M; these may share memory with the codes,
        so codes that were drawn must not be overwritten.
    start, end: (N, latent), on one device; neither is changed. steps is at least 2.
    Returns (N, steps, …), on their device, without a gradient.
    """
    # TODO: all codes on the way, and their images
    ### BEGIN SOLUTION
    shares = torch.linspace(0, 1, steps, device=start.device).reshape(1, -1, 1)  # (1, steps, 1)
    codes = start[:, None] + shares * (end - start)[:, None]  # (N, steps, latent)
    return draw(codes.flatten(0, 1)).unflatten(0, (len(start), steps))
    ### END SOLUTION


def roughness(paths):
    """The largest step of each path, divided by its mean step: 1 for even steps. (N,)

    paths: (N, steps, …), steps at least 2; not changed. The length of a step is Euclidean, over all numbers
    of an image. A path that stands still has roughness 1.
    """
    # TODO: lengths of the steps; largest by mean
    ### BEGIN SOLUTION
    lengths = paths.diff(dim=1).flatten(2).norm(dim=2)  # (N, steps − 1)
    mean = lengths.mean(1)
    return torch.where(mean > 0, lengths.amax(1) / mean, 1.0)
    ### END SOLUTION

# %% demo="interpolate-shown"
with torch.no_grad():
    codes, _ = vae.encode(new.to(device))
paths = interpolate(vae.decode, codes[:3], codes[15:18], 11).cpu()
crossfade = interpolate(lambda flat: flat.reshape(-1, 1, 28, 28), new[2:3].flatten(1), new[17:18].flatten(1), 11)
judging.show_rows({"walk 1": paths[0], "walk 2": paths[1], "walk 3": paths[2], "3, pixels mixed": crossfade[0]}, "From digit to digit", size=7)
print("roughness of the walks:", [round(r, 2) for r in roughness(paths).tolist()], " of mixed pixels:", round(roughness(crossfade).item(), 2))

# %% [markdown]
# Mixed pixels are perfectly even, and in the middle they are two digits at once. So roughness finds **jumps**, not nonsense.

# %% test="interpolate-walk" of="interpolate" points=2
# Walks go in even steps from start to end, through codes and not through pixels.
for n, steps in [(3, 5), (1, 2), (4, 9)]:
    walks.check_interpolation(interpolate, n, steps)
walks.check_view(interpolate)

# %% test="interpolate-place" of="interpolate" points=1
# Walks are drawn on the device of their codes, and carry no gradient.
for place in testbeds():
    walks.check_place(interpolate, place)

# %% test="interpolate-roughness" of="interpolate" points=2
# The roughness of a path is its largest step divided by its mean step.
for n, steps, shape in [(5, 6, (1, 7, 7)), (1, 3, (4,)), (3, 11, (1, 28, 28))]:
    walks.check_roughness(roughness, n, steps, *shape)
walks.check_known_roughness(roughness)

# %% [markdown]
# **Arithmetic.** The mean code of all sevens says "seven". What is left of one seven's code says *how it is written*. Put another digit's mean in its place, and the same hand should write all ten. Nobody told the VAE about labels; we use them only to take the means.

# %% demo="arithmetic"
with torch.no_grad():
    known = vae.encode(digits.to(device))[0].cpu()
    means = torch.stack([known[labels == digit].mean(0) for digit in range(10)])  # (10, latent)
    style = codes.cpu() - means[new_labels]  # (500, latent)
    rewritten = vae.decode((style[:, None] + means).flatten(0, 1).to(device)).cpu().unflatten(0, (500, 10))
picked = [int(torch.nonzero(new_labels == digit)[n]) for digit, n in ((7, 1), (4, 3), (5, 2), (2, 4))]
judging.show_rows({f"hand {row + 1}": torch.cat([new[index : index + 1], rewritten[index]]) for row, index in enumerate(picked)}, "A digit, and its hand writing 0 to 9", size=6.5)
read = metrics.read(rewritten.flatten(0, 1)).reshape(500, 10)
with torch.no_grad():
    rebuilt = metrics.read(vae.decode(codes).cpu())
print(f"read as asked: {(read == torch.arange(10)).float().mean():.0%} of {read.numel():,}; plainly rebuilt digits: {(rebuilt == new_labels).float().mean():.0%}")

# %% [markdown]
# Three of four are read as asked; of digits that were only rebuilt, nine of ten. So the sum is not exact; perhaps what is left of a code still knows something of its digit. Look at hand 1, whose 0 is a 6. Hand 3, a wide five, breaks in about half of its digits.

# %% [markdown]
# ## 8 · A discriminator that rebuilds
#
# Back to two players. Lesson 1 said that $D$ need not give a probability: an **energy** will do, low for what is real. And here is a network that knows what is usual: an autoencoder rebuilds well what it has seen often, and badly what it has not. How badly is the energy.
#
# $$E(x) = \|\,\mathrm{Dec}(\mathrm{Enc}(x)) - x\,\|^2$$

# %% [markdown]
# This is the **energy-based GAN** of [Zhao, Mathieu and LeCun, 2016](https://arxiv.org/abs/1609.03126). The energy is one number too, but it is made of 784, and one can look at them.

# %% [markdown]
# Its encoder is the VAE's, but for the end: `code` numbers, not two times as many, and no cloud. *10 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# The sum runs over all pixels of one image: dimensions 1, 2 and 3. (The paper takes the root; the square is smoother near 0.)
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `(x - self.decoder(self.encode(x))).square().sum((1, 2, 3))`.
#
# </details>

# %% solution="energy-discriminator"
class EnergyDiscriminator(nn.Module):
    """An autoencoder of digits, images (N, 1, 28, 28) in [0, 1]: what it rebuilds badly has a high energy.

    Its encoder has linear layers 784 → hidden → hidden → code, ReLU between them and nothing behind them;
    its decoder is decoder(code, hidden).
    """

    def __init__(self, code, hidden):
        super().__init__()
        # TODO: encoder and decoder
        ### BEGIN SOLUTION
        self.encoder = nn.Sequential(
            nn.Flatten(),  # (N, 784)
            nn.Linear(784, hidden), nn.ReLU(),  # (N, hidden)
            nn.Linear(hidden, hidden), nn.ReLU(),  # (N, hidden)
            nn.Linear(hidden, code),  # (N, code)
        )
        self.decoder = decoder(code, hidden)
        ### END SOLUTION

    def encode(self, x):
        """Images → features (N, code)."""
        # TODO: the encoder's last numbers
        ### BEGIN SOLUTION
        return self.encoder(x)
        ### END SOLUTION

    def energy(self, x):
        """Images → energies (N,): squared differences between x and what is rebuilt, summed over the pixels.

        Gradients reach all layers, and x through both sides of the difference.
        """
        # TODO: encode, decode, compare
        ### BEGIN SOLUTION
        return (x - self.decoder(self.encode(x))).square().sum((1, 2, 3))
        ### END SOLUTION

# %% demo="energy-discriminator-try" check=true
raw = EnergyDiscriminator(32, HIDDEN)
print("images (5, 1, 28, 28) → features", tuple(raw.encode(new[:5]).shape), "energies", tuple(raw.energy(new[:5]).shape))

# %% test="energy-discriminator-features" of="energy-discriminator" points=1
# encode gives the encoder's last numbers, as they are.
for n, code, hidden in [(6, 5, 14), (1, 3, 23)]:
    model = probe.attempt("EnergyDiscriminator(code, hidden)", EnergyDiscriminator, code, hidden)
    energies.check_features(model, code, hidden, n)

# %% test="energy-discriminator-energy" of="energy-discriminator" points=2
# The energy of an image is the sum of its squared differences to what is rebuilt, one number an image.
for n, code, hidden in [(7, 4, 12), (1, 6, 25)]:
    model = probe.attempt("EnergyDiscriminator(code, hidden)", EnergyDiscriminator, code, hidden)
    energies.check_energy(model, code, hidden, n)

# %% test="energy-discriminator-gradient" of="energy-discriminator" points=1
# Gradients reach all layers, and the image, through both sides of the difference; on any device.
energies.check_gradient_to_image(probe.attempt("EnergyDiscriminator(code, hidden)", EnergyDiscriminator, 4, 13), 4, 13)
for place in testbeds():
    model = probe.attempt("EnergyDiscriminator(code, hidden)", EnergyDiscriminator, 3, 12).to(place)
    energy = probe.attempt(f"energy on {place.type}", model.energy, probe.uniform(4, 1, 28, 28).to(place))
    assert energy.device == place, f"the energies are on {energy.device}, the images on {place}"

# %% [markdown]
# ## 9 · What each player pays
#
# An autoencoder left alone may learn to rebuild fakes as well. So $D$ is also asked to rebuild fakes **badly**, but no worse than a margin $m$. Lesson 1 had these losses:
#
# $$L_D = \operatorname{mean} E(x) + \operatorname{mean}\big[m - E(G(z))\big]^+ \qquad L_G = \operatorname{mean} E(G(z))$$
#
# $[\,\cdot\,]^+$ is taken for **each fake**. Beyond the margin a fake has no say in $L_D$.

# %% [markdown]
# **Pulled apart.** $G$ is paid for low energy, and one good digit has it. What keeps $G$ from making that one for ever? Section 8 of lesson 4 let $D$ look at a whole batch. Here $G$'s loss does: the features of its fakes should point in **different directions**. The pulling-away term is the mean squared cosine over all pairs of different fakes:
#
# $$\mathrm{PT} = \frac{1}{N(N-1)} \sum_{i \ne j} \left(\frac{s_i \cdot s_j}{\|s_i\|\,\|s_j\|}\right)^2$$

# %% demo="angles-shown"
angles = {"parallel: 1": [0.5, 0.5, 0.5], "spread out: 0.25": [0.2, 1.2, 2.3], "opposite: 1": [0.5, 0.5 + math.pi, 0.5]}
sets = {name: torch.tensor([[math.cos(a), math.sin(a)] for a in row]) * torch.tensor([[0.4], [0.8], [1.4]]) for name, row in angles.items()}
drawn.show_angles(sets)

# %% [markdown]
# Squared: opposite is as bad as equal. Cosines: a feature cannot escape by growing. (Three arrows in a plane cannot do better than 0.25.) $G$'s loss becomes $L_G + w\,\mathrm{PT}$. *8 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# `F.normalize(features)` divides each row by its length. One matrix product then has the cosines of all pairs, and 1 on its diagonal.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `cosines = unit @ unit.T`; the sum of squares minus N, divided by N (N − 1).
#
# </details>

# %% solution="pulling-away"
def pulling_away_term(features):
    """The mean squared cosine of all pairs of different rows (Zhao et al., 2016, section 2.4).

    features: (N, F), N at least 2, no row zero; not changed. Returns a tensor without dimensions, from 0 to 1,
    on their device, with a gradient.
    """
    # TODO: all cosines, squared; the mean of those off the diagonal
    ### BEGIN SOLUTION
    n = len(features)
    unit = F.normalize(features)  # (N, F)
    squares = (unit @ unit.T).square()  # (N, N)
    return (squares.sum() - squares.diagonal().sum()) / (n * (n - 1))
    ### END SOLUTION

# %% demo="pulling-away-try" check=true
for name, rows in sets.items():
    print(f"{name:16} → {pulling_away_term(rows):.2f}")

# %% test="pulling-away-value" of="pulling-away" points=2
# The term is the mean of all squared cosines between different rows, whatever their lengths.
for n, width in [(5, 3), (2, 4), (9, 6)]:
    apart.check(pulling_away_term, n, width)
apart.check_corners(pulling_away_term)

# %% test="pulling-away-gradient" of="pulling-away" points=1
# Its gradient reaches the features, and it is computed on their device.
apart.check_gradient(pulling_away_term)
for place in testbeds():
    features = probe.normal(5, 3)
    there = probe.attempt(f"pulling_away_term on {place.type}", pulling_away_term, features.to(place))
    probe.same(there, apart.term(features), f"the term on {place.type}")
    assert there.device == place, f"the term is on {there.device}, the features on {place}"

# %% [markdown]
# ## 10 · Both steps
#
# These are the steps of lesson 2 with other losses, D's and G's in one cell. *12 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# Clear gradients, noise, G, D, loss, backward, step. Which of the two detaches the fakes? `F.relu` is $[\,\cdot\,]^+$.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# D: `D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()`, with `fake = G(noise).detach()`. G: `D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake))`.
#
# </details>

# %% solution="energy-steps"
def energy_discriminator_step(D, G, optim_D, x, latent, margin):
    """One update of D on images x (N, 1, 28, 28) and as many fakes, from fresh normal noise (N, latent).

    D has energy(x), (N,). Works on the device of x. No weight of G changes, and no gradient is left in it (its
    BatchNorm averages may move); both networks stay in train mode.
    Returns the loss before the update, L_D above, as a float.
    """
    # TODO: the loss, and one step of optim_D
    ### BEGIN SOLUTION
    fake = G(torch.randn(len(x), latent, device=x.device)).detach()
    optim_D.zero_grad()
    loss = D.energy(x).mean() + F.relu(margin - D.energy(fake)).mean()
    loss.backward()
    optim_D.step()
    return loss.item()
    ### END SOLUTION


def energy_generator_step(D, G, optim_G, n, latent, weight, device):
    """One update of G with n fakes from fresh normal noise (n, latent) on the device. No weight of D changes.

    Returns the loss before the update as a float: the mean energy of the fakes plus weight times
    pulling_away_term of their features, D.encode(fakes). n is at least 2. Both networks stay in
    train mode; a gradient left in D does no harm.
    """
    # TODO: the loss, and one step of optim_G
    ### BEGIN SOLUTION
    fake = G(torch.randn(n, latent, device=device))
    optim_G.zero_grad()
    loss = D.energy(fake).mean() + weight * pulling_away_term(D.encode(fake))
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()
    ### END SOLUTION

# %% demo="energy-steps-try"
torch.manual_seed(0)
# Look for a loss of D that starts near 190 and soon falls. G's is about 10: grey fakes are easy to rebuild.
tried = decoder(LATENT, HIDDEN, nn.BatchNorm1d).to(device), EnergyDiscriminator(32, HIDDEN).to(device)
optims = [torch.optim.Adam(net.parameters(), lr=LEARNING_RATE) for net in tried]
for number in range(5):
    loss_d = energy_discriminator_step(tried[1], tried[0], optims[1], digits[:64].to(device), LATENT, 20.0)
    loss_g = energy_generator_step(tried[1], tried[0], optims[0], 64, LATENT, 2.0, device)
    print(f"step {number}: loss of D {loss_d:6.1f}, of G {loss_g:6.1f}")

# %% given="calls"
def play_D(s):
    """Play D's step on the pieces s."""
    return energy_discriminator_step(s.D, s.G, s.optim, s.real, s.latent, s.margin)


def play_G(s):
    """Play G's step on the pieces s. It calls the course's pulling-away term, not yours, so yours costs no points here."""
    with probe.replaced(energy_generator_step, pulling_away_term=apart.term):
        return energy_generator_step(s.D, s.G, s.optim, s.batch_size, s.latent, s.weight, s.device)

# %% test="energy-steps-loss" of="energy-steps" points=2
# Each step returns its loss before the update: energies, the margin for each fake, the weighted term in G's.
for n in (9, 20, 2):
    probe.check_loss(margins.discriminator_step(play_D, n))
    probe.check_loss(margins.generator_step(play_G, n))
probe.check_loss(margins.discriminator_step(play_D, 1))

# %% test="energy-steps-update" of="energy-steps" points=2
# Each step changes its own network alone, once, along the gradient of its loss.
for n in (9, 20):
    for watched in (margins.discriminator_step(play_D, n), margins.generator_step(play_G, n)):
        probe.check_alone(watched)
        probe.check_modes(watched)
        probe.check_update(watched)

# %% test="energy-steps-noise" of="energy-steps" points=1
# Both steps draw fresh normal noise each time, and run on the device they are given.
for step, play in ((margins.discriminator_step, play_D), (margins.generator_step, play_G)):
    probe.check_noise([step(play, 400).noise() for _ in range(2)], (400, margins.LATENT), other=step(play, 401).noise())
    for place in testbeds():
        probe.check_place(step(play, 5, place), place)

# %% [markdown]
# ## 11 · Train it, twice
#
# Once with the term and once without. $G$ is the given decoder, with BatchNorm between its layers: without it, neither this game nor the next one gets far in our time (one run of each: the EBGAN's distance stayed above 300, the GAN's at 180). The margin is 20 and the weight 2; we found both by trying. *Predict: where will the energies of real digits and of fakes settle?*

# %% [markdown]
# (Lesson 2's GAN reached about 100 without BatchNorm, with 12,400 updates and noise of 100 numbers. Is it these? Only in part: this lesson's GAN without BatchNorm has 147 after 12,400 updates, and 136 with noise of 100 numbers too; such noise and 5,000 updates give 244. One run each. The rest is in details that we have not told apart: the range of the images, how pixels are hidden.)

# %% given="ebgan-training"
MARGIN, CODE, WEIGHT = 20.0, 32, 2.0


def train_ebgan(steps, weight):
    """G and D after so many updates of both; for each epoch the energies of training digits, new digits and fakes."""
    G, D = decoder(LATENT, HIDDEN, nn.BatchNorm1d).to(device), EnergyDiscriminator(CODE, HIDDEN).to(device)
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=LEARNING_RATE, betas=(0.5, 0.999), fused=True) for net in (G, D))
    history, step, loader = [], 0, data.batches(train_digits, BATCH_SIZE)
    for _ in budget.progress(range(math.ceil(steps / len(loader))), "epochs"):
        for x in loader:
            for group in optim_G.param_groups + optim_D.param_groups:
                group["lr"] = LEARNING_RATE * max(0.0, 1 - step / steps)
            step += 1
            energy_discriminator_step(D, G, optim_D, x.to(device), LATENT, MARGIN)
            energy_generator_step(D, G, optim_G, len(x), LATENT, weight, device)
        with torch.no_grad():
            sets = digits[:500].to(device), new.to(device), G(torch.randn(500, LATENT, device=device))
            history.append(tuple(D.energy(images).mean().item() for images in sets))
    return G.eval(), D.eval(), history

# %% demo="train-ebgan"
generators, judges, runs = {}, {}, {}
for name, weight in (("with the pulling-away term", WEIGHT), ("without", 0.0)):
    torch.manual_seed(0)
    generators[name], judges[name], runs[name] = train_ebgan(STEPS["EBGAN"], weight)

# %% demo="energies-shown"
drawn.show_energies(runs, MARGIN)

# %% [markdown]
# **Left**, with the term: the fakes swing about the margin, and end with a mean a little above it; those above it have no say in $D$'s loss. $D$ rebuilds its training digits well and *new* digits worse. **Right**, the fakes end at energy 0, and real digits, new ones too, are rebuilt better than on the left. Perhaps pushing fakes up pushes digits up too.

# %% [markdown]
# The green line on the right falls to nothing: $G$ has found **one image that $D$ rebuilds perfectly**. It is not even a digit. Low energy means *easy to rebuild*, not *real*.
#
# The first time $D$ got out of it, the second time no more. Two things may hold it there: the slope of a square, $2\,(\text{rebuilt} - x)$, is 0 where nothing is wrong; and the learning rate is small by then. We have not told them apart.

# %% [markdown]
# The term is no wall. In a second run of the left panel, from the same seed, the fakes lay at energy 0 from epoch 4 to 9 as well. But they got out, to above 40, and stayed out.

# %% demo="ebgan-shown"
torch.manual_seed(3)
noise = torch.randn(16, LATENT, device=device)
with torch.no_grad():
    judging.show_rows({name.split()[0]: G(noise).cpu() for name, G in generators.items()}, "With the term and without, from the same noise")

# %% [markdown]
# ## 12 · One table
#
# Third comes a plain GAN: the same $G$, and lesson 2's $D$ and losses, hidden pixels and all, on logits.

# %% given="gan-training"
def train_gan(steps):
    """G after so many updates of both players."""
    G = decoder(LATENT, HIDDEN, nn.BatchNorm1d).to(device)
    D = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(784, HIDDEN), nn.LeakyReLU(0.1), nn.Linear(HIDDEN, HIDDEN), nn.LeakyReLU(0.1), nn.Linear(HIDDEN, 1)).to(device)
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=LEARNING_RATE, betas=(0.5, 0.999), fused=True) for net in (G, D))
    loader, step = data.batches(train_digits, BATCH_SIZE), 0
    for _ in budget.progress(range(math.ceil(steps / len(loader))), "epochs"):
        for x in loader:
            for group in optim_G.param_groups + optim_D.param_groups:
                group["lr"] = LEARNING_RATE * max(0.0, 1 - step / steps)
            step += 1
            fake = G(torch.randn(len(x), LATENT, device=device))
            loss_d = F.softplus(-D(2 * x.to(device) - 1)).mean() + F.softplus(D(2 * fake.detach() - 1)).mean()
            optim_D.zero_grad()
            loss_d.backward()
            optim_D.step()
            loss_g = F.softplus(-D(2 * G(torch.randn(len(x), LATENT, device=device)) - 1)).mean()
            optim_G.zero_grad()
            loss_g.backward(inputs=list(G.parameters()))
            optim_G.step()
    return G.eval()

# %% demo="train-gan"
torch.manual_seed(0)
gan = train_gan(STEPS["GAN"])

# %% [markdown]
# All of them train about as long, by the clock: that is what `STEPS` of the first cell is for. An update of the VAE goes through two networks, one of the EBGAN through nine.

# %% [markdown]
# **Sharpness** is how far a pixel is from the mean of its four neighbours, divided by the spread of all pixels. Read it between its controls only: *noise* is the sharpest of all. *Before you run the table: the usual words are "a VAE is blurry, a GAN is sharp". Write down a guess for each row.*

# %% demo="table"
N = budget.pick(2000, 50)
known = digits[:2000]
draws = {"VAE": vae.decode, "EBGAN": generators["with the pulling-away term"], "EBGAN without the term": generators["without"], "GAN": gan}
samples, placed = {}, {}
with torch.no_grad():
    for name, draw in draws.items():
        torch.manual_seed(4)
        samples[name] = draw(torch.randn(N, LATENT, device=device)).cpu()
controls = {"new digits": new[:N], "new digits, blurred": F.avg_pool2d(new[:N], 3, stride=1, padding=1), "noise": metrics.controls("noise", N)}
for name, images in (samples | controls).items():
    quality, share = metrics.quality(images), metrics.precision_recall(known, images)
    placed[name] = tuple(share)
    print(f"{name:22} distance {quality.distance:4.0f}  classes {quality.classes:2d}  precision {share.precision:.2f}  recall {share.recall:.2f}  sharpness {metrics.sharpness(images):.2f}")

# %% [markdown]
# New digits, plain and blurred, are 500; all others are 2,000. That moves distance and recall (lesson 6). And noise has precision 1, as in lesson 6: it all falls into one wide ball. Never read precision without recall.
#
# Only half of the VAE's draws looked clear in section 6. Yet its precision is nearly that of new digits, and *blurred* digits have more than sharp ones. Precision forgives blur.

# %% demo="all-shown"
rows = {name.replace("without the term", "w/o"): images[:16] for name, images in samples.items()}
judging.show_rows({"new digits": new[:16]} | rows, "The same linear layers drew all but the first row")

# %% demo="walks-shown"
torch.manual_seed(5)
ends, rough = torch.randn(2, budget.pick(200, 4), LATENT, device=device), {}
walked = {name: interpolate(draw, *ends, 11).cpu() for name, draw in draws.items()}
for name, paths in walked.items():
    print(f"{name:22} roughness of a walk {roughness(paths).mean():.2f}")
judging.show_rows({name.replace("without the term", "w/o"): paths[0] for name, paths in walked.items()}, "A walk between two codes", size=6.5)

# %% [markdown]
# A $G$ that draws one image hardly moves at all; its roughness compares steps too small to see.

# %% demo="place-shown"
judging.show_precision_recall(placed, title="Precision and recall of all rows of the table")

# %% [markdown]
# What more seeds say (`python -m bench codes`; lowest to highest):
#
# | | seeds | distance | recall | sharpness | roughness |
# |---|---|---|---|---|---|
# | VAE | 3 | 99 to 112 | 0.50 to 0.58 | 0.24 to 0.25 | 1.30 to 1.31 |
# | EBGAN | 8 | 99 to 139 | 0.11 to 0.52 | 0.28 to 0.31 | 1.28 to 1.37 |
# | EBGAN without the term | 8 | 97 to 617 | 0.00 to 0.51 | 0.27 to 0.59 | 1.33 to 1.87 |
# | GAN | 3 | 118 to 129 | 0.43 to 0.51 | 0.39 to 0.40 | 1.41 to 1.43 |
# | new digits | | 4 | 0.85 | 0.34 | |
#
# Three seeds, or eight, do not show the whole range: some numbers of the run above lie a little outside, and so may yours. And two runs of the EBGAN differ by more in distance and recall than the rows do. So believe what holds in *all* runs.

# %% [markdown]
# * **"A VAE is blurry"**: yes. 0.24 to 0.25 against 0.34 of real digits, in each run.
# * **"A GAN is sharp"**: this one too sharp. 0.40 is *more* than real digits have: look for specks around its strokes.

# %% [markdown]
# * **"So the GAN is better"**: not in this table. The VAE's distance is smaller in each run; its recall is mostly larger, but the ranges touch. (Not that blur is free: real digits, only blurred, stand at 120.)
# * **"So the VAE is better"**: not by this table either. The row is **one** GAN at one budget. Lesson 2's (noise of 100, about 12,400 updates, no BatchNorm) has distance 92 to 104 and recall 0.63 to 0.68.

# %% [markdown]
# Lesson 2's GAN had a little more time (65 to 76 seconds where this one took 47 to 55). What makes the difference we know in part only: section 11.
#
# * **The EBGAN** varies most: its best runs are like the VAE's, its worst are worse than this GAN's.

# %% [markdown]
# * **The pulling-away term** makes the EBGAN safer. With it all ten classes are there in 8 runs of 8, though in one of them with little variety (recall 0.11). Without it 3 runs of 8 lost classes: one fell to a single image, one to four classes, one to nine.

# %% [markdown]
# * **BatchNorm and the margin**: without BatchNorm, or with margins of 10 and 40, the EBGAN failed in the one run that we tried of each. One run shows little.
# * **Walks** are most even in the VAE, but for that one EBGAN with little variety. A likely reason: its decoder was trained on clouds, so near codes had to draw alike.

# %% [markdown]
# These are small plain networks, one minute, 4,500 digits. Another size or time may give another order: lesson 2 brought a GAN to about 100, lesson 3's convolutions to about 24. A table holds for what was measured.

# %% [markdown]
# | | GAN | EBGAN | VAE |
# |---|---|---|---|
# | what trains it | a judge that learns | a judge that must rebuild | a bound on the likelihood |
# | how one sees that it trains | not by its losses | energies, against the margin | the loss falls |
# | a code of a given image | none without a search | none ($D$ has codes, $G$ does not know them) | yes: `encode` |
# | likelihood | none | none | a bound, for coins |
# | what it can lose | classes, the game itself | the same, and the margin must fit | detail |

# %% [markdown]
# One more measurement. Two of the systems give each image a number that says how *unlike* training digits it is: minus the bound, and $D$'s energy. *Predict: order these five kinds of images, from low to high.*

# %% demo="unlike"
kinds = {"training digits": digits[:500], "new digits": new, "new digits, blurred": controls["new digits, blurred"], "a blank image": torch.zeros(100, 1, 28, 28), "noise": controls["noise"][:500]}
for name, images in kinds.items():
    with torch.no_grad():
        unlike, energy = elbo_loss(*vae_parts(vae, images)), judges["with the pulling-away term"].energy(images.to(device)).mean()
    print(f"{name:20} minus the bound {unlike:5.0f}   energy {energy:6.1f}")

# %% [markdown]
# Both numbers find noise, and both put blurred digits above new ones. But by the bound a **blank** image is the most usual of all. A likely reason: no pixel of it is grey, and no stroke can be rebuilt badly. $D$'s energy puts it far above all digits. That is one run; and without the term $D$ gave the one image, which is no digit, an energy of 0. So try such a number on the kinds that you fear.

# %% [markdown]
# **Question.** A clinic wants to (a) draw more images of a rare kind for a course, (b) find images that look unlike all others, (c) move one given image a little in the direction "bolder". Which of the three systems would you take for each, and by which rows of your tables? Name one thing that one of your choices will do badly. *10 minutes, medium.*

# %% [markdown] essay="which-one" points=2
# (a) By this run's table the VAE: the largest recall, and a rare kind needs recall. Who must have crisp strokes takes a GAN. Badly: none of the three can be asked for a kind, so what comes must be sorted. (b) The EBGAN's D, by the last measurement: blurred, blank and noise all lie above new digits. By the VAE's bound a blank image is the most usual of all. Badly: that is one run, and without the term D gave what is no digit an energy of 0. (c) The VAE: its encoder belongs to the network that draws, so a given image has a code that can be moved, by the mean code of bold images minus that of thin ones. Badly: what comes out is softer than what went in.
#
# ### BEGIN MARK SCHEME
# 1 point: for (c) the VAE, since it encodes a given image; for (b) VAE or EBGAN, since they say how badly an image is rebuilt, with a value of the last measurement (either of these with its reason is enough for half a point). Who takes the VAE for (b) and sees that it misses a blank image has named a weakness.
# 1 point: for (a) any of the three with a reason from the measured table (distance, recall, sharpness), and one weakness that fits the choice.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and where it falls short
#
# Two more ways to the same end, one table, and less trust in slogans. What fails, said plainly: all of this is small and flat. We would try convolutions first; which row gains most we have not measured.

# %% [markdown]
# **Read on**
#
# * Kingma, Welling (2013), [Auto-encoding variational Bayes](https://arxiv.org/abs/1312.6114): the VAE; appendix B has the divergence.
# * Higgins and others (2017), [β-VAE](https://openreview.net/forum?id=Sy2fzU9gl): other weights than 1.
# * Zhao, Mathieu, LeCun (2016), [Energy-based GAN](https://arxiv.org/abs/1609.03126): margin and pulling-away term.
# * Larsen and others (2015), [VAE/GAN](https://arxiv.org/abs/1512.09300): both at once; a discriminator says what "rebuilt well" means.
# * Ghosh and others (2019), [From variational to deterministic autoencoders](https://arxiv.org/abs/1903.12436): draw from where the codes are.
# * Loaiza-Ganem, Cunningham (2019), [The continuous Bernoulli](https://arxiv.org/abs/1907.06845): an honest likelihood for grey pixels.
