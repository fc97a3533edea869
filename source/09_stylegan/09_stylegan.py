# %% [markdown]
# # 9 · From DCGAN to style
#
# Lesson 3's generator gets its noise once, at the bottom, and all of the picture must come out of that. Here the picture grows out of a **constant**. The noise becomes a *style*, and every layer is given it anew. So you can give the coarse layers one style and the fine layers another: the shape of one digit in the colours of another.
#
# | builds on | you write | time on a laptop | points |
# |---|---|---|---|
# | the layers of [lesson 3](../03_dcgan/03_dcgan.ipynb), R1 of [lesson 4](../04_training_tricks/04_training_tricks.ipynb), the measures of [lesson 6](../06_judging/06_judging.ipynb) | a mapping network, two layers that take styles, learnt noise, a StyleGAN, style mixing, truncation, averaged weights, fading in | 3 hours; of these 4 minutes of training | 36 |

# %% [markdown]
# Three sittings of about an hour. Sections 1 to 6 build the generator; 7 to 10 train it and take it apart; 11 to 13 let networks grow, look at a "StyleGAN" that is none, and say what was measured.

# %% given="imports"
import copy
import math

import torch
import torch.nn.functional as F
from torch import nn

from course import budget, data, metrics, pictures
from course.device import choose, testbeds
from course.pictures import interactive, judging
from course.pictures import styles as drawn
from course.probe.styles import averages, convolved, growth, injected, mapped, mixed, modulated, synthesized

device = choose()
torch.manual_seed(0)
Z_DIM, W_DIM, BATCH_SIZE, LEARNING_RATE = 64, 64, 16, 0.002
STEPS, GROWN_STEPS = budget.pick(3300, 4), budget.pick(1100, 20)
digits, labels = data.digits("train")  # (4500, 1, 28, 28), values in [0, 1]
padded = data.padded(digits)  # (4500, 1, 32, 32)
print("running on", device.type)

# %% [markdown]
# ## 1 · What is new
#
# The digits are lesson 3's coloured ones, 32 × 32: a bright ink on a dark ground, two hues drawn anew each time an image is used. So we know which things vary: the digit, the hand, and two colours. Can a generator keep them apart, though nobody tells it that they exist?

# %% demo="digits-shown"
pictures.show_images(data.coloured(padded[:32], torch.Generator().manual_seed(0)), "Digit, hand, ink, ground")

# %% [markdown]
# **StyleGAN** ([Karras, Laine and Aila, 2018](https://arxiv.org/abs/1812.04948)) changed four things in the generator, and nothing in the game:
#
# 1. A **mapping network** turns noise $z$ into a style $w$.
# 2. The picture starts from a learnt **constant**.
# 3. Each layer is told the **style**: it makes some of its channels louder, others softer.
# 4. Each layer gets fresh **noise**, one number a pixel, as loud as it learns to want it.

# %% demo="plan-shown"
drawn.show_plan()

# %% [markdown]
# ## 2 · From noise to style
#
# Why not give the layers $z$ itself? $z$ comes from a fixed cloud, and every part of the cloud must mean some image. If sevens are rarely bold, "seven" and "bold" cannot be two free directions of it: the cloud must be bent until it fits. The mapping network bends it *before* anything is drawn. What it makes may have any shape.

# %% [markdown]
# Its first act is **pixel norm**: divide each $z$ by the root of its mean square.
#
# $$\operatorname{norm}(z) = \frac{z}{\sqrt{\tfrac1d \sum_j z_j^2 + \varepsilon}},\qquad \varepsilon = 10^{-8}$$
#
# Only the direction of $z$ is left: $z$ and $2z$ are the same style. Then come linear layers, each with LeakyReLU of slope 0.2 behind it, the last one too.

# %% [markdown]
# **How they start.** PyTorch starts a linear layer so small that, with LeakyReLU behind it, what comes out is 2.4 times smaller than what went in. After three of them a style hardly moves anything, and all images are nearly alike. `nn.init.kaiming_normal_` keeps numbers as loud as they were ([He and others, 2015](https://arxiv.org/abs/1502.01852)). *12 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# The mean is taken along dimension 1, with `keepdim=True`. For images (N, C, H, W) too: each pixel of its own, hence the name.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# The first layer is `nn.Linear(z_dim, w_dim)`, all others are `nn.Linear(w_dim, w_dim)`. Collect them in a list, and give it to `nn.Sequential(*list)`.
#
# </details>

# %% solution="mapping"
def pixel_norm(x):
    """x divided by the root of its mean square along dimension 1, plus 1e-8 under the root.

    x: (N, C) or (N, C, H, W); it is not changed. Returns the same shape, on its device, with a gradient.
    """
    # TODO: the formula
    ### BEGIN SOLUTION
    return x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()
    ### END SOLUTION


class MappingNetwork(nn.Module):
    """Noise → style: pixel_norm, then `layers` layers nn.Linear, LeakyReLU(0.2) behind each of them.

    The first goes from z_dim to w_dim, all others from w_dim to w_dim. layers is at least 1. Weights start as
    nn.init.kaiming_normal_(weight, 0.2) makes them, biases at 0.
    """

    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        # TODO: the layers
        ### BEGIN SOLUTION
        sizes = [z_dim] + [w_dim] * layers
        pairs = zip(sizes, sizes[1:])
        self.layers = nn.Sequential(*[nn.Sequential(nn.Linear(a, b), nn.LeakyReLU(0.2)) for a, b in pairs])
        for layer, _ in self.layers:
            nn.init.kaiming_normal_(layer.weight, 0.2)
            nn.init.zeros_(layer.bias)
        ### END SOLUTION

    def forward(self, z):
        """z (N, z_dim) → w (N, w_dim)."""
        # TODO: pixel_norm, then the layers
        ### BEGIN SOLUTION
        return self.layers(pixel_norm(z))
        ### END SOLUTION

# %% demo="mapping-try" check=true
raw = MappingNetwork(Z_DIM, W_DIM, 3)
z = torch.randn(5, Z_DIM)
print("z", tuple(z.shape), "→ w", tuple(raw(z).shape), "| z and 3z give the same style:", torch.allclose(raw(z), raw(3 * z), atol=1e-5))
print(f"mean square of z {z.square().mean():.2f}, of w {raw(z).square().mean():.2f}")

# %% test="mapping-norm" of="mapping" points=1
# pixel_norm divides by the root mean square along dimension 1, for styles and for images.
for shape in [(5, 7), (1, 3), (4, 6, 3, 5), (2, 1, 4, 4)]:
    mapped.check_norm(pixel_norm, *shape)
mapped.check_small(pixel_norm)

# %% test="mapping-layers" of="mapping" points=2
# The mapping network is pixel_norm and then so many linear layers with LeakyReLU(0.2) behind each.
for n, z_dim, w_dim, layers in [(6, 5, 8, 3), (1, 7, 4, 1), (9, 4, 4, 2), (3, 6, 9, 5)]:
    mapped.check_network(MappingNetwork, n, z_dim, w_dim, layers)

# %% test="mapping-place" of="mapping" points=1
# Weights start as promised; gradients reach all layers and z; styles are made where z is.
mapped.check_start(MappingNetwork)
mapped.check_gradients(MappingNetwork)
for place in testbeds():
    mapped.check_place(MappingNetwork, pixel_norm, place)

# %% [markdown]
# ## 3 · A layer that is told a style
#
# StyleGAN's first way was borrowed from style transfer: **adaptive instance normalization** ([Huang and Belongie, 2017](https://arxiv.org/abs/1703.06868)). Every channel of every image is brought to mean 0 and deviation 1. Then the style says how loud it shall be, and how far it shall be moved:
#
# $$\operatorname{AdaIN}(x, w)_c = s_c(w)\,\frac{x_c - \mu(x_c)}{\sqrt{\sigma^2(x_c) + 10^{-5}}} + b_c(w)$$

# %% [markdown]
# $\mu$ and $\sigma^2$ are taken over the pixels of **one** channel of **one** image (BatchNorm takes them over the batch). $s$ and $b$ come out of one linear layer. At the start a style of zeros should change nothing: $s = 1$, $b = 0$. *10 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# `nn.Linear(w_dim, 2 * channels)`; `.chunk(2, dim=1)` cuts its numbers in halves. For $s$: either its biases start at 1, or you take $1 +$ what it gives; the other half starts at 0.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `F.instance_norm(x)` has mean 0 and deviation 1 (its eps is 1e-5). `s[:, :, None, None]` meets (N, C, H, W).
#
# </details>

# %% solution="adain"
class AdaIN(nn.Module):
    """Adaptive instance normalization: each channel of each image to mean 0 and deviation 1, then scaled and moved.

    Scale and shift come from w by one nn.Linear w_dim → 2·channels (or by two, of channels each), in any order;
    nothing else learns. A new AdaIN has scale 1 and shift 0 where w is zero. The variance is the mean square of what is left
    of x without its mean; 1e-5 is added to it.
    """

    def __init__(self, channels, w_dim):
        super().__init__()
        # TODO: from style to scale and shift
        ### BEGIN SOLUTION
        self.style = nn.Linear(w_dim, 2 * channels)
        nn.init.zeros_(self.style.bias)
        ### END SOLUTION

    def forward(self, x, w):
        """x (N, channels, H, W), at least 2 pixels; w (N, w_dim) → the shape of x. Neither is changed."""
        # TODO: normalize, scale, shift
        ### BEGIN SOLUTION
        scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)  # (N, channels, 1, 1) each
        return (1 + scale) * F.instance_norm(x) + shift
        ### END SOLUTION

# %% demo="adain-try" check=true
layer, x = AdaIN(3, 4), 2 + 5 * torch.randn(2, 3, 8, 8)
for name, images in (("before", x), ("after, for w = 0", layer(x, torch.zeros(2, 4)))):
    print(f"{name:16} deviations", [f"{value:.1f}" for value in images.std((0, 2, 3))])

# %% test="adain-value" of="adain" points=2
# Each channel of each image is normalized, then scaled and moved as its own style says.
for n, channels, w_dim, size in [(5, 3, 4, (6, 6)), (1, 2, 5, (4, 7)), (3, 6, 2, (1, 2))]:
    modulated.check_adain(AdaIN, n, channels, w_dim, size)

# %% test="adain-start" of="adain" points=1
# A new AdaIN has scale 1 and shift 0 where w is zero; gradients reach x, w and the linear layer; on any device.
modulated.check_adain_start(AdaIN)
for place in testbeds():
    modulated.check_adain_place(AdaIN, place)

# %% [markdown]
# ### What AdaIN takes away
#
# Two channels: one holds a strong edge, the other a whisper. Afterwards both are equally loud. That a channel was stronger *here* than in other images is lost, before the style has said a word. [Karras and others (2019)](https://arxiv.org/abs/1912.04958) found small blobs, "water droplets", in the feature maps of all images, and suspect that the generator smuggles strength past: one strong spike rules the statistics. Without the normalization the droplets were gone.

# %% demo="adain-shown"
ramp = torch.linspace(-1, 1, 16).expand(16, 16)
channels = torch.stack([3 * (ramp > 0).float(), 0.05 * torch.sin(8 * ramp.T)])[None]  # (1, 2, 16, 16)
drawn.show_channels({"before": channels[0], "after AdaIN": AdaIN(2, 4)(channels, torch.zeros(1, 4))[0].detach()})

# %% [markdown]
# ## 4 · Style in the weights
#
# StyleGAN2's answer: do not touch the picture, change the **weights**. One linear layer makes of the style a **scale** $s_i$ for each *input* channel: how loud it shall be. That is the same as making all weights that read this channel larger:
#
# $$w'_{oikl} = s_i\, w_{oikl}$$
#
# Now the outputs may have become louder. By how much? If the inputs are independent with deviation 1, output $o$ has deviation $\sqrt{\sum_{ikl} w'^2_{oikl}}$. So divide by that:

# %% [markdown]
# $$w''_{oikl} = \frac{w'_{oikl}}{\sqrt{\sum_{ikl} w'^2_{oikl} + 10^{-8}}}$$
#
# This is **demodulation**. It takes back how loud the style makes a channel *in expectation*. What a channel has more or less than expected in this image stays. No statistics of the picture, no droplets.

# %% [markdown]
# Every image has its own weights now. Two ways lead there:
#
# * **Grouped convolution** (the paper's): put the batch side by side, (1, N·in, H, W), all weights in one stack, (N·out, in, k, k), and let `F.conv2d(…, groups=N)` keep them apart.
# * **Scale before and after**: a convolution is linear. So scale the input channels by $s$, use the same weights for all, and divide by the root, one for each image and output channel.

# %% [markdown]
# Both are right. *25 minutes, hard.*
#
# <details><summary>Hint</summary>
#
# The scales `s = self.style(w)` are (N, in). The sum under the root can be taken over k and l first: they do not know of $s$.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `y = F.conv2d(x * s[:, :, None, None], self.weight, padding=k // 2)`; the sums of all images at once are a product of matrices, `s.square() @ self.weight.square().sum((2, 3)).T`, (N, out); their roots, with 1e-8; then divide, and add the bias.
#
# </details>

# %% solution="modulated-conv"
class ModulatedConv2d(nn.Module):
    """A convolution whose weights are modulated, and demodulated, by each image's style (Karras et al., 2019).

    The weight is a parameter (out_channels, in_channels, kernel, kernel), at first from N(0, 1) divided by
    √(in_channels·kernel²). Scales come from w by one nn.Linear w_dim → in_channels whose bias starts at 1.
    1e-8 is added under the root. A bias of out_channels numbers, at first 0, is added at the end, as it is.
    kernel is odd; zeros are padded, so that H and W stay. With demodulate=False only the modulation is done.
    """

    def __init__(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        super().__init__()
        # TODO: weight, bias, and the layer from w to scales
        ### BEGIN SOLUTION
        self.kernel, self.demodulate = kernel, demodulate
        start = torch.randn(out_channels, in_channels, kernel, kernel)
        self.weight = nn.Parameter(start / math.sqrt(in_channels * kernel**2))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.style = nn.Linear(w_dim, in_channels)
        nn.init.ones_(self.style.bias)
        ### END SOLUTION

    def forward(self, x, w):
        """x (N, in_channels, H, W), w (N, w_dim) → (N, out_channels, H, W). Neither is changed."""
        # TODO: modulate, convolve, demodulate, add the bias
        ### BEGIN SOLUTION
        s = self.style(w)  # (N, in)
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.kernel // 2)  # (N, out, H, W)
        if self.demodulate:
            squares = s.square() @ self.weight.square().sum((2, 3)).T  # (N, out)
            y = y / (squares + 1e-8).sqrt()[:, :, None, None]
        return y + self.bias[:, None, None]
        ### END SOLUTION

# %% demo="modulated-conv-try" check=true
layer, x = ModulatedConv2d(8, 6, 3, 4), torch.randn(64, 8, 16, 16)
plain = ModulatedConv2d(8, 6, 3, 4, demodulate=False)
for loud in (0.0, 1.0, 10.0):
    w = loud * torch.randn(64, 4)
    both = [net(x, w)[:, :, 1:-1, 1:-1].std().item() for net in (layer, plain)]  # without the border: zeros lie there
    print(f"w {loud:4.0f} loud: deviation of the output {both[0]:.2f}, without demodulation {both[1]:.2f}")

# %% test="modulated-conv-value" of="modulated-conv" points=3
# Each image is convolved with its own weights: the same as a loop over the images, for any sizes.
for n, sizes, kernel, size in [(5, (3, 4), 3, (6, 6)), (1, (2, 5), 1, (3, 4)), (4, (6, 2), 5, (7, 5))]:
    convolved.check_convolution(ModulatedConv2d, n, sizes, kernel, size, demodulate=True)

# %% test="modulated-conv-plain" of="modulated-conv" points=1
# With demodulate=False the weights are modulated only.
for n, sizes, kernel, size in [(4, (3, 5), 3, (5, 6)), (2, (4, 3), 1, (4, 4))]:
    convolved.check_convolution(ModulatedConv2d, n, sizes, kernel, size, demodulate=False)

# %% test="modulated-conv-start" of="modulated-conv" points=1
# Weights, bias and scales start as promised.
convolved.check_convolution_start(ModulatedConv2d)

# %% test="modulated-conv-place" of="modulated-conv" points=1
# Gradients reach images, styles and weights, through the demodulation too; on any device.
convolved.check_convolution_gradients(ModulatedConv2d)
for place in testbeds():
    convolved.check_convolution_place(ModulatedConv2d, place)

# %% [markdown]
# ## 5 · Noise that is as loud as it wants
#
# Some things about a picture are chance: where exactly a hair lies, how ink frays. A network that gets only $z$ must make up such chance out of it, and wastes itself on that. So give it some: in each layer one fresh number from $N(0, 1)$ for **each pixel**, the same for all channels, times a **strength** that is learnt, one for each channel. The strengths start at 0. *6 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `nn.Parameter(torch.zeros(channels))`, and noise (N, 1, H, W) on the device of x.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `x + self.strength[:, None, None] * torch.randn(len(x), 1, *x.shape[2:], device=x.device)`.
#
# </details>

# %% solution="noise"
class NoiseInjection(nn.Module):
    """Adds noise from N(0, 1) times a learnt strength: one number a pixel of each image, one strength a channel.

    The strengths are a parameter with channels numbers, at first 0. The noise is fresh on each call, in eval
    mode too, and the same for all channels of an image.
    """

    def __init__(self, channels):
        super().__init__()
        # TODO: the strengths
        ### BEGIN SOLUTION
        self.strength = nn.Parameter(torch.zeros(channels))
        ### END SOLUTION

    def forward(self, x):
        """x (N, channels, H, W) → the same shape, on its device. x is not changed."""
        # TODO: draw the noise, weigh it, add it
        ### BEGIN SOLUTION
        noise = torch.randn(len(x), 1, *x.shape[2:], device=x.device)  # (N, 1, H, W)
        return x + self.strength[:, None, None] * noise
        ### END SOLUTION

# %% demo="noise-try" check=true
layer, x = NoiseInjection(3), torch.zeros(100, 3, 8, 8)
with torch.no_grad():
    quiet = layer(x).std((0, 2, 3)).tolist()
    list(layer.parameters())[0].copy_(torch.tensor([0.0, 1.0, 5.0]).reshape(list(layer.parameters())[0].shape))
    print("at first", quiet, "| with strengths 0, 1, 5:", [f"{s:.1f}" for s in layer(x).std((0, 2, 3))])

# %% test="noise-value" of="noise" points=2
# What is added is fresh normal noise, one number a pixel of each image, times each channel's strength.
for n, channels, size in [(9, 4, (12, 11)), (1, 2, (40, 30)), (80, 3, (4, 4))]:
    injected.check_noise(NoiseInjection, n, channels, size)

# %% test="noise-start" of="noise" points=1
# At first nothing is added; the strengths learn; gradients pass; on any device.
injected.check_start(NoiseInjection)
for place in testbeds():
    injected.check_place(NoiseInjection, place)

# %% [markdown]
# ## 6 · The generator
#
# ("32 pixels" means 32 × 32.) One styled layer is given: perhaps twice as large, then your convolution, your noise, LeakyReLU. (The factor $\sqrt2$ makes up for what LeakyReLU makes softer.)

# %% given="styled-layer"
WIDTHS = {4: 48, 8: 48, 16: 24, 32: 12, 64: 8}  # channels of the layer that makes images of so many pixels


class StyledLayer(nn.Module):
    """x (N, in_channels, H, W), w (N, w_dim) → (N, out_channels, H, W), or with grow=True 2H and 2W."""

    def __init__(self, in_channels, out_channels, w_dim, grow):
        super().__init__()
        self.grow = grow
        self.conv = ModulatedConv2d(in_channels, out_channels, 3, w_dim)
        self.noise = NoiseInjection(out_channels)

    def forward(self, x, w):
        if self.grow:
            x = F.interpolate(x, scale_factor=2)  # each pixel becomes four
        return math.sqrt(2) * F.leaky_relu(self.noise(self.conv(x, w)), 0.2)

# %% [markdown]
# For 32 pixels there are four of them, and **five styles**: one for each layer, one for the colours.
#
# | style | layer | image |
# |---|---|---|
# | 0 | `StyledLayer(48, 48, w_dim, False)` | constant (N, 48, 4, 4) → (N, 48, 4, 4) |
# | 1 | `StyledLayer(48, 48, w_dim, True)` | → (N, 48, 8, 8) |
# | 2 | `StyledLayer(48, 24, w_dim, True)` | → (N, 24, 16, 16) |
# | 3 | `StyledLayer(24, 12, w_dim, True)` | → (N, 12, 32, 32) |
# | 4 | `ModulatedConv2d(12, nc, 1, w_dim, demodulate=False)` | → (N, nc, 32, 32) |

# %% [markdown]
# Nothing follows the last one: no Tanh. The colours are not demodulated, for they must be as bright as they are. (StyleGAN2 has two layers a size, and adds up colours from all sizes; ours is as small as can be.) *20 minutes, medium.*
#
# <details><summary>Hint</summary>
#
# Layers in a plain Python list have no parameters that anyone finds: `nn.ModuleList`. The constant has one row and must become N: `.expand(N, -1, -1, -1)`.
#
# </details>

# %% [markdown]
# <details><summary>Nearly the answer</summary>
#
# Start with `[StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)]` and `size = 4`. While `size < image_size`: append one from `WIDTHS[size]` to `WIDTHS[2 * size]`, and double. In `synthesis`, layer `i` is given `ws[:, i]`. `forward` repeats one style: `w[:, None].expand(-1, self.styles, -1)`.
#
# </details>

# %% solution="style-generator"
class StyleGenerator(nn.Module):
    """A small StyleGAN: z (N, z_dim) → images (N, nc, image_size, image_size); image_size is 8, 16, 32 or 64.

    mapping: MappingNetwork(z_dim, w_dim, 3). styles: how many styles synthesis takes, 5 for 32 pixels.
    The constant is a parameter (1, WIDTHS[4], 4, 4), at first from N(0, 1). Layers as in the table above.
    """

    def __init__(self, z_dim, w_dim, image_size, nc):
        super().__init__()
        # TODO: self.mapping, self.styles, the constant, the layers, the colours
        ### BEGIN SOLUTION
        self.mapping = MappingNetwork(z_dim, w_dim, 3)
        self.constant = nn.Parameter(torch.randn(1, WIDTHS[4], 4, 4))
        sizes = [4 * 2**n for n in range(image_size.bit_length() - 2)]  # 4, 8, …, image_size
        first = StyledLayer(WIDTHS[4], WIDTHS[4], w_dim, False)
        growing = [StyledLayer(WIDTHS[a], WIDTHS[b], w_dim, True) for a, b in zip(sizes, sizes[1:])]
        self.layers = nn.ModuleList([first, *growing])
        self.colours = ModulatedConv2d(WIDTHS[image_size], nc, 1, w_dim, demodulate=False)
        self.styles = len(sizes) + 1
        ### END SOLUTION

    def synthesis(self, ws):
        """Styles (N, styles, w_dim), one for each layer and one for the colours → images."""
        # TODO: the constant, N times; each layer with its own style
        ### BEGIN SOLUTION
        x = self.constant.expand(len(ws), -1, -1, -1)
        for layer, w in zip(self.layers, ws.unbind(1)):
            x = layer(x, w)
        return self.colours(x, ws[:, -1])
        ### END SOLUTION

    def forward(self, z):
        """Noise → images: all layers are given the same style."""
        # TODO: map, repeat, synthesize
        ### BEGIN SOLUTION
        w = self.mapping(z)  # (N, w_dim)
        return self.synthesis(w[:, None].expand(-1, self.styles, -1))
        ### END SOLUTION

# %% demo="style-generator-try" check=true
raw = StyleGenerator(Z_DIM, W_DIM, 32, 3)
print("z (5, 64) → images", tuple(raw(torch.randn(5, Z_DIM)).shape), "with", raw.styles, "styles and", f"{sum(p.numel() for p in raw.parameters()):,} parameters")

# %% test="style-generator-layers" of="style-generator" points=3
# The generator has the table's layers, each is given its own style, and the constant is the same for all images.
for n, image_size, nc in [(3, 32, 3), (1, 8, 1), (2, 16, 2), (4, 64, 3)]:
    synthesized.check_layers(StyleGenerator, WIDTHS, n, image_size, nc)

# %% test="style-generator-forward" of="style-generator" points=2
# forward maps z with a mapping network of three layers, and gives all layers the same style.
for n, image_size in [(4, 32), (1, 8)]:
    synthesized.check_forward(StyleGenerator, WIDTHS, n, image_size)

# %% test="style-generator-learns" of="style-generator" points=1
# Everything that the generator holds can learn and be saved; on any device.
synthesized.check_learns(StyleGenerator, WIDTHS)
for place in testbeds():
    synthesized.check_place(StyleGenerator, WIDTHS, place)

# %% [markdown]
# ## 7 · Two styles in one picture
#
# Now the gift: `synthesis` takes a style for each layer, and nobody says that they must be equal. **Style mixing** gives the first layers, the coarse ones, the style of one $z$, and the rest that of another. *6 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# Map both; repeat each style for as many layers as it serves; join along dimension 1.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `w1[:, None].expand(-1, crossover, -1)` beside `w2[:, None].expand(-1, G.styles - crossover, -1)`, in `torch.cat`.
#
# </details>

# %% solution="style-mix"
def style_mix(G, z1, z2, crossover):
    """Images with z1's style in the first `crossover` layers, and z2's in all others, the colours too.

    G has mapping, synthesis and styles, as StyleGenerator. z1, z2: (N, z_dim), on G's device; neither is changed.
    crossover: from 0 (all of z2) to G.styles (all of z1). Gradients reach G, z1 and z2.
    """
    # TODO: styles for all layers, and their images
    ### BEGIN SOLUTION
    w1, w2 = (G.mapping(z)[:, None].expand(-1, G.styles, -1) for z in (z1, z2))  # (N, styles, w_dim)
    return G.synthesis(torch.cat([w1[:, :crossover], w2[:, crossover:]], 1))
    ### END SOLUTION

# %% test="style-mix-layers" of="style-mix" points=2
# The first layers are given the first style, all others the second; for 0 and for all styles too.
for n, styles, crossover in [(4, 6, 2), (3, 7, 6), (1, 4, 1), (3, 4, 0), (2, 5, 5)]:
    mixed.check_mix(style_mix, n, styles, crossover)

# %% test="style-mix-learns" of="style-mix" points=1
# Gradients reach G and both noises, on any device: mixing is used in training too.
mixed.check_mix_gradients(style_mix)
for place in testbeds():
    mixed.check_mix_place(style_mix, place)

# %% [markdown]
# Mixing is used in **training** too, on half of all batches. Then a layer cannot rely on what style the layer before it had, and learns to do its own part.

# %% [markdown]
# ### Weights that are an average
#
# A generator in training circles about; the mean of its last places is often better than any of them. So a second generator, never trained, follows the first with an **exponential moving average** of its weights:
#
# $$\bar\theta \leftarrow \beta\,\bar\theta + (1 - \beta)\,\theta$$
#
# Buffers (running means and counters of BatchNorm) are no weights that circle: they are **copied**. *8 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `parameters()` and `buffers()` of both networks come in the same order. Change them in place, without a gradient: `@torch.no_grad()`, `lerp_`, `copy_`.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `old.lerp_(new, 1 - decay)` for the pairs of parameters, `old.copy_(new)` for the pairs of buffers.
#
# </details>

# %% solution="ema-update"
@torch.no_grad()
def ema_update(averaged, model, decay):
    """One step of the averaged weights: decay·averaged + (1 − decay)·model, for each parameter, in place.

    averaged, model: two networks of one class, on one device. Buffers of averaged become copies of model's.
    model is not changed. Parameters keep their requires_grad.
    """
    # TODO: all parameters, all buffers
    ### BEGIN SOLUTION
    for old, new in zip(averaged.parameters(), model.parameters()):
        old.lerp_(new, 1 - decay)
    for old, new in zip(averaged.buffers(), model.buffers()):
        old.copy_(new)
    ### END SOLUTION

# %% demo="ema-try" check=true
one, other = nn.BatchNorm1d(1), nn.BatchNorm1d(1)
other(torch.tensor([[4.0], [5.0], [6.0]]))
nn.init.constant_(other.weight, 3.0)
ema_update(one, other, 0.9)
print("weight 1 → 3, decay 0.9:", f"{one.weight.item():.1f}", "| running mean, copied:", f"{one.running_mean.item():.2f} = {other.running_mean.item():.2f}")

# %% test="ema-update-weights" of="ema-update" points=2
# Each parameter moves by 1 − decay of its way, and model stays as it is.
for decay in (0.9, 0.0, 1.0, 0.75):
    averages.check_weights(ema_update, decay)

# %% test="ema-update-buffers" of="ema-update" points=1
# Buffers are copied, whole numbers too; gradients play no part; on any device.
for decay in (0.75, 1.0):
    averages.check_buffers(ema_update, decay)
averages.check_apart(ema_update)
for place in testbeds():
    averages.check_place(ema_update, place)

# %% [markdown]
# ## 8 · Train it
#
# The other player is lesson 3's: convolutions with stride 2, and lesson 4's minibatch deviation before the last layers. No BatchNorm, which mixes the images in every layer: R1 asks for the slope at *each* one. (The minibatch deviation mixes them too, but only by one number; that is customary.)

# %% given="discriminator"
class Discriminator(nn.Module):
    """Images (N, 3, 32, 32) → one logit each, (N, 1)."""

    def __init__(self, ndf=24):
        super().__init__()
        act = nn.LeakyReLU(0.2)
        self.body = nn.Sequential(
            nn.Conv2d(3, ndf, 4, 2, 1), act,  # (N, ndf, 16, 16)
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1), act,  # (N, 2·ndf, 8, 8)
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1), act,  # (N, 4·ndf, 4, 4)
        )
        self.head = nn.Sequential(nn.Conv2d(4 * ndf + 1, 4 * ndf, 3, 1, 1), act, nn.Flatten(), nn.Linear(64 * ndf, 1))
        for part in self.modules():
            if isinstance(part, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(part.weight, 0.2)
                nn.init.zeros_(part.bias)

    def forward(self, x):
        h = self.body(x)
        spread = (h.var(0, unbiased=False) + 1e-8).sqrt().mean().expand(len(h), 1, 4, 4)  # how much this batch differs
        return self.head(torch.cat([h, spread], 1))

# %% [markdown]
# The losses are two of lesson 4's: **relativistic** ($D$ says which of two images is more real, not whether one is) with **R1**. R1 needs a second backward pass; StyleGAN2 found that one update in 16 will do if it counts 16 times. Here it is one in 8.

# %% given="steps"
EVERY, GAMMA = 8, 0.5  # how often R1 is asked, and its weight


def r1_penalty(D, real):
    """Lesson 4's: half the mean squared length of D's slope at real images."""
    real = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean() / 2

# %% given="both-steps"
def discriminator_step(D, optim_D, real, fake, penalty):
    """One update of D: a real image should be more real than the fake beside it."""
    loss = F.softplus(D(fake.detach()) - D(real)).mean()
    if penalty:
        loss = loss + penalty * r1_penalty(D, real)
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def generator_step(D, G, optim_G, real, fake):
    """One update of G: its image should be more real than the real one beside it."""
    with torch.no_grad():
        answers = D(real)
    loss = F.softplus(answers - D(fake)).mean()
    optim_G.zero_grad()
    loss.backward(inputs=list(G.parameters()))
    optim_G.step()
    return loss.item()

# %% given="batches"
def batch(n):
    """Training digits in colours of the moment, (n, 3, 32, 32) in [−1, 1]."""
    return 2 * data.coloured(padded[torch.randint(len(padded), (n,))].to(device)) - 1


def draw(G, n, mixing):
    """Fakes with a gradient; with probability `mixing` they are made of two styles, that change at a random layer."""
    z1, z2 = torch.randn(2, n, Z_DIM, device=device)
    if torch.rand(()).item() >= mixing:
        return G(z1)
    return style_mix(G, z1, z2, torch.randint(1, G.styles, ()).item())

# %% given="training"
def train(steps, gamma=GAMMA, mixing=0.5, decay=0.998):
    """G and its averaged weights after so many updates of both players; the two losses of each update."""
    G, D = StyleGenerator(Z_DIM, W_DIM, 32, 3).to(device), Discriminator().to(device)
    averaged, history = copy.deepcopy(G), []
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=LEARNING_RATE, betas=(0.0, 0.99), fused=True) for net in (G, D))
    for step in budget.progress(range(steps), "updates"):
        real = batch(BATCH_SIZE)  # (N, 3, 32, 32)
        penalty = gamma * EVERY if step % EVERY == 0 else 0
        fake = draw(G, BATCH_SIZE, mixing)  # both steps look at the same fakes: that saves one pass through G
        loss_d = discriminator_step(D, optim_D, real, fake, penalty)
        history.append((loss_d, generator_step(D, G, optim_G, real, fake)))
        ema_update(averaged, G, min(decay, (1 + step) / (10 + step)))  # it remembers longer and longer
    return G.eval(), averaged.eval(), history

# %% demo="train"
torch.manual_seed(0)
G, G_mean, history = train(STEPS)

# %% given="looks"
@torch.no_grad()
def look(images):
    """What G draws, as images in [0, 1] on the CPU: without a Tanh some pixels lie outside and are cut off."""
    return ((images + 1) / 2).clamp(0, 1).cpu()


def judge(images):
    """Distance, classes and so on of the digits in coloured images (N, 3, 32, 32): colours are taken off first."""
    grey = data.uncoloured(images)[0][:, :, 2:-2, 2:-2]
    return metrics.quality(grey), metrics.precision_recall(digits[:2000], grey)

# %% demo="trained-shown"
torch.manual_seed(1)
z = torch.randn(64, Z_DIM, device=device)
pictures.show_images(look(G_mean(z)), "Drawn by the averaged weights")

# %% [markdown]
# To measure them, take the colours off: a pixel is ground plus a share of (ink − ground), and `data.uncoloured` finds the three again. For real images a pixel of the grey digits comes back with an error of 0.001 in the mean, so lesson 6's numbers may be asked. *Predict: which weights have the smaller distance, $G$'s own or the averaged ones?*

# %% demo="quality"
N = budget.pick(2000, 50)
with torch.no_grad():
    for name, net in (("G's own weights", G), ("averaged weights", G_mean)):
        torch.manual_seed(2)
        samples = torch.cat([look(net(torch.randn(50, Z_DIM, device=device))) for _ in range(N // 50)])
        quality, share = judge(samples)
        print(f"{name:17} distance {quality.distance:4.0f}  classes {quality.classes:2d}  confidence {quality.confidence:.2f}  precision {share.precision:.2f}  recall {share.recall:.2f}")
quality, share = judge(data.coloured(data.padded(data.digits("test")[0])))
print(f"{'new digits':17} distance {quality.distance:4.0f}  classes {quality.classes:2d}  confidence {quality.confidence:.2f}  precision {share.precision:.2f}  recall {share.recall:.2f}")

# %% [markdown]
# The averaged weights win, here and in each of three seeds of `python -m bench styles`: 21 to 66, $G$'s own 51 to 105. (The run above is none of these.) Lesson 3's generator came to 19 to 26, in about the same time, but with grey digits: here colours had to be learnt as well.

# %% [markdown]
# ## 9 · Which style does what?
#
# The picture that made StyleGAN famous. Each row has one style in its **first** layers, each column one in its **last**. *Predict: which of ink, ground, digit and slant will go by rows, and which by columns?*

# %% demo="matrix"
torch.manual_seed(5)
rows, columns = torch.randn(6, Z_DIM, device=device), torch.randn(8, Z_DIM, device=device)
CROSSOVER = 3
pairs = [z.reshape(-1, Z_DIM) for z in torch.broadcast_tensors(rows[:, None], columns[None])]
with torch.no_grad():
    edges = look(G_mean(rows)), look(G_mean(columns))
    drawn.show_matrix(look(style_mix(G_mean, *pairs, CROSSOVER)), *edges, "Layers 0 to 2 from the left, 3 and the colours from above")

# %% [markdown]
# Choose the place yourself. `crossover` layers have the coarse style, the others the fine one. *Before you move it: where will the digit turn into another one, and where the ink?*

# %% demo="mixed"
def mixed_image(crossover, fine, coarse):
    return look(style_mix(G_mean, rows[coarse : coarse + 1], columns[fine : fine + 1], crossover))[0]


choices = {"crossover": (0, 5, 3), "fine style": (0, 7, 0), "coarse style": (0, 5, 0)}
interactive.sliders(mixed_image, choices, "A coarse style and a fine one", table=(6, 8))

# %% [markdown]
# Now in numbers. Take 500 pairs of noises, mix them at each place, and ask: how many have the digit of the first (read by lesson 6's classifier)? How many are slanted more like the first (lesson 7's moments) than like the second? How many inks, and grounds, are nearer to those of the second? Chance is 50 % for these; for digits it is how often the two noises give the same digit anyway.

# %% given="slant"
def slant(grey):
    """How many pixels to the right a stroke goes for each pixel up: (N,), from the second moments of images (N, 1, H, W)."""
    share = grey[:, 0] / grey.sum((1, 2, 3)).clamp(min=1e-6)[:, None, None]  # (N, H, W), sums to 1
    up, right = torch.meshgrid(-torch.arange(grey.shape[2]), torch.arange(grey.shape[3]), indexing="ij")
    up, right = (place - (share * place).sum((1, 2))[:, None, None] for place in (up, right))
    return (share * up * right).sum((1, 2)) / (share * up**2).sum((1, 2)).clamp(min=1e-6)

# %% demo="obedience"
torch.manual_seed(6)
one, two = torch.randn(2, budget.pick(500, 20), Z_DIM, device=device)
with torch.no_grad():
    found = {cut: data.uncoloured(look(style_mix(G_mean, one, two, cut))) for cut in range(G_mean.styles + 1)}
read = {cut: metrics.read(grey[:, :, 2:-2, 2:-2]) for cut, (grey, _, _) in found.items()}
told = {cut: (slant(grey)[:, None], ink, ground) for cut, (grey, ink, ground) in found.items()}
all_of_z1, all_of_z2, table = G_mean.styles, 0, {}
by_chance = (read[all_of_z1] == read[all_of_z2]).float().mean().item()
print(f"z1 and z2 alone give the same digit in {by_chance:.0%} of the pairs")
for cut in range(1, G_mean.styles):
    like_z1 = [((told[cut][n] - told[all_of_z1][n]).norm(dim=1) < (told[cut][n] - told[all_of_z2][n]).norm(dim=1)).float().mean().item() for n in range(3)]
    digit = [(read[cut] == read[whole]).float().mean().item() for whole in (all_of_z1, all_of_z2)]
    table[cut] = {"digit of z1": digit[0], "digit of z2": digit[1], "slant like z1": like_z1[0], "ink like z2": 1 - like_z1[1], "ground like z2": 1 - like_z1[2]}
    print(f"first {cut} layers from z1:", ", ".join(f"{what} {share:.0%}" for what, share in table[cut].items()))

# %% demo="obedience-shown"
drawn.show_obedience(table, by_chance)

# %% [markdown]
# Nobody said "digit" or "colour" in training. **Where** a style enters decides **what** it can say: at 32 × 32 pixels, with one window of 3 × 3, nobody can turn a 3 into an 8 any more. The slant goes with the digit. And the colours? They *could* be fixed early, and then carried along. They are not: the very last style decides them almost alone.

# %% [markdown]
# **The noise.** How loud did each layer turn it? And what does it move? The same styles, 64 times, with fresh noise each: bright is where the images differ.

# %% demo="noise-shown"
loud = [next(layer.parameters()).abs().mean().item() for layer in G_mean.modules() if isinstance(layer, NoiseInjection)]
print("mean strength from 4 to 32 pixels:", [round(strength, 2) for strength in loud])
with torch.no_grad():
    torch.manual_seed(7)
    ws = G_mean.mapping(torch.randn(8, Z_DIM, device=device))[:, None].expand(-1, G_mean.styles, -1)
    many = torch.stack([look(G_mean.synthesis(ws)) for _ in range(budget.pick(64, 3))])  # (64, 8, 3, 32, 32)
moved = (many[1:] - many[:-1]).abs().mean((0, 2), keepdim=True)[0].expand(-1, 3, -1, -1)  # (8, 3, 32, 32)
judging.show_rows({"once": many[0], "again": many[1], "differ (×10)": (10 * moved).clamp(0, 1)}, "The same styles, fresh noise")
print(f"a pixel differs by {moved.mean():.4f} between two draws of noise, by {(many[:, 1:] - many[:, :-1]).abs().mean():.2f} between two styles")

# %% [markdown]
# It wants hardly any, and none where it would be finest: only the edges of strokes tremble. (Hair and freckles would need more; digits have none.)

# %% [markdown]
# ## 10 · Closer to the mean
#
# Lesson 6 made noise smaller, and got fewer kinds of digits, but better ones. Here a smaller $z$ changes nothing: pixel norm undoes it. So one does it with $w$. Let $\bar w$ be the mean style. Then
#
# $$w' = \bar w + \psi\,(w - \bar w)$$
#
# is **truncation**: $\psi = 1$ changes nothing, $\psi = 0$ gives one image for ever, but for the noise. It may be done for some layers only. *4 minutes, easy.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `w_mean` is (w_dim,): it meets (N, w_dim) and (N, styles, w_dim) alike.
#
# </details>

# %% solution="truncate"
def truncate(w, w_mean, psi):
    """Styles drawn towards the mean style: w_mean + psi·(w − w_mean).

    w: (N, w_dim), or (N, styles, w_dim); w_mean: (w_dim,), on the same device; psi: a number. None is changed.
    Returns the shape of w; a gradient reaches w.
    """
    # TODO: the formula
    ### BEGIN SOLUTION
    return w_mean + psi * (w - w_mean)
    ### END SOLUTION

# %% test="truncate-value" of="truncate" points=2
# Styles move to the mean by 1 − psi of their way, in both shapes, on any device.
for shape in [(5, 7), (1, 4), (3, 5, 6)]:
    mixed.check_truncation(truncate, *shape)
for place in testbeds():
    mixed.check_truncation_place(truncate, place)

# %% [markdown]
# *Before you move ψ: where do two styles meet? And what may stand on the other side of the mean, where ψ is negative?*

# %% demo="truncation-shown"
torch.manual_seed(8)
with torch.no_grad():
    w_mean = G_mean.mapping(torch.randn(10_000, Z_DIM, device=device)).mean(0)
    six = G_mean.mapping(torch.randn(6, Z_DIM, device=device))  # (6, w_dim)


def drawn_in(style, psi):
    w = truncate(six[style : style + 1], w_mean, psi)  # (1, w_dim)
    return look(G_mean.synthesis(w[:, None].expand(-1, G_mean.styles, -1)))[0]


interactive.sliders(drawn_in, {"style": (0, 5, 0), "ψ": (-0.5, 1.5, 1.0)}, "Drawn to the mean style, or beyond it", table=(6, 9))

# %% demo="truncation-measured"
with torch.no_grad():
    for psi in (0.4, 0.7, 1.0, 1.3):
        torch.manual_seed(9)
        w = truncate(G_mean.mapping(torch.randn(budget.pick(2000, 50), Z_DIM, device=device)), w_mean, psi)
        ws = w[:, None].expand(-1, G_mean.styles, -1)
        quality, share = judge(torch.cat([look(G_mean.synthesis(part)) for part in ws.split(50)]))
        print(f"ψ {psi:.1f}: precision {share.precision:.2f}, recall {share.recall:.2f}, confidence {quality.confidence:.2f}, classes {quality.classes}")

# %% [markdown]
# In the picture all rows meet at the mean style, and on its other side comes another digit in other colours. In numbers: a small $\psi$ costs recall (at 0.4 about half of it), and brings less in precision. For faces the papers report more: rare styles are where $G$ fails there.

# %% [markdown]
# ## 11 · Growing
#
# Karras and others ([2017](https://arxiv.org/abs/1710.10196)) got to large images by **progressive growing**, and StyleGAN was still trained that way. Train on 8 × 8 pixels. When that works, put a layer behind $G$ and one before $D$, and go on with 16 × 16. A new layer knows nothing, so it is **faded in**: for a while the image is a mix of the old one, enlarged, and the new one.
#
# $$x = (1 - \alpha)\,\operatorname{up}(x_\text{low}) + \alpha\,x_\text{high}$$

# %% [markdown]
# `up` makes four equal pixels of each. And you need a timetable. First `stable` updates at 8 pixels. Then `fading` updates in which 16 pixels fade in, and `stable` more at 16. Then the same at 32. For stable = 100, fading = 50:
#
# | step | 0 to 99 | 100 to 149 | 150 to 249 | 250 to 299 | from 300 |
# |---|---|---|---|---|---|
# | size | 8 | 16 | 16 | 32 | 32 |
# | α | 1 | 0, 0.02, …, 0.98 | 1 | 0, 0.02, …, 0.98 | 1 |
#
# A new size begins with α = 0, so nothing jumps. *12 minutes, medium.*

# %% [markdown]
# <details><summary>Hint</summary>
#
# `F.interpolate(low, scale_factor=2)` repeats pixels. In the timetable: how many steps is it since the current size began? From then on both stages look alike, so the second can be the first, moved by `stable + fading`.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# If `step < stable`: `(8, 1.0)`. Otherwise `since = step - stable`; if that is less than `fading + stable`, the size is 16 and α the smaller of 1 and `since / fading`. For 32 the same, `fading + stable` steps later.
#
# </details>

# %% solution="fade-in"
def fade_in(low, high, alpha):
    """(1 − alpha)·up(low) + alpha·high, where up makes 2 × 2 equal pixels of each.

    low: (N, C, H, W), high: (N, C, 2H, 2W), on one device; neither is changed. alpha: from 0 to 1.
    Returns the shape of high. Gradients reach both.
    """
    # TODO: enlarge, mix
    ### BEGIN SOLUTION
    return torch.lerp(F.interpolate(low, scale_factor=2), high, alpha)
    ### END SOLUTION


def growing(step, stable, fading):
    """The timetable: (size, alpha) of this step; size is 8, 16 or 32, alpha a number from 0 to 1.

    First `stable` steps of (8, 1.0). Then `fading` steps of 16, with alpha 0, 1/fading, …, (fading − 1)/fading, and
    `stable` steps of (16, 1.0). Then `fading` steps of 32 in the same way, and (32, 1.0) for ever.
    step: 0, 1, 2, …; stable and fading are at least 1.
    """
    # TODO: where in the timetable is this step?
    ### BEGIN SOLUTION
    if step < stable:
        return 8, 1.0
    since = step - stable  # the first step with 16 pixels
    if since < fading + stable:
        return 16, min(1.0, since / fading)
    return 32, min(1.0, (since - fading - stable) / fading)
    ### END SOLUTION

# %% demo="fade-in-shown"
example = data.coloured(padded[7:8], torch.Generator().manual_seed(4))
low = F.avg_pool2d(example, 2)
judging.show_rows({"16 → 32": torch.cat([fade_in(low, example, alpha) for alpha in torch.linspace(0, 1, 7).tolist()])}, "Fading in", size=6)
drawn.show_timetable([growing(step, 100, 50) for step in range(400)])

# %% test="fade-in-value" of="fade-in" points=2
# fade_in mixes the enlarged small image with the large one, from all small to all large.
for n, channels, size, alpha in [(3, 3, (4, 4), 0.3), (1, 1, (2, 5), 0.8), (2, 4, (3, 3), 0.0), (2, 2, (6, 2), 1.0)]:
    growth.check_fade(fade_in, n, channels, size, alpha)
for place in testbeds():
    growth.check_fade_place(fade_in, place)

# %% test="fade-in-timetable" of="fade-in" points=2
# The timetable has 8, 16 and 32 pixels, and alpha rises evenly from 0 to 1 where a size is new.
for stable, fading in [(100, 50), (7, 11), (3, 1), (1, 4), (20, 20)]:
    growth.check_timetable(growing, stable, fading)

# %% [markdown]
# Two plain networks that can grow, without styles: each has one layer a size, and a 1 × 1 convolution from or to colours for each size.

# %% given="growing-generator"
SIZES, CHANNELS = (8, 16, 32), (48, 48, 24, 12)


class GrowingGenerator(nn.Module):
    """Noise (N, z_dim) → images (N, 3, size, size)."""

    def __init__(self, z_dim):
        super().__init__()
        self.start = nn.Sequential(nn.Linear(z_dim, 48 * 16), nn.LeakyReLU(0.2), nn.Unflatten(1, (48, 4, 4)))
        pairs = zip(CHANNELS, CHANNELS[1:])
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(a, b, 3, padding=1), nn.LeakyReLU(0.2)) for a, b in pairs
        )
        self.colours = nn.ModuleList(nn.Conv2d(c, 3, 1) for c in CHANNELS[1:])

    def forward(self, z, size, alpha):
        x, high = self.start(pixel_norm(z)), None
        for block, colours in list(zip(self.blocks, self.colours))[: SIZES.index(size) + 1]:
            x = pixel_norm(block(x))
            low, high = high, colours(x)
        return high if low is None else fade_in(low, high, alpha)

# %% given="growing-discriminator"
class GrowingDiscriminator(nn.Module):
    """Images (N, 3, size, size) → logits (N, 1)."""

    def __init__(self):
        super().__init__()
        pairs = zip(CHANNELS[:0:-1], CHANNELS[-2::-1])  # 12 → 24, 24 → 48, 48 → 48
        self.blocks = nn.ModuleList(nn.Sequential(nn.Conv2d(a, b, 4, 2, 1), nn.LeakyReLU(0.2)) for a, b in pairs)
        self.colours = nn.ModuleList(nn.Conv2d(3, c, 1) for c in CHANNELS[:0:-1])
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(48 * 16, 1))

    def forward(self, x, size, alpha):
        start = len(SIZES) - 1 - SIZES.index(size)  # the first block that is used
        h = self.blocks[start](self.colours[start](x))
        if alpha < 1:
            h = torch.lerp(self.colours[start + 1](F.avg_pool2d(x, 2)), h, alpha)
        for block in self.blocks[start + 1 :]:
            h = block(h)
        return self.head(h)

# %% given="growing-training"
def train_growing(steps, schedule):
    """A GrowingGenerator after so many updates; schedule(step) → (size, alpha). Fakes from one noise, five times on the way."""
    G, D = GrowingGenerator(Z_DIM).to(device), GrowingDiscriminator().to(device)
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=LEARNING_RATE, betas=(0.0, 0.99), fused=True) for net in (G, D))
    album, fixed, shots = {}, torch.randn(16, Z_DIM, device=device), [round(steps * share) - 1 for share in (0.3, 0.35, 0.7, 0.75, 1)]
    for step in budget.progress(range(steps), "updates"):
        size, alpha = schedule(step)
        real = F.avg_pool2d(batch(BATCH_SIZE), 32 // size)
        if alpha < 1:
            real = fade_in(F.avg_pool2d(real, 2), real, alpha)  # D must not know fakes by their blur
        G_now, D_now = (lambda net: lambda x: net(x, size, alpha))(G), (lambda net: lambda x: net(x, size, alpha))(D)
        fake = G_now(torch.randn(BATCH_SIZE, Z_DIM, device=device))
        discriminator_step(D_now, optim_D, real, fake, GAMMA * EVERY if step % EVERY == 0 else 0)
        generator_step(D_now, G, optim_G, real, fake)
        if step in shots:
            with torch.no_grad():
                album[f"{size} px, α {alpha:.1f}"] = F.interpolate(look(G_now(fixed)), size=(32, 32))
    return G, album

# %% demo="train-growing"
torch.manual_seed(0)
stage = GROWN_STEPS // 5
grown, album = train_growing(GROWN_STEPS, lambda step: growing(step, 3 * stage // 2, stage // 2))
judging.show_rows(album, "From the same noise, while the networks grow")

# %% [markdown]
# Each size adds what the one before had no room for. StyleGAN2 dropped it. Why? Each size was trained as if it were the last, and put its details where *its* pixels were: teeth stayed where they were while the face turned ([2019](https://arxiv.org/abs/1912.04958), section 4). Adding up colours from all sizes at once trains as well, without a timetable. What growing brings at our size stands in section 13.

# %% [markdown]
# ## 12 · A StyleGAN that is none
#
# A handout that is much copied calls this "StyleGAN" (shortened here, the idea is unchanged). It runs, and its loss falls. *Predict: which of the four things of section 1 does it have? Then run it.*

# %% given="handout"
class HandoutGenerator(nn.Module):
    """An image and a "style code" in, an image out."""

    def __init__(self, code=16):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3 + code, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 3, 3, padding=1), nn.Tanh(),
        )

    def forward(self, image, code):
        code = code[:, :, None, None].expand(-1, -1, *image.shape[2:])
        return self.net(torch.cat([image, code], 1))

# %% given="handout-training"
def train_handout(steps):
    """"StyleGAN training": all of it."""
    G = HandoutGenerator().to(device)
    optim = torch.optim.Adam(G.parameters(), lr=0.001)
    for _ in range(steps):
        content = batch(BATCH_SIZE)
        fake = G(content, torch.randn(BATCH_SIZE, 16, device=device))
        loss = F.mse_loss(fake, content)
        optim.zero_grad()
        loss.backward()
        optim.step()
    return G.eval(), loss.item()

# %% demo="handout-shown"
torch.manual_seed(0)
fraud, loss = train_handout(budget.pick(400, 3))
content, codes = batch(16), torch.randn(16, 16, device=device)
with torch.no_grad():
    same_code, other_code = fraud(content, codes[:1].expand(16, -1)), fraud(content, codes)
judging.show_rows({"image in": look(content), "one code": look(same_code), "16 codes": look(other_code)}, f"Loss {loss:.3f}: it works?")

# %% [markdown]
# A low loss, and what comes out is nearly what went in. Ask both, this one and yours, for signs of the four things, and one more:

# %% given="questions"
@torch.no_grad()
def ask(net, draw, train):
    """Five questions to a generator: draw(z) gives its images, train is the function that trained it."""
    z, told = torch.randn(16, 16 if net is fraud else Z_DIM, device=device), []
    hooks = [part.register_forward_pre_hook(lambda _, given: told.append(len(given))) for part in net.modules() if part is not net]
    images = draw(z)
    for hook in hooks:
        hook.remove()
    between = (images[1:] - images[:-1]).abs().mean()  # how far another code moves a pixel
    return {
        "pixel norm: do z and 3z give nearly the same image?": (draw(3 * z) - images).abs().mean() < between / 4,
        "no image in: does it draw strokes out of a code alone?": look(images).std((2, 3)).mean() > 0.05,
        "style: is a layer handed a style beside the picture?": max(told) > 1,
        "noise: do two calls differ?": not torch.equal(draw(z), images),
        "adversary: does training play against a discriminator?": "discriminator_step" in train.__code__.co_names,
    }

# %% demo="handout-asked"
grey = torch.zeros(16, 3, 32, 32, device=device)  # an image without any stroke
theirs, ours = ask(fraud, lambda code: fraud(grey, code), train_handout), ask(G_mean, G_mean, train)
for question in ours:
    print(f"{question:55} theirs: {'yes' if theirs[question] else 'no':4} yours: {'yes' if ours[question] else 'no'}")
with torch.no_grad():
    by_code, by_image = (other_code - same_code).abs().mean(), (other_code[1:] - other_code[:-1]).abs().mean()
print(f"in theirs another code moves a pixel by {by_code:.3f}, another image by {by_image:.2f}")

# %% [markdown]
# Five times no. It is an autoencoder without a bottleneck: the shortest way to copy an image is to ignore the code, and it nearly does. Nothing is generated, for it must be *given* an image. How could you have known without running it? By asking of any GAN code: where does the randomness come in, and **who says whether the result is good**?

# %% [markdown]
# ## 13 · What was measured
#
# `python -m bench styles`: three seeds, 145 to 174 s of training each, the averaged weights; lowest to highest. Mixed at crossover 3, as in section 9.
#
# | | distance | recall | digit of z1 | ink of z2 |
# |---|---|---|---|---|
# | as in this lesson | 21 to 66 | 0.37 to 0.64 | 92 to 95 % | 95 to 98 % |
# | without R1 | 130 to 214 | 0.00 to 0.07 | 92 to 97 % | 41 to 78 % |
# | R1 with γ = 4 | 100 to 126 | 0.11 to 0.17 | 89 to 91 % | 82 to 84 % |
# | without mixing in training | 30 to 80 | 0.32 to 0.49 | 95 to 96 % | 86 to 90 % |
# | mapping as PyTorch starts it | 33 to 42 | 0.26 to 0.39 | 94 to 96 % | 95 to 97 % |
# | lesson 3's $G$ in this game | 70 to 75 | 0.69 to 0.75 | | |
# | new digits | 4 | 0.86 | | |

# %% [markdown]
# * **R1** carries all of this. Without it each run is far worse, and repeats a few images. Eight times as much is too much, for this time at least.

# %% [markdown]
# * **Mixing in training** helps half of what it is for: in each run more inks obey the fine style. Digits obey no better, and distance and recall overlap.
# * **How the mapping network starts**: section 2 told a good story, and the distance does not bear it out. Recall was mostly higher with it, but the ranges overlap.

# %% [markdown]
# * **Are styles better?** Digits of which the classifier is surer, and mostly nearer to real ones; but lesson 3's $G$, which can do nothing of section 9, draws more of the hands that there are, in each run. Styles buy *control*.

# %% [markdown]
# * **Growing** (section 11's networks, 30 s): distances of 205 to 248. The same networks, for as long, at 32 pixels from the start: 200 to 204. So in 30 s growing brings nothing; neither is any good by then, and longer we did not try.
# * The distances of two seeds in one row differ by up to three times. So believe what holds in all of them.

# %% [markdown]
# **Question.** The input of this generator is a constant. (a) Where does the difference between two images come from? Name all sources, and say what each can decide. (b) Somebody wants the digit of image A in the colours of image B, both drawn by $G$. What do you do, and which row of your tables says how often it will work? (c) The same person wants the *slant* of B on the digit of A. What will happen? *10 minutes, medium.*

# %% [markdown] essay="where-from" points=2
# (a) From the style w, which comes from z and is given to each layer: coarse layers decide the digit and its slant, the very last style the colours. And from the noise, one number a pixel in each layer, times a learnt strength: it decides small things only: between two draws a pixel differs by 0.004 in the mean, between two styles by 0.14.
# (b) Style mixing: A's style in layers 0 to 2, B's in the others. Section 9, crossover 3: nearly all have A's digit, and B's ink and ground.
# (c) Slant and digit come from the same, coarse layers. Mixing there gives B's digit or something between, not A's digit with B's slant; one would need a direction in w, as in lesson 7.
#
# ### BEGIN MARK SCHEME
# 1 point: (a) names style and noise, and says that the style decides nearly everything (half a point for the style alone).
# 1 point: (b) mixes with A in the coarse layers and cites the measured crossover; (c) says that digit and slant share their layers (half a point each).
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and where it falls short
#
# A StyleGAN whose every part you have written: under 90,000 numbers, and it knows digits from colours though nobody told it. What fails: some digits cannot be read; the slant has no layer of its own; and our images are small. On faces of 1024 × 1024 pixels the same parts took about a week on eight GPUs.

# %% [markdown]
# **Read on**
#
# * Karras, Aila, Laine, Lehtinen (2017), [Progressive growing of GANs](https://arxiv.org/abs/1710.10196): fading in, pixel norm, minibatch deviation.
# * Huang, Belongie (2017), [Arbitrary style transfer with adaptive instance normalization](https://arxiv.org/abs/1703.06868).
# * Karras, Laine, Aila (2018), [A style-based generator architecture](https://arxiv.org/abs/1812.04948): StyleGAN.
# * Karras and others (2019), [Analyzing and improving the image quality of StyleGAN](https://arxiv.org/abs/1912.04958): droplets, demodulation, no more growing.

# %% [markdown]
# And later:
#
# * Karras and others (2021), [Alias-free generative adversarial networks](https://arxiv.org/abs/2106.12423): details that move with what they belong to.
# * Huang and others (2024), [The GAN is dead; long live the GAN!](https://arxiv.org/abs/2501.05441): the relativistic loss with R1 and R2, and how little else is needed.
