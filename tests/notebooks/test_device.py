"""course.device: which device is chosen, what COURSE_DEVICE may say, where graded cells run."""

import subprocess
import sys
import warnings

import pytest
import torch

from course import device


@pytest.fixture
def machine(monkeypatch):
    """Pretend to be a machine with so many CUDA cards, with or without mps."""

    def pretend(cards=0, mps=False, name=None):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cards > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cards)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
        monkeypatch.delenv("COURSE_DEVICE", raising=False)
        if name is not None:
            monkeypatch.setenv("COURSE_DEVICE", name)

    return pretend


@pytest.mark.parametrize(
    "cards, mps, name, expected",
    [
        (0, False, None, "cpu"),
        (0, True, None, "mps:0"),
        (1, False, None, "cuda:0"),
        (2, True, None, "cuda:0"),
        (2, True, "", "cuda:0"),
        (2, True, "cpu", "cpu"),
        (2, True, "mps", "mps:0"),
        (2, False, "cuda", "cuda:0"),
        (2, False, "cuda:1", "cuda:1"),
        (1, False, " CPU ", "cpu"),
        (0, False, "test_gpu", "test_gpu:0"),
    ],
)
def test_choose(machine, cards, mps, name, expected):
    machine(cards, mps, name)
    chosen = device.choose()
    assert isinstance(chosen, torch.device)
    assert str(chosen) == expected


@pytest.mark.parametrize(
    "cards, name",
    [(0, "cuda"), (1, "cuda:1"), (0, "mps"), (0, "gpu"), (0, "cuda:x"), (1, "CUDA:-1")],
)
def test_choose_says_what_this_machine_has(machine, cards, name):
    machine(cards, name=name)
    with pytest.raises(ValueError) as error:
        device.choose()
    message = str(error.value)
    assert message.startswith(
        f"COURSE_DEVICE is {name.lower()!r}, but this machine offers only cpu"
    )
    assert ("cuda:0" in message) == bool(cards)
    assert "\n" not in message and message.count(".") == 1


@pytest.mark.parametrize(
    "cards, mps, expected",
    [
        (0, False, ["test_gpu:0"]),
        (1, False, ["cpu", "cuda:0"]),
        (2, True, ["cpu", "cuda:0"]),
        (0, True, ["cpu"]),
    ],
)
def test_testbeds(machine, cards, mps, expected):
    machine(cards, mps)
    assert [str(bed) for bed in device.testbeds()] == expected


def test_beside_a_real_accelerator_torch_learns_of_no_other():
    """Its backward pass would stop: torch asks the stand-in for CUDA's streams."""
    code = """
import torch
torch.cuda.is_available, torch.cuda.device_count = lambda: True, lambda: 1
from course import device
device.testbeds(), device.choose()
assert not hasattr(torch, "test_gpu")
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tensors_report_the_device_they_were_given():
    beds = [device.choose(), *device.testbeds()]
    assert all(torch.ones(1, device=bed).device == bed for bed in beds)


def test_testbeds_are_silent_with_an_old_driver(machine, monkeypatch, recwarn):
    machine()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: warnings.warn("old", stacklevel=1))
    assert len(device.testbeds()) == 1
    assert not recwarn.list


def test_generator_draws_on_each_testbed():
    for bed in [torch.device("cpu"), *device.testbeds()]:
        first, second, other = (
            torch.randn(4, device=bed, generator=device.generator(bed, seed)).tolist()
            for seed in (1, 1, 2)
        )
        assert first == second != other


@pytest.mark.parametrize(("wish", "expected"), [(None, 1), ("3", 5)])
def test_one_thread_unless_somebody_asks_for_more(machine, monkeypatch, wish, expected):
    machine()
    before = torch.get_num_threads()
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if wish:
        monkeypatch.setenv("OMP_NUM_THREADS", wish)
    torch.set_num_threads(5)  # as torch would have taken it from the variable, or from the cores
    try:
        device.choose()
        assert torch.get_num_threads() == expected
    finally:
        torch.set_num_threads(before)
