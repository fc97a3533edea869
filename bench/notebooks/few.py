"""What augmentation and its controller bring with 200 digits, by lesson 06's own functions."""

import os

from bench.table import save, spread
from course import data, metrics
from course.lessons import publish

SEEDS, SAMPLES = range(5), 2000
WAYS = {"plain": {}, "augmented, p = 0.6": {"p": 0.6}, "ADA, target 0.6": {"target": 0.6}}
FORMS = (".0f", ".2f", ".2f", ".3f", ".2f", ".2f", ".2f")


def measure():
    """Train each way on each seed; one row a way, and one of new digits."""
    os.environ["COURSE_BUDGET"] = "full"
    lesson = publish.reference("06_judging")
    lesson["train"].__globals__["device"] = "cpu"
    known, new = lesson["known"], lesson["new"]
    heads = ["distance", "precision", "recall", "suspicious", "D on the 200", "on new digits", "on fakes"]
    rows = [["images", *heads]]
    for name, way in WAYS.items():
        runs = [_run(lesson, seed, way) for seed in SEEDS]
        columns = zip(*runs, strict=True)
        rows.append([name, *(spread(c, form) for c, form in zip(columns, FORMS, strict=True))])
        print(*rows[-1], sep=" | ", flush=True)
    control = [f"{x:{form}}" for x, form in zip(_scores(lesson, new[:SAMPLES], known), FORMS, strict=False)]
    rows.append(["new digits", *control, "–", "–", "–"])
    save("few", "200 digits, with and without augmentation, lesson 06", rows, [
        f"seeds {SEEDS[0]} to {SEEDS[-1]}, {lesson['UPDATES']:,} updates of each network, {SAMPLES:,} "
        "samples each; mean (lowest to highest)",
        f"distance, precision, recall (k = 3): by the lesson's functions, against {SAMPLES:,} known digits; "
        "suspicious: nearer to one of the 200, in features, than 95 % of new digits; D: its mean probability",
    ])  # fmt: skip


def _run(lesson, seed, way):
    known, new = lesson["known"], lesson["new"]
    G, D, _ = lesson["train"](2 * known[: lesson["FEW"]] - 1, lesson["UPDATES"], seed, **way)
    images = lesson["drawn"](G, SAMPLES)
    looked = (known[: lesson["FEW"]], new[:1000], images[:500])
    answers = [D(2 * part - 1).sigmoid().mean().item() for part in looked]
    return [*_scores(lesson, images, known), *answers]


def _scores(lesson, images, known):
    """Distance, precision, recall, suspicious share of digits."""
    of_known, found = metrics.features(known[:SAMPLES]), metrics.features(images)
    few, new = metrics.features(known[: lesson["FEW"]]), metrics.features(data.digits("test")[0])
    pair = lesson["precision_recall"](of_known, found, 3)
    return [lesson["frechet_distance"](of_known, found), *pair, lesson["copied_share"](found, few, new)]
