# %% [markdown]
# # 3 · Networks that see neighbours
#
# The game of lesson 2, with other players: convolutions in place of plain layers. The digits get smooth strokes, colour is one number more, and we look at what can go wrong.
#
# | builds on | you write | time | points |
# |---|---|---|---|
# | [lesson 2](../02_mlp_gan/02_mlp_gan.ipynb), digits from noise | both DCGAN networks, their first weights, both steps, a walk between images, a repair | 3 hours; of these 4 to 6 minutes of training on a laptop | 47 |
#
# **DCGAN** means *deep convolutional GAN*: the recipe of [Radford, Metz and Chintala (2015)](https://arxiv.org/abs/1511.06434), the first with which convolutions trained well in this game. This lesson follows it.

# %% given="imports"
import math
from pathlib import Path

import torch
from torch import nn
from torchvision.utils import make_grid

from course import budget, data, metrics, pictures, probe
from course.device import choose, testbeds
from course.pictures import interactive, windows

device = choose()
torch.manual_seed(0)
print("running on", device.type)

# %% [markdown]
# ## 1 · Pixels have neighbours
#
# A linear layer does not know which pixels lie side by side. Shuffle the pixels of all images in one fixed way, and it learns just as well. We do not. Below are the same digits twice.
#
# A **convolution** looks through a small window and uses the same weights at every place. It knows neighbours, and a stroke learnt in one corner is known in all of them.

# %% demo="digits-shown" check=true
digits, labels = data.digits("train")
images = 2 * data.padded(digits) - 1  # (4500, 1, 32, 32), values in [−1, 1]
print("padded digits", tuple(images.shape), "from", images.min().item(), "to", images.max().item())

# %% demo="shuffled-shown"
order = torch.randperm(32 * 32)
shuffled = images[:16].flatten(1)[:, order].reshape(16, 1, 32, 32)
pictures.show_images((torch.cat([images[:16], shuffled]) + 1) / 2, "To a linear layer, both rows are equally hard")

# %% [markdown]
# The digits now have a black margin of 2 pixels. 32 is a power of two, and halving 32 three times gives 4. The networks will do just that: $D$ goes 32 → 16 → 8 → 4 → 1, and $G$ the same way back.

# %% [markdown]
# ## 2 · How large is the output?
#
# A window of `kernel` pixels moves by `stride` pixels. `padding` pixels are added on each side. So $n$ pixels give
#
# $$\left\lfloor \frac{n + 2\,\text{padding} - \text{kernel}}{\text{stride}} \right\rfloor + 1 .$$
#
# A **transposed** convolution goes the other way: each input pixel paints a window of `kernel` pixels, and the windows lie `stride` apart:
#
# $$(n - 1)\,\text{stride} - 2\,\text{padding} + \text{kernel} .$$

# %% [markdown]
# One layer of each kind at work, before any size is computed. A **channel** is one number for each pixel: grey images have 1, coloured ones 3, and between two layers there may be any number. A convolution has a window of weights for each pair of channels, in and out. Look at the shape of `weight`: the two kinds of layer do **not** have the channels in the same order.

# %% demo="one-layer" check=true
down = nn.Conv2d(1, 6, kernel_size=4, stride=2, padding=1)  # 1 channel in, 6 channels out
up = nn.ConvTranspose2d(6, 1, kernel_size=4, stride=2, padding=1)  # 6 channels in, 1 out
x = images[:5]
print("images", tuple(x.shape), "→ Conv2d", tuple(down(x).shape), "→ ConvTranspose2d", tuple(up(down(x)).shape))
print("weight of Conv2d", tuple(down.weight.shape), "(out, in, kernel, kernel), bias", tuple(down.bias.shape))
print("weight of ConvTranspose2d", tuple(up.weight.shape), "(in, out, kernel, kernel), bias", tuple(up.bias.shape))

# %% [markdown]
# What can four weights by four do? Left weights −1, right ones +1: the convolution answers where an edge runs from top to bottom. Grey is 0. At the left and right border it answers too: padding is 0, the margin −1, and that is an edge. The transposed convolution then paints a small ring wherever its input is bright.

# %% demo="one-layer-shown"
edge = torch.tensor([-1.0, -1.0, 1.0, 1.0]).expand(1, 1, 4, 4) / 8
ring = torch.tensor([[0.0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]]).reshape(1, 1, 4, 4)
found = nn.functional.conv2d(images[:1], edge, stride=2, padding=1)  # (1, 1, 16, 16)
dots = torch.zeros(1, 1, 8, 8)
dots[0, 0, [1, 4, 6], [2, 5, 1]] = 1.0
painted = nn.functional.conv_transpose2d(dots, ring, stride=2, padding=1)  # (1, 1, 16, 16)
windows.show_maps({
    "a digit, 32 × 32": images[0, 0], "its edges, 16 × 16": found[0, 0], "dots, 8 × 8": dots[0, 0], "painted, 16 × 16": painted[0, 0],
}, low=-1, high=1)

# %% demo="windows-shown"
windows.show_windows({
    "kernel 4, stride 2, padding 1": (4, 2, 1),
    "kernel 3, stride 2, padding 1": (3, 2, 1),
})

# %% [markdown]
# Below are 8 pixels, dark, with one of padding, white, on each side. Above are the 4 outputs that take their place. A line runs from each output to the middle of its window. With kernel 4 the lines stand upright. With kernel 3 they all lean: each layer **shifts** the image by half a pixel of its input. After three layers that is $\tfrac12 + 1 + 2 = 3\tfrac12$ pixels.

# %% [markdown]
# **Exercise** *(3 minutes, easy).* Write both formulas as code.
#
# <details><summary>Hint</summary>
#
# ⌊ ⌋ means rounding down. Python has an operator for it, and the result stays a whole number.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `a // b` divides and rounds down. One `if transposed:` with a `return` of its own, then the other formula.
#
# </details>

# %% solution="conv-output-size"
def conv_output_size(n, kernel, stride, padding, transposed):
    """Height (or width) of a convolution's output, for n pixels of input.

    transposed: True for a transposed convolution (no output padding). Returns an int.
    """
    # TODO: both formulas
    ### BEGIN SOLUTION
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return (n + 2 * padding - kernel) // stride + 1
    ### END SOLUTION

# %% demo="conv-output-size-try" check=true
n = 32
for kernel, stride, padding in [(4, 2, 1), (4, 2, 1), (4, 2, 1), (4, 1, 0)]:
    smaller = conv_output_size(n, kernel, stride, padding, transposed=False)
    back = conv_output_size(smaller, kernel, stride, padding, transposed=True)
    print(f"kernel {kernel}, stride {stride}, padding {padding}: {n:2d} → {smaller:2d}, transposed back → {back}")
    n = smaller

# %% test="conv-output-size-plain" of="conv-output-size" points=1
# A convolution's output is as large as PyTorch makes it, and an int.
cases = [(probe.integer(6, 40), probe.integer(1, 6), probe.integer(1, 5), probe.integer(0, 4)) for _ in range(20)]
sizes = lambda formula: torch.tensor([float(formula(*case)) for case in cases])
expected = sizes(lambda n, k, s, p: nn.Conv1d(1, 1, k, s, p, device="meta")(torch.empty(1, 1, n, device="meta")).shape[2])
answers = [probe.attempt("conv_output_size", conv_output_size, *case, transposed=False) for case in cases]
for answer in answers:
    assert answer is not None, "conv_output_size gives None: is a return missing?"
    probe.number(answer, "the output size")
    assert answer == int(answer), f"a size is a whole number, not {answer}: the brackets ⌊ ⌋ mean rounding down, // in Python"
assert not isinstance(answers[0], float), f"the size is the float {answers[0]}: return an int, as // gives it for whole numbers"
mistakes = {
    "one is missing: + 1 at the end": lambda n, k, s, p: (n + 2 * p - k) // s, "padding is added on both sides: 2 · padding": lambda n, k, s, p: (n + p - k) // s + 1,
    "it is rounded up: ⌊ ⌋ rounds down": lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1, "it is rounded to the nearest: ⌊ ⌋ rounds down": lambda n, k, s, p: round((n + 2 * p - k) / s) + 1,
    "kernel and stride are exchanged": lambda n, k, s, p: (n + 2 * p - s) // k + 1, "the 1 is added before the division: it stands outside ⌊ ⌋": lambda n, k, s, p: (n + 2 * p - k + 1) // s,
    "padding adds pixels: + 2 · padding": lambda n, k, s, p: (n - 2 * p - k) // s + 1,
    "// binds more tightly than + and −: put n + 2 · padding − kernel in brackets": lambda n, k, s, p: n + 2 * p - k // s + 1,
    "padding is left out": lambda n, k, s, p: (n - k) // s + 1, "the kernel is left out": lambda n, k, s, p: (n + 2 * p) // s + 1,
    "kernel and padding count too: n / stride is right for kernel 4, stride 2, padding 1 only by chance": lambda n, k, s, p: n // s,
    "the kernel is always 4": lambda n, k, s, p: (n + 2 * p - 4) // s + 1, "this is the formula for a transposed convolution": lambda n, k, s, p: (n - 1) * s - 2 * p + k,
}
came = torch.tensor(answers).float()
worst = int((came - expected).abs().argmax())
likely = {cause: sizes(formula)[worst] for cause, formula in mistakes.items() if torch.equal(sizes(formula), came)}
probe.same(came[worst], expected[worst], "the size for {} pixels, kernel {}, stride {}, padding {}".format(*cases[worst]), likely)

# %% test="conv-output-size-transposed" of="conv-output-size" points=1
# A transposed convolution's output is as large as PyTorch makes it, and an int.
cases = [(probe.integer(2, 40), probe.integer(3, 6), probe.integer(1, 5), probe.integer(0, 2)) for _ in range(20)]
sizes = lambda formula: torch.tensor([float(formula(*case)) for case in cases])
expected = sizes(lambda n, k, s, p: nn.ConvTranspose1d(1, 1, k, s, p, device="meta")(torch.empty(1, 1, n, device="meta")).shape[2])
answers = [probe.attempt("conv_output_size", conv_output_size, *case, transposed=True) for case in cases]
for answer in answers:
    assert answer is not None, "conv_output_size gives None: is a return missing?"
    probe.number(answer, "the output size")
    assert answer == int(answer), f"a size is a whole number, not {answer}: here nothing is divided"
assert not isinstance(answers[0], float), f"the size is the float {answers[0]}: return an int, as // gives it for whole numbers"
mistakes = {
    "n windows have n − 1 steps between them: (n − 1) · stride": lambda n, k, s, p: n * s - 2 * p + k,
    "padding is cut off on both sides: 2 · padding": lambda n, k, s, p: (n - 1) * s - p + k,
    "padding makes a transposed output smaller: subtract it": lambda n, k, s, p: (n - 1) * s + 2 * p + k,
    "the kernel is left out: add it": lambda n, k, s, p: (n - 1) * s - 2 * p,
    "kernel and stride are exchanged": lambda n, k, s, p: (n - 1) * k - 2 * p + s,
    "padding is left out": lambda n, k, s, p: (n - 1) * s + k,
    "kernel and padding count too: n · stride is right for kernel 4, stride 2, padding 1 only by chance": lambda n, k, s, p: n * s,
    "the kernel is always 4": lambda n, k, s, p: (n - 1) * s - 2 * p + 4, "one is too much: here nothing is added at the end": lambda n, k, s, p: (n - 1) * s - 2 * p + k + 1,
    "this is the formula for a plain convolution": lambda n, k, s, p: (n + 2 * p - k) // s + 1,
}
came = torch.tensor(answers).float()
worst = int((came - expected).abs().argmax())
likely = {cause: sizes(formula)[worst] for cause, formula in mistakes.items() if torch.equal(sizes(formula), came)}
probe.same(came[worst], expected[worst], "the transposed size for {} pixels, kernel {}, stride {}, padding {}".format(*cases[worst]), likely)

# %% [markdown]
# ## 3 · Why kernel 4?
#
# A transposed convolution paints overlapping windows. How many windows cover a pixel? If that differs from pixel to pixel, some pixels get more paint than others, and the image shows a **checkerboard** ([Odena and others, 2016](https://distill.pub/2016/deconv-checkerboard/)).
#
# Input pixel $i$ paints the output pixels $i \cdot \text{stride}, \dots, i \cdot \text{stride} + \text{kernel} - 1$.
#
# **Exercise** *(6 minutes, easy).* Count for each output pixel how many windows cover it.
#
# <details><summary>Hint</summary>
#
# Begin with zeros. Each input pixel adds 1 to a slice of them.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# For input pixel `i` that slice begins at `i * stride` and holds `kernel` pixels: `counts[a:b] += 1`.
#
# </details>

# %% solution="overlap"
def overlap(kernel, stride, length):
    """How often each output pixel of a 1-D transposed convolution without padding is covered.

    length: number of input pixels. Returns a tensor of ((length − 1)·stride + kernel) counts.
    """
    # TODO: count how many windows cover each output pixel
    ### BEGIN SOLUTION
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel] += 1
    return counts
    ### END SOLUTION

# %% demo="overlap-try" check=true
for kernel, stride in [(3, 2), (4, 2), (5, 2)]:
    print(f"kernel {kernel}, stride {stride}:", [int(count) for count in overlap(kernel, stride, 5)])

# %% demo="overlap-shown"
windows.show_overlap({f"kernel {kernel}, stride 2": overlap(kernel, 2, 8) for kernel in (3, 4)})

# %% test="overlap-counts" of="overlap" points=1
# Each output pixel's count is what a transposed convolution with weights 1 makes of pixels 1.
random = [(probe.integer(1, 7), probe.integer(1, 5), probe.integer(1, 9)) for _ in range(10)]
for kernel, stride, length in [(4, 2, 5), (5, 2, 7), *random]:
    painted = lambda n, k, s: nn.functional.conv_transpose1d(torch.ones(1, 1, n), torch.ones(1, 1, k), stride=s)[0, 0]
    expected = painted(length, kernel, stride)
    cut = lambda counts: nn.functional.pad(counts, (0, len(expected) - len(counts)))  # to the right length
    counts = probe.attempt("overlap", overlap, kernel, stride, length)
    probe.tensor(counts, tuple(expected.shape), f"overlap({kernel}, {stride}, {length})")
    probe.same(counts, expected, f"a count of overlap({kernel}, {stride}, {length})", {
        "kernel and stride are exchanged": [painted(length, stride, kernel), cut(painted(length, stride, kernel))],
        "the number of input pixels is fixed: there are `length`": [cut(painted(n, kernel, stride)) for n in (5, 8) if n != length],
        "a window's pixels lie side by side, not one stride apart": cut(nn.functional.conv_transpose1d(torch.ones(1, 1, length), torch.ones(1, 1, kernel), stride=stride, dilation=stride)[0, 0]),
        "this is the average, kernel / stride, for all pixels: count each one": [torch.full_like(expected, kernel / stride), torch.full_like(expected, float(kernel // stride))],
        "each window is one pixel too short": nn.functional.pad(painted(length, kernel - 1, stride), (0, 1)) if kernel > 1 else 0 * expected,
        "the windows lie one pixel apart: stride pixels": nn.functional.pad(painted(length, kernel, 1), (0, len(expected) - length - kernel + 1)),
        "pixels should be counted, not only marked": (expected > 0).float(),
        "it is a share: return counts": expected / expected.max(),
        "the last input pixel paints nothing: count the windows of all `length` pixels": nn.functional.pad(painted(length - 1, kernel, stride), (0, len(expected) - len(painted(length - 1, kernel, stride)))) if length > 1 else 0 * expected,
        "the first input pixel paints nothing: i begins at 0": nn.functional.pad(painted(length - 1, kernel, stride), (len(expected) - len(painted(length - 1, kernel, stride)), 0)) if length > 1 else 0 * expected,
        "each window is one pixel too long": nn.functional.pad(painted(length, kernel + 1, stride), (0, -1)),
        "the count begins at 1, not at 0": expected + 1,
    })

# %% test="overlap-even" of="overlap" points=1
# Away from the border the counts are even if, and only if, the stride divides the kernel.
for kernel in range(2, 9):
    for stride in range(1, kernel + 1):
        counts = probe.attempt("overlap", overlap, kernel, stride, 12)
        probe.tensor(counts, (11 * stride + kernel,), f"overlap({kernel}, {stride}, 12)")
        inner = set(counts[kernel : -kernel].tolist())
        wanted = {kernel // stride, -(-kernel // stride)}
        assert inner == wanted, f"away from the border, kernel {kernel} and stride {stride} cover each pixel {' or '.join(map(str, sorted(wanted)))} times, not {', '.join(sorted(f'{n:g}' for n in inner))}"

# %% [markdown]
# So take a kernel that its stride divides: 4 and 2. Below, 20,000 untrained filters paint from the same flat input; a pixel is bright where they differ widely. With kernel 3 the checkerboard is there before any training, with kernel 4 it is not.
#
# One filter alone can still draw a checkerboard, as the right picture shows: its four kinds of place have weights of their own. Even coverage only takes the head start away.

# %% demo="checkerboard"
flat, maps = torch.ones(1, 16, 8, 8), {}
with torch.no_grad():
    for kernel in (3, 4):
        layer = nn.ConvTranspose2d(16, 20000, kernel, stride=2, bias=False)
        painted = layer(flat)[0, :, 2:-2, 2:-2]  # (20000, H, W)
        maps[f"kernel {kernel}: 20,000 filters"] = painted.std(0)
maps["kernel 4: one filter"] = painted[0] - painted[0].min()
windows.show_maps(maps)

# %% [markdown]
# ## 4 · Strides in place of pooling
#
# Why does $D$ not shrink its images by max-pooling, as classifiers do? Pooling hands the gradient to one pixel of four. The other three get nothing. A convolution with stride 2 shrinks as well, chooses its own way to do it, and sends a gradient to every pixel. $G$ lives on that gradient.

# %% demo="pooling" check=true
maps = {}
for name, layer in {"max-pooling": nn.MaxPool2d(2), "stride 2": nn.Conv2d(1, 1, 4, 2, 1)}.items():
    x = images[0:1].clone() + 0.01 * torch.randn(1, 1, 32, 32)  # noise, so that no two pixels are equal
    layer(x.requires_grad_()).sum().backward()
    maps[name] = (x.grad[0, 0] != 0).float()
    print(f"{name}: a gradient reaches {int(maps[name].sum())} of {x.numel()} pixels")

# %% demo="pooling-shown"
corners = {f"{name}: white where a gradient came": image[8:16, 8:16] for name, image in maps.items()}
windows.show_maps(corners, size=8, high=1.0, lines=2)  # a line round each window of 2 × 2

# %% [markdown]
# ## 5 · BatchNorm, and its traps
#
# Both networks get deeper, so the numbers may grow or fade from layer to layer. **BatchNorm** brings each channel back to mean 0 and standard deviation 1, then lets the network choose its own scale $\gamma$ and shift $\beta$:
#
# $$y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$
#
# ([Ioffe and Szegedy, 2015](https://arxiv.org/abs/1502.03167)).

# %% [markdown]
# In **train** mode $\mu$ and $\sigma^2$ come from the batch. In **eval** mode they are running averages of the batches seen: after each batch they go a tenth of the way towards its mean and variance. PyTorch calls this tenth `momentum=0.1`.
#
# For the running variance PyTorch divides by $N - 1$: the batch (1, 3) below counts with 2 there, not 1, and the average goes from 1 to 1.1.

# %% demo="batch-norm-modes" check=true
norm, x = nn.BatchNorm1d(1), torch.tensor([[1.0], [3.0]])
print("train mode:", [round(y, 2) for y in norm(x).flatten().tolist()])
print("running mean", round(norm.running_mean.item(), 2), "and variance", round(norm.running_var.item(), 2), "after one batch")
print("eval mode: ", [round(y, 2) for y in norm.eval()(x).flatten().tolist()])

# %% [markdown]
# * **Sampling.** In train mode one image depends on all others of its batch. So call `G.eval()` before you sample, and `G.train()` before you train on.
# * **Company.** Normalised alone, bright and dark batches look the same. Normalised together, they stand apart. So give $D$ real and fake images in **two calls**. Section 11 shows what happens otherwise.
# * **Borders.** $G$'s output and $D$'s first layer have no BatchNorm: it would take away the very brightness and contrast of the images.

# %% demo="company-shown"
dark, bright = torch.randn(2000, 1) - 3, torch.randn(2000, 1) + 3
norm = nn.BatchNorm1d(1)
pictures.show_values({
    "dark batch alone": norm(dark), "bright batch alone": norm(bright), "both in one batch": norm(torch.cat([dark, bright])),
}, "The same numbers after BatchNorm", low=-4, high=4, what="output of BatchNorm")

# %% [markdown]
# ## 6 · First weights
#
# DCGAN starts small: the weights of all convolutions, transposed or not, are drawn from $\mathcal{N}(0, 0.02)$. That is a standard deviation of **0.02**. The scales $\gamma$ of BatchNorm come from $\mathcal{N}(1, 0.02)$, its shifts $\beta$ are 0.
#
# `network.apply(init_weights)` calls the function for every module in the network: the containers and the activations too, which have no weight.
#
# **Exercise** *(6 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# Ask for the kind of module first, with `isinstance`. `torch.nn.init` has functions that fill a parameter in place; their names end in `_`.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `isinstance(module, (nn.Conv2d, nn.ConvTranspose2d))`, then `nn.init.normal_(module.weight, mean, std)`. A second branch for `nn.BatchNorm2d` fills its weight, and its bias by `nn.init.zeros_`.
#
# </details>

# %% solution="init-weights"
def init_weights(module):
    """First weights of DCGAN, for network.apply: fills the module's parameters in place, anew each time.

    Convolutions (plain and transposed): weight N(0, 0.02). BatchNorm: weight N(1, 0.02), bias 0.
    Layers of all other kinds stay as they are. 0.02 is a standard deviation.
    """
    # TODO: first weights of convolutions and of BatchNorm
    ### BEGIN SOLUTION
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
    ### END SOLUTION

# %% demo="init-weights-try"
network = nn.Sequential(nn.Conv2d(16, 64, 4), nn.BatchNorm2d(64), nn.ReLU(), nn.ConvTranspose2d(64, 16, 4))
network.apply(init_weights)
for name, parameter in network.named_parameters():
    print(f"{name:9} mean {parameter.mean():+.3f}, standard deviation {parameter.std():.3f}")

# %% test="init-weights-convolutions" of="init-weights" points=1
# Plain and transposed convolutions get weights from N(0, 0.02), in place, and fresh each time.
for kind in (nn.Conv2d, nn.ConvTranspose2d):
    pair = [nn.Sequential(kind(32, 64, 4), nn.ReLU()) for _ in range(2)]
    for network in pair:
        weight = network[0].weight
        before = weight.detach().clone()
        probe.attempt(f"network.apply(init_weights), with a {kind.__name__},", network.apply, init_weights)
        assert network[0].weight is weight, f"the weight of {kind.__name__} is a new one, which no optimizer holds: fill the old one in place"
        assert not torch.equal(weight, before), f"init_weights left the weight of a {kind.__name__} as it was: it is for plain and transposed convolutions, and fills the weight itself, not a copy"
        held = torch.corrcoef(torch.stack([weight.detach().flatten(), before.flatten()]))[0, 1] > 0.5
        assert not held, f"the new weights of {kind.__name__} still hold the old ones: replace them, do not add to them"
        assert weight.requires_grad, f"the weight of {kind.__name__} asks for no gradient any more"
        probe.weights_like(weight, 0.0, 0.02, f"{kind.__name__}'s weights")
    assert not torch.equal(pair[0][0].weight, pair[1][0].weight), "two networks got the same weights: do not fix the seed"

# %% test="init-weights-batch-norm" of="init-weights" points=1
# BatchNorm gets scales from N(1, 0.02) and shifts of 0, in place, and fresh each time.
network = nn.Sequential(nn.BatchNorm2d(6000), nn.LeakyReLU(0.2))
parameters, scales = list(network.parameters()), []
for _ in range(2):
    nn.init.uniform_(network[0].bias)
    probe.attempt("network.apply(init_weights), with a BatchNorm2d,", network.apply, init_weights)
    probe.weights_like(network[0].weight, 1.0, 0.02, "BatchNorm's weights")
    assert bool((network[0].bias == 0).all()), "BatchNorm's bias should be 0: nn.init.zeros_(module.bias)"
    scales.append(network[0].weight.detach().clone())
assert not torch.equal(*scales), "BatchNorm got the same weights twice: do not fix the seed"
for parameter, now in zip(parameters, network.parameters()):
    assert now is parameter, "a parameter of BatchNorm is a new one, which no optimizer holds: fill the old one in place"
    assert now.requires_grad, "a parameter of BatchNorm asks for no gradient any more"

# %% test="init-weights-others" of="init-weights" points=1
# Layers of all other kinds keep their weights and biases.
others = [nn.Linear(6, 5), nn.LayerNorm(5), nn.GroupNorm(1, 4), nn.InstanceNorm2d(3, affine=True), nn.Embedding(4, 3), nn.PReLU(5)]
for parameter in nn.ModuleList(others).parameters():
    nn.init.uniform_(parameter)
for layer in others:
    before = {name: value.clone() for name, value in layer.state_dict().items()}
    probe.attempt(f"network.apply(init_weights), with a {type(layer).__name__},", nn.Sequential(layer).apply, init_weights)
    for name, value in layer.state_dict().items():
        assert torch.equal(value, before[name]), f"init_weights changed the {name} of a {type(layer).__name__}: it is for convolutions and BatchNorm"

# %% [markdown]
# ## 7 · The generator
#
# The noise now has the shape of an image with one pixel: (N, nz, 1, 1). Four transposed convolutions, all with kernel 4, make it grow. For 64 × 64 pixels there is one more, and the widths begin at 8·ngf. The names are DCGAN's: `nz` numbers of noise, `ngf` channels in $G$'s last hidden layer, `nc` colours of an image.
#
# | layer | after it, 32 pixels | after it, 64 pixels |
# |---|---|---|
# | stride 1, padding 0; BatchNorm, ReLU | (N, 4·ngf, 4, 4) | (N, 8·ngf, 4, 4) |
# | stride 2, padding 1; BatchNorm, ReLU | (N, 2·ngf, 8, 8) | (N, 4·ngf, 8, 8) |
# | stride 2, padding 1; BatchNorm, ReLU | (N, ngf, 16, 16) | (N, 2·ngf, 16, 16) |
# | 64 only: the same once more | | (N, ngf, 32, 32) |
# | stride 2, padding 1; Tanh | (N, nc, 32, 32) | (N, nc, 64, 64) |

# %% [markdown]
# Each time the image doubles, the width halves. `nc` is the number of colours: 1 for grey, 3 for red, green, blue.
#
# **Biases.** A bias in front of BatchNorm does nothing: BatchNorm subtracts the mean, and the bias with it. So `bias=False` is usual here; both are right.
#
# **Exercise** *(25 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# Write the four layers for 32 pixels first, in one `nn.Sequential`, and try them. Then look what differs for 64: one more block, and the widths. `width = ngf * image_size // 8` gives the first width for both.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# Collect the layers in a list. A loop adds a block (`nn.ConvTranspose2d(width, width // 2, 4, 2, 1)`, `nn.BatchNorm2d(width // 2)`, `nn.ReLU()`) and halves the width while it is above ngf. At the end `nn.Sequential(*layers)`.
#
# </details>

# %% solution="generator"
class Generator(nn.Module):
    """Noise (N, nz, 1, 1) → images (N, nc, image_size, image_size) with values in [−1, 1].

    image_size: 32 or 64. The layers are those of the table.
    """

    def __init__(self, nz, ngf, nc, image_size):
        super().__init__()
        # TODO: the layers
        ### BEGIN SOLUTION
        width = ngf * image_size // 8  # 4·ngf for 32 pixels, 8·ngf for 64
        layers = [nn.ConvTranspose2d(nz, width, 4, 1, 0, bias=False), nn.BatchNorm2d(width), nn.ReLU()]  # (N, width, 4, 4)
        while width > ngf:
            layers += [
                nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False),  # twice the size, half the width
                nn.BatchNorm2d(width // 2),
                nn.ReLU(),
            ]
            width = width // 2
        layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]  # (N, nc, image_size, image_size)
        self.layers = nn.Sequential(*layers)
        ### END SOLUTION

    def forward(self, z):
        # TODO: return the images for the noise z
        ### BEGIN SOLUTION
        return self.layers(z)
        ### END SOLUTION

# %% demo="generator-try" check=true
for nc, image_size in [(1, 32), (3, 32), (3, 64)]:
    G = Generator(64, 16, nc, image_size)
    print("noise (5, 64, 1, 1) → images", tuple(G(torch.randn(5, 64, 1, 1)).shape))
    print("weights", sum(p.numel() for p in G.parameters() if p.dim() == 4))

# %% test="generator-shape" of="generator" points=1
# The generator maps noise (N, nz, 1, 1) to images of 32 or 64 pixels, grey or colour, for any N.
for n, (nz, ngf, nc, size) in [(1, (10, 4, 1, 32)), (3, (7, 5, 3, 32)), (2, (12, 2, 3, 64)), (5, (6, 3, 1, 64))]:
    model = probe.attempt("Generator(nz, ngf, nc, image_size)", Generator, nz, ngf, nc, size)
    x = probe.attempt("the generator", model, probe.normal(n, nz, 1, 1))
    probe.tensor(x, (n, nc, size, size), f"G(z) for nc = {nc} and image_size = {size}")

# %% test="generator-layers" of="generator" points=2
# Each transposed convolution but the last is followed by BatchNorm and ReLU, the last by Tanh.
F, relu, tanh = nn.functional, torch.relu, torch.tanh
for size, channels in [(32, (10, 16, 8, 4, 3)), (64, (7, 40, 20, 10, 5, 1))]:
    nz, ngf, nc = channels[0], channels[-2], channels[-1]
    model = probe.attempt("Generator(nz, ngf, nc, image_size)", Generator, nz, ngf, nc, size)
    layers = probe.conv(model, *channels, transposed=True)
    some = [{one} for one in channels[1:-1]] + [set(channels[1:-1]) - {one} for one in channels[1:-1]]
    z = probe.normal(4, nz, 1, 1)
    came, mistakes = probe.output(model, z, (4, nc, size, size), "G(z)"), {
        "Tanh is missing at the end": layers(z, relu), "it ends with Sigmoid, so its pixels lie in [0, 1]: use Tanh": layers(z, relu, torch.sigmoid),
        "ReLU and Tanh both stand at the end: Tanh alone": layers(z, relu, lambda x: tanh(relu(x))),
        "it is scaled to [0, 1] after Tanh: leave it in [−1, 1]": (layers(z, relu, tanh) + 1) / 2,
        "it uses LeakyReLU: here G uses ReLU": [layers(z, lambda x: F.leaky_relu(x, slope), tanh) for slope in (0.01, 0.1, 0.2)],
        "ReLU is missing between the layers": layers(z, lambda x: x, tanh),
        "in some blocks, not in all, ReLU is missing": [layers(z, lambda x: x if x.shape[1] in part else relu(x), tanh) for part in some],
        "in some blocks, not in all, it uses LeakyReLU: G uses ReLU": [
            layers(z, lambda x: F.leaky_relu(x, slope if x.shape[1] in part else 0), tanh) for part in some for slope in (0.01, 0.2)],
        "BatchNorm stands behind ReLU: it comes first": layers(z, relu, tanh, late=True),
        "in some blocks, not in all, BatchNorm stands behind ReLU: it comes first": [layers(z, relu, tanh, late=part) for part in some],
        "the second argument of BatchNorm2d is eps, not momentum: leave it out": layers(z, relu, tanh, eps=0.8),
        "BatchNorm is made, but not used in forward": layers(z, relu, tanh, norm=False), "it is in eval mode: leave the mode to the caller": layers(z, relu, tanh, training=False),
    }
    other = probe.strange_layers(model, came, mistakes, channels)
    probe.same(came, layers(z, relu, tanh), "with known weights, a pixel of G(z)", mistakes | other, tolerance=1e-3)
    probe.check_gradients(model, z, "G(z)", to_input=False)

# %% test="generator-modes" of="generator" points=1
# BatchNorm learns running averages in train mode; in eval mode an image does not depend on its company.
model = probe.attempt("Generator(nz, ngf, nc, image_size)", Generator, 10, 4, 3, 32)
assert isinstance(model, nn.Module), f"Generator should be an nn.Module, but calling it gives {type(model).__name__}"
probe.attempt("the generator", model.train(), probe.normal(6, 10, 1, 1))
before = {name: value.clone() for name, value in model.state_dict().items() if "running" in name}
assert before, "the generator keeps no running averages: use nn.BatchNorm2d"
for _ in range(3):
    probe.attempt("the generator", model, probe.normal(6, 10, 1, 1))
assert model.training, "the generator put itself into eval mode: leave the mode to the caller"
unmoved = [name for name, value in before.items() if torch.equal(model.state_dict()[name], value)]
assert not unmoved, f"{unmoved[0]} did not move in train mode: leave the mode and the momentum of BatchNorm alone"
x = probe.normal(6, 10, 1, 1)
alone, together = (probe.attempt("the generator", model.eval(), part) for part in (x[:1], x))
assert torch.is_tensor(together), f"the generator should return a tensor, not {type(together).__name__}: is a return missing?"
assert not model.training, "the generator put itself into train mode: leave the mode to the caller"
probe.same(together[:1], alone, "in eval mode, a pixel of an image made with others", {
    "BatchNorm uses the batch in eval mode too: take nn.BatchNorm2d as it is, and leave the mode to the caller": model.train()(x)[:1],
}, tolerance=1e-3)

# %% [markdown]
# ## 8 · The discriminator
#
# The mirror image: convolutions with kernel 4 from the image down to one number. Between them BatchNorm and **LeakyReLU(0.2)**. No BatchNorm behind the first one. `ndf` is the number of channels in $D$'s first hidden layer.
#
# | layer | after it, 32 pixels | after it, 64 pixels |
# |---|---|---|
# | stride 2, padding 1; LeakyReLU | (N, ndf, 16, 16) | (N, ndf, 32, 32) |
# | stride 2, padding 1; BatchNorm, LeakyReLU | (N, 2·ndf, 8, 8) | (N, 2·ndf, 16, 16) |
# | stride 2, padding 1; BatchNorm, LeakyReLU | (N, 4·ndf, 4, 4) | (N, 4·ndf, 8, 8) |
# | 64 only: the same once more | | (N, 8·ndf, 4, 4) |
# | stride 1, padding 0; flatten | (N, 1) | (N, 1) |

# %% [markdown]
# There is **no Sigmoid** at the end. $D$ returns a **logit** $\ell$, any real number, one for each image: shape (N, 1). The probability is $D(x) = \sigma(\ell)$.
#
# `nn.BCEWithLogitsLoss` takes the logit and the label and does Sigmoid and logarithm in one formula. In two steps, $\sigma(\ell)$ rounds to 0 or 1 for large $|\ell|$, and then the gradient is gone.

# %% demo="logits-shown" check=true
fake = torch.tensor([0.0])  # D is quite sure of a fake image: its logit is 20, the label 0
for name in ("Sigmoid, then BCELoss", "BCEWithLogitsLoss"):
    logit = torch.tensor([20.0], requires_grad=True)
    loss = nn.BCEWithLogitsLoss()(logit, fake) if "Logits" in name else nn.BCELoss()(torch.sigmoid(logit), fake)
    loss.backward()
    print(f"{name}: loss {loss:.1f}, gradient {logit.grad.item():.1f}")

# %% [markdown]
# **Exercise** *(15 minutes, medium).* Write $D$ as the table says.
#
# <details><summary>Hint</summary>
#
# The generator turned round: this time the first block has no BatchNorm, and the widths double. How large is the image after each block? When it has 4 pixels, only the last convolution is left.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# Begin with `nn.Conv2d(nc, ndf, 4, 2, 1)` and LeakyReLU at size `image_size // 2`. While the size is above 4, add a block with twice the width, and halve the size. Then `nn.Conv2d(width, 1, 4, 1, 0)` gives (N, 1, 1, 1), and `nn.Flatten()` makes (N, 1) of it.
#
# </details>

# %% solution="discriminator"
class Discriminator(nn.Module):
    """Images (N, nc, image_size, image_size) → one logit each, (N, 1).

    image_size: 32 or 64. The layers are those of the table.
    """

    def __init__(self, nc, ndf, image_size):
        super().__init__()
        # TODO: the layers
        ### BEGIN SOLUTION
        layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]  # (N, ndf, image_size/2, image_size/2)
        width, size = ndf, image_size // 2
        while size > 4:
            layers += [
                nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False),  # half the size, twice the width
                nn.BatchNorm2d(2 * width),
                nn.LeakyReLU(0.2),
            ]
            width, size = 2 * width, size // 2
        layers += [nn.Conv2d(width, 1, 4, 1, 0, bias=False), nn.Flatten()]  # (N, 1)
        self.layers = nn.Sequential(*layers)
        ### END SOLUTION

    def forward(self, x):
        # TODO: return the logit for each image of x
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION

# %% demo="discriminator-try" check=true
for nc, image_size in [(1, 32), (3, 32), (3, 64)]:
    D = Discriminator(nc, 16, image_size)
    x = torch.rand(5, nc, image_size, image_size)
    print("images", tuple(x.shape), "→ logits", tuple(D(x).shape))
    print("weights", sum(p.numel() for p in D.parameters() if p.dim() == 4))

# %% test="discriminator-shape" of="discriminator" points=1
# The discriminator maps images of 32 or 64 pixels, grey or colour, to one logit each, (N, 1), for any N.
for n, (nc, ndf, size) in [(1, (1, 4, 32)), (3, (3, 5, 32)), (2, (3, 2, 64)), (5, (1, 3, 64))]:
    model = probe.attempt("Discriminator(nc, ndf, image_size)", Discriminator, nc, ndf, size)
    logits = probe.attempt("the discriminator", model, probe.uniform(n, nc, size, size, low=-1))
    probe.tensor(logits, (n, 1), f"D(x) for nc = {nc} and image_size = {size}")

# %% test="discriminator-layers" of="discriminator" points=2
# LeakyReLU with slope 0.2 follows every convolution but the last, BatchNorm stands between them, nothing follows the last.
F, sigmoid = nn.functional, torch.sigmoid
leaky = lambda slope: lambda x: F.leaky_relu(x, slope)
for size, channels in [(32, (3, 5, 10, 20, 1)), (64, (1, 4, 8, 16, 32, 1))]:
    model = probe.attempt("Discriminator(nc, ndf, image_size)", Discriminator, *channels[:2], size)
    logits, x = torch.ones(1), 2 * probe.uniform(4, channels[0], size, size, low=-1)
    while logits.min() > -0.1:  # a LeakyReLU at the end changes those below 0
        layers = probe.conv(model, *channels, transposed=False)
        logits = layers(x, leaky(0.2))
    came, mistakes = probe.output(model, x, (4, 1), "D(x)"), {
        "Sigmoid stands at the end: return the logit, BCEWithLogitsLoss has its own": layers(x, leaky(0.2), sigmoid),
        "LeakyReLU stands after the last convolution: nothing follows it": layers(x, leaky(0.2), leaky(0.2)), "it ends with Tanh: return the logit": layers(x, leaky(0.2), torch.tanh),
        "the slope of LeakyReLU is 0.01, PyTorch's default: use 0.2": layers(x, leaky(0.01)), "the slope of LeakyReLU is 0.1: use 0.2": layers(x, leaky(0.1)), "it uses ReLU: here D uses LeakyReLU with slope 0.2": layers(x, leaky(0)),
        "it uses ReLU behind BatchNorm: LeakyReLU with slope 0.2 stands there too": layers(x, lambda x: leaky(0.2 if x.shape[1] == channels[1] else 0)(x)),
        "it uses ReLU behind the first convolution: LeakyReLU with slope 0.2 stands there too": layers(x, lambda x: leaky(0 if x.shape[1] == channels[1] else 0.2)(x)),
        "behind the first convolution the slope of LeakyReLU is another: use 0.2 there too": [layers(x, lambda x: leaky(slope if x.shape[1] == channels[1] else 0.2)(x)) for slope in (0.01, 0.1)],
        "behind BatchNorm the slope of LeakyReLU is another: use 0.2 there too": [layers(x, lambda x: leaky(0.2 if x.shape[1] == channels[1] else slope)(x)) for slope in (0.01, 0.1)],
        "LeakyReLU is missing between the layers": layers(x, leaky(1)), "in one place LeakyReLU is missing": [layers(x, lambda x: leaky(1 if x.shape[1] == one else 0.2)(x)) for one in channels[1:-1]],
        "BatchNorm stands behind LeakyReLU: it comes first": layers(x, leaky(0.2), late=True), "in one block BatchNorm stands behind LeakyReLU: it comes first": [layers(x, leaky(0.2), late={one}) for one in channels[2:-1]],
        "the second argument of BatchNorm2d is eps, not momentum: leave it out": layers(x, leaky(0.2), eps=0.8),
        "BatchNorm is made, but not used in forward": layers(x, leaky(0.2), norm=False), "it is in eval mode: leave the mode to the caller": layers(x, leaky(0.2), training=False),
    }
    other = probe.strange_layers(model, came, mistakes, channels)
    probe.same(came, logits, "with known weights, a logit D(x)", mistakes | other, tolerance=1e-3)
    probe.check_gradients(model, x, "D(x)")

# %% test="discriminator-modes" of="discriminator" points=1
# BatchNorm learns running averages in train mode; in eval mode a logit does not depend on its company.
model = probe.attempt("Discriminator(nc, ndf, image_size)", Discriminator, 3, 4, 32)
assert isinstance(model, nn.Module), f"Discriminator should be an nn.Module, but calling it gives {type(model).__name__}"
probe.attempt("the discriminator", model.train(), probe.uniform(6, 3, 32, 32, low=-1))
before = {name: value.clone() for name, value in model.state_dict().items() if "running" in name}
assert before, "the discriminator keeps no running averages: use nn.BatchNorm2d"
for _ in range(3):
    probe.attempt("the discriminator", model, probe.uniform(6, 3, 32, 32, low=-1))
assert model.training, "the discriminator put itself into eval mode: leave the mode to the caller"
unmoved = [name for name, value in before.items() if torch.equal(model.state_dict()[name], value)]
assert not unmoved, f"{unmoved[0]} did not move in train mode: leave the mode and the momentum of BatchNorm alone"
x = probe.uniform(6, 3, 32, 32, low=-1)
alone, together = (probe.attempt("the discriminator", model.eval(), part) for part in (x[:1], x))
assert torch.is_tensor(together), f"the discriminator should return a tensor, not {type(together).__name__}: is a return missing?"
assert not model.training, "the discriminator put itself into train mode: leave the mode to the caller"
probe.same(together[:1], alone, "in eval mode, the logit of an image judged with others", {
    "BatchNorm uses the batch in eval mode too: take nn.BatchNorm2d as it is, and leave the mode to the caller": model.train()(x)[:1],
}, tolerance=1e-3)

# %% [markdown]
# ## 9 · The discriminator's step
#
# The same game as in lesson 2, with three differences. The noise is (N, nz, 1, 1). Nothing is flattened. And $D$ gives logits, so the loss is
#
# `loss_func = nn.BCEWithLogitsLoss()`
#
# Real images are labelled 1, fake ones 0, and the two parts are added. Call $D$ **twice**, once with real and once with fake images: BatchNorm must not mix them.
#
# **Exercise** *(15 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# Begin with your step of lesson 2 and go through the differences one by one. Which tensors have to be made on `device`, and which have to be moved there?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# Noise of shape (N, nz, 1, 1) through G, detached. Clear old gradients. `loss_func(D(real), ones) + loss_func(D(fake), zeros)`, the labels in the shape of D's answers (`torch.ones_like` does that). `backward()` once, `step()` once, and `.item()` makes a float.
#
# </details>

# %% solution="discriminator-step"
def discriminator_step(D, G, real, optim_D, nz, device):
    """One update of D's weights, and of no others. Real images are labelled exactly 1, fake images 0.

    real: (N, nc, H, W) in [−1, 1], on any device: move it to `device`, and do not change it.
    As many fakes as reals, from normal noise (N, nz, 1, 1) on `device`, drawn anew in each call.
    D sees real and fake images in two calls. Both networks are in train mode, and stay in it.
    Gradients of earlier steps play no part, and no gradient is left in G.
    The loss keeps its gradient where D is sure and wrong, with a logit of 30.
    Returns the loss before the update, real part plus fake part, as a float.
    """
    # TODO: the step
    ### BEGIN SOLUTION
    loss_func = nn.BCEWithLogitsLoss()
    real = real.to(device)  # (N, nc, H, W)
    with torch.no_grad():  # no gradient into G: this is what detach() does, and saves memory
        fake = G(torch.randn(len(real), nz, 1, 1, device=device))  # (N, nc, H, W)

    optim_D.zero_grad()
    on_real, on_fake = D(real), D(fake)  # (N, 1) each
    loss = loss_func(on_real, torch.ones_like(on_real)) + loss_func(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()
    ### END SOLUTION

# %% demo="discriminator-step-try"
G = Generator(64, 16, 1, 32).to(device).apply(init_weights)
D = Discriminator(1, 16, 32).to(device).apply(init_weights)
optim_G, optim_D = (torch.optim.Adam(network.parameters(), lr=0.0002, betas=(0.5, 0.999)) for network in (G, D))
for number in range(5):
    loss_d = discriminator_step(D, G, images[:64], optim_D, 64, device)
    print(f"step {number}: loss of D {loss_d:.3f}")

# %% [markdown]
# As in lesson 2, the graded cells play your steps on two tiny networks whose loss and gradient are known exactly. For `NORMED` these hold BatchNorm. This is how the cells call your steps.

# %% given="calls"
def play_D(s):
    """Play the discriminator's step on the pieces s."""
    return discriminator_step(s.D, s.G, s.real, s.optim, s.input_dim, s.device)


def play_G(s):
    """Play the generator's step on the pieces s."""
    return generator_step(s.D, s.G, s.batch_size, s.optim, s.input_dim, s.device)


GREY = {"image": (1, 32, 32), "flat": False, "output": "logit", "input_dim": 64, "halves": False}
COLOUR = {"image": (3, 32, 32), "flat": False, "output": "logit", "input_dim": 30, "halves": False}
SURE = GREY | {"sure": True}  # all logits are about −30: D is sure that all is fake
NORMED = {"image": (3, 32, 32), "flat": False, "normed": True, "input_dim": 20, "halves": False}

# %% test="discriminator-step-loss" of="discriminator-step" points=2
# D's step returns its loss before the update: real images labelled 1, fake images labelled 0.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY)]:
    probe.check_loss(probe.discriminator_step(play_D, batch_size, **setting))

# %% test="discriminator-step-update" of="discriminator-step" points=2
# D's step changes D's weights alone, once, along the gradient of its loss (a sure D's too), and leaves no gradient in G.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY), (9, SURE)]:
    watched = probe.discriminator_step(play_D, batch_size, **setting)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="discriminator-step-company" of="discriminator-step" points=2
# With BatchNorm in both networks, the loss and the update are still those of two calls of D in train mode.
for batch_size in (1, 6, 20):
    watched = probe.discriminator_step(play_D, batch_size, **NORMED)
    probe.check_modes(watched)
    probe.check_loss(watched)
    probe.check_update(watched)

# %% test="discriminator-step-noise" of="discriminator-step" points=1
# D's step draws fresh normal noise of shape (N, nz, 1, 1) each time, N being the number of real images.
for batch_size, nz in [(32, 100), (65, 40)]:
    watched = [probe.discriminator_step(play_D, batch_size, **GREY | {"input_dim": nz}) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, nz, 1, 1), states=[each.states for each in watched])

# %% test="discriminator-step-device" of="discriminator-step" points=1
# D's step runs on the device it is given: images, noise and labels are all there.
for place in testbeds():
    for real_on in ("cpu", place):  # wherever the loader left them
        probe.check_place(probe.discriminator_step(play_D, 100, device=place, real_on=real_on, **GREY), place)

# %% [markdown]
# ## 10 · The generator's step
#
# New noise, **not** detached; label 1; backward through $D$ into $G$; one step of `optim_G`. Only $G$'s weights move. $D$'s do not, but its running averages do: BatchNorm in train mode counts every batch that it sees.
#
# **Exercise** *(6 minutes, easy).*
#
# <details><summary>Hint</summary>
#
# Half of the discriminator's step, with three changes: the label, what is not cut off, and the optimizer.
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# `logits = D(G(noise))`, then `loss_func(logits, torch.ones_like(logits))`, `zero_grad`, `backward` and `step` with `optim_G`, and `.item()` at the end.
#
# </details>

# %% solution="generator-step"
def generator_step(D, G, batch_size, optim_G, nz, device):
    """One update of G's weights, and of no others, towards images that D takes for real (label exactly 1).

    Normal noise (batch_size, nz, 1, 1) on `device`, drawn anew in each call.
    Both networks are in train mode, and stay in it. Gradients of earlier steps play no part.
    D may collect gradients; its weights stay, and ask for gradients afterwards as before.
    The loss keeps its gradient where D is sure of a fake image, with a logit of −30.
    Returns the loss before the update as a float.
    """
    # TODO: the step
    ### BEGIN SOLUTION
    loss_func = nn.BCEWithLogitsLoss()
    noise = torch.randn(batch_size, nz, 1, 1, device=device)  # (N, nz, 1, 1)

    optim_G.zero_grad()
    on_fake = D(G(noise))  # (N, 1)
    loss = loss_func(on_fake, torch.ones_like(on_fake))
    loss.backward()
    optim_G.step()
    return loss.item()
    ### END SOLUTION

# %% demo="generator-step-try"
for number in range(5):
    loss_g = generator_step(D, G, 64, optim_G, 64, device)
    print(f"step {number}: loss of G {loss_g:.3f}")

# %% test="generator-step-loss" of="generator-step" points=2
# G's step returns −log D(G(z)), the loss before the update: its images are labelled 1.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY)]:
    probe.check_loss(probe.generator_step(play_G, batch_size, **setting))

# %% test="generator-step-update" of="generator-step" points=2
# G's step changes G's weights alone, once, along the gradient of its loss (a sure D's too): D takes its images more for real.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY), (9, SURE)]:
    watched = probe.generator_step(play_G, batch_size, **setting)
    probe.check_alone(watched)
    probe.check_update(watched)

# %% test="generator-step-modes" of="generator-step" points=1
# With BatchNorm in both networks, the loss and the update are still those of networks in train mode.
for batch_size in (1, 6, 20):
    watched = probe.generator_step(play_G, batch_size, **NORMED)
    probe.check_modes(watched)
    probe.check_loss(watched)
    probe.check_update(watched)

# %% test="generator-step-noise" of="generator-step" points=1
# G's step draws fresh normal noise of shape (batch_size, nz, 1, 1) each time.
for batch_size, nz in [(32, 100), (65, 40)]:
    watched = [probe.generator_step(play_G, batch_size, **GREY | {"input_dim": nz}) for _ in range(2)]
    probe.check_noise([each.noise() for each in watched], (batch_size, nz, 1, 1), states=[each.states for each in watched])

# %% test="generator-step-device" of="generator-step" points=1
# G's step runs on the device it is given: noise and labels are there.
for place in testbeds():
    probe.check_place(probe.generator_step(play_G, 100, device=place, **GREY), place)

# %% [markdown]
# **Question.** *10 minutes.* Many texts say: "freeze $D$ while $G$ is trained." Why must $D$ be left unchanged during the generator's step? And what does freezing mean in PyTorch: what do leaving $D$ out of `optim_G`, `requires_grad_(False)`, `detach()` and `D.eval()` each do, and which of them would be wrong here?

# %% [markdown] essay="freeze" points=2
# G's loss is small when D is fooled. If D were changed along the same gradient, it would learn to be fooled: the loss falls, and the images are no better. So only G may move.
#
# What keeps D still is that optim_G does not hold its parameters. D still collects gradients, so they must be cleared before its own step. requires_grad_(False) stops D's weights from collecting them, which saves time, but the gradient still flows through D to the images; it must be switched on again afterwards. detach() between G and D would cut that flow, and G would learn nothing: wrong here. D.eval() freezes no weight: it only makes BatchNorm use its running averages.
#
# ### BEGIN MARK SCHEME
# 1 point: a D that moved along G's loss would make itself easier to fool, so the signal to G would be worth nothing.
# 1 point: leaving D out of the optimizer (or requires_grad False) keeps the weights, the gradient must still pass through D, and so detach() is wrong; eval() is no freezing. Half a point if one of these is missing.
# ### END MARK SCHEME

# %% [markdown]
# ## 11 · Train
#
# Two ingredients of lesson 2 stay.
#
# * **Hidden pixels.** Each time $D$ looks, three of ten pixels are set to grey. Without them lesson 2's distance was 178, not 95. Here it was 36 (one seed), not 19 to 26 (five seeds): they help, but you pass without them.
# * **Falling learning rate**, from 0.001 to zero.
#
# New are small batches, 32 images: more steps in the same time.

# %% given="recipe"
NZ, NGF, NDF = 64, 16, 16
BATCH_SIZE, LEARNING_RATE = 32, 0.001
EPOCHS = budget.pick(50, 1)


class HidePixels(nn.Module):
    """Sets each pixel, with all its colours, to grey with probability 0.3."""

    def forward(self, x):
        return x * (torch.rand_like(x[:, :1]) > 0.3)

# %% [markdown]
# **Fast first.** An epoch is 141 updates of both networks, so each millisecond counts. Measured once for this loop on one core, when an update took 28 ms (it takes 25 with the first two rows and what came later):
#
# | change | time of an update |
# |---|---|
# | `fused=True` in Adam: one pass over all weights | −14 % |
# | `channels_last`: the colours of a pixel lie side by side in memory | −12 % |
# | one fake batch for both steps (not done here: the steps stay apart) | −7 % |
# | $D$ frozen by `requires_grad_(False)` in G's step (not done) | ±0 |

# %% [markdown]
# The loop is given: you wrote what is in it. `judge` is $D$ with pixels hidden from it.

# %% given="training"
def train(images, epochs, device, step_of_D=discriminator_step):
    """Train a DCGAN on images (N, nc, H, H) in [−1, 1], H = 32 or 64; returns G, the losses, some samples."""
    nc, height, width = images.shape[1:]
    if height != width or height not in (32, 64):
        raise ValueError(f"these networks take images of 32 × 32 or 64 × 64 pixels, not {height} × {width}")
    history, frames = [], []
    G = Generator(NZ, NGF, nc, height).apply(init_weights).to(device, memory_format=torch.channels_last)
    D = Discriminator(nc, NDF, height).apply(init_weights).to(device, memory_format=torch.channels_last)
    judge = nn.Sequential(HidePixels(), D)
    optim_G, optim_D = (
        torch.optim.Adam(network.parameters(), lr=LEARNING_RATE, betas=(0.5, 0.999), fused=True) for network in (G, D)
    )
    for epoch in budget.progress(range(epochs), "epochs"):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / epochs)
        losses = []
        for real in data.batches(images, BATCH_SIZE):
            loss_d = step_of_D(judge, G, real, optim_D, NZ, device)
            loss_g = generator_step(judge, G, len(real), optim_G, NZ, device)
            losses.append((loss_d, loss_g))
        history.append(tuple(sum(column) / len(losses) for column in zip(*losses)))
        if epoch + 1 >= len(frames) ** 2 * epochs / 25:
            frames.append((f"epoch {epoch + 1}", sample(G, 16, seed=1)))
    return G, history, frames

# %% [markdown]
# `sample` looks without disturbing: eval mode, no gradient, noise of its own, and afterwards the mode that $G$ had before.

# %% given="sample"
def sample(G, n, seed):
    """n images of G, in [0, 1], on the CPU: always from the same noise for the same seed."""
    noise = torch.randn(n, NZ, 1, 1, generator=torch.Generator().manual_seed(seed))
    mode = G.training
    with torch.no_grad():
        fakes = G.eval()(noise.to(next(G.parameters()).device)).cpu()  # (n, nc, H, H)
    G.train(mode)
    return (fakes + 1) / 2

# %% demo="train"
torch.manual_seed(0)
G, history, frames = train(images[: budget.pick(4500, 128)], EPOCHS, device)
if budget.full():
    torch.save(G.state_dict(), "generator.pt")  # hand this file in with the notebook

# %% demo="losses-of-the-run"
pictures.show_losses(history)

# %% [markdown]
# Dotted: both losses if $D$ could only guess. $D$'s loss is below its dotted line and $G$'s above: $D$ is ahead, as it mostly is. The same sixteen noises through the epochs:

# %% demo="growth"
pictures.show_growth([make_grid(grid, nrow=8, padding=1) for _, grid in frames], [title for title, _ in frames])

# %% demo="result"
pictures.show_images(sample(G, 96, seed=2), "Digits that nobody wrote, with convolutions")

# %% [markdown]
# ### The same run, with real and fake in one batch
#
# Now one change, and a small one: $D$ gets both kinds of images in **one** call. Networks, labels and loss are the same. Without BatchNorm it would make no difference at all.
#
# *Predict before you run: where will the two losses go?*

# %% given="one-batch"
def one_batch_step(D, G, real, optim_D, nz, device):
    """D's step with one call of D. With BatchNorm in D this is a mistake."""
    with torch.no_grad():
        fake = G(torch.randn(len(real), nz, 1, 1, device=device))
    optim_D.zero_grad()
    on_real, on_fake = D(torch.cat([real.to(device), fake])).chunk(2)  # (N, 1) each
    bce = nn.BCEWithLogitsLoss()
    loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    loss.backward()
    optim_D.step()
    return loss.item()

# %% demo="one-batch-trained"
torch.manual_seed(0)
confused, mixed_history, _ = train(images[: budget.pick(4500, 64)], budget.pick(5, 1), device, one_batch_step)
for epoch, (loss_d, loss_g) in enumerate(mixed_history, start=1):
    print(f"epoch {epoch}: loss of D {loss_d:.3f}, loss of G {loss_g:.3f}")
pictures.show_images(sample(confused, 32, seed=2), "Real and fake in one batch: G after 5 epochs")

# %% [markdown]
# $D$'s loss is 0, and $G$'s far below the 0.69 of a $D$ that guesses (0.001 to 0.4, from run to run). Both win, which a game does not allow. $D$ learns on mixed batches: normalised together, the two kinds stand apart. $G$'s step shows $D$ fakes **alone**. The contrast is gone, $D$ takes them for real, and $G$ is praised for nothing. Twelve such epochs gave a distance of 618 (noise: 617), two calls 105 in the same time.

# %% [markdown]
# ## 12 · How good is it?
#
# The same judge as in lesson 2, on images without the margin. It knows digits, and says nothing about other images. Lesson 2's generators were at 92 to 104. Those of this lesson came out between 19 and 26 with five seeds (another run may lie a little outside), always with all 10 digits and a confidence of 0.93 or 0.94; a distance of at most 40 is asked of yours.

# %% [markdown]
# As in lesson 2, copies earn nothing: a recall of at least 0.5 is asked (five runs of the recipe have 0.87 to 0.89), and at most one image in five may be a copy (in those runs it is one or two in a hundred).

# %% demo="quality"
def grade_images(images):
    quality = metrics.quality(images)
    return f"distance {quality.distance:7.1f}   classes {quality.classes:2d}   confidence {quality.confidence:.2f}"


fakes = sample(G, budget.pick(2000, 200), seed=3)[:, :, 2:-2, 2:-2]
print("pure noise      ", grade_images(metrics.controls("noise", len(fakes))))
print("your generator  ", grade_images(fakes))
print("held-out digits ", grade_images(data.digits("test")[0]))

# %% test="digits" of="generator-step" points=4
# The generator you saved as generator.pt makes all 10 digits, at a distance of at most 40.
weights = probe.saved("generator.pt")
generate = probe.conv_generator(weights, NZ, nc=1, image_size=32)
fakes = (generate(probe.normal(2000, NZ, 1, 1))[:, :, 2:-2, 2:-2] + 1) / 2
distance, classes, _ = metrics.quality(fakes)
assert distance <= 400, (
    f"the Fréchet classifier distance of your images is {distance:.0f}, which is no better than noise: if D's loss was about 0 "
    "from the first epoch, D saw real and fake images as one batch (the graded cells of section 9 tell); if not, was G saved before it was trained?"
)
assert classes == 10, f"your generator makes {classes} of the 10 digits, each at least 1 % of the time, and its distance is {distance:.0f}: train all epochs of section 11, and see that the graded cells of sections 6 to 10 pass"
assert distance <= 40, f"the Fréchet classifier distance of your images is {distance:.0f}, at most 40 is needed: train all epochs of section 11, and see that the graded cells of sections 6 to 10 pass"
recall, copied = metrics.precision_recall(data.digits("train")[0][:2000], fakes).recall, metrics.copied_share(fakes)
assert copied <= 0.2, f"{copied:.0%} of your images lie nearer to a training digit than 95 % of new digits do (about 1 % of the recipe's lie so near): copies of training digits earn nothing"
assert recall >= 0.5, f"the recall of your images is {recall:.2f}, at least 0.5 is needed, and the recipe reaches about 0.87: they are real enough, but too much alike"

# %% [markdown]
# ## 13 · A walk between two images
#
# Does $G$ know only single digits, or the space between them? Walk from one noise to another and look.
#
# Normal noise in 64 dimensions lies near a sphere of radius $\sqrt{64} = 8$. The middle of a straight line has a length of about $8/\sqrt2 = 5.7$ only: $G$ never met such noise. Between two noises of that length the **arc** stays on the sphere ([White, 2016](https://arxiv.org/abs/1609.04468)), with the angle $\theta$ between $z_0$ and $z_1$:
#
# $$z(t) = \frac{\sin((1-t)\,\theta)}{\sin\theta}\,z_0 + \frac{\sin(t\,\theta)}{\sin\theta}\,z_1,\qquad \cos\theta = \frac{z_0 \cdot z_1}{|z_0|\,|z_1|}$$

# %% [markdown]
# For parallel and for opposite vectors $\sin\theta = 0$, and the formula divides by zero. There the straight line $(1-t)\,z_0 + t\,z_1$ is the answer. Rounding can also make $\cos\theta$ a little larger than 1, or smaller than −1: clamp it.
#
# **Exercise** *(15 minutes, medium).*
#
# <details><summary>Hint</summary>
#
# `torch.linspace(0, 1, steps)` as a column (steps, 1): times a vector (nz,) it gives all points at once. Which device is it on?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# The cosine is `z0 @ z1 / (z0.norm() * z1.norm())`, clamped to [−1, 1], the angle its `torch.acos`. If `torch.sin(angle)` is below a thousandth, return the straight line, else the formula.
#
# </details>

# %% solution="interpolate"
def interpolate(z0, z1, steps):
    """Points along the arc from z0 to z1, both ends included; at even angles, if both are equally long.

    z0, z1: vectors (nz,), not zero, on any device. They are not changed.
    Returns (steps, nz) on their device, for steps >= 2. Parallel or opposite vectors: a straight line.
    """
    # TODO: the points of the walk
    ### BEGIN SOLUTION
    t = torch.linspace(0, 1, steps, device=z0.device).reshape(-1, 1)  # (steps, 1)
    cosine = (z0 @ z1 / (z0.norm() * z1.norm())).clamp(-1, 1)
    angle = torch.acos(cosine)
    if torch.sin(angle) < 1e-3:
        return (1 - t) * z0 + t * z1  # (steps, nz)
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)
    ### END SOLUTION

# %% demo="interpolate-try" check=true
for point in interpolate(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]), 5):
    print("({:.3f}, {:.3f})".format(*point.tolist()), f"length {point.norm():.2f}")

# %% [markdown]
# Is the middle of the straight line a worse image? *Predict, then run.*

# %% demo="interpolate-measured"
one, other = torch.randn(2, budget.pick(2000, 100), NZ, generator=torch.Generator().manual_seed(0))
middles = {
    "no walk, fresh noise": one,
    "middle of the line  ": (one + other) / 2,
    "middle of the arc   ": torch.stack([interpolate(z0, z1, 3)[1] for z0, z1 in zip(one, other)]),
}
for name, z in middles.items():
    with torch.no_grad():
        walked = torch.cat([G.eval()(part.reshape(-1, NZ, 1, 1).to(device)).cpu() for part in z.split(250)])
    print(f"{name} length {z.norm(dim=1).mean():.1f}  ", grade_images((walked[:, :, 2:-2, 2:-2] + 1) / 2))

# %% [markdown]
# Hardly. Over two generators and six draws each, lines had a distance between 0.5 less and 3 more than arcs; two draws of fresh noise differ by up to 2. All had ten classes. This $G$ is not thrown by a shorter noise: that it never met such noise was no proof. The arc still has its use: between noises of one length each step turns by the same angle, and none changes the length.

# %% [markdown]
# Here are six walks: play one, then choose another. *Before you press play: will the first digit fade out while the second one fades in, or will its strokes move?*

# %% demo="interpolate-shown"
latents = torch.randn(12, NZ, generator=torch.Generator().manual_seed(5))
points = torch.cat([interpolate(z0, z1, 34) for z0, z1 in zip(latents[:6], latents[6:])])  # (204, NZ)
with torch.no_grad():
    walks = (G.eval()(points.reshape(-1, NZ, 1, 1).to(device)).cpu() + 1).reshape(6, 34, 32, 32) / 2
moves = {"walk": (0, 5, 0), "step": (0, 33, 0)}
interactive.sliders(lambda walk, step: walks[walk, step], moves, "Six walks", play="step", table=(6, 12))

# %% [markdown]
# One digit turns into another by small changes, and most images on the way are strokes, not a fading from one into the other. So this $G$ knows more than single digits. Some images between two digits are none that you could name: there is no digit halfway from 5 to 0.

# %% test="interpolate-arc" of="interpolate" points=2
# The points lie on the arc between the two vectors, at even angles, both ends included.
for nz, steps, (low, high) in [(2, 5, (0.2, 0.45)), (64, 9, (1.8, 2.8)), (16, 7, (0.4, 2.8)), (30, 2, (0.4, 2.8))]:
    basis = torch.linalg.qr(probe.normal(nz, 2))[0].T  # two directions at a right angle, (2, nz)
    length, angle = probe.integer(2, 9), probe.uniform(1, low=low, high=high).item()
    arc = lambda angles: length * (torch.cos(angles)[:, None] * basis[0] + torch.sin(angles)[:, None] * basis[1])
    t = torch.linspace(0, 1, steps)
    z0, z1 = arc(torch.tensor([0.0, angle]))
    points = probe.attempt("interpolate", interpolate, z0, z1, steps)
    probe.tensor(points, (steps, nz), f"interpolate(z0, z1, {steps}) of vectors ({nz},)")
    line = (1 - t)[:, None] * z0 + t[:, None] * z1
    turned = lambda angle: (torch.sin((1 - t) * angle)[:, None] * z0 + torch.sin(t * angle)[:, None] * z1) / math.sin(angle)
    probe.same(points, arc(t * angle), f"a point of the walk over an angle of {math.degrees(angle):.0f}°", {
        probe.arcs.why_straight(interpolate, points, basis, length, angle): line,
        "all points are the middle one: t runs from 0 to 1": arc(torch.full((steps,), angle / 2)),
        "θ comes out acute: arcsin gives no obtuse angle, nor does arccos of |cos θ|: θ = arccos(cos θ), and cos θ may be negative": turned(math.pi - angle) if angle > math.pi / 2 else [],
        "θ comes out as a right angle: cos θ may be negative, so clamp it to [−1, 1]": turned(math.pi / 2) if angle > math.pi / 2 else [],
        "the division by sin θ is missing": math.sin(angle) * arc(t * angle),
        "the cosine is taken for the angle: θ = arccos(…)": (torch.sin((1 - t) * math.cos(angle))[:, None] * z0 + torch.sin(t * math.cos(angle))[:, None] * z1) / math.sin(math.cos(angle)),
        "it goes the long way round, through the angle 2π − θ": arc(-t * (2 * math.pi - angle)),
        "it walks from z1 to z0": arc((1 - t) * angle),
        "the last end is missing: t runs from 0 to 1, both included": arc(torch.arange(steps) / steps * angle),
        "the ends are missing: t runs from 0 to 1, both included": arc(torch.arange(1, steps + 1) / (steps + 1) * angle),
        "the points have length 1: keep the lengths of z0 and z1": arc(t * angle) / length,
        "these are points of the straight line, stretched to the sphere: their angles are not even": length * line / line.norm(dim=1, keepdim=True),
    }, tolerance=1e-3)

# %% test="interpolate-parallel" of="interpolate" points=1
# Vectors of other lengths are reached too; parallel and opposite ones give a straight line, without NaN.
z0, z1 = probe.normal(64), 2 * probe.normal(64)
for end, name in [(z0, "z0"), (z1, "z1")]:
    points = probe.attempt("interpolate", interpolate, z0, z1, 7)
    probe.tensor(points, (7, 64), "interpolate(z0, z1, 7)")
    probe.same(points[0 if name == "z0" else -1], end, f"a number of the end at {name}", tolerance=1e-3)
signs = probe.normal(64).sign()  # its length is 8 exactly, so that the cosine is 1 or −1 exactly
random = probe.normal(20, 64)
exact = [(signs, times * signs) for times in (1, 2, -1, -2)]
rounded = [(one, times * one) for one in random for times in (1, 2, 1 / 3, 1.0000001)]  # some cosines are larger than 1
for one, other in [*exact, *rounded]:
    kind = "parallel" if one @ other > 0 else "opposite"
    points = probe.attempt("interpolate", interpolate, one, other, 5)
    probe.tensor(points, (5, 64), "interpolate(z0, z1, 5)")
    assert bool(torch.isfinite(points).all()), f"{kind} vectors give NaN: sin θ is 0 there, so take the straight line (and clamp the cosine)"
    t = torch.linspace(0, 1, 5)[:, None]
    longest = points.norm(dim=1).max() / max(one.norm(), other.norm())
    assert longest < 2, f"between {kind} vectors a point is {longest:.0f} times as long as both ends: sin θ is nearly 0 there, so take the straight line"
    probe.same(points, (1 - t) * one + t * other, f"a number of a point between {kind} vectors, where the straight line is the answer,", tolerance=1e-2)
for one in random:  # some cosines are smaller than −1
    points = probe.attempt("interpolate", interpolate, one, -one, 5)
    assert bool(torch.isfinite(points).all()), "opposite vectors give NaN: clamp the cosine to [−1, 1]"

# %% test="interpolate-device" of="interpolate" points=1
# The points are on the device of the two vectors, which stay as they are.
for place in [torch.device("cpu"), *testbeds()]:
    z0, z1 = probe.normal(2, 40)
    for one, other in [(z0, z1), (z0, 2 * z0)]:
        points = probe.attempt(f"interpolate on {place.type}", interpolate, one.to(place), other.to(place), 6)
        probe.tensor(points, (6, 40), "interpolate(z0, z1, 6)")
        assert points.device == place, f"the points are on {points.device}, the vectors on {place}: make t on the device of z0"

# %% [markdown]
# ## 14 · Colour
#
# `nc` is not decoration. Here are the digits in random colours, ink and ground chosen anew for each. The same networks with `nc = 3`, the same loop, a short run.

# %% demo="colours-shown"
colours = data.coloured(data.padded(digits), torch.Generator().manual_seed(0))  # (4500, 3, 32, 32)
pictures.show_images(colours[:32], "What D calls real now")

# %% demo="train-colours"
torch.manual_seed(0)
painter, colour_history, _ = train(2 * colours[: budget.pick(4500, 64)] - 1, budget.pick(20, 1), device)
pictures.show_images(sample(painter, 64, seed=4), "Coloured digits that nobody painted")

# %% demo="losses-in-colour"
pictures.show_losses(colour_history, "The two losses, in colour")
print("last epoch: loss of D {:.2f}, loss of G {:.1f}".format(*colour_history[-1]))

# %% [markdown]
# Ink and ground vary from image to image. But only a third to a half of the digits can be read, and a fine **checkerboard** lies on every ground: section 3 took its head start away, no more. Look at the losses: in 20 epochs $D$'s fell below 0.1, $G$'s rose to 4 or above. **$D$ wins.**

# %% [markdown]
# A likely reason: the ground of a real image is perfectly even, that of a fake one never quite. A $D$ that wins so easily teaches little: more of this in lesson 4.

# %% [markdown]
# In another game, with R1 and other losses, the same $G$ paints digits that can mostly be read ([lesson 9](../09_stylegan/09_stylegan.ipynb), section 13): with the colours taken off, distances of 73 to 80 after 160 s (70 to 75 with averaged weights), against 214 to 220 of this loop after 80 s.

# %% [markdown]
# ### Your own images
#
# *Optional, no points.* The networks take square images of 32 or 64 pixels. Put some hundred pictures into a folder `my_images` beside this notebook: `data.folder` cuts and shrinks them. Fashion-MNIST comes in MNIST's file format: `data.padded(data.mnist("train", folder="…")[0])` reads it. The measures of section 12 are for digits only: look at the images instead.

# %% demo="own-images"
if Path("my_images").is_dir():
    mine = data.folder("my_images", image_size=32)  # (N, 3, 32, 32) in [0, 1]
    own, _, _ = train(2 * mine - 1, budget.pick(100, 1), device)
    pictures.show_images(torch.cat([mine[:16], sample(own, 48, seed=6)]), "First row: yours. Below: G's")
else:
    print("No folder my_images here, so there is nothing to train on.")

# %% [markdown]
# ## 15 · Repair
#
# The code below follows a DCGAN that was published as teaching material. It runs without an error, and returns losses that look like losses. Its generator never learns anything. *Find the mistakes before you read on: there are four.*

# %% given="published"
class DCGAN(nn.Module):
    """A wrapper around both networks."""

    def __init__(self, nz, nf, nc, image_size):
        super().__init__()
        self.G = Generator(nz, nf, nc, image_size)
        self.D = Discriminator(nc, nf, image_size)

    def forward(self, x):
        return self.G(x) if x.shape[-1] == 1 else self.D(x)


def published_step(D, G, real, optim_D, optim_G, nz, device):
    noise = torch.randn(len(real), nz, 1, 1, device=device)
    fake = G(noise).detach()
    optim_D.zero_grad()
    loss_d = -torch.mean(D(real.to(device))) - torch.mean(D(fake))
    loss_d.backward()
    optim_D.step()
    optim_G.zero_grad()
    loss_g = -torch.mean(D(fake))
    loss_g.backward()
    optim_G.step()
    return [loss_d.item(), loss_g.item()]

# %% demo="published-shown" check=true
G, D = DCGAN(16, 4, 1, 32).to(device), DCGAN(16, 4, 1, 32).to(device)
optim_G, optim_D = (torch.optim.Adam(network.parameters(), lr=0.0002) for network in (G, D))
before = [p.detach().clone() for p in G.parameters()]
for _ in range(3):
    published_step(D, G, images[:8], optim_D, optim_G, 16, device)
print("parameters of G that moved in 3 steps:", sum(not torch.equal(p, old) for p, old in zip(G.parameters(), before)))
print("parameters of D that never got a gradient:", sum(p.grad is None for p in D.parameters()), "of", len(list(D.parameters())))

# %% [markdown]
# 1. **Both networks are wrappers.** `G` and `D` each hold a generator *and* a discriminator; half of each is never used.
# 2. **The fake term has the wrong sign**: $D$ is paid for calling fakes real.
# 3. **The generator's images are detached**, so no gradient reaches $G$.
# 4. **There are no labels.** Nothing bounds the loss: $D$ can just make its logits larger and larger.

# %% [markdown]
# **Exercise** *(15 minutes, medium).* Repair both parts: build the networks from their own classes, and take the two steps with `BCEWithLogitsLoss` and labels, as in sections 9 and 10.
#
# <details><summary>Hint</summary>
#
# The images of `fake` may serve both steps. Which of the two must not send a gradient into G?
#
# </details>
# <details><summary>Nearly the answer</summary>
#
# Make `fake` without `detach()`. D's step asks `D(fake.detach())`. After `optim_D.step()`, G's step asks the new D about `fake` itself, with labels 1.
#
# </details>

# %% solution="repair"
def build(nz, nf, nc, image_size, device):
    """One generator and one discriminator of width nf, on the device, each with its own Adam.

    Learning rate 0.0002, betas (0.5, 0.999). Returns (G, D, optim_G, optim_D).
    """
    # TODO: repair: G = DCGAN(nz, nf, nc, image_size), D = DCGAN(nz, nf, nc, image_size)
    ### BEGIN SOLUTION
    G = Generator(nz, nf, nc, image_size).to(device)
    D = Discriminator(nc, nf, image_size).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999))
    return G, D, optim_G, optim_D
    ### END SOLUTION


def repaired_step(D, G, real, optim_D, optim_G, nz, device):
    """One update of D, as in section 9, then one of G, as in section 10; what is promised there holds here.

    G's images may be those that D saw. Returns the losses, (loss_d, loss_g), two floats:
    each as it was before its own update.
    """
    # TODO: repair published_step: labels, the sign of the fake term, the gradient into G
    ### BEGIN SOLUTION
    loss_func = nn.BCEWithLogitsLoss()
    ones = torch.ones(len(real), 1, device=device)
    zeros = torch.zeros(len(real), 1, device=device)
    fake = G(torch.randn(len(real), nz, 1, 1, device=device))  # (N, nc, H, W)

    optim_D.zero_grad()
    loss_d = loss_func(D(real.to(device)), ones) + loss_func(D(fake.detach()), zeros)
    loss_d.backward()
    optim_D.step()

    optim_G.zero_grad()
    loss_g = loss_func(D(fake), ones)  # the same images, this time not detached
    loss_g.backward()
    optim_G.step()
    return loss_d.item(), loss_g.item()
    ### END SOLUTION

# %% demo="repair-try" check=true
G, D, optim_G, optim_D = build(16, 4, 1, 32, device)
before = [p.detach().clone() for p in G.parameters()]
loss_d, loss_g = repaired_step(D, G, images[:8], optim_D, optim_G, 16, device)
print("parameters of G that moved in 1 step:", sum(not torch.equal(p, old) for p, old in zip(G.parameters(), before)), "of", len(before))

# %% given="repair-calls"
def part(losses, number):
    """One of the two losses that repaired_step returned."""
    fits = isinstance(losses, (tuple, list)) and len(losses) == 2
    assert fits, f"repaired_step should return two losses, (loss_d, loss_g), not {losses!r:.60}"
    return losses[number]


def play_repaired_D(s):
    """Play repaired_step; only D can move."""
    return repaired_step(s.D, s.G, s.real, s.optim, s.resting("G"), s.input_dim, s.device)


def play_repaired_G(s):
    """Play repaired_step; only G can move."""
    return repaired_step(s.D, s.G, s.real, s.resting("D"), s.optim, s.input_dim, s.device)

# %% test="repair-networks" of="repair" points=1
# build makes one Generator and one Discriminator on the device, each with an optimizer of its own.
for place in [torch.device("cpu"), *testbeds()]:
    for size in (32, 64):
        made_G, made_D, _, _ = probe.built(build, 16, 4, 3, size, place).parts()
        assert made_G.arguments == (16, 4, 3, size), f"Generator was given {made_G.arguments}, not (nz, nf, nc, image_size) = (16, 4, 3, {size})"
        assert made_D.arguments == (3, 4, size), f"Discriminator was given {made_D.arguments}, not (nc, nf, image_size) = (3, 4, {size})"
        for name, network in (("G", made_G), ("D", made_D)):
            where = next(network.parameters()).device
            assert where.type == place.type, f"{name} is on {where}, not on {place}"

# %% test="repair-optimizers" of="repair" points=1
# Both optimizers behave as Adam with learning rate 0.0002 and betas (0.5, 0.999).
adam, lr, betas = torch.optim.Adam, 0.0002, (0.5, 0.999)
for name, optimizer in zip(("optim_G", "optim_D"), probe.built(build, 16, 4, 3, 32, "cpu").parts()[2:]):
    grads = [[0.001 * grad for grad in step] for step in probe.gradients(optimizer)]  # small, so that a weight decay shows

    def path(kind, **settings):
        return probe.path_of(kind, optimizer, grads, **settings) / lr

    probe.same(probe.path(optimizer, grads) / lr, path(adam, lr=lr, betas=betas), f"a weight's path under {name}, in units of 0.0002,", {
        "the betas are Adam's defaults: use betas=(0.5, 0.999)": path(adam, lr=lr),
        "the first beta is 0.999, the second 0.5: exchange them": path(adam, lr=lr, betas=(0.999, 0.5)),
        "the learning rate is 0.001, Adam's default: use 0.0002": path(adam, betas=betas),
        "the learning rate is 0.002: use 0.0002": path(adam, lr=0.002, betas=betas),
        "learning rate and betas are Adam's defaults: use lr=0.0002 and betas=(0.5, 0.999)": path(adam),
        "this is AdamW, which also shrinks the weights: use Adam": path(torch.optim.AdamW, lr=lr, betas=betas),
        "there is a weight decay of 0.0001: leave it out": path(adam, lr=lr, betas=betas, weight_decay=0.0001),
        "this is plain gradient descent: use Adam": path(torch.optim.SGD, lr=lr),
        "this is RMSprop: use Adam": path(torch.optim.RMSprop, lr=lr),
    }, tolerance=1e-3)

# %% test="repair-discriminator" of="repair" points=2
# The repaired step trains D: real images labelled 1, fake images 0, one update along the gradient of that loss.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY), (6, NORMED), (9, SURE)]:
    watched = probe.discriminator_step(play_repaired_D, batch_size, **setting)
    watched.returned = part(watched.returned, 0)
    probe.check_loss(watched, "the first returned loss, of D,")
    probe.check_update(watched)
    probe.check_modes(watched)

# %% test="repair-generator" of="repair" points=2
# The repaired step trains G: its images are labelled 1, and the gradient reaches G.
for batch_size, setting in [(1, GREY), (7, COLOUR), (32, GREY), (6, NORMED), (9, SURE)]:
    watched = probe.generator_step(play_repaired_G, batch_size, **setting)
    watched.returned = part(watched.returned, 1)
    probe.check_update(watched)
    probe.check_loss(watched, "the second returned loss, of G,")
    probe.check_alone(watched)
    probe.check_modes(watched)

# %% test="repair-play" of="repair" points=1
# D is updated before G, with fresh normal noise, and everything is on the device.
for batch_size, nz in [(32, 100), (65, 40)]:
    watched = [probe.generator_step(play_repaired_G, batch_size, **GREY | {"input_dim": nz}) for _ in range(2)]
    for each in watched:
        assert each.order == "DG", f"D is updated once, then G once, but the optimizers took the steps {', '.join(each.order) or 'none'}"
    probe.check_noise([each.noise() for each in watched], (batch_size, nz, 1, 1), states=[each.states for each in watched])
for place in testbeds():
    probe.check_place(probe.generator_step(play_repaired_G, 100, device=place, **GREY), place)

# %% [markdown]
# ## What you have, and what breaks next
#
# Convolutions, a start with small weights, BatchNorm in the right places: far better digits from the same 4,500 images. Five seeds gave ten digits each. But the recipe holds for these images: in colour (section 14) $D$ won. [Lesson 4](../04_training_tricks/04_training_tricks.ipynb) asks why, and measures what helps.

# %% [markdown]
# **Read on**
#
# * Radford, Metz, Chintala (2015), [the DCGAN paper](https://arxiv.org/abs/1511.06434): the recipe, and arithmetic with latents.
# * Ioffe, Szegedy (2015), [Batch Normalization](https://arxiv.org/abs/1502.03167).
# * Odena, Dumoulin, Olah (2016), [Deconvolution and checkerboard artifacts](https://distill.pub/2016/deconv-checkerboard/).
# * Dumoulin, Visin (2016), [A guide to convolution arithmetic](https://arxiv.org/abs/1603.07285): all sizes, with drawings.
# * White (2016), [Sampling generative networks](https://arxiv.org/abs/1609.04468): walks along the arc.
