# %% [markdown]
# # 5 · Watching training
#
# A GAN trains in the dark: two numbers go by, and hours later there are digits, or there are none. This lesson switches the light on. TensorBoard draws losses, images, weights and settings of every run, side by side, while they train.
#
# | builds on | you write | time | points |
# |---|---|---|---|
# | [lesson 2](../02_mlp_gan/02_mlp_gan.ipynb), the networks; [lesson 4](../04_training_tricks/04_training_tricks.ipynb), the diagnoses | seven logging functions, a logged training, a judge of runs | 2 hours and 45 minutes; of these 75 seconds of training on a laptop | 33 |

# %% given="imports"
import math
import os
import tempfile

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter
from torchvision.utils import make_grid

from course import board, budget, data, metrics, pictures, probe, runs
from course.device import choose, testbeds
from course.pictures import charts
from course.probe import events, logged, stories, writing

device = choose()
torch.manual_seed(0)
ROOT, TRIES = board.folder("runs"), board.folder("tries")
print("running on", device.type)

# %% [markdown]
# ## How it works
#
# Your program writes. TensorBoard reads. Between them lie **event files**: small files that only grow. Nothing else connects the two, so TensorBoard can run before, during or after your training, or on another machine.
#
# $$\text{training} \;\to\; \texttt{SummaryWriter} \;\to\; \text{event files} \;\to\; \text{TensorBoard}$$
#
# | you log | it answers, for a GAN |
# |---|---|
# | scalars | does one player win? do the losses swing, or end in NaN? |
# | images from fixed noise | do the pictures get better? are they all alike? |
# | histograms | do the weights move at all? do they explode? |
# | graphs | did I build what I meant? |
# | hyperparameters | which settings gave which result? |
# | embeddings | what does $D$ hold to be alike? |

# %% [markdown]
# ## 1 · One run, one folder
#
# A **run** is one training from start to end. To TensorBoard a run is a folder: its name is the name of the curve. Put two trainings into one folder and TensorBoard joins them to **one** curve, which jumps back and forth.
#
# It happens to everybody who runs a cell twice. So the writer takes a new folder when the old one is there. *5 minutes, easy.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# A loop: as long as the folder is there, try the next number.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `os.path.join(root, f"{name}-{number}")` is a candidate, `os.path.exists(…)` says whether it is there.
#
# </details>

# %% solution="open-writer"
def open_writer(root, name):
    """Open a writer for a new run in the folder root/name.

    If root/name exists already, the run goes to root/name-2, or root/name-3, …:
    the first of these that does not exist. What lies in root stays as it is.
    Returns a SummaryWriter, open; writer.log_dir is the folder.
    """
    # TODO: find the first free folder, and open a writer on it
    ### BEGIN SOLUTION
    folder, number = os.path.join(root, name), 1
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(root, f"{name}-{number}")
    return SummaryWriter(folder)
    ### END SOLUTION

# %% demo="open-writer-try"
for _ in range(3):
    writer = open_writer(TRIES, "first")
    print(os.path.basename(writer.log_dir))
    writer.close()

# %% test="open-writer-folder" of="open-writer" points=1
# The writer is open, and writes into the folder root/name.
with tempfile.TemporaryDirectory() as root:
    for name in ("healthy", "lr-0.001", "a b"):
        home = writing.opened(open_writer, root, name)
        place = "root itself" if home == "." else f"root/{home}, though nothing was there"
        early = os.path.isdir(os.path.join(root, name)) and home == f"{name}-2"
        cause = ": was root/name made before you asked for it? SummaryWriter makes the folder itself" if early else ""
        assert home == name, f"the run {name!r} should lie in root/{name}, but lies in {place}{cause}"
        assert name in runs.read_all(root), f"no event file was written into root/{name}"

# %% test="open-writer-again" of="open-writer" points=1
# A second run of the same name gets a folder of its own: name-2, then name-3. What is there stays.
with tempfile.TemporaryDirectory() as root:
    taken = ["b", "c", "d", "e", "ab", "ac", "a", "a-3", "a-10", "a-20", "a-30"]
    for home in taken:
        os.mkdir(os.path.join(root, home))
        open(os.path.join(root, home, "old"), "w").close()
    hints = {"a-1": ": the second run is name-2", "a-4": ": numbers begin at 2", "a-31": ": a lower number is free"}
    counted = {5: "the folders a and a-…", 7: "all folders whose names begin with a, ab too,", 11: "all folders in root"}
    for wanted in ("a-2", "a-4", "a-5", "a-6", "a-7", "a-8", "a-9", "a-11"):
        home = writing.opened(open_writer, root, "a")
        assert home not in taken, f"two runs share the folder {home}: take another when it is there already{': is it root/name that you ask about?' if home == 'a' else ''}"
        hint = ": put one number behind the name, name-3, not name-2-3" if home.startswith("a-2-") else hints.get(home, "")
        for number, which in counted.items() if wanted == "a-2" else ():  # with or without one more
            hint = f": {which} were counted: take the lowest number whose folder is not there" if home in (f"a-{number}", f"a-{number + 1}") else hint
        assert home == wanted, f"the first free folder is {wanted}, but the run went to {home}{hint}"
        taken.append(home)

# %% [markdown]
# ## 2 · Curves
#
# `writer.add_scalar(tag, value, step)` adds one point to one curve. The tag's first part, before the slash, is the group: `Loss/discriminator` and `Loss/generator` stand side by side.
#
# The **step** is the point's place on the axis. Forget it, and all points lie at 0, one above the other. *3 minutes, easy.*
#
# <details><summary>Hint</summary>
#
# The tag, the value, the step: in this order.
#
# </details>

# %% solution="log-losses"
def log_losses(writer, step, loss_d, loss_g):
    """Log both losses of a training step, numbers, under the tags Loss/discriminator and Loss/generator.

    Each loss is logged as it is, at its step: below 0, NaN and infinity like any other number.
    The writer stays open.
    """
    # TODO: one point for each of the two curves
    ### BEGIN SOLUTION
    writer.add_scalar("Loss/discriminator", loss_d, step)
    writer.add_scalar("Loss/generator", loss_g, step)
    ### END SOLUTION

# %% [markdown]
# What was written can be read back with TensorBoard's own reader. `Reload` reads the files; before it, the reader knows nothing.

# %% given="read-scalars"
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def read_scalars(folder):
    """The scalars of the run in a folder: {tag: [(step, value), …]}, empty if it holds none."""
    reader = EventAccumulator(folder, size_guidance={"scalars": 0})  # 0: keep every point
    reader.Reload()
    return {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}

# %% demo="log-losses-try" check=true
writer = open_writer(TRIES, "losses")
for step in range(3):
    log_losses(writer, step, loss_d=1.5 - step / 2, loss_g=0.5 + step / 4)
writer.close()
for tag, points in sorted(read_scalars(writer.log_dir).items()):
    print(tag, points)

# %% test="log-losses-curves" of="log-losses" points=1
# Each loss lies under its own tag, with its value, at its step.
losses = [(1 + probe.uniform(1).item(), sign * probe.uniform(1, low=0.1).item()) for sign in (1, -1, 1, -1)]
steps = [0, 1, 10, 4000 + probe.integer(0, 1000)]
calls = [lambda w, s=s, pair=pair: log_losses(w, s, *pair) for s, pair in zip(steps, losses)]
written = writing.written("log_losses", *calls)
events.check_losses(written["."].scalars, steps, losses, written)

# %% test="log-losses-bad-news" of="log-losses" points=1
# A loss that is NaN or infinite is logged too, and the next ones after it.
bad = [1.0, math.nan, math.inf, 0.5, -math.inf, 0.25]
written = writing.written("log_losses", *[lambda w, s=s: log_losses(w, s, bad[s], bad[s]) for s in range(6)])
assert len(written["."].scalars) == 2, f"two curves were expected, but the run holds {len(written['.'].scalars)}"
for tag, points in written["."].scalars.items():
    good = [value for _, value in points if math.isfinite(value)]
    lost = "bad news is news too, log each loss as it is" if len(points) < 6 and good == [1.0, 0.5, 0.25] else "each call adds one"
    assert len(points) == 6, f"after 6 calls {tag} has points at {[step for step, _ in points]}: {lost}"
    events.check_scalar([(s, value) for s, (_, value) in enumerate(points)], list(enumerate(bad)), tag)

# %% [markdown]
# ## 3 · Pictures from fixed noise
#
# The picture of a step is worth more than its loss. Two rules:
#
# * **The same noise at every step.** Then you follow one image as it grows. With new noise each time you cannot tell learning from luck.
# * **The same scale at every step**: −1 is black, 1 is white. If each picture is stretched to its own darkest and brightest pixel, a dull grey start looks as lively as a digit.

# %% demo="stretched-shown"
dull = data.digits("train")[0][:8] * 0.2 - 0.1  # greys around 0, in [−1, 1]
pictures.show_growth(
    [make_grid(dull, nrow=8, normalize=True, value_range=(-1, 1)), make_grid(dull, nrow=8, normalize=True)],
    ["−1 is black, 1 is white", "stretched: the same numbers"], columns=2,
)

# %% [markdown]
# `add_image` takes one picture (C, H, W) with values in [0, 1], so first lay the images out as a grid. Values below 0 would be cut off to black. *8 minutes, easy.*
#
# <details><summary>Hint 1</summary>
#
# Which line takes −1 to 0 and 1 to 1? It must not ask for the lowest value of the images.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `make_grid(x, nrow=8)` makes a grid (3, H, W) of images (N, 1, 28, 28).
#
# </details>

# %% solution="log-images"
def log_images(writer, step, images):
    """Log images (N, 1, 28, 28) from [−1, 1] as one grid, 8 in a row, under the tag Generated Images.

    −1 becomes black and 1 white, whatever else the images hold. The images may carry a gradient and
    lie on any device; they are not changed. The writer stays open.
    """
    # TODO: scale the images, lay them out, log the grid at its step
    ### BEGIN SOLUTION
    grid = make_grid((images + 1) / 2, nrow=8)  # (3, H, W)
    writer.add_image("Generated Images", grid, step)
    ### END SOLUTION

# %% demo="log-images-try" check=true
writer = open_writer(TRIES, "images")
log_images(writer, 7, data.digits("train")[0][:20] * 2 - 1)
writer.close()
for tag, entries in runs.read(writer.log_dir).images.items():
    for step, picture in entries:
        print(f"{tag}: step {step}, {picture.shape[0]} × {picture.shape[1]} pixels")

# %% test="log-images-grid" of="log-images" points=2
# The logged picture shows every image, 8 in a row, −1 black and 1 white, however dull or bright they are.
for n, low, high in [(1, -1.0, 1.0), (11, -0.5, 0.25), (16, -0.25, 1.0)]:
    x = probe.uniform(n, 1, 28, 28, low=low, high=high)
    x[1:] *= probe.uniform(n - 1, 1, 1, 1, low=0.3, high=0.8)  # no two images reach as far
    x[0, 0, 0, :2] = torch.tensor([low, high])
    given = x.clone()
    written = writing.written("log_images", lambda w: log_images(w, 3, given))
    probe.unchanged(given, x, "log_images")
    pictures_logged = events.found(written["."].images, "Generated Images", written)
    assert len(pictures_logged) == 1, f"one call logged {len(pictures_logged)} pictures, not one of all images"
    events.check_picture(pictures_logged[0][1], x)

# %% test="log-images-steps" of="log-images" points=1
# Each call adds one picture at its own step, and images that carry a gradient or lie on another device are fine.
x, steps = probe.uniform(4, 1, 28, 28, low=-1), [0, 5, 600]
written = writing.written("log_images", *[lambda w, s=s: log_images(w, s, x) for s in steps])
events.check_steps(events.found(written["."].images, "Generated Images", written), steps, "Generated Images")
for place in testbeds():
    moved = x.to(place).requires_grad_()
    written = writing.written("log_images", lambda w: log_images(w, 0, moved))
    assert len(written["."].images) == 1, f"no picture was logged of images on {place.type}"

# %% [markdown]
# ## 4 · Weights
#
# A histogram shows how the weights of a layer are spread, step after step. A layer that does not move, a layer that runs off, a network that died: all are seen here before the pictures show it.
#
# The networks are those of lesson 2.

# %% given="networks"
INPUT_DIM, HIDDEN_DIM, PIXELS = 100, 256, 784


class Generator(nn.Module):
    def __init__(self, input_dim, hidden_dim, output_dim):
        super().__init__()
        first, second = nn.Linear(input_dim, hidden_dim), nn.Linear(hidden_dim, hidden_dim)
        self.layers = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), nn.Linear(hidden_dim, output_dim), nn.Tanh())

    def forward(self, z):  # (N, input_dim)
        return self.layers(z)  # (N, output_dim)


class Discriminator(nn.Module):
    def __init__(self, input_dim, hidden_dim):
        super().__init__()
        first, second = nn.Linear(input_dim, hidden_dim), nn.Linear(hidden_dim, hidden_dim)
        self.layers = nn.Sequential(first, nn.LeakyReLU(0.1), second, nn.LeakyReLU(0.1), nn.Linear(hidden_dim, 1), nn.Sigmoid())

    def forward(self, x):  # (N, input_dim)
        return self.layers(x)  # (N, 1)

# %% [markdown]
# Two traps:
#
# * In both networks the first weight is called `layers.0.weight`. So the tag begins with the class: `Generator/layers.0.weight`.
# * A diverged network is full of NaN. `add_histogram` stops with an error when there is no finite value, and your log would kill the training that it should explain. So only finite values are logged, and where there are none, nothing.
#
# *10 minutes, medium.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `model.named_parameters()` gives pairs, a name and a parameter. `type(model).__name__` is the name of the class.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `torch.isfinite(x)` is a mask; `x[mask]` are the values where it holds, in one row.
#
# </details>

# %% solution="log-histograms"
def log_histograms(writer, step, model):
    """Log one histogram for each parameter of a network.

    The tag is the network's class and the parameter's name, for example Generator/layers.0.weight.
    Values that are NaN or infinite are left out; a parameter without any other value is skipped.
    Frozen parameters count too. The network may lie on any device; it is not changed.
    The writer stays open.
    """
    # TODO: the finite values of each parameter, as one histogram at its step
    ### BEGIN SOLUTION
    for name, parameter in model.named_parameters():
        values = parameter.detach()
        values = values[torch.isfinite(values)]  # (how many are finite,)
        if len(values):
            writer.add_histogram(f"{type(model).__name__}/{name}", values, step)
    ### END SOLUTION

# %% demo="log-histograms-try" check=true
writer = open_writer(TRIES, "weights")
log_histograms(writer, 0, Generator(INPUT_DIM, HIDDEN_DIM, PIXELS))
log_histograms(writer, 0, Discriminator(PIXELS, HIDDEN_DIM))
writer.close()
for tag, entries in sorted(runs.read(writer.log_dir).histograms.items()):
    print(tag, int(entries[0][1].num), "numbers")

# %% test="log-histograms-weights" of="log-histograms" points=2
# Each parameter's histogram is made of its weights, at each step.
model = Generator(5, 6, 7)
first = {name: p.detach().clone() for name, p in model.named_parameters()}
for p in model.parameters():
    p.grad = 3 * probe.normal(*p.shape)


def log_moved(w):
    with torch.no_grad():
        for p in model.parameters():
            p.add_(1)
    log_histograms(w, 20, model)


written = writing.written("log_histograms", lambda w: log_histograms(w, 3, model), log_moved)["."]
for name, p in model.named_parameters():
    entries = events.ending(written.histograms, name)
    events.check_steps(entries, [3, 20], name)
    for (_, histogram), values in zip(entries, (first[name], p)):
        events.check_histogram(histogram, values, name, {"these are gradients: log the weights": p.grad, "these are sizes without sign: log the weights as they are": values.abs()})

# %% test="log-histograms-names" of="log-histograms" points=1
# The tags are class and name, so G and D lie apart in one run; no parameter is missing, frozen ones neither.
G, D, last = Generator(5, 6, 7), Discriminator(7, 4), nn.Linear(3, 2).to(testbeds()[-1])
D.layers[0].requires_grad_(False)
models = (G, D, last)
calls = [lambda w, model=model: log_histograms(w, 0, model) for model in models]
there = writing.written("log_histograms", *calls)["."].histograms
mixed = [tag for tag, entries in there.items() if len(entries) > 1]
classes = {type(model).__name__ for model in models}
two = "two parameters of a network share" if mixed and mixed[0].split("/")[0] in classes else "G and D share"
how = "end it with the parameter's whole name" if two[0] == "t" else "begin it with the network's class"
assert not mixed, f"{two} the tag {mixed[0]}: {how}, as in Generator/layers.0.bias"
wanted = {f"{type(model).__name__}/{name}" for model in models for name, _ in model.named_parameters()}
lost = sorted(wanted - set(there))
frozen = "; the missing ones are frozen, requires_grad is False: they count too" if set(lost) == {f"Discriminator/layers.0.{part}" for part in ("weight", "bias")} else ""
assert not lost, f"{len(lost)} of {len(wanted)} histograms are missing, such as {lost[0]}: the run holds {', '.join(sorted(there)[:6])}{frozen}"

# %% test="log-histograms-diverged" of="log-histograms" points=1
# A diverged network does not stop the log: values that are not finite are left out. Its weights stay as they are.
model, kept = Discriminator(7, 4), probe.normal(7)
first, *others, last = model.parameters()
with torch.no_grad():
    last.zero_()
    for row, values in enumerate((math.nan, kept, math.inf, -math.inf)):
        first[row] = values
for sick in ([], others):
    with torch.no_grad():
        for p in sick:
            p.fill_(math.nan)
    before = [p.detach().clone() for p in model.parameters()]
    there = writing.written("log_histograms", lambda w: log_histograms(w, 0, model))["."].histograms
    for x, p in zip(before, model.parameters()):
        assert torch.allclose(x, p, equal_nan=True), "log_histograms changed a weight of the network: it only looks"
    for tag in [tag for tag in there if tag.endswith("layers.0.weight")]:
        events.check_left_out(there[tag][0][1], kept, tag)
whole = writing.written("log_histograms", lambda w: log_histograms(w, 0, Discriminator(7, 4)))["."].histograms
for name, values, cause in [("layers.0.weight", kept, "leave out the others alone"), ("layers.4.bias", last, "skip only the parameters before it, and go on")]:
    events.ending(whole, name)
    assert any(tag.endswith(name) for tag in there), f"{name} has finite values ({len(values)}), and no histogram: {cause}"
    events.check_histogram(events.ending(there, name)[0][1], values, name)
assert len(there) == 2, f"{len(there)} histograms, but only 2 parameters hold a finite value: skip the others"

# %% [markdown]
# ## 5 · Two graphs, one run
#
# `writer.add_graph(model, example)` runs the example through the model and writes down every operation. A GAN has two models. So call it twice? Look at what is left:

# %% demo="two-graphs" check=true
writer = open_writer(TRIES, "two-calls")
writer.add_graph(Generator(INPUT_DIM, HIDDEN_DIM, PIXELS), torch.zeros(1, INPUT_DIM))
writer.add_graph(Discriminator(PIXELS, HIDDEN_DIM), torch.zeros(1, PIXELS))
writer.close()
kept = {operation for _, operation in runs.read(writer.log_dir).graph}
print("tanh of G kept:", "aten::tanh" in kept)
print("sigmoid of D kept:", "aten::sigmoid" in kept)

# %% [markdown]
# The file holds both. TensorBoard shows **the last one only**: a run has one graph. Two ways out:
#
# * one small module that holds both networks and calls both: $D(G(z))$ is one graph with two boxes in it,
# * or a run of its own for each graph, in two folders below the run's.
#
# The example must lie where the networks lie: ask one of their parameters for its `device`. *15 minutes, medium.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The first way: a class of your own with a `forward`, or a container of PyTorch that calls its modules one after the other.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `next(G.parameters()).device` is where $G$ lies. The example is noise, (1, input_dim), for $G$.
#
# </details>

# %% solution="log-graphs"
def log_graphs(writer, G, D, input_dim, image_dim):
    """Log the graphs of both networks, so that TensorBoard shows both.

    G: noise (N, input_dim) → images (N, image_dim). D: images → probabilities (N, 1).
    Both lie on the same device, which may be any, and are in train mode. Neither is changed: its
    weights, its device and train mode stay. The writer stays open; any other that is opened here is closed.
    """
    # TODO: log both graphs, in one of the two ways
    ### BEGIN SOLUTION
    class Players(nn.Module):
        def __init__(self):
            super().__init__()
            self.G, self.D = G, D

        def forward(self, z):
            return self.D(self.G(z))  # (N, input_dim) → (N, image_dim) → (N, 1)

    noise = torch.randn(1, input_dim, device=next(G.parameters()).device)
    writer.add_graph(Players(), noise)
    ### END SOLUTION

# %% demo="log-graphs-try" check=true
writer = open_writer(TRIES, "graphs")
log_graphs(writer, Generator(INPUT_DIM, HIDDEN_DIM, PIXELS), Discriminator(PIXELS, HIDDEN_DIM), INPUT_DIM, PIXELS)
writer.close()
shown = [operation for run in runs.read_all(writer.log_dir).values() for _, operation in run.graph]
for name in ("linear", "relu", "tanh", "leaky_relu", "sigmoid"):
    print(shown.count(f"aten::{name}"), name)

# %% test="log-graphs-both" of="log-graphs" points=2
# TensorBoard shows the graphs of both networks, and logging them changes neither.
for sizes in [(100, 256, 784), (7, 9, 20)]:
    G = writing.sized(Generator(*sizes), sizes[0], "G takes noise")
    D = writing.sized(Discriminator(sizes[2], sizes[1]), sizes[2], "D takes flat images")
    before = [p.clone() for model in (G, D) for p in model.parameters()]
    events.check_graphs(writing.written("log_graphs", lambda w: log_graphs(w, G, D, sizes[0], sizes[2])), G, D)
    after = [p for model in (G, D) for p in model.parameters()]
    assert all(torch.equal(x, y) for x, y in zip(before, after)), "logging the graphs changed a weight"
    assert G.training and D.training, "logging the graphs left a network in eval mode"

# %% test="log-graphs-device" of="log-graphs" points=1
# The graphs are logged on whatever device the networks lie, and the networks stay there.
for place in testbeds():
    G, D = Generator(6, 8, 10).to(place), Discriminator(10, 8).to(place)
    events.check_graphs(writing.written_on(place, log_graphs, lambda w: log_graphs(w, G, D, 6, 10)), G, D)
    for model in (G, D):
        where = next(model.parameters()).device
        assert where.type == place.type, f"log_graphs moved a network from {place.type} to {where.type}"

# %% [markdown]
# ## 6 · Settings and results
#
# After ten runs nobody knows which settings gave which curve. `writer.add_hparams(settings, metrics)` writes both down: TensorBoard's HPARAMS page is then a table that you can sort.
#
# It makes **a run of its own**, in a folder below the run's, named after the time. So TensorBoard lists one run more. And it takes numbers, strings and truth values only: Adam's `betas`, a tuple, stops it. *8 minutes, easy.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# A dict in a line: `{key: … for key, value in settings.items()}`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `isinstance(value, (int, float, bool, str))` says whether a value may stay.
#
# </details>

# %% solution="log-hparams"
def log_hparams(writer, settings, metrics):
    """Log a run's settings and what came out of it.

    settings: dict of any values. A value that is no int, float, bool or str is logged as str(value).
    metrics: dict, tag → number.
    Neither is changed. The writer stays open.
    """
    # TODO: log settings that TensorBoard takes, and the metrics, in one call
    ### BEGIN SOLUTION
    plain = {k: v if isinstance(v, (int, float, bool, str)) else str(v) for k, v in settings.items()}
    writer.add_hparams(plain, metrics)
    ### END SOLUTION

# %% demo="log-hparams-try" check=true
writer = open_writer(TRIES, "settings")
log_hparams(writer, {"lr": 0.5, "betas": (0.5, 0.999), "loss": "BCELoss"}, {"Final/distance": 250.0})
writer.close()
folders = runs.read_all(writer.log_dir)
print(len(folders), "runs: the folder itself, and one below it")
for run in folders.values():
    print(dict(sorted(run.settings.items())), run.scalars)

# %% test="log-hparams-settings" of="log-hparams" points=1
# Every setting can be read back with its value, once; settings and metrics are not mixed up.
settings = {"lr_G": probe.uniform(1).item(), "hidden": probe.integer(2, 500), "loss": "BCELoss", "fused": True}
written = writing.written("log_hparams", lambda w: log_hparams(w, settings, {"Final/distance": 7.0}))
found, tags, _ = events.hyperparameters(written)
assert found or tags, "no hyperparameters were written: use writer.add_hparams"
stray = ": the order is add_hparams(settings, metrics)" if "hidden" in tags else ": hand the two dicts on apart"
assert "Final/distance" not in found, f"the metric Final/distance stands among the settings{stray}"
for name, value in settings.items():
    assert name in found, f"the setting {name} was not logged: logged are {', '.join(sorted(found)) or 'none'}"
    same = found[name] == value or found[name] == str(value) == "True"
    assert same, f"the setting {name} is {value!r}, but was logged as {found[name]!r}: leave an int, float, bool or str as it is"

# %% test="log-hparams-metrics" of="log-hparams" points=1
# Every metric is promised to the HPARAMS page under its tag, and has its value.
results = {"Final/distance": 100 + probe.uniform(1).item(), "Final/classes": probe.integer(0, 11)}
given = dict(results)
_, tags, values = events.hyperparameters(writing.written("log_hparams", lambda w: log_hparams(w, {"lr": 0.1}, given)))
assert given == results, "log_hparams changed the metrics that it was given: make a new dict"
for tag, value in results.items():
    known = f"but {', '.join(tags)}" if tags else "nor any other: hand metrics on to add_hparams"
    assert tag in tags, f"the HPARAMS page does not know the metric {tag}, {known}"
    assert tag in values, f"the HPARAMS page knows the metric {tag}, but it has no value"
    probe.same(values[tag], float(value), f"the metric {tag}")

# %% test="log-hparams-odd" of="log-hparams" points=1
# Settings of other kinds are logged as their text, and the dict that came is not changed.
settings = {"betas": (0.5, 0.999), "sizes": [probe.integer(1, 99), 256], "device": torch.device("cpu"), "seed": None, "lr": 0.25}
given = dict(settings, sizes=list(settings["sizes"]))
written = writing.written("log_hparams", lambda w: log_hparams(w, given, {"Final/distance": 1.0}))
found, _, _ = events.hyperparameters(written)
assert settings == given, "log_hparams changed the settings that it was given: make a new dict"
for name, value in settings.items():
    wanted = value if name == "lr" else str(value)
    cause = ": log it as its text, str(value)" if "lr" in found else ", and so is every other" if not found else ""
    assert name in found, f"the setting {name}, {value!r}, is missing{cause}"
    assert found[name] == wanted, f"the setting {name} should be logged as {wanted!r}, but is {found[name]!r}"

# %% [markdown]
# ## 7 · A logged training
#
# The two steps are those of lesson 2, in one place. Two things can be set: the share of pixels `hidden` from $D$, and the loss. `by hand` writes the logarithms out, as on paper. Remember it.

# %% given="players"
class HidePixels(nn.Module):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, x):
        return x * (torch.rand_like(x) >= self.share)


def by_hand(p, label):
    return -(label * torch.log(p) + (1 - label) * torch.log(1 - p)).mean()


LOSSES = {"BCELoss": nn.BCELoss(), "by hand": by_hand}

# %% given="steps"
class Players:
    """G and D of lesson 2 with their optimizers."""

    def __init__(self, settings, device):
        self.G, self.D = Generator(INPUT_DIM, HIDDEN_DIM, PIXELS).to(device), Discriminator(PIXELS, HIDDEN_DIM).to(device)
        self.judge = nn.Sequential(HidePixels(settings["hidden"]), self.D)  # D, with pixels hidden from it
        self.optim_G = torch.optim.Adam(self.G.parameters(), lr=settings["lr_G"], betas=settings["betas"], fused=True)
        self.optim_D = torch.optim.Adam(self.D.parameters(), lr=settings["lr_D"], betas=settings["betas"], fused=True)
        self.loss, self.device, self.diverged = LOSSES[settings["loss"]], device, False

    def step(self, images):
        """One step of D, then one of G, on images (N, 1, 28, 28) in [0, 1]. Returns loss_d, loss_g, floats."""
        if self.diverged:
            raise FloatingPointError("a loss is not finite: the training has diverged")
        real, n = (images.to(self.device) * 2 - 1).flatten(1), len(images)  # (N, 784)
        fakes = [self.G(torch.randn(n, INPUT_DIM, device=self.device)) for _ in range(2)]  # (N, 784) each
        one = torch.ones(n, 1, device=self.device)
        loss_d = self.loss(self.judge(real), one) + self.loss(self.judge(fakes[0].detach()), 0 * one)
        update(self.optim_D, loss_d)
        loss_g = self.loss(self.judge(fakes[1]), one)
        update(self.optim_G, loss_g)
        self.diverged = not math.isfinite(loss_d.item() + loss_g.item())
        return loss_d.item(), loss_g.item()

# %% given="update"
def update(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %% [markdown]
# Losses cannot tell digits from blots. So one more curve: the classifier of lesson 2 looks at 500 fresh images and says how far they are from real digits, and how many of the ten digits there are.

# %% given="log-quality"
def log_quality(writer, step, G):
    """Log Quality/distance (0 is best) and Quality/classes (10 is best). Returns the distance."""
    with torch.no_grad():
        fakes = G(torch.randn(budget.pick(500, 50), INPUT_DIM, device=device)).cpu()  # (500, 784)
    distance, classes, _ = metrics.quality((fakes.nan_to_num().reshape(-1, 1, 28, 28) + 1) / 2)
    writer.add_scalar("Quality/distance", distance, step)
    writer.add_scalar("Quality/classes", classes, step)
    return distance

# %% [markdown]
# Now put it together. Losses are cheap: log them **every step**. Pictures, weights and quality cost more: every `look` steps.

# %% [markdown]
# And then: **close the writer, whatever happens.** A second thread brings events to the file. On your own disk it is quick: of 25 points none was lost when we killed the program without closing. But PyTorch promises a whole file only after `flush` or `close`, storage in a cloud waits for it, and an open writer keeps its thread.
#
# `try … finally` closes it in every case, and lets the error go on to whoever called. *40 minutes, the hardest of this lesson.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The skeleton: open the writer, then at once `try:`, the whole training, `finally: writer.close()`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `for step, images in enumerate(loader)` counts from 0. It is time for a look when `step % look == 0`.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# The fixed noise is drawn once, before the loop. For a picture, $G$ makes (64, 784) of it, without gradient; `log_images` wants (64, 1, 28, 28).
#
# </details>

# %% solution="train-logged"
def train_logged(root, name, settings, loader, look, device):
    """Train the players on each batch of the loader, once, and log all of it in one run.

    loader: gives batches of images; one batch at least, it may have no length.
    The run is that of open_writer(root, name). In it:
    * both graphs, once, before the first step;
    * at every step 0, 1, 2, …: the two losses that players.step(images) returns;
    * after the steps 0, look, 2·look, …: images of 64 standard normal noises that stay the same in
      this training, histograms of G and of D, and the quality of G;
    * at the end, once: the settings, unchanged, with the last distance as the metric Final/distance.
    All of it runs on the device; the players stay there, and in train mode where they train.
    The writer is closed in any case, also when the training stops with an error or is
    interrupted; the error goes on to the caller.
    Returns the run's folder (writer.log_dir) and the players.
    """
    players = Players(settings, device)
    # TODO: train and log as promised above, with the functions of this lesson; close the writer in any case
    ### BEGIN SOLUTION
    fixed = torch.randn(64, INPUT_DIM, device=device)  # (64, 100)
    writer = open_writer(root, name)
    try:
        log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
        for step, images in enumerate(loader):
            loss_d, loss_g = players.step(images)
            log_losses(writer, step, loss_d, loss_g)
            if step % look == 0:
                with torch.no_grad():
                    fakes = players.G(fixed).reshape(64, 1, 28, 28)
                log_images(writer, step, fakes)
                log_histograms(writer, step, players.G)
                log_histograms(writer, step, players.D)
                distance = log_quality(writer, step, players.G)
        log_hparams(writer, settings, {"Final/distance": distance})
    finally:
        writer.close()
    return writer.log_dir, players
    ### END SOLUTION

# %% given="healthy-settings"
HEALTHY = {"lr_G": 0.001, "lr_D": 0.001, "betas": (0.5, 0.999), "hidden": 0.3, "loss": "BCELoss"}
digits, _ = data.digits("train")


def stream(steps, label="steps"):
    """So many batches of 64 digits, in a new order each time all have been seen."""
    batches = iter(())
    for _ in budget.progress(range(steps), label):
        images = next(batches, None)
        if images is None:
            batches = iter(data.batches(digits, 64, drop_last=True))
            images = next(batches)
        yield images

# %% demo="train-logged-try"
folder, _ = train_logged(TRIES, "seven-steps", HEALTHY, stream(7), 3, device)

# %% demo="train-logged-read" check=true
for tag, points in sorted(read_scalars(folder).items()):
    print(tag, "at steps", [step for step, _ in points])

# %% test="train-logged-losses" of="train-logged" points=1
# Each batch is one step, and both losses of every step are in the run, counted from 0.
training = logged.logged_training(train_logged, steps=7, look=3)
events.check_losses(training.run.scalars, range(training.done), training.losses)
assert training.done == 7, f"7 batches are 7 steps, but players.step was called {training.done} times"

# %% test="train-logged-looks" of="train-logged" points=1
# After the steps 0, look, 2·look, … and no others: images, histograms of both networks, and the quality of G.
for look, wanted in [(3, [0, 3, 6]), (5, [0, 5])]:
    training = logged.logged_training(train_logged, steps=7, look=look)
    events.check_steps(events.found(training.run.images, "Generated Images"), wanted, "Generated Images")
    events.check_steps(events.found(training.run.scalars, "Quality/distance"), wanted, "Quality/distance")
    training.check_measured()
    for name in "GD":
        entries = [entry[::2] for entry in training.weighed if entry[1] is getattr(training.players, name)]
        events.check_steps(entries, wanted, f"the histograms of {name}")
    for step, *_, done in training.weighed + training.measured:
        assert done == step + 1, f"weights or quality of step {step} were logged after {done} steps, not after {step + 1}"

# %% test="train-logged-noise" of="train-logged" points=1
# The pictures are G's, made after their step, always of the same 64 standard normal noises.
training = logged.logged_training(train_logged, steps=5, look=2)
noises = training.noises()
assert noises, "no images were logged"
for (step, _), (noise, done) in zip(training.looks, noises):
    probe.tensor(noise, (64, 100), "the fixed noise")
    assert torch.equal(noise, noises[0][0]), f"the noise of step {step} is not that of the first look: draw it once, before the loop"
    assert done == step + 1, f"the images logged at step {step} were made after {done} steps of G, not after {step + 1}"
different = len(noises[0][0].unique(dim=0))
assert different == 64, f"only {different} of the 64 noises differ, so images will be alike: draw (64, {INPUT_DIM}) numbers"
probe.check_noise(noises[0][0].split(32), (32, INPUT_DIM))

# %% test="train-logged-once" of="train-logged" points=1
# The graphs are logged once, before the first step; the settings once, at the end, with the last distance beside them.
training = logged.logged_training(train_logged, steps=8, look=2)
assert training.run.files, "the run holds nothing"
training.check_graphs(INPUT_DIM, PIXELS)
training.check_hparams()
training.check_returned()

# %% test="train-logged-closed" of="train-logged" points=2
# The writer is closed after a good training, after an error and after an interruption; the error goes on.
training = logged.logged_training(train_logged, steps=4, look=2)
assert training.closed(), "the writer is still open after the training: close it"
stop = lambda error, fail_at: logged.logged_training(train_logged, steps=6, look=2, error=error, fail_at=fail_at)
for error, where, fail_at in [
    (FloatingPointError("planned"), "in step 3", 3),
    (KeyboardInterrupt("planned"), "in step 3", 3),
    (FloatingPointError("planned"), "in step 0, before the first look", 0),
    (OSError("planned"), "in the loader", "loader"),
    (ValueError("planned"), "in log_quality", "log_quality"),
    (ValueError("planned"), "in log_graphs", "log_graphs"),
]:
    stop(error, fail_at).check_stopped(where, lambda: stop(KeyboardInterrupt("planned"), 3))

# %% test="train-logged-device" of="train-logged" points=1
# The training runs on the device it is given: the fixed noise is there, and the players stay there.
for place in testbeds():
    training = logged.logged_training(train_logged, steps=3, look=2, device=place)
    assert training.run.images, f"no images were logged on {place.type}"
    where = next(training.players.G.parameters()).device
    assert where.type == place.type, f"the training moved a network from {place.type} to {where.type}"

# %% [markdown]
# ## 8 · Four runs, four fates
#
# Same networks, same digits, 1,500 steps each. Only the settings differ:
#
# | run | differs in |
# |---|---|
# | `healthy` | nothing: lesson 2's recipe, but its rate does not fall |
# | `d-wins` | $D$ sees every pixel; $D$'s steps are a tenth as large, $G$'s a hundredth |
# | `lab-sheet` | what lesson 2's lab sheet asks of Adam: the default $\beta_1 = 0.9$, steps a fifth as large, every pixel seen |
# | `diverged` | steps five times as large, and the logarithms by hand |

# %% demo="train"
STEPS, LOOK = budget.pick(1500, 9), budget.pick(75, 4)
changes = {
    "healthy": {},
    "d-wins": {"lr_G": 0.00001, "lr_D": 0.0001, "hidden": 0.0},
    "lab-sheet": {"lr_G": 0.0002, "lr_D": 0.0002, "betas": (0.9, 0.999), "hidden": 0.0},
    "diverged": {"lr_G": 0.005, "lr_D": 0.005, "loss": "by hand"},
}
folders, trained = {}, {}
for name, change in changes.items():
    torch.manual_seed(0)
    before = set(os.listdir(ROOT))
    try:
        _, trained[name] = train_logged(ROOT, name, HEALTHY | change, stream(STEPS, name), LOOK, device)
    except FloatingPointError as error:
        budget.say(f"{name}: {error}")
    (new,) = set(os.listdir(ROOT)) - before
    folders[name] = os.path.join(ROOT, new)

# %% [markdown]
# In your own session, with the full budget, the last one stops with an error. Its run is complete up to that step, and its writer is closed.

# %% [markdown]
# ### Open TensorBoard
#
# In a notebook two magics do it: `%load_ext tensorboard`, then `%tensorboard --logdir runs`. The cell below calls them when you run it yourself. It takes a few seconds to appear. TIME SERIES holds scalars, images and histograms; GRAPHS, HPARAMS and PROJECTOR may hide in the list at the upper right.

# %% [markdown]
# **It does not show all.** Of each curve it keeps 1,000 points, of each tag 10 pictures: the last one, and a random choice of the others. Of our 1,500 points that drops a third, of our 20 pictures a half, perhaps that of step 0. `--samples_per_plugin` asks for more.

# %% demo="open-tensorboard"
if board.wanted():  # in your own session; not when the notebook is graded, tested or built
    os.environ["TENSORBOARD_BINARY"] = board.program()
    get_ipython().run_line_magic("load_ext", "tensorboard")
    get_ipython().run_line_magic("tensorboard", f"--logdir {ROOT} --samples_per_plugin scalars=5000,images=100")
else:
    print("TensorBoard opens here when you run this cell yourself.")

# %% [markdown]
# From a terminal, in the folder of this notebook, with the course's environment active:
#
# ```
# tensorboard --logdir runs --samples_per_plugin scalars=5000,images=100
# ```
#
# It prints an address; open it in a browser. Ctrl-C ends it. On another machine add `--port 6007`, and carry that port to yours: `ssh -L 6007:localhost:6007 that-machine`.
#
# The one in the notebook lives as long as the kernel. Closing the tab does not end it; restarting or shutting down the kernel does. `from tensorboard import notebook; notebook.list()` names the process.

# %% [markdown]
# ## 9 · What the runs tell
#
# The pictures from here on are read back from the same event files, so that they stay on this page. First the scalars, **predict**: which of the four losses of $D$ will be lowest, and is that run the best?
#
# A cross marks where a curve ended in NaN or infinity; dotted is where a $D$ would be that answers 1/2 to everything.

# %% demo="scalars-shown"
read = {name: runs.read(folder) for name, folder in folders.items()}
charts.show_scalars(
    read, ["Loss/discriminator", "Loss/generator", "Quality/distance", "Quality/classes"],
    {"Loss/discriminator": 2 * math.log(2), "Loss/generator": math.log(2)}, (0, 8),
)

# %% [markdown]
# * `d-wins`: $D$'s loss falls to 0, $G$'s climbs. The distance stays: $G$ takes small steps. With both rates at 0.00001 nobody wins ($D$'s loss is 1.2), and it stays as well.
# * `diverged`: its losses lie near the dotted lines, with spikes, until one is NaN. `nn.BCELoss` cuts $\log 0$ at −100, the formula by hand does not.
# * `lab-sheet`: $D$ leads at first, then its loss climbs towards the healthy one's: a recovery? But $G$'s loss swings; lesson 4's rules would say `oscillating`. Is that all?

# %% demo="images-shown"
for name in ("healthy", "d-wins", "lab-sheet"):
    charts.show_strip(read[name].images["Generated Images"], 4, title=name)

# %% [markdown]
# Each column is one noise, followed through the training. `healthy`: most columns become digits, about half of them readable; 1,500 steps are few. `lab-sheet`: all columns become the same blot. It was no recovery but a **mode collapse**. The losses hinted at the wrong trouble (lesson 4's rule finds a swing in one of two healthy runs, too): they do not know how alike the images are. The pictures show it, and so does the number of classes, in the last panel above.

# %% demo="histograms-shown"
tag = "Discriminator/layers.0.weight"
charts.show_histograms([read[name].histograms[tag] for name in ("healthy", "d-wins")], ["healthy: D's first weights", "d-wins: D's first weights"])
for name in ("healthy", "d-wins", "diverged"):
    for step, h in read[name].histograms[tag][:: len(read[name].histograms[tag]) - 1]:
        print(f"{name:8} step {step:4}: standard deviation {math.sqrt(h.sum_squares / h.num):.3f}, largest {max(-h.min, h.max):.2f}")

# %% [markdown]
# The latest step is in front. At the start PyTorch draws weights evenly from a small interval: a box. Training grows tails, and doubles the spread of the healthy $D$. The heap of `d-wins` hardly spreads. That is no sign of winning, but of a rate of 0.0001: with hidden pixels it stays so, too, and at 0.001 without them it doubles. One that runs off to the sides is on its way to NaN: compare the largest weights.

# %% demo="settings-shown"
for name in sorted(os.listdir(ROOT)):
    for path, run in runs.read_all(os.path.join(ROOT, name)).items():
        if run.settings:
            ends = ", ".join(f"{tag} {points[-1][1]:.0f}" for tag, points in run.scalars.items())
            print(f"{name:10} lr_G {run.settings['lr_G']:<7.5g} lr_D {run.settings['lr_D']:<7.5g} hidden {run.settings['hidden']:<4} → {ends}")

# %% [markdown]
# That is the HPARAMS page as text. `diverged` is not in it: it never came to its end, where the settings are logged. A run without a result is a result too; some log the settings first.

# %% [markdown]
# ## 10 · The slider that lies
#
# TensorBoard smooths curves, by 0.6 unless you move the slider. A smoothed point is a running mean of the past, with weight $w$ on what was:
#
# $$s_t = \frac{\sum_{k \le t} w^{\,t-k}\,y_k}{\sum_{k \le t} w^{\,t-k}}$$
#
# It shows the trend, and takes away what is fast. How much of a swing is left depends on its period:

# %% demo="smoothing" check=true
def smooth(values, weight):
    total = count = 0.0
    for value in values:
        total, count = weight * total + value, weight * count + 1
        yield total / count


for period in (4, 40, 400):
    swing = [math.sin(2 * math.pi * k / period) for k in range(3000)]
    left = [max(list(smooth(swing, weight))[-period:]) for weight in (0.6, 0.99)]
    print(f"of a swing of {period} steps, smoothing 0.6 leaves {left[0]:.0%}, 0.99 leaves {left[1]:.0%}")

# %% demo="smoothing-shown"
swing = [value for _, value in read["lab-sheet"].scalars["Loss/generator"]]
charts.show_smoothing(swing, {weight: list(smooth(swing, weight)) for weight in (0.6, 0.99)}, "G's loss in lab-sheet, and what smoothing leaves of it")

# %% [markdown]
# The default 0.6 hides the jitter from step to step and keeps this swing, which is slow. 0.99 makes it look calm, and late besides. And a swing is a diagnosis. Look at the pale line, or set the slider to 0, before you say "calm".

# %% [markdown]
# ## 11 · Which run was healthy?
#
# With four runs you look. With four hundred, a program looks first. It reads the event files back, throws out what is broken, and compares what is left.
#
# Compare by what? **Not** by $D$'s loss: the lowest one is `d-wins`, and one near $2 \log 2$ may be a collapse, or a $D$ that never learned. By the quality of the images, and since a single value wavers, by the mean of the last three. *20 minutes, medium.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `os.listdir(root)` gives names, without root. `read_scalars` gives an empty dict for what is no run.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `scalars.get(tag, [])` is empty where the tag is missing; `values[-3:]` are the last three; `math.isfinite` knows NaN and infinity.
#
# </details>
#
# <details><summary>Hint 3</summary>
#
# Keep the means in a dict by name. `min(means, key=means.get, default=None)` is the name of the smallest, and None for an empty dict.
#
# </details>

# %% solution="best-run"
def best_run(root):
    """The name of the healthiest run among the folders in root; None if no run is healthy.

    A run is healthy if all of this holds:
    * it has the tags Loss/discriminator, Loss/generator and Quality/distance;
    * no value under these tags is NaN or infinite;
    * Quality/distance has at least 3 values.
    The healthiest has the smallest mean of its last 3 values of Quality/distance.
    Empty folders, damaged files and files that are no run are passed over. Runs lie in folders: none
    of the files directly in root is an event file. Nothing in root is changed.
    """
    # TODO: read each run, pass over what is not healthy, and name the best of the rest
    ### BEGIN SOLUTION
    tags = ("Loss/discriminator", "Loss/generator", "Quality/distance")
    means = {}
    for name in os.listdir(root):
        scalars = read_scalars(os.path.join(root, name))
        columns = [[value for _, value in scalars.get(tag, [])] for tag in tags]
        finite = all(math.isfinite(value) for column in columns for value in column)
        if all(columns) and finite and len(columns[2]) >= 3:
            means[name] = sum(columns[2][-3:]) / 3
    return min(means, key=means.get, default=None)
    ### END SOLUTION

# %% demo="best-run-try"
print("the healthiest run:", best_run(ROOT))

# %% test="best-run-quality" of="best-run" points=2
# The run with the smallest mean of its last three distances is named, whatever its losses are.
low = 150 + 50 * probe.uniform(1).item()
answer = stories.judged(best_run, {
    "the right one": stories.story([600, 500, low, low, low + 90]),
    "the one with D's lowest loss": stories.story([600, 580, 590, 585], loss_d=0.01),
    "the one with D's loss nearest to 2 log 2": stories.story([600, 500, 510, 505], loss_d=1.36, loss_g=0.67),
    "the one with G's lowest loss": stories.story([600, 450, 450, 450], loss_g=0.01),
    "the one with the lowest distance ever, long ago": stories.story([600, 2, 400, 420, 430, 440]),
    "the one with the lowest mean of its first three distances": stories.story([30, 30, 30, 690, 690, 690]),
    "the one with the lowest first distance": stories.story([5, 500, 510, 505, 500]),
    "the one with the lowest last distance": stories.story([600, 400, 400, low - 60]),
    "the one with the lowest mean of its last two distances": stories.story([600, 590, 500, low - 45, low - 44]),
    "the one with the lowest mean of its last four distances": stories.story([600, low - 140, low + 40, low + 45, low + 100]),
    "the one with the lowest mean of its last five distances": stories.story([600, low - 140, low - 140, low + 70, low + 70, low + 100]),
    "the one with the lowest median of its last three": stories.story([600, 500, low - 50, low - 50, 480]),
    "the one with the lowest distance among its last three": stories.story([600, low - 70, 400, 400]),
    "the one whose highest of the last three is lowest": stories.story([600, 500, low + 50, low + 50, low + 50]),
    "the one with the lowest mean over all its steps": stories.story([60] * 6 + [300] * 5),
    "the one with the highest distance": stories.story([700] * 6),
    "the shortest one, as if steps were taken for values": stories.story([650, 650, 650]),
})
assert answer, "best_run named no run, but all of them are healthy"
assert answer == "the right one", f"best_run named {answer}: compare the mean of the last 3 values of Quality/distance"

# %% test="best-run-sick" of="best-run" points=1
# A run with NaN or infinity among its losses or distances is passed over, even if it ended well.
nan, inf, good = math.nan, math.inf, [300, 50, 50, 50]
right = stories.story([600, 400, 300]) | {"Quality/classes": [1.0, nan, inf]}
sick = {
    "one with a NaN loss of D at the end": stories.story(good, loss_d=[1.0, 1.0, nan]),
    "one with a NaN loss of G in the middle": stories.story(good, loss_g=[1.0, nan, 1.0]),
    "one with an infinite loss": stories.story(good, loss_d=[1.0, inf, 1.0]),
    "one with a NaN distance before its last three": stories.story([300, nan, 50, 50, 50]),
    "one that ends in a NaN distance": stories.story([50, 50, 50, nan]),
    "one with a distance of minus infinity": stories.story([50, -inf, 50]),
}
answer = stories.judged(best_run, {"the right one": right} | sick)
assert answer, "best_run named no run, but one is healthy: three tags and three distances are enough, whatever other tags hold"
assert answer == "the right one", f"best_run named {answer}. No value of the three tags may be NaN or infinite: {stories.let_through(best_run, right, sick)}"

# %% test="best-run-broken" of="best-run" points=1
# Runs that are too short or lack a tag are passed over, and so are empty folders, notes and damaged files.
broken = {
    "one with two distances only": stories.story([10, 10]),
    "one without distances": stories.story([], leave_out=["Quality/distance"]),
    "one without D's loss": stories.story([10, 10, 10], leave_out=["Loss/discriminator"]),
    "one without G's loss": stories.story([10, 10, 10], leave_out=["Loss/generator"]),
    "one without any scalars": {},
}
answer = stories.judged(best_run, broken | {"the right one": stories.story([500, 400, 300])}, also=[stories.clutter])
assert answer, "best_run named no run, but one is healthy: all three tags and three finite distances are enough"
assert answer == "the right one", f"best_run named {answer}: a healthy run has all three tags, and 3 distances at least"
answer = stories.judged(best_run, broken, also=[stories.clutter])
assert answer is None, f"no run is healthy, so best_run should return None, but it named {answer}"

# %% [markdown]
# ## 12 · What D sees
#
# The **projector** shows points in many dimensions as a cloud that you can turn: each image a point, near ones alike. Which space? Let us take $D$'s: the 256 numbers of its last hidden layer. There, does $D$ hold fakes and digits apart?
#
# `add_embedding` writes three files: the points, the labels (`metadata`), and a *sprite*, one picture of all the images. *8 minutes, easy.*

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `features.flatten(1)` keeps the rows. `labels.tolist()` makes plain numbers, but only a tensor has it.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `writer.add_embedding(points, metadata=…, label_img=…)`
#
# </details>

# %% solution="log-embedding"
def log_embedding(writer, features, labels, images):
    """Log points for TensorBoard's projector.

    features: (N, …) of two dimensions or more, flattened to (N, features); they may carry a gradient
    and lie on any device. labels: tensor or list of N numbers or words.
    images: (N, 1, 28, 28) in [−1, 1]; in the projector −1 is black, 1 is white.
    A label is shown as a plain number or word, 3 or digit, not as tensor(3).
    N may be 1. Nothing that comes in is changed. The writer stays open.
    """
    # TODO: points, labels and images, each in the form that add_embedding takes
    ### BEGIN SOLUTION
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=(images + 1) / 2)
    ### END SOLUTION

# %% demo="log-embedding-try" check=true
writer = open_writer(TRIES, "points")
log_embedding(writer, torch.randn(10, 4), torch.arange(10), digits[:10] * 2 - 1)
writer.close()
(embedding,) = runs.read(writer.log_dir).embeddings
print("points", embedding.points.shape, "images", embedding.images.shape)
print("labels", embedding.labels)

# %% test="log-embedding-points" of="log-embedding" points=1
# Every point is there, in its order, flattened to one row; features with a gradient or on a device are fine.
for shape in [(9, 4), (5, 3, 2, 2), (3, 1, 2), (1, 6)]:
    features = probe.normal(*shape)
    for x in [features, features.clone().requires_grad_(), *(features.to(place) for place in testbeds())]:
        images = probe.uniform(len(x), 1, 28, 28, low=-1).to(x.device)
        given = x.detach().clone().requires_grad_(x.requires_grad)
        written = writing.written("log_embedding", lambda w: log_embedding(w, given, list(range(len(x))), images))
        probe.unchanged(given, x, "log_embedding")
        points = torch.from_numpy(events.embedding(written).points)
        further = tuple(range(2, len(shape)))
        probe.same(points, features.flatten(1), f"the matrix of points for features {shape}", {
            "further dimensions were averaged or summed away: flatten(1) keeps all numbers": [features.mean(further), features.sum(further)]} if further else {})

# %% test="log-embedding-labels" of="log-embedding" points=1
# Each point's label is there as a plain number or word.
numbers = [probe.integer(0, 10) for _ in range(6)]
for labels in (torch.tensor(numbers), numbers, ["digit", "fake", "digit", "fake", "fake", "7"]):
    x, images = probe.normal(6, 3), probe.uniform(6, 1, 28, 28, low=-1)
    written = writing.written("log_embedding", lambda w: log_embedding(w, x, labels, images))
    found, wanted = events.embedding(written).labels, [str(int(x)) if torch.is_tensor(x) else str(x) for x in labels]
    assert found, "no labels were logged: hand them on as metadata"
    plain = "" if "tensor" not in found[0] else ": make a plain list of the tensor, labels.tolist()"
    plain = ": each belongs to its point, so keep their order" if sorted(found) == sorted(wanted) else plain
    plain = ": whole numbers became floats" if found == [f"{x}.0" for x in wanted] else plain
    assert found == wanted, f"the labels should read {wanted}, but read {found}{plain}"

# %% test="log-embedding-images" of="log-embedding" points=1
# Each point has its image, −1 black and 1 white.
for n in (4, 1, 7):
    images = probe.uniform(n, 1, 28, 28, low=-1) * probe.uniform(n, 1, 1, 1, low=0.3, high=0.8)
    given = images.clone()
    written = writing.written("log_embedding", lambda w: log_embedding(w, probe.normal(n, 3), list(range(n)), given))
    probe.unchanged(given, images, "log_embedding")
    sprite = events.embedding(written).images
    assert sprite is not None, "no images were logged: hand them on as label_img"
    assert len(sprite) == n, f"{n} points need {n} images, but {len(sprite)} were logged"
    in_a_row = sprite.swapaxes(0, 1).reshape(28, 28 * n, -1)  # side by side, as in a grid
    events.check_picture(in_a_row, images, "the row of the points' images")

# %% demo="embedding-of-the-run"
count = budget.pick(300, 20)
players = trained["healthy"]
with torch.no_grad():
    fakes = players.G(torch.randn(count, INPUT_DIM, device=device))  # (count, 784)
    real = (digits[:count] * 2 - 1).flatten(1).to(device)  # (count, 784)
    both = torch.cat([real, fakes])
    hidden = players.D.layers[:4](both)  # (2 · count, 256)
labels = data.digits("train")[1][:count].tolist() + ["fake"] * count
writer = open_writer(ROOT, "healthy-embedding")
log_embedding(writer, hidden, labels, both.reshape(-1, 1, 28, 28))
writer.close()

# %% demo="embedding-shown"
(embedding,) = runs.read(writer.log_dir).embeddings
charts.show_projection(embedding, "Digits and fakes in D's last hidden layer, two principal components")

# %% [markdown]
# Grey crosses are fakes, dots are digits. Does $D$ hold them apart? Not here: the crosses lie among the digits, most of them near 1, 4 and 9.
#
# The picture shows the cloud's two **principal components**: the directions, of 256, in which it is widest. Open PROJECTOR in TensorBoard, colour by label, and turn the cloud: it shows three, and offers [UMAP](https://arxiv.org/abs/1802.03426) and [t-SNE](https://www.jmlr.org/papers/v9/vandermaaten08a.html), which keep neighbours together.

# %% [markdown]
# ## 13 · What does watching cost?
#
# Measured here, as a ratio to the same training without a log: losses at every step; and images, histograms and quality at every step, which nobody should do.

# %% demo="cost"
from time import perf_counter


def seconds(log):
    """Time of some steps of training, with log(writer, step, losses, players) after each."""
    players, writer, steps = Players(HEALTHY, device), open_writer(TRIES, "cost"), budget.pick(60, 1)
    batch, begin = digits[:64], perf_counter()
    for step in range(steps):
        log(writer, step, players.step(batch), players)
    writer.close()
    return perf_counter() - begin


def all_of_it(writer, step, losses, players):
    log_images(writer, step, players.G(torch.randn(64, INPUT_DIM, device=device)).reshape(64, 1, 28, 28))
    log_histograms(writer, step, players.G)
    log_histograms(writer, step, players.D)
    log_quality(writer, step, players.G)

# %% demo="cost-shown"
logs = {"nothing": lambda *_: None, "losses": lambda writer, step, losses, _: log_losses(writer, step, *losses), "all the rest": all_of_it}
times = {name: min(seconds(log) for _ in range(3)) for name, log in logs.items()}
for name in ("losses", "all the rest"):
    print(f"{name} at every step: {times[name] / times['nothing']:.1f} times as long")

# %% [markdown]
# The first is about 1: what logging losses takes is less than two runs of this cell differ by. All the rest makes a step 8 to 12 times as long, run by run. Every 75 steps, as in section 8, that is a tenth to a seventh more.

# %% [markdown]
# ## 14 · Reading curves
#
# Three trainings of somebody else. Dotted: where the losses are when $D$ answers 1/2 to everything. Mind the scales: each picture has its own.

# %% demo="riddles-shown"
charts.show_riddles()

# %% [markdown]
# **Question.** *10 minutes.* For A, B and C: what is happening (`healthy`, `discriminator_wins`, `mode_collapse`, `diverged` or `oscillating`, or something that these words miss)? For each, name one more thing that you would look at in TensorBoard to be sure. One of the three cannot be decided from its losses: say which, and between what.

# %% [markdown] essay="reading-curves" points=2
# A: the discriminator wins. Its loss goes to 0 while G's climbs and stays high; images from fixed noise should show no progress, and G's histograms hardly move. B: both losses stand at 2 log 2 and log 2 from the first step on, so D answers 1/2 always. Either the game is at its equilibrium, which cannot be at step 0, or D does not learn: learning rate 0, wrong optimizer, a collapse it cannot see. The losses alone do not decide; look at the images, at the quality, and at D's histograms, which would not move. C: the losses swing against each other, and the swing grows: oscillating. Look at the images of successive steps, whether G jumps from one digit to the next, with smoothing at 0.
#
# ### BEGIN MARK SCHEME
# 1 point: A discriminator_wins and C oscillating, each with something else to look at that fits.
# 1 point: B is the undecided one: D answers 1/2, which is the equilibrium or a D that does not learn (or a collapse); images, quality or D's histograms decide.
# Half a point for B as "healthy, perfect balance" with a sound check named.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have, and what breaks next
#
# Every run now leaves a trace that outlives it: curves, pictures, weights, settings. You can compare, and you can read what went wrong after the fact.
#
# One thing no curve here sees: a $G$ that only copies its training digits would get a better distance than any run of this lesson. The next lesson asks how good a generator is, and whether it is a copy.

# %% [markdown]
# **Read on**
#
# * PyTorch, [torch.utils.tensorboard](https://docs.pytorch.org/docs/stable/tensorboard.html): all that a writer can log.
# * Heusel et al. 2017, [GANs Trained by a Two Time-Scale Update Rule](https://arxiv.org/abs/1706.08500): the Fréchet distance, watched through training.
# * Lucic et al. 2017, [Are GANs Created Equal?](https://arxiv.org/abs/1711.10337): why runs are compared over many seeds and settings.
