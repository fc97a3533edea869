"""Eight Gaussians on a ring: the smallest place where one can watch a generator lose modes.

The test bed of Metz, Poole, Pfau, Sohl-Dickstein, "Unrolled Generative Adversarial Networks",
2017, and of Lin, Khetan, Fanti, Oh, "PacGAN", 2018 (radius 1).
"""

import math

import torch

MODES = 8
STD = 0.05
_angles = torch.arange(MODES) * (2 * math.pi / MODES)
CENTERS = torch.stack([_angles.cos(), _angles.sin()], dim=1)  # (8, 2)


def sample(n, device="cpu", generator=None):
    """Draw n points of the ring, each mode as likely as the others.

    Args:
        n: how many points.
        device: where the result lies.
        generator: a CPU `torch.Generator`, for draws that can be repeated.

    Returns:
        float32 tensor (n, 2).
    """
    modes = torch.randint(MODES, (n,), generator=generator)
    points = CENTERS[modes] + STD * torch.randn(n, 2, generator=generator)
    return points.to(device)
