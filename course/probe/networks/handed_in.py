"""Weights that a student trained, saved and handed in: a file that nobody has checked yet."""

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import nn

# A state dict of this course is far smaller; a file can claim any size it likes.
MOST_NUMBERS = 20_000_000


def saved(name: str) -> dict[str, torch.Tensor]:
    """Load the weights that stand beside the notebook.

    A built lesson keeps the reference's own weights as ``generator.reference.pt`` beside it; a
    student's folder holds none.

    Args:
        name: file name, for example ``"generator.pt"``.

    Returns:
        The state dict: tensors by name, on the CPU.

    Raises:
        AssertionError: no file, or a file that is not a state dict, in one sentence.
    """
    __tracebackhide__ = True
    path = Path(name)
    reference = path.with_suffix(".reference" + path.suffix)
    if not path.is_file() and reference.is_file():
        path = reference
    assert path.is_file(), (
        f"{name} is not there: train with the full budget (some minutes), which saves it "
        "beside this notebook, and hand it in with the notebook"
    )
    again = f'save it with torch.save(G.state_dict(), "{name}")'
    try:
        # torch warns about odd files, and a warning costs a graded cell its points.
        with warnings.catch_warnings(action="ignore"):
            weights = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        # A damaged file can raise anything: the zip reader, the unpickler, torch's own checks.
        raise AssertionError(
            f"{name} cannot be read as weights ({type(error).__name__}): {again}"
        ) from error
    fits = isinstance(weights, dict) and weights and all(map(_is_plain, weights.values()))
    assert fits, f"{name} holds no state dict, which is tensors by name: {again}"
    numbers = sum(tensor.numel() for tensor in weights.values())
    assert numbers <= MOST_NUMBERS, f"{name} holds {numbers} numbers, too many for this generator"
    assert all(bool(torch.isfinite(tensor).all()) for tensor in weights.values()), (
        f"{name} holds numbers that are not finite: the training diverged"
    )
    return {str(key): tensor for key, tensor in weights.items()}


def loaded(network: nn.Module, weights: Mapping[str, torch.Tensor], name: str) -> nn.Module:
    """The network with these weights, in eval mode and without gradients.

    Args:
        network: one that the lesson gives, so that its layers are known.
        weights: a state dict, of any precision.
        name: of the file it came from.

    Raises:
        AssertionError: these are weights of something else, in one sentence.
    """
    __tracebackhide__ = True
    wanted = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    found = {key: tuple(value.shape) for key, value in weights.items()}
    odd = [key for key in wanted | found if wanted.get(key) != found.get(key)]
    assert not odd, (
        f"{name} holds other weights than this lesson's networks have, {odd[0]!r} for example: save it as "
        "the training cell does"
    )
    network.load_state_dict(dict(weights))
    return network.eval().requires_grad_(False)


def _is_plain(value):
    """True for a dense tensor of real numbers on the CPU."""
    return (
        torch.is_tensor(value)
        and value.layout is torch.strided
        and value.device.type == "cpu"
        and not value.is_complex()
        and not value.is_quantized
    )


def dense_generator(
    weights: Mapping[str, torch.Tensor], input_dim: int, output_dim: int
) -> Callable[[torch.Tensor], torch.Tensor]:
    """The lesson's generator with these weights, whatever its layers were called.

    Args:
        weights: state dict of three linear layers.
        input_dim, output_dim: size of the noise and of the image.

    Returns:
        A function from noise (N, input_dim) to images (N, output_dim) in [−1, 1]:
        Linear–ReLU–Linear–ReLU–Linear–Tanh.

    Raises:
        AssertionError: these are weights of something else.
    """
    __tracebackhide__ = True
    layers = [(w.float(), weights[bias].float()) for name, w in weights.items()
              if name.endswith("weight") and w.dim() == 2
              and (bias := name.removesuffix("weight") + "bias") in weights]
    # In the order of the data flow, even where the layers were written in another order.
    layers.sort(key=lambda layer: (layer[0].shape[1] != input_dim, layer[0].shape[0] == output_dim))
    sizes = [input_dim] + [len(w) for w, _ in layers]
    fits = all(
        tuple(w.shape) == (outputs, inputs) and tuple(bias.shape) == (outputs,) and outputs
        for (w, bias), inputs, outputs in zip(layers, sizes, sizes[1:], strict=False)
    )
    shapes = [tuple(w.shape) for w in weights.values()]
    of_D = any(shape[1:] == (output_dim,) for shape in shapes)
    assert len(layers) == 3 and len(weights) == 6 and fits and sizes[-1] == output_dim, (
        f"these are not weights of this lesson's generator, three linear layers from {input_dim} "
        f"to {output_dim}: the shapes are {shapes[:8]}{': was D saved in the place of G?' if of_D else ''}"
    )

    def generate(z):
        (w1, b1), (w2, b2), (w3, b3) = layers
        hidden = torch.relu(torch.relu(z @ w1.T + b1) @ w2.T + b2)
        images = torch.tanh(hidden @ w3.T + b3)
        assert bool(torch.isfinite(images).all()), (
            "the generator's images hold numbers that are not finite: the training diverged"
        )
        return images

    return generate
