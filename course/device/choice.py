"""Where tensors live: the fastest device of this machine, and the devices that graded cells use.

Every device returned here carries its index where its tensors do (``cuda:0``, ``mps:0``),
so that ``tensor.device == device`` holds.
"""

import os
import warnings

import torch

from course.device import accelerator

CPU = torch.device("cpu")


def choose() -> torch.device:
    """Return CUDA if there is one, else Apple's mps, else the CPU, as a `torch.device`.

    The environment variable ``COURSE_DEVICE`` (cpu, cuda, cuda:1, mps, test_gpu)
    overrides the choice; ValueError if this machine has no such device.  On the CPU torch works with one
    thread from then on, unless ``OMP_NUM_THREADS`` says how many.
    """
    # Our networks are small. On two idle cores two threads are 1.4 times as fast as one; beside a single busy
    # program, a browser for example, they wait for each other and take four times as long as one
    # (bench/results/threads.md).
    if not os.environ.get("OMP_NUM_THREADS"):
        torch.set_num_threads(1)
    here = _present()
    name = os.environ.get("COURSE_DEVICE", "").strip().lower()
    if not name:
        return here.get("cuda") or here.get("mps") or CPU
    if name == accelerator.NAME:
        return accelerator.device()
    if name not in here:
        raise ValueError(
            f"COURSE_DEVICE is {name!r}, but this machine offers only "
            f"{', '.join(here)} and {accelerator.NAME}: name one of these, or unset it."
        )
    return here[name]


def testbeds() -> list[torch.device]:
    """Return the devices on which graded cells check that code runs on the device it is given.

    The stand-in accelerator of `course.device.accelerator`; where there is a CUDA device, the CPU, on which
    a hard-coded "cuda" is seen, and that one; with Apple's mps, which has no float64, the CPU alone.
    Torch knows one kind of accelerator in a process: after the stand-in has its name, the backward pass
    on CUDA stops, in all that follows (pytorch issue 161129), so the two never meet.
    """
    # An old CUDA driver makes torch warn, and stderr costs a graded cell its points.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        here = _present()
    if "cuda" in here:
        return [CPU, here["cuda"]]
    return [CPU] if "mps" in here else [accelerator.device()]


def generator(device: torch.device | str, seed: int) -> torch.Generator:
    """Return a seeded `torch.Generator` that draws on `device`."""
    return torch.Generator(device).manual_seed(seed)


def _present():
    """Map each name that `COURSE_DEVICE` may have here, but the stand-in's, to its device."""
    here = {"cpu": CPU}
    if torch.cuda.is_available():
        cards = [torch.device("cuda", index) for index in range(torch.cuda.device_count())]
        here |= {"cuda": cards[0]} | {str(card): card for card in cards}
    if torch.backends.mps.is_available():
        here |= {"mps": torch.device("mps", 0), "mps:0": torch.device("mps", 0)}
    return here
