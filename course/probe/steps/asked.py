"""What D was asked about in a step: real images, G's, or others."""

from typing import Protocol

import torch


class _D(Protocol):
    asked: list[torch.Tensor]


class _G(Protocol):
    fakes: list[torch.Tensor]


class Asked(Protocol):
    """What is looked at of a `course.probe.steps.watched.Step`."""

    trains: str
    real: torch.Tensor

    @property
    def D(self) -> _D: ...

    @property
    def G(self) -> _G: ...


def among(images: torch.Tensor, asked: torch.Tensor) -> bool:
    """True when each row of images is a row of what was asked."""
    return bool((torch.cdist(images, asked, p=float("inf")).amin(1) < 1e-4).all())


def only(step: Asked) -> str:
    """The one kind of images that D was shown as they are, "real" or "fake"; empty if it saw others too."""
    asked = [images.flatten(1) for images in step.D.asked]
    kinds = {"real": [step.real.cpu()], "fake": step.G.fakes}
    for kind, batches in kinds.items():
        known = [images.flatten(1) for images in batches]
        comparable = asked and known and len({rows.shape[1] for rows in asked + known}) == 1
        if comparable and among(torch.cat(asked), torch.cat(known)):
            return kind
    return ""


def in_one(step: Asked) -> bool:
    """True when D was asked once, about as many images again as there are real ones."""
    return [len(images) for images in step.D.asked] == [2 * len(step.real)]


def without_g(step: Asked) -> str:
    """What to say of a step that never calls G."""
    if step.trains == "D" and only(step) == "real":
        return (
            "the discriminator's step shows D real images only: make fakes, G(noise), and add their loss"
        )
    who = {"D": "discriminator", "G": "generator"}[step.trains]
    return f"the {who}'s step never calls G: its fake images are G(noise)"
