"""Changes to whole sets of images, margins and colours; and images of your own, from a folder."""

import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError

from course.data.idx import DataError

SIZES = (32, 64)  # pixels, of the images that the course's convolutional networks make
ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}


def folder(path: str | Path, image_size: int = 32, channels: int = 3) -> torch.Tensor:
    """Your own images: all those in a folder and below it, float32 (N, channels, image_size, image_size).

    Of each image the square in its middle is taken, and made smaller or larger. Values are in [0, 1].
    image_size: 32 or 64, the sizes that lesson 3's networks make. channels: 3 for colour, 1 for grey.
    What is transparent becomes white. ValueError for other sizes or channels; DataError where the
    folder is missing, holds no image, or holds one that cannot be read; one sentence each.
    """
    if image_size not in SIZES:
        raise ValueError(f"image_size must be 32 or 64, which the networks can make, not {image_size!r}.")
    if channels not in (1, 3):
        raise ValueError(f"channels must be 3, for colour, or 1, for grey, not {channels!r}.")
    path = Path(path).expanduser()
    if not path.is_dir():
        raise DataError(f"There is no folder {path}: name the one that holds your images.")
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    if not files:
        raise DataError(f"There is no image in {path}: it should hold files such as .png or .jpg.")
    images = torch.from_numpy(np.stack([_read(file, image_size, channels) for file in files]))
    return images.permute(0, 3, 1, 2).contiguous().float().div_(255)


def _read(file, image_size, channels):
    """One image (image_size, image_size, channels), uint8."""
    try:
        with Image.open(file) as image:
            whole = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        raise DataError(f"{file} cannot be read as an image: take it out of the folder.") from None
    side = min(whole.size)
    left, top = ((length - side) // 2 for length in whole.size)
    box = (left, top, left + side, top + side)
    small = whole.resize((image_size, image_size), Image.Resampling.LANCZOS, box)
    white = Image.new("RGBA", small.size, "white")
    flat = Image.alpha_composite(white, small).convert("RGB" if channels == 3 else "L")
    return np.asarray(flat).reshape(image_size, image_size, channels)


def padded(images: torch.Tensor, margin: int = 2) -> torch.Tensor:
    """Images with a black margin on each side: (N, C, 28, 28) → (N, C, 32, 32).

    The course's convolutional networks make 32 or 64 pixels; for images of other sizes than 28 see
    `folder`. ValueError, one sentence, for what is no set of images.
    """
    if not torch.is_tensor(images) or images.dim() != 4:
        found = tuple(images.shape) if torch.is_tensor(images) else type(images).__name__
        raise ValueError(f"Expected images of shape (N, C, height, width), found {found}.")
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


def uncoloured(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What `coloured` was given, found again: (grey digits (N, 1, H, W), inks (N, 3), grounds (N, 3)).

    images: (N, 3, H, W) in [0, 1], on any device. The ground is taken to be the median of each channel,
    the ink its brightest 2 %; each pixel is then placed between the two. Of 500 padded and coloured digits a
    pixel is 0.001 off in the mean; of what a generator drew it is an estimate. ValueError, one sentence, for
    other shapes.
    """
    if not torch.is_tensor(images) or images.dim() != 4 or images.shape[1] != 3:
        found = tuple(images.shape) if torch.is_tensor(images) else type(images).__name__
        raise ValueError(f"Expected coloured images of shape (N, 3, height, width), found {found}.")
    pixels = images.flatten(2)  # (N, 3, H·W)
    ground, ink = pixels.median(2, keepdim=True).values, pixels.quantile(0.98, 2, keepdim=True)
    way = ink - ground
    along = ((pixels - ground) * way).sum(1, keepdim=True) / way.square().sum(1, keepdim=True).clamp(min=1e-4)
    return along.clamp(0, 1).unflatten(2, images.shape[2:]), ink.squeeze(2), ground.squeeze(2)
