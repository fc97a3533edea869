"""Quality after the full budget: the lab sheet's recipe and the lesson's, between the controls."""

import os
import time

import torch
from torch import nn

from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES = range(5), 2000
FIGURES = {"distance": ".0f", "classes": ".0f", "confidence": ".2f", "precision": ".2f", "recall": ".2f",
           "copies": ".2f"}  # fmt: skip


def measure():
    """Train both recipes on each seed; one row a recipe, one a control."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("02_mlp_gan")
    recipes = {
        "lab sheet: [0, 1], Adam 0.0002, batch 128, 100 epochs": lab_sheet,
        f"lesson: its recipe, {lesson['EPOCHS']} epochs": _lesson,
    }
    rows = [["images", *FIGURES, "seconds of training"]]
    rows.append(["noise, uniform", *figures([metrics.controls("noise", SAMPLES)]), "–"])
    for name, train in recipes.items():
        images, seconds = [], []
        for seed in SEEDS:
            torch.manual_seed(seed)
            start = time.perf_counter()
            G, *_ = train(lesson)
            seconds.append(time.perf_counter() - start)
            images.append(sample(G, scaled=train is _lesson))
            print(name, "seed", seed, *scores(images[-1]), flush=True)
        rows.append([name, *figures(images), f"{min(seconds):.0f} to {max(seconds):.0f}"])
    rows.append(["held-out digits (500)", *figures([data.digits("test")[0]]), "–"])
    save("quality", "Quality after the full budget, lesson 02", rows, [
        f"seeds {SEEDS[0]} to {SEEDS[-1]}, {SAMPLES:,} samples each; mean (lowest to highest)",
        "distance: Fréchet classifier distance to the 4,500 training digits; classes: of 10, each "
        "at least 1 % of the samples; confidence: mean top-class probability",
        f"precision, recall: against the first {SAMPLES:,} training digits, k = 3; copies: the share nearer "
        "to a training digit, by pixels, than 95 % of the held-out digits are",
    ])  # fmt: skip


def _lesson(lesson):
    loader = data.batches(data.digits("train")[0], lesson["BATCH_SIZE"])
    names = lesson["train"].__globals__
    # Only the training is timed, not the pictures that the lesson keeps.
    names["log"] = lambda *args: None
    return lesson["train"](loader, lesson["EPOCHS"], "cpu")


def lab_sheet(lesson):
    """Networks (G, D) after the lab sheet's training."""
    G, D = lesson["Generator"](100, 256, 784), lesson["Discriminator"](784, 256)
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=0.0002) for net in (G, D))
    loss = nn.BCELoss()
    for _ in range(100):
        for real in data.batches(data.digits("train")[0], 128):
            n = len(real)
            lesson["train_discriminator"](real, D, G, loss, optim_D, n, 100, "cpu")
            lesson["train_generator"](D, G, loss, optim_G, n, 100, "cpu")
    return G, D


def sample(G, scaled):
    """Images in [0, 1] from a generator; ``scaled``: it makes them in [−1, 1]."""
    with torch.no_grad():
        images = G(torch.randn(SAMPLES, 100)).reshape(-1, 1, 28, 28)
    return (images + 1) / 2 if scaled else images.clamp(0, 1)


def figures(sets):
    """What FIGURES names, of several sets of images: mean and range."""
    columns = zip(*(scores(images) for images in sets), strict=True)
    return [spread(column, form) for column, form in zip(columns, FIGURES.values(), strict=True)]


def scores(images):
    """What FIGURES names, of one set of images."""
    known = data.digits("train")[0][:SAMPLES]
    return [*metrics.quality(images), *metrics.precision_recall(known, images), metrics.copied_share(images)]
