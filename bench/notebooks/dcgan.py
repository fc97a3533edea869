"""Speed and quality of lesson 03's training against the loop that most tutorials print."""

import itertools
import os
import time

import torch
from torch.utils.data import DataLoader
from torchvision.transforms import Compose, Normalize, Pad, ToTensor

from bench.notebooks.quality import FIGURES, figures, scores
from bench.notebooks.speed import Pictures
from bench.table import save
from course import data, metrics
from course.lessons import publish

SEEDS, TUTORIAL_SEEDS, SAMPLES, TUTORIAL_BATCH = range(5), range(3), 2000, 64
TRANSFORM = Compose([Pad(2), ToTensor(), Normalize(0.5, 0.5)])


def measure():
    """Train both on each of their seeds; one row a loop, one a control."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("03_dcgan")
    updates = lesson["EPOCHS"] * -(-len(data.digits("train")[0]) // lesson["BATCH_SIZE"])
    recipes = {
        "tutorial: Adam 0.0002, DataLoader": (_tutorial, TUTORIAL_SEEDS, TUTORIAL_BATCH),
        "lesson: its recipe": (_lesson, SEEDS, lesson["BATCH_SIZE"]),
    }
    rows = [["images", *FIGURES, "CPU seconds", "CPU ms an update", "an image"]]
    rows.append(["noise, uniform", *figures([metrics.controls("noise", SAMPLES)]), "–", "–", "–"])
    for name, (train, seeds, batch) in recipes.items():
        name = f"{name}, batch {batch}"
        images, seconds = zip(*(_run(name, train, seed, lesson, updates) for seed in seeds), strict=True)
        each = min(seconds) / updates * 1000
        times = [f"{min(seconds):.0f} to {max(seconds):.0f}", f"{each:.1f}", f"{each / batch:.2f}"]
        rows.append([name, *figures(images), *times])
    rows.append(["held-out digits (500)", *figures([data.digits("test")[0]]), "–", "–", "–"])
    save("dcgan", "Speed and quality after the full budget, lesson 03", rows, [
        f"the same networks, {updates:,} updates of each; {len(SEEDS)} seeds of the lesson, "
        f"{len(TUTORIAL_SEEDS)} of the tutorial's loop, {SAMPLES:,} samples each; mean (lowest to highest)",
        "distance to copies: as in quality.md; CPU seconds are those of the training, all "
        "threads together; an update is one of D and one of G; times for one are from the fastest run",
    ])  # fmt: skip


def _run(name, train, seed, lesson, updates):
    """Samples of a generator trained on one seed, (SAMPLES, 1, 28, 28) in [0, 1]; CPU seconds."""
    torch.manual_seed(seed)
    start = time.process_time()
    G = train(lesson, updates).eval()
    seconds = time.process_time() - start
    with torch.no_grad():
        noise = torch.randn(SAMPLES, lesson["NZ"], 1, 1)
        images = (G(noise)[:, :, 2:-2, 2:-2] + 1) / 2
    print(f"{name}, seed {seed}, {seconds:.0f} s:", *scores(images), flush=True)
    return images, seconds


def _lesson(lesson, updates):
    images = 2 * data.padded(data.digits("train")[0]) - 1
    lesson["train"].__globals__["device"] = "cpu"
    return lesson["train"](images, lesson["EPOCHS"], "cpu")[0]


def _tutorial(lesson, updates):
    G = lesson["Generator"](lesson["NZ"], lesson["NGF"], 1, 32).apply(lesson["init_weights"])
    D = lesson["Discriminator"](1, lesson["NDF"], 32).apply(lesson["init_weights"])
    optim_G, optim_D = (torch.optim.Adam(net.parameters(), lr=0.0002, betas=(0.5, 0.999)) for net in (G, D))
    loader = DataLoader(Pictures(TRANSFORM), TUTORIAL_BATCH, shuffle=True)
    endless = itertools.chain.from_iterable(itertools.repeat(loader))
    for real, _ in itertools.islice(endless, updates):
        lesson["discriminator_step"](D, G, real, optim_D, lesson["NZ"], "cpu")
        lesson["generator_step"](D, G, len(real), optim_G, lesson["NZ"], "cpu")
    return G
