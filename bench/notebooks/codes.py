"""VAE, EBGAN and GAN of lesson 08: the same decoder, the same digits, about the same time."""

import os
import time

import torch
import torch.nn.functional as F

from bench.notebooks import quality
from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES, PAIRS = range(3), 2000, 200
MORE = range(8)  # of a game that fails now and then
FIGURES = {"distance": ".0f", "classes": ".0f", "precision": ".2f", "recall": ".2f", "copies": ".2f",
           "sharpness": ".2f", "roughness": ".2f"}  # fmt: skip


def measure():
    """Train each system on each seed; one row a system, one a control."""
    os.environ["COURSE_BUDGET"] = "full"
    torch.set_num_threads(1)
    lesson = publish.reference("08_vae_and_energy")
    for function in ("train_vae", "train_ebgan", "train_gan"):
        lesson[function].__globals__["device"] = torch.device("cpu")
    systems = {
        f"VAE, {lesson['STEPS']['VAE']:,} updates": lambda: _vae(lesson),
        f"EBGAN, {lesson['STEPS']['EBGAN']:,} updates": lambda: _ebgan(lesson, lesson["WEIGHT"]),
        "EBGAN without the pulling-away term": lambda: _ebgan(lesson, 0.0),
        f"GAN, {lesson['STEPS']['GAN']:,} updates": lambda: _gan(lesson),
    }
    rows = [["images", "seeds", *FIGURES, "error of new digits", "CPU s"]]
    for name, system in systems.items():
        seeds = MORE if "EBGAN" in name else SEEDS
        rows.append([name, len(seeds), *_row(name, system, lesson, seeds)])
    new = data.digits("test")[0]
    controls = {
        "new digits (500)": new,
        "the same, blurred": F.avg_pool2d(new, 3, stride=1, padding=1),
        "noise, uniform": metrics.controls("noise", SAMPLES),
    }
    for name, images in controls.items():
        pairs = zip(_scores(images), FIGURES.values(), strict=False)  # without roughness
        rows.append([name, "–", *(format(value, form) for value, form in pairs), "–", "–", "–"])
    save("codes", "VAE, EBGAN and GAN after about the same time, lesson 08", rows, [
        f"the same decoder ({lesson['LATENT']} → {lesson['HIDDEN']} → {lesson['HIDDEN']} → 784; with "
        f"BatchNorm in the two that play), 4,500 digits, {SAMPLES:,} samples of each run; mean (lowest to "
        "highest)",
        "distance, classes, precision, recall, copies: as in quality.md",
        "sharpness: how far a pixel is from the mean of its four neighbours, root mean square, by the "
        "deviation of all pixels; roughness: the largest step of a walk of 11 images between two codes by "
        f"its mean step, in pixels, a mean over {PAIRS} walks",
        "error of new digits: squared differences of what is rebuilt, summed over pixels, a mean over 500 "
        "digits; the VAE decodes mu; a GAN rebuilds nothing: EBGAN's D does, its generator does not",
        "CPU s: seconds of the training, on one thread",
    ])  # fmt: skip


def _row(name, system, lesson, seeds):
    found, seconds, errors = [], [], []
    for seed in seeds:
        torch.manual_seed(seed)
        start = time.process_time()
        draw, rebuild = system()
        seconds.append(time.process_time() - start)
        torch.manual_seed(100 + seed)
        with torch.no_grad():
            images = draw(torch.randn(SAMPLES, lesson["LATENT"]))
            errors += [_error(rebuild)] if rebuild else []
        ends = torch.randn(2, PAIRS, lesson["LATENT"])
        rough = lesson["roughness"](lesson["interpolate"](draw, *ends, 11)).mean().item()
        found.append([*_scores(images), rough])
        print(f"{name}, seed {seed}, {seconds[-1]:.0f} s:", [round(v, 2) for v in found[-1]], flush=True)
    columns = zip(*found, strict=True)
    shown = [spread(column, form) for column, form in zip(columns, FIGURES.values(), strict=True)]
    return [*shown, spread(errors, ".1f") if errors else "–", f"{min(seconds):.0f} to {max(seconds):.0f}"]


def _scores(images):
    named = dict(zip(quality.FIGURES, quality.scores(images), strict=True))
    return [*(named[name] for name in FIGURES if name in named), metrics.sharpness(images)]


def _error(rebuild):
    new = data.digits("test")[0]
    return (rebuild(new) - new).square().sum((1, 2, 3)).mean().item()


def _vae(lesson):
    model, _ = lesson["train_vae"](lesson["LATENT"], lesson["STEPS"]["VAE"])
    return model.decode, lambda x: model.decode(model.encode(x)[0])


def _ebgan(lesson, weight):
    return lesson["train_ebgan"](lesson["STEPS"]["EBGAN"], weight)[0], None


def _gan(lesson):
    return lesson["train_gan"](lesson["STEPS"]["GAN"]), None
