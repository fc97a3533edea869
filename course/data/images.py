"""Changes to whole sets of images: margins and colours."""

import math

import torch


def padded(images: torch.Tensor, margin: int = 2) -> torch.Tensor:
    """Images with a black margin on each side: (N, C, 28, 28) → (N, C, 32, 32)."""
    return torch.nn.functional.pad(images, (margin,) * 4)


def coloured(images: torch.Tensor, generator: torch.Generator | None = None) -> torch.Tensor:
    """Grey digits (N, 1, H, W) in [0, 1] → colour images (N, 3, H, W) in [0, 1].

    Each image gets a bright ink and a dark ground, of two random hues; in every channel the ink
    is at least as bright as the ground. generator: a torch.Generator on the images' device, for
    colours that can be repeated.
    """
    hues = torch.rand(2, len(images), 1, 1, 1, generator=generator, device=images.device)
    thirds = torch.arange(3, device=images.device).reshape(3, 1, 1) / 3
    ink, ground = (1 + torch.cos(2 * math.pi * (hues + thirds))) / 2  # (N, 3, 1, 1) each
    ink, ground = 0.4 + 0.6 * ink, 0.4 * ground
    return ground + images * (ink - ground)
