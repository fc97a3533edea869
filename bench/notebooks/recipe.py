"""What each ingredient of lesson 02's recipe does: the recipe, and the recipe with one of them left out."""

import os

import torch
from torch import nn

from bench.notebooks.quality import FIGURES, figures, lab_sheet, sample
from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES = range(1), 2000
LOOKS = 25  # epochs from one look at D's answers to the next
NOTES = [
    f"seed {SEEDS[0]}; {SAMPLES:,} samples each; 175 epochs, the lab sheet's 100",
    "D on train, held-out, fake: D's mean answer, at the end of the training, on 500 training digits, on "
    "the 500 held-out ones and on 500 generated ones; pixels hidden where they are in training",
]


def _recipe(lesson):
    """Nothing is left out."""


def _no_hidden_pixels(lesson):
    lesson["HidePixels"] = nn.Identity


def _default_beta(lesson):
    def make_optimizers(G, D, lr):
        return [torch.optim.Adam(network.parameters(), lr=lr) for network in (G, D)]

    lesson["make_optimizers"] = make_optimizers


def _constant_rate(lesson):
    made = lesson["make_optimizers"]

    def make_optimizers(G, D, lr):
        pair = made(G, D, lr)
        for optimizer in pair:  # the loop sets a smaller rate in each epoch: this sets it back
            optimizer.register_step_pre_hook(lambda o, *_: [g.update(lr=lr) for g in o.param_groups] and None)
        return pair

    lesson["make_optimizers"] = make_optimizers


def _relu_in_d(lesson):
    made = lesson["Discriminator"]

    def discriminator(*sizes):
        D = made(*sizes)
        D.layers[1], D.layers[3] = nn.ReLU(), nn.ReLU()
        return D

    lesson["Discriminator"] = discriminator


def _not_scaled(lesson):
    lesson["scale_images"] = lambda images: images


CHANGES = {
    "the recipe": _recipe,
    "no hidden pixels": _no_hidden_pixels,
    "β1 0.9, Adam's default": _default_beta,
    "learning rate 0.001 to the end": _constant_rate,
    "images in [0, 1]": _not_scaled,
    "ReLU in D": _relu_in_d,
}


def measure():
    """Train the recipe and each change of it on each seed; one row each."""
    os.environ["COURSE_BUDGET"] = "full"
    found = {name: [] for name in [*CHANGES, "lab sheet"]}
    for seed in SEEDS:
        for name, runs in found.items():
            runs.append(_run(name, seed))
            print(name, "seed", seed, metrics.quality(runs[-1][0]), runs[-1][1], flush=True)
    rows = [["training", *FIGURES, "D on train", "held-out", "fake"]]
    rows += [
        [name, *figures([images for images, _ in runs]), *_columns([looks[-1] for _, looks in runs])]
        for name, runs in found.items()
    ]
    save("recipe", "The recipe of lesson 02, and what each ingredient does", rows, NOTES)


def _run(name, seed):
    """Images, and D's mean answers (epoch, train, held-out, fake) through the training."""
    lesson = publish.reference("02_mlp_gan")
    looks = []
    torch.manual_seed(seed)
    if name == "lab sheet":
        G, D = lab_sheet(lesson)
        return sample(G, scaled=False), [_look(100, nn.Identity(), D, G, scaled=False)]
    CHANGES[name](lesson)
    scaled = name != "images in [0, 1]"
    judges = []
    hide = lesson["HidePixels"]

    def watched(*sizes, made=lesson["Discriminator"]):
        judges.append(made(*sizes))
        return judges[-1]

    def log(epoch, step, loss_d, loss_g, G):
        if step == len(loader) and ((epoch + 1) % LOOKS == 0 or epoch + 1 in (1, 5, 10)):
            with torch.random.fork_rng():
                looks.append(_look(epoch + 1, hide(), judges[-1], G, scaled))

    lesson["Discriminator"], lesson["log"] = watched, log
    loader = data.batches(data.digits("train")[0], lesson["BATCH_SIZE"])
    G, _, _ = lesson["train"](loader, lesson["EPOCHS"], "cpu")
    return sample(G, scaled), looks


def _look(epoch, hide, D, G, scaled):
    with torch.no_grad():
        real = [data.digits(part)[0][:500].flatten(1) for part in ("train", "test")]
        seen = [*(2 * x - 1 if scaled else x for x in real), G(torch.randn(500, 100))]
        return epoch, *(round(D(hide(x)).mean().item(), 3) for x in seen)


def _columns(looks):
    return [spread(column, ".2f") for column in list(zip(*looks, strict=True))[1:]]
