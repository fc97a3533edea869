"""Obedience and quality of lesson 07's training against lesson 03's without labels, in as many updates."""

import os
import time

import torch

from bench.notebooks.quality import figures, spread
from bench.table import save
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES, LOUD = range(3), 2000, 6


def measure():
    """Train both on each seed; one row a training, one a control."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson, plain = publish.reference("07_conditional"), publish.reference("03_dcgan")
    epochs = lesson["EPOCHS"]
    runs = {
        f"lesson 07, with labels, {epochs} epochs": lambda: _asked(lesson, epochs, 0.02),
        f"lesson 03, without, {epochs} epochs": lambda: _plain(plain, epochs),
        f"lesson 07, rows of G from N(0, 1), {LOUD} epochs": lambda: _asked(lesson, LOUD, 1.0),
        f"lesson 07, {LOUD} epochs": lambda: _asked(lesson, LOUD, 0.02),
    }
    head = ["images", "distance", "classes", "confidence", "obedience", "worst class", "variety", "CPU s"]
    rows = [head, ["noise, uniform", *figures([metrics.controls("noise", SAMPLES)]), *4 * ["–"]]]
    for name, run in runs.items():
        rows.append([name, *_row(name, run)])
    images, labels = data.digits("test")
    shares = _shares(images, labels)
    known = [f"{shares.mean():.3f}", f"{shares.min():.2f}", f"{_variety(images, labels):.3f}", "–"]
    rows.append(["held-out digits (500)", *figures([images]), *known])
    save("conditional", "Obedience and quality after the full budget, lesson 07", rows, [
        f"the same batches and learning rates; {len(SEEDS)} seeds, {SAMPLES:,} samples each; "
        "mean (lowest to highest)",
        "distance, classes, confidence: as in quality.md; obedience: the share that the classifier reads as "
        "asked; worst class: the lowest of ten shares; variety: the deviation of a pixel among images of "
        "one class, mean over pixels and classes; CPU s: seconds of the training, all threads together",
    ])  # fmt: skip


def _row(name, run):
    outcomes = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        start = time.process_time()
        images, labels = run()
        seconds = time.process_time() - start
        outcomes.append((images, labels, seconds))
        obeyed = "" if labels is None else f"obedience {_shares(images, labels).mean():.3f}"
        print(f"{name}, seed {seed}, {seconds:.0f} s:", metrics.quality(images), obeyed, flush=True)
    images, labels, seconds = zip(*outcomes, strict=True)
    times = f"{min(seconds):.0f} to {max(seconds):.0f}"
    if labels[0] is None:
        return [*figures(images), "–", "–", "–", times]
    shares = [_shares(x, y) for x, y in zip(images, labels, strict=True)]
    means, worst = ([f(s).item() for s in shares] for f in (torch.mean, torch.min))
    variety = [_variety(x, y) for x, y in zip(images, labels, strict=True)]
    return [*figures(images), spread(means, ".3f"), spread(worst, ".2f"), spread(variety, ".3f"), times]


def _asked(lesson, epochs, spread):
    """Images that were asked for, (SAMPLES, 1, 28, 28) in [0, 1], and the labels."""
    digits, labels = data.digits("train")
    images = 2 * data.padded(digits) - 1
    G = lesson["train"](images, labels, epochs, torch.device("cpu"), spread)[0]
    y = torch.arange(SAMPLES) % 10
    return lesson["sample"](G, torch.randn(SAMPLES, lesson["NZ"]), y)[:, :, 2:-2, 2:-2], y


def _plain(lesson, epochs):
    images = 2 * data.padded(data.digits("train")[0]) - 1
    lesson["train"].__globals__["device"] = "cpu"
    G = lesson["train"](images, epochs, "cpu")[0]
    return lesson["sample"](G, SAMPLES, seed=3)[:, :, 2:-2, 2:-2], None


def _shares(images, labels):
    hits = (metrics.read(images) == labels).float()
    return torch.stack([hits[labels == digit].mean() for digit in range(10)])


def _variety(images, labels):
    return torch.stack([images[labels == digit].std(0).mean() for digit in range(10)]).mean().item()
