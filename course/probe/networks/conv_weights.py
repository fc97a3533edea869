"""A DCGAN generator's weights that a student handed in: the network they belong to."""

from collections.abc import Callable, Mapping

import torch

from course.probe.networks.conv import Conv, sort, stack

PART = 250  # images computed at a time
DOUBLINGS = {32: 2, 64: 3}  # by image size: how often the width halves on the way


def conv_generator(
    weights: Mapping[str, torch.Tensor], nz: int, nc: int, image_size: int
) -> Callable[[torch.Tensor], torch.Tensor]:
    """The lesson's generator with these weights, whatever its layers were called.

    Args:
        weights: state dict of transposed convolutions and BatchNorms.
        nz: size of the noise.
        nc: number of channels of an image, smaller than ngf, which the weights tell.
        image_size: 32 or 64.

    Returns:
        A function from noise (N, nz, 1, 1) to images (N, nc, image_size, image_size) in [−1, 1],
        as the generator computes them in eval mode.

    Raises:
        AssertionError: these are weights of something else.
    """
    __tracebackhide__ = True
    assert image_size in DOUBLINGS, f"the generator makes images of 32 or 64 pixels, not {image_size}"
    weights = {name: tensor.float() for name, tensor in weights.items()}
    convs, _, _ = sort(weights)
    of_D = any(len(w) == 1 != w.shape[1] for w in convs.values())
    last = [w for w in convs.values() if w.shape[1] == nc]
    assert len(last) == 1 and not of_D, (
        f"these are not weights of this lesson's generator for images with {nc} channel(s)"
        f"{': was D saved in the place of G?' if of_D else ''}"
    )
    ngf, doublings = len(last[0]), DOUBLINGS[image_size]
    channels = [nz] + [ngf * 2**k for k in range(doublings, -1, -1)] + [nc]
    net = Conv(stack(weights, channels, transposed=True, what="generator.pt"), transposed=True)

    @torch.no_grad()
    def generate(z):
        images = torch.cat([net(part, torch.relu, torch.tanh, training=False) for part in z.split(PART)])
        assert bool(torch.isfinite(images).all()), (
            "the generator's images hold numbers that are not finite: the training diverged"
        )
        return images

    return generate
