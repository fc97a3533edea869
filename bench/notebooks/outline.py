"""From an outline to the digit, lesson 07: does D add something to L1, in as many updates and in as long?"""

import os
import time

import torch

from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, EPOCHS, LONG, RATE = range(3), 8, 20, 0.001


def measure():
    """Train on each seed; one row a training, one a control."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("07_conditional")
    images, held_out = (2 * data.padded(data.digits(part)[0]) - 1 for part in ("train", "test"))
    runs = {
        f"D and L1, {EPOCHS} epochs": (EPOCHS, True),
        f"L1 alone, {EPOCHS} epochs": (EPOCHS, False),
        f"L1 alone, {LONG} epochs": (LONG, False),
    }
    rows = [["images", "distance", "error of a pixel", "read as the real one", "CPU s"]]
    for name, (epochs, judged) in runs.items():
        rows.append([name, *_row(name, lesson, images, held_out, epochs, judged)])
    rows.append(["the outlines themselves", *_figures([_seen(lesson["outline"](held_out), held_out)]), "–"])
    rows.append(["held-out digits (500)", *_figures([_seen(held_out, held_out)]), "–"])
    save("outline", "From outlines to digits, lesson 07", rows, [
        f"{len(SEEDS)} seeds; outlines of the 500 held-out digits; mean (lowest to highest)",
        "distance: as in quality.md; error of a pixel: mean |G(outline) − digit|, of values in [−1, 1]; read "
        "as the real one: the share that the classifier reads as the digit's label; CPU s: seconds of the "
        "training, all threads together",
    ])  # fmt: skip


def _row(name, lesson, images, held_out, epochs, judged):
    seen, seconds = [], []
    for seed in SEEDS:
        torch.manual_seed(seed)
        start = time.process_time()
        G = _trained(lesson, images, epochs, judged)
        seconds.append(time.process_time() - start)
        with torch.no_grad():
            seen.append(_seen(G.eval()(lesson["outline"](held_out)), held_out))
        print(f"{name}, seed {seed}, {seconds[-1]:.0f} s:", *seen[-1], flush=True)
    return [*_figures(seen), f"{min(seconds):.0f} to {max(seconds):.0f}"]


def _trained(lesson, images, epochs, judged):
    """As the lesson's cell does it; ``judged``: with D."""
    G, D, optim_G, optim_D = lesson["outline_networks"]("cpu")
    lines = lesson["outline"](images)
    for epoch in range(epochs):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = RATE * (1 - epoch / epochs)
        for chosen in data.batches(torch.arange(len(images)), 32):
            pair = lines[chosen], images[chosen]
            if judged:
                lesson["outline_discriminator_step"](D, G, *pair, optim_D, "cpu")
                lesson["outline_generator_step"](D, G, *pair, optim_G, 10.0, "cpu")
            else:
                optim_G.zero_grad()
                (G(pair[0]) - pair[1]).abs().mean().backward()
                optim_G.step()
    return G


def _seen(made, real):
    """Distance, error of a pixel, share read as the label."""
    small = (made[:, :, 2:-2, 2:-2] + 1) / 2
    right = (metrics.read(small) == data.digits("test")[1]).float().mean()
    return metrics.quality(small).distance, (made - real).abs().mean().item(), right.item()


def _figures(seen):
    columns = zip(*seen, strict=True)
    return [spread(column, form) for column, form in zip(columns, (".1f", ".3f", ".3f"), strict=True)]
