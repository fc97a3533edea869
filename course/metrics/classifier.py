"""The small digit classifier through which `course.metrics` looks at images.

It saw the 4,500 embedded training digits alone; `python -m course.metrics.classifier` trains it again
(a minute or two), prints how it does on the 500 others, and writes its weights.
"""

import functools
import pickle
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from course.data import batches, digits

WEIGHTS = Path(__file__).with_name("digit_classifier.pt")
SEED = 0


class DigitClassifier(nn.Module):
    """(N, 1, 28, 28) in [0, 1] -> logits (N, 10); about 60,000 weights."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_block(1, 16),  # (N, 16, 14, 14)
            *_block(16, 32),  # (N, 32, 7, 7)
            *_block(32, 64),  # (N, 64, 3, 3)
            nn.Flatten(),  # (N, 576)
            nn.Linear(576, 64),
            nn.ReLU(),  # (N, 64)
        )
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(64, 10))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.head(self.features(images))


def _block(inside, outside):
    return (
        nn.Conv2d(inside, outside, 3, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


@functools.cache
def classifier() -> DigitClassifier:
    """The trained DigitClassifier. ValueError, one sentence, when its file is not whole."""
    with torch.device("meta"):  # so that no random numbers of the caller are used up
        net = DigitClassifier()
    try:
        weights = torch.load(WEIGHTS, map_location="cpu", weights_only=True)
        net.load_state_dict(weights, assign=True)
    except (OSError, EOFError, RuntimeError, TypeError, ValueError, pickle.UnpicklingError):
        raise ValueError(
            f"{WEIGHTS} is missing or damaged; `python -m course.metrics.classifier` makes it again."
        ) from None
    # On a CPU its convolutions are twice as fast in this memory format, which torch's own hints forget.
    return net.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def train_classifier(epochs: int = 30, seed: int = SEED) -> DigitClassifier:
    """Train on the embedded training digits, moved and turned a little; returns the module."""
    from torchvision.transforms import v2 as transforms  # here: its import takes a second

    torch.manual_seed(seed)
    images, labels = digits("train")
    move = transforms.RandomAffine(degrees=12, translate=(0.08, 0.08), scale=(0.88, 1.12), shear=6)
    net = DigitClassifier()
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    order = batches(torch.arange(len(images)), 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, epochs * len(order))
    for _ in range(epochs):
        for chosen in order:
            # One movement for every 8 images: cheap, and mixed well over the epochs.
            moved = torch.cat([move(group) for group in images[chosen].split(8)])
            # Without non-digits in training, noise is an "8" with probability 1.0.
            logits = net(torch.cat([moved, non_digits(images[chosen][:16])]))
            targets = torch.full_like(logits, 0.1)
            targets[: len(moved)] = functional.one_hot(labels[chosen], 10)
            loss = functional.cross_entropy(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def non_digits(images: torch.Tensor) -> torch.Tensor:
    """As many images that are no digits: noise from fine to coarse, and shuffled tiles."""
    tiles = images.unfold(2, 7, 7).unfold(3, 7, 7).reshape(-1, 16, 7, 7)
    tiles = tiles[:, torch.randperm(16)].reshape(-1, 1, 4, 4, 7, 7)
    shuffled = tiles.transpose(3, 4).reshape(images.shape)
    side = (28, 14, 7, 4)[torch.randint(4, ())]
    noise = torch.rand(len(images), 1, side, side) ** (4 * torch.rand(len(images), 1, 1, 1))
    noise = functional.interpolate(noise, 28, mode="bilinear")
    return torch.where(torch.rand(len(images), 1, 1, 1) < 0.5, noise, shuffled)


def main() -> None:
    """Train, print the held-out accuracy, write the weights."""
    torch.set_num_threads(1)  # sums in another order give other weights
    net = train_classifier()
    images, labels = digits("test")
    with torch.no_grad():
        logits = net(images)
    right = (logits.argmax(1) == labels).double().mean().item()
    loss = functional.cross_entropy(logits, labels).item()
    print(f"held-out accuracy {right:.1%} of {len(labels)}, log loss {loss:.3f}, seed {SEED}")
    torch.save(net.state_dict(), WEIGHTS)


if __name__ == "__main__":
    main()
