"""Small known networks in the place of G and D, so that a step can be computed.

Two linear layers each, so that a step that forgets some of the parameters shows; or two convolutions
with BatchNorm between them, where it matters who shares a batch with whom.  They say in the field's
words what is wrong with what they are given.
"""

import torch
from torch import nn

from course.probe.values.draws import normal

INNER = 6  # units between the two linear layers


def kept(value: torch.Tensor) -> torch.Tensor:
    """A copy on the CPU to remember: of no graph, and ready for one, whatever mode it was made in."""
    with torch.inference_mode(False):
        return value.detach().cpu().clone()


class Diary(list[torch.Tensor]):
    """What a network was given; a copy of the network writes into the same one."""

    def __deepcopy__(self, memo: object) -> "Diary":
        return self


def mode(answer: torch.Tensor) -> str:
    """Whether a gradient can come back from an answer: "on", "off" (by no_grad) or "cut" (not asked for)."""
    return "on" if answer.requires_grad else "cut" if torch.is_grad_enabled() else "off"


class StubGenerator(nn.Module):
    """tanh(V (W z + b) + c); remembers each noise it was given and each batch it made.

    ``modes``: the `mode` of what it gave.
    """

    normed = False
    modes: frozenset[str] = frozenset()

    def __init__(self, noise_size: int, pixels: int, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.layer, self.out = nn.Linear(noise_size, INNER), nn.Linear(INNER, pixels)
        self.noise_size, self.shape = noise_size, shape
        self.noises: list[torch.Tensor] = Diary()
        self.fakes: list[torch.Tensor] = Diary()
        with torch.no_grad():
            self.layer.weight.copy_(normal(INNER, noise_size) / noise_size**0.5)
            self.out.weight.copy_(normal(pixels, INNER) / INNER**0.5)
            self.out.bias.copy_(0.5 * normal(pixels))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        size = self.noise_size
        if not torch.is_tensor(z) or z.dim() < 2 or z[0].numel() != size:
            takes = f"noise (batch_size, {size})" if len(self.shape) == 1 else (
                f"latents (batch_size, {size}, 1, 1)"
            )
            raise ValueError(f"G takes {takes}, but was given {_shape(z)}")
        fake = self.images(z)
        self.noises.append(kept(z))
        self.fakes.append(kept(fake))
        self.modes |= {mode(fake)}
        return fake

    def images(self, z: torch.Tensor) -> torch.Tensor:
        """The images for noise of any shape; no view, so that they can be detached in place."""
        return torch.tanh(self.out(self.layer(z.flatten(1))).reshape(-1, *self.shape))


class NormedGenerator(StubGenerator):
    """Two transposed convolutions with BatchNorm between them, for latents (N, noise_size, 1, 1)."""

    normed = True

    def __init__(self, noise_size: int, shape: tuple[int, ...]) -> None:
        nn.Module.__init__(self)
        self.noise_size, self.shape = noise_size, shape
        self.first = nn.ConvTranspose2d(noise_size, 4, 4, bias=False)  # (N, 4, 4, 4)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.ConvTranspose2d(4, shape[0], shape[1] // 4, stride=shape[1] // 4, bias=False)
        self.noises, self.fakes = Diary(), Diary()
        with torch.no_grad():
            self.first.weight.copy_(normal(*self.first.weight.shape) / noise_size**0.5)
            self.last.weight.copy_(0.5 * normal(*self.last.weight.shape))
        settle(self.norm)

    def images(self, z: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.norm(self.first(z.reshape(-1, self.noise_size, 1, 1))))
        return torch.tanh(self.last(hidden))


class StubDiscriminator(nn.Module):
    """v·(W x + b) + c, with a sigmoid if it gives probabilities; remembers the images it was asked.

    ``modes``: the `mode` of its answers.
    """

    normed = False
    modes: frozenset[str] = frozenset()

    def __init__(self, pixels: int, shape: tuple[int, ...], output: str) -> None:
        super().__init__()
        self.layer, self.out = nn.Linear(pixels, INNER), nn.Linear(INNER, 1)
        self.shape, self.output = shape, output
        self.asked: list[torch.Tensor] = Diary()
        with torch.no_grad():
            # Small weights keep D away from certainty, where all gradients look alike.
            self.layer.weight.copy_(normal(INNER, pixels) / pixels**0.5)
            self.out.weight.copy_(0.5 * normal(1, INNER) / INNER**0.5)
            if output == "logit":  # mostly below 0, so that a loss on probabilities refuses them
                self.out.bias.fill_(-0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not torch.is_tensor(x) or tuple(x.shape[1:]) != self.shape:
            wanted = ", ".join(map(str, self.shape))
            images = "images" if len(self.shape) == 1 else "whole images"
            raise ValueError(f"D takes {images} (batch_size, {wanted}), but was given {_shape(x)}")
        self.asked.append(kept(x))
        logits = self.logits(x)
        self.modes |= {mode(logits)}
        return torch.sigmoid(logits) if self.output == "probability" else logits

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """The logits (N, 1) for images of any shape."""
        return self.out(self.layer(x.flatten(1)))


class NormedDiscriminator(StubDiscriminator):
    """Two convolutions with BatchNorm between them: one logit (N, 1) for each image."""

    normed = True

    def __init__(self, shape: tuple[int, ...]) -> None:
        nn.Module.__init__(self)
        self.shape, self.output, self.asked = shape, "logit", Diary()
        self.first = nn.Conv2d(shape[0], 4, shape[1] // 4, stride=shape[1] // 4, bias=False)  # (N, 4, 4, 4)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, 1, 4)  # (N, 1, 1, 1)
        with torch.no_grad():
            self.first.weight.copy_(normal(*self.first.weight.shape) / shape[1])
            self.last.weight.copy_(normal(*self.last.weight.shape) / 8)
            nn.init.constant_(self.last.bias, -0.5)  # type: ignore[arg-type]
        settle(self.norm)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """The logits (N, 1) for images."""
        return self.last(nn.functional.leaky_relu(self.norm(self.first(x)), 0.2)).flatten(1)


def settle(norm: nn.BatchNorm2d) -> None:
    """Give a BatchNorm a past of its own: its running averages are far from those of any batch."""
    n = norm.num_features
    past = {"running_mean": 2 * normal(n).sign(), "running_var": torch.full((n,), 4.0)}
    norm.load_state_dict({"weight": 0.5 + normal(n).abs(), "bias": 0.5 * normal(n), **past}, strict=False)


def _shape(value):
    return tuple(value.shape) if torch.is_tensor(value) else type(value).__name__
