"""What a notebook shows of a graded cell that fails: its sentence first, and no machinery."""

import pytest
from helpers.tiny import code

from course.grading.execute import WarmExecute
from course.grading.kernels.processes import can_fork
from course.probe.values import failures

HEAD = """import torch
from course import probe

def half(x):
    return x @ torch.ones(99)

class Generator:
    def __init__(self):
        raise NotImplementedError("your code goes here: replace this line")

def mine():
    assert False, "my own words"
"""
CASES = {
    "probe.attempt('half(x)', half, torch.ones(2))": [
        "half(x) stopped with RuntimeError: ", "in half, line 5:  return x @ torch.ones(99)"],
    "probe.same(1.5, 2.5, 'the share', {'one is missing': 1.5})": [
        "the share is 1.5000, expected 2.5000: one is missing"],
    "assert 1 == 2, 'one is not two'": ["one is not two"],
    "probe.attempt('Generator()', Generator)": ["Generator is not written yet: fill in its"],
    "raise NotImplementedError": ["This cell is not filled in yet: "],
    "mine()": ["my own words", "in mine, line 12:  assert False"],
    "# a-cell · 1 point\nassert Discriminator()": ["Discriminator is not defined: first run"],
}  # fmt: skip
OTHERS = [
    "assert 1 == 2", "{}['x']", "half(torch.ones(2))", "Discriminator()",
    "raise NotImplementedError('torch has its own')",
]  # fmt: skip


def test_outside_of_ipython_nothing_is_installed():
    failures.install()


@pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
def test_the_sentence_comes_first_and_no_line_of_the_machinery(tmp_path):
    notebook = code(HEAD, *CASES, *OTHERS)
    _, *cells = WarmExecute(timeout=120).preprocess(notebook, {"metadata": {"path": str(tmp_path)}})[0].cells
    for cell, words in zip(cells, CASES.values(), strict=False):
        lines = failures_of(cell)
        assert len(lines) == len(words), lines
        assert all(said.startswith(word) for said, word in zip(lines, words, strict=True)), lines
    for cell in cells[len(CASES) :]:
        assert "Traceback (most recent call last)" in "\n".join(failures_of(cell))


def failures_of(cell):
    (error,) = cell.outputs
    assert error.output_type == "error"
    return "\n".join(error.traceback).replace(failures.BOLD, "").replace(failures.PLAIN, "").split("\n")
