"""Lesson 09's generator with and without its parts, and other generators in the same game for as long."""

import itertools
import os
import time

import torch
from torch import nn

from bench.notebooks import quality
from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES, PAIRS, CUT = range(3), 2000, 500, 3
PART = 50  # images at a time: minibatches of other sizes would change nothing
FIGURES = {"distance": ".0f", "classes": ".0f", "confidence": ".2f", "precision": ".2f", "recall": ".2f"}
OBEYED = {"digit of z1": ".2f", "ink of z2": ".2f", "ground of z2": ".2f"}


def measure():
    """Train each setting on each seed; a row each for G's own weights and for the averaged ones."""
    os.environ["COURSE_BUDGET"] = "full"
    torch.set_num_threads(1)
    lesson = publish.reference("09_stylegan")
    for function in ("train", "train_growing", "batch", "draw"):
        lesson[function].__globals__["device"] = torch.device("cpu")
    rows = [["trained", "weights", *FIGURES, *OBEYED, "CPU s"]]
    for name, train in _settings(lesson).items():
        rows += _rows(name, train, lesson)
    new = data.coloured(data.padded(data.digits("test")[0]), torch.Generator().manual_seed(0))
    rows.append(["new digits (500)", "–", *_plain(_scores(new), FIGURES), *["–"] * 4])
    save("styles", "Generators with styles, and others, on the coloured digits of lesson 09", rows, [
        f"{lesson['STEPS']:,} updates of both players where no other number stands; "
        f"batches of {lesson['BATCH_SIZE']}, {len(SEEDS)} seeds, {SAMPLES:,} samples of each run; mean "
        "(lowest to highest)",
        "distance, classes, confidence, precision, recall: as in quality.md, of the grey digits that "
        "data.uncoloured finds in the images",
        f"of {PAIRS} mixed images, layers 0 to {CUT - 1} from z1, the rest from z2: the share that is "
        "read as the digit of z1, and of those whose ink, or ground, is nearer to that of z2",
        "CPU s: seconds of the training, on one thread",
    ])  # fmt: skip


def _settings(lesson):
    """By name a function that trains: (G, averaged) or (G, None)."""
    steps, grown = lesson["STEPS"], lesson["GROWN_STEPS"]
    stage = grown // 5
    return {
        "as in the lesson": lambda: lesson["train"](steps)[:2],
        "without R1": lambda: lesson["train"](steps, gamma=0.0)[:2],
        "R1 with γ = 4": lambda: lesson["train"](steps, gamma=4.0)[:2],
        "without mixing": lambda: lesson["train"](steps, mixing=0.0)[:2],
        "mapping started by PyTorch": lambda: _with(lesson, "MappingNetwork", _small_start(lesson), steps),
        f"lesson 3's generator, {steps * 3 // 2:,} updates": lambda: _with(
            lesson, "StyleGenerator", _dcgan(), steps * 3 // 2, mixing=0.0),
        "lesson 3's generator, in lesson 3's own game, 20 epochs": lambda: (_own_game(), None),
        f"grown, {grown:,} updates": lambda: (_grown(lesson, grown, lambda step: lesson["growing"](
            step, 3 * stage // 2, stage // 2)), None),
        f"the same from the start at 32 px, {grown * 3 // 5:,} updates": lambda: (
            _grown(lesson, grown * 3 // 5, lambda step: (32, 1.0)), None),
    }  # fmt: skip


def _with(lesson, name, part, steps, **how):
    """Train with another part in place of the lesson's."""
    names = lesson["train"].__globals__
    before = names[name]
    names[name] = part
    try:
        return lesson["train"](steps, **how)[:2]
    finally:
        names[name] = before


def _small_start(lesson):
    """The mapping network with the first weights that PyTorch gives."""

    class SmallStart(lesson["MappingNetwork"]):
        def __init__(self, *sizes):
            super().__init__(*sizes)
            for layer in self.modules():
                if isinstance(layer, nn.Linear):
                    layer.reset_parameters()

    return SmallStart


def _dcgan():
    """Lesson 3's generator in the place of StyleGenerator; it has no styles."""
    old = publish.reference("03_dcgan")

    class Plain(nn.Module):
        def __init__(self, z_dim, w_dim, image_size, nc):
            super().__init__()
            self.net = old["Generator"](z_dim, old["NGF"], nc, image_size).apply(old["init_weights"])

        def forward(self, z):
            return self.net(z[:, :, None, None])

    return Plain


def _own_game():
    """Lesson 3's generator after its own short training on colours, as a function of noise (N, z_dim)."""
    old = publish.reference("03_dcgan")
    old["train"].__globals__["device"] = "cpu"
    colours = data.coloured(data.padded(data.digits("train")[0]), torch.Generator().manual_seed(0))
    G = old["train"](2 * colours - 1, 20, "cpu")[0].eval()
    return lambda z: G(z[:, :, None, None])


def _grown(lesson, steps, schedule):
    """A grown generator, as a function of noise."""
    G, _ = lesson["train_growing"](steps, schedule)
    return lambda z: G(z, 32, 1.0)


def _rows(name, train, lesson):
    found, seconds = {}, []
    for seed in SEEDS:
        torch.manual_seed(seed)
        start = time.process_time()
        pair = train()
        seconds.append(time.process_time() - start)
        for kind, G in zip(("own", "averaged"), pair, strict=True):
            if G is not None:
                found.setdefault(kind, []).append(_judged(G, seed, lesson))
                print(f"{name}, {kind}, seed {seed}, {seconds[-1]:.0f} s:",
                      [round(v, 2) for v in found[kind][-1]], flush=True)  # fmt: skip
    forms = [*FIGURES.values(), *OBEYED.values()]
    time_shown = f"{min(seconds):.0f} to {max(seconds):.0f}"
    return [
        [name, kind, *(spread(column, form) if column else "–" for column, form in
                       itertools.zip_longest(zip(*runs, strict=True), forms)), time_shown]
        for kind, runs in found.items()
    ]  # fmt: skip


def _judged(G, seed, lesson):
    """The figures of one generator, and how its mixed images obey, where it has styles."""
    torch.manual_seed(100 + seed)
    with torch.no_grad():
        parts = [lesson["look"](G(torch.randn(PART, lesson["Z_DIM"]))) for _ in range(SAMPLES // PART)]
    return [*_scores(torch.cat(parts)), *(_obeyed(G, lesson) if hasattr(G, "styles") else [])]


def _scores(images):
    grey = data.uncoloured(images)[0][:, :, 2:-2, 2:-2]
    named = dict(zip(quality.FIGURES, quality.scores(grey), strict=True))
    return [named[name] for name in FIGURES]


def _obeyed(G, lesson):
    one, two = torch.randn(2, PAIRS, lesson["Z_DIM"])
    with torch.no_grad():
        mixed, first, second = (
            data.uncoloured(lesson["look"](lesson["style_mix"](G, one, two, cut)))
            for cut in (CUT, G.styles, 0)
        )
    digit, own = (metrics.read(found[0][:, :, 2:-2, 2:-2]) for found in (mixed, first))
    nearer = [((mixed[n] - second[n]).norm(dim=1) < (mixed[n] - first[n]).norm(dim=1)).float().mean().item()
              for n in (1, 2)]  # fmt: skip
    return [(digit == own).float().mean().item(), *nearer]


def _plain(values, forms):
    return [format(value, form) for value, form in zip(values, forms.values(), strict=True)]
