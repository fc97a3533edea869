"""The quality cells of lessons 2 and 3 give no points for copies of training digits."""

import pytest
import torch

from course import data, metrics, probe
from course.lessons import authoring, publish

CELLS = {"02_mlp_gan": "dense_generator", "03_dcgan": "conv_generator"}


def quality_cell(lesson):
    cells = authoring.read(publish.text(lesson)).cells
    return next(c.source for c in cells if c.metadata.get("course", {}).get("name") == "digits")


@pytest.mark.parametrize("lesson", CELLS)
@pytest.mark.parametrize("held", [20, 200, 4500])
def test_copies_of_training_digits_earn_nothing(lesson, held, monkeypatch):
    digits = 2 * data.padded(data.digits("train")[0][:held]) - 1
    if lesson == "02_mlp_gan":
        digits = digits[:, :, 2:-2, 2:-2].flatten(1)
    copy = lambda z: digits[torch.arange(len(z)) % held]  # noqa: E731
    monkeypatch.setattr(probe, "saved", lambda name: {})
    monkeypatch.setattr(probe, CELLS[lesson], lambda *args, **kwargs: copy)
    names = {"data": data, "metrics": metrics, "probe": probe, "INPUT_DIM": 100, "PIXELS": 784, "NZ": 64}
    with pytest.raises(AssertionError, match="copies of training digits earn nothing"):
        exec(quality_cell(lesson), names)
