"""Where to draw codes from: N(0, 1), or a normal distribution fitted to the codes, lesson 08."""

import os

import torch

from bench.notebooks import quality
from bench.table import save, spread
from course import data
from course.lessons import publish

SEEDS, SAMPLES, STEPS = range(3), 2000, 2000
FORMS = {name: quality.FIGURES[name] for name in ("distance", "classes", "precision", "recall")}


def measure():
    """An autoencoder without divergence and a VAE, drawn both ways; one row each."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("08_vae_and_energy")
    lesson["train_vae"].__globals__["device"] = torch.device("cpu")
    found, errors = {}, {}
    for name, weight in (("without the divergence", 0.0), ("VAE", 1.0)):
        for seed in SEEDS:
            torch.manual_seed(seed)
            model, _ = lesson["train_vae"](lesson["LATENT"], STEPS, weight)
            errors.setdefault(name, []).append(_error(model))
            for where, codes in _codes(model, lesson["LATENT"]).items():
                with torch.no_grad():
                    images = model.decode(codes)
                found.setdefault(f"{name}, codes from {where}", []).append(_scores(images))
    rows = [["images", *FORMS, "error of new digits"]]
    for name, runs in found.items():
        columns = zip(*runs, strict=True)
        error = spread(errors[name.split(",")[0]], ".1f")
        rows.append([name, *(spread(c, f) for c, f in zip(columns, FORMS.values(), strict=True)), error])
    save("drawing", "Where to draw codes from, lesson 08", rows, [
        f"{STEPS:,} updates each, {len(SEEDS)} seeds, {SAMPLES:,} samples each; mean (lowest to highest)",
        "fitted: a normal distribution with mean and covariance of the codes (mu) of the training digits",
        "distance, classes, precision, recall: as in quality.md",
        "error of new digits: squared differences of what is rebuilt from mu, summed over pixels, a mean "
        "over 500 digits; the same for both ways to draw",
    ])  # fmt: skip


def _codes(model, latent):
    with torch.no_grad():
        own = model.encode(data.digits("train")[0])[0]
    fitted = torch.distributions.MultivariateNormal(own.mean(0), own.T.cov())
    return {"N(0, 1)": torch.randn(SAMPLES, latent), "a fitted normal": fitted.sample((SAMPLES,))}


@torch.no_grad()
def _error(model):
    new = data.digits("test")[0]
    return (model.decode(model.encode(new)[0]) - new).square().sum((1, 2, 3)).mean().item()


def _scores(images):
    named = dict(zip(quality.FIGURES, quality.scores(images), strict=True))
    return [named[name] for name in FORMS]
