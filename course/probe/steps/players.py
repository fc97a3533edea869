"""Small known networks in the place of G and D: one linear layer each, so a step can be computed.

They say in the field's words what is wrong with what they are given.
"""

import torch
from torch import nn

from course.probe.values.draws import normal


class StubGenerator(nn.Module):
    """tanh(W z + b); remembers each noise it was given and each batch it made."""

    def __init__(self, noise_size: int, pixels: int, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.layer = nn.Linear(noise_size, pixels)
        self.shape = shape
        self.noises: list[torch.Tensor] = []
        self.fakes: list[torch.Tensor] = []
        with torch.no_grad():
            self.layer.bias.copy_(0.5 * normal(pixels))
            self.layer.weight.copy_(normal(pixels, noise_size) / noise_size**0.5)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        size = self.layer.in_features
        if not torch.is_tensor(z) or z.dim() < 2 or z[0].numel() != size:
            takes = f"noise (batch_size, {size})" if len(self.shape) == 1 else (
                f"latents (batch_size, {size}, 1, 1)"
            )
            raise ValueError(f"G takes {takes}, but was given {_shape(z)}")
        # Not a view: a student may call fake.detach_().
        fake = torch.tanh(self.layer(z.flatten(1)).reshape(-1, *self.shape))
        self.noises.append(z.detach().cpu().clone())
        self.fakes.append(fake.detach().cpu().clone())
        return fake


class StubDiscriminator(nn.Module):
    """w·x + b, with a sigmoid if it gives probabilities; ``calls`` counts how often it was asked."""

    def __init__(self, pixels: int, shape: tuple[int, ...], output: str) -> None:
        super().__init__()
        self.layer = nn.Linear(pixels, 1)
        self.shape, self.output, self.calls = shape, output, 0
        with torch.no_grad():
            # Small weights keep D away from certainty, where all gradients look alike.
            self.layer.weight.copy_(0.5 * normal(1, pixels) / pixels**0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(x) or tuple(x.shape[1:]) != self.shape:
            wanted = ", ".join(map(str, self.shape))
            images = "images" if len(self.shape) == 1 else "whole images"
            raise ValueError(f"D takes {images} (batch_size, {wanted}), but was given {_shape(x)}")
        self.calls += 1
        logits = self.logits(x)
        return torch.sigmoid(logits) if self.output == "probability" else logits

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """The logits (N, 1) for images of any shape."""
        return self.layer(x.flatten(1))


def _shape(value):
    return tuple(value.shape) if torch.is_tensor(value) else type(value).__name__
