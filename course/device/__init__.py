"""Where tensors live: the fastest device of this machine, and the devices that graded cells use.

    choice        which device a lesson trains on, and where its graded cells check
    accelerator   the stand-in: an accelerator that computes on the CPU and refuses what CUDA refuses
"""

from course.device.choice import CPU, choose, generator, testbeds

__all__ = ["CPU", "choose", "generator", "testbeds"]
