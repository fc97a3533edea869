"""What augmentation and its controller bring with 200 digits and with 2,000, by lesson 06's functions."""

import os

import torch

from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES = range(5), 2000
PLAIN, AUGMENTED, ADA = {}, {"p": 0.6}, {"target": 0.6}
WAYS = {
    "200, plain": (200, PLAIN), "200, augmented": (200, AUGMENTED), "200, ADA": (200, ADA),
    "2,000, plain": (2000, PLAIN), "2,000, augmented": (2000, AUGMENTED),
}  # fmt: skip
FORMS = (".0f", ".2f", ".2f", ".3f", ".2f", ".2f", ".2f")


def measure():
    """Train each way on each seed; one row a way, and one of new digits."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("06_judging")
    lesson["train"].__globals__["device"] = "cpu"
    known, new = lesson["known"], lesson["new"]
    heads = ["distance", "precision", "recall", "suspicious", "D on its digits", "on new digits", "on fakes"]
    rows = [["trained on", *heads]]
    for name, (n, way) in WAYS.items():
        runs = [_run(lesson, known[:n], seed, way) for seed in SEEDS]
        columns = zip(*runs, strict=True)
        rows.append([name, *(spread(c, form) for c, form in zip(columns, FORMS, strict=True))])
        print(*rows[-1], sep=" | ", flush=True)
    control = _scores(lesson, new[:SAMPLES], known[: lesson["FEW"]])
    control = [f"{x:{form}}" for x, form in zip(control, FORMS, strict=False)]
    rows.append(["new digits", *control, "–", "–", "–"])
    save("few", "200 and 2,000 digits, with and without augmentation, lesson 06", rows, [
        f"seeds {SEEDS[0]} to {SEEDS[-1]}, {lesson['UPDATES']:,} updates of each network, {SAMPLES:,} "
        "samples each; mean (lowest to highest)",
        f"augmented: with p = 0.6; distance, precision, recall (k = 3): by the lesson's functions, against "
        f"{SAMPLES:,} known digits; suspicious: nearer to a digit it was trained on, in features, than 95 % "
        "of new digits; D: its mean probability",
    ])  # fmt: skip


def _run(lesson, trained, seed, way):
    G, D, _ = lesson["train"](2 * trained - 1, lesson["UPDATES"], seed, **way)
    images = lesson["drawn"](G, SAMPLES)
    looked = (trained, lesson["new"][:1000], images[:500])
    with torch.no_grad():
        answers = [D(2 * part - 1).sigmoid().mean().item() for part in looked]
    scores = _scores(lesson, images, trained)
    print("seed", seed, *(f"{x:.3f}" for x in (*scores, *answers)), flush=True)
    return [*scores, *answers]


def _scores(lesson, images, trained):
    """Distance, precision, recall, suspicious share of digits."""
    of_known, found = metrics.features(lesson["known"][:SAMPLES]), metrics.features(images)
    gallery, new = metrics.features(trained), metrics.features(data.digits("test")[0])
    pair = lesson["precision_recall"](of_known, found, 3)
    return [lesson["frechet_distance"](of_known, found), *pair, lesson["copied_share"](found, gallery, new)]
