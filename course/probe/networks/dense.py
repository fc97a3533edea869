"""A fully connected network, tested through what it computes."""

import itertools
from collections.abc import Callable, Sequence

import torch
from torch import nn

from course.probe.values.compare import attempt, tensor
from course.probe.values.draws import normal


def dense(model: nn.Module, *sizes: int) -> list[Callable[[torch.Tensor], torch.Tensor]]:
    """The layers of a fully connected network as functions, whatever they are called.

    The layers are told apart by their sizes alone, so ``sizes`` must give each weight matrix a
    shape of its own.  All parameters get fresh values, biases of the same length the same, so
    neither their order nor their first values matter: the network is changed, but what it
    computes is known.

    Args:
        model: the network under test.
        sizes: input size, hidden sizes, output size.

    Returns:
        One function for each layer, x -> x @ weight.T + bias.

    Raises:
        AssertionError: other layers than these, in one sentence.
    """
    __tracebackhide__ = True
    assert isinstance(model, nn.Module), (
        f"the network should be an nn.Module, not {type(model).__name__}"
    )
    if any(nn.parameter.is_lazy(p) for p in model.parameters()):
        attempt("the network", model, normal(2, sizes[0]))
    found = list(model.parameters())
    _check_shapes([tuple(p.shape) for p in found], sizes)
    for parameter in found:
        assert parameter.dim() < 2 or bool((parameter != parameter[0, 0]).any()), (
            f"all {parameter.numel()} weights of a layer are {parameter[0, 0].item():g}, so its "
            "units will stay alike for ever: keep PyTorch's own first values"
        )
    biases = {size: 0.5 * normal(size) for size in sizes[1:]}
    pairs = list(itertools.pairwise(sizes))
    weights: dict[tuple[int, ...], torch.Tensor] = {(b, a): 1.2 * normal(b, a) / a**0.5 for a, b in pairs}
    with torch.no_grad():
        for parameter in found:
            known = biases[len(parameter)] if parameter.dim() == 1 else weights[tuple(parameter.shape)]
            parameter.copy_(known)
    return [_layer(weights[b, a], biases[b]) for a, b in pairs]


def _check_shapes(shapes, sizes):
    """These parameters are those of linear layers of these sizes, in any order."""
    __tracebackhide__ = True
    wanted = [(b, a) for a, b in itertools.pairwise(sizes)]
    if sorted(shapes) == sorted(wanted + [(size,) for size in sizes[1:]]):
        return
    matrices = [shape for shape in shapes if len(shape) == 2]
    strange = [shape for shape in matrices if shape not in wanted]
    missing = [shape for shape in wanted if shape not in matrices]
    if not shapes:
        cause = "is each layer an attribute, self.… = …, and not in a plain list?"
    elif len(matrices) != len(wanted):
        cause = f"it should hold {len(wanted)} linear layers, not {len(matrices)}"
    elif not missing:
        cause = "the linear layers fit, but each needs a bias, and nothing else may have parameters "
        cause += "(no BatchNorm, no PReLU)"
    elif len(missing) == len(strange) == 1:
        cause = f"one layer is {_arrow(strange[0])} and should be {_arrow(missing[0])}"
    else:
        cause = "are the sizes taken from the arguments?"
    raise AssertionError(
        f"the network should hold linear layers of sizes {' → '.join(map(str, sizes))}, but it "
        f"holds {f'parameters of shapes {shapes}' if shapes else 'no parameters'}: {cause}"
    )


def _arrow(shape):
    return f"{shape[1]} → {shape[0]}"


def _layer(weight, bias):
    return lambda x: x @ weight.T + bias


def output(
    model: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, shape: Sequence[int | None], what: str
) -> torch.Tensor:
    """The network's output: of ``shape`` and x's type, and the same when it is called once more."""
    __tracebackhide__ = True
    y = attempt(what, model, x)
    tensor(y, shape, what)
    assert bool(torch.isfinite(y).all()), f"{what} holds numbers that are not finite"
    assert y.dtype == x.dtype, f"{what} should be {_type(x)}, not {_type(y)}"
    again = attempt(what, model, x)
    assert torch.equal(y, again), (
        f"{what} is another one each time, for the same input: {_chance(model, x, what)}"
    )
    return y


def _chance(model, x, what):
    """Where the chance in a network comes from, as far as a fixed seed and eval mode tell."""

    def seeded(given):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return attempt(what, model, given)

    question = "is there noise or Dropout in the network?"
    if not isinstance(model, nn.Module) or not torch.equal(seeded(x), seeded(x)):
        return question
    if torch.equal(seeded(x), seeded(x + 1)):
        return "it does not depend on the input: is that overwritten in forward, by noise drawn there?"
    was = {module: module.training for module in model.modules()}
    model.eval()
    calm = torch.equal(attempt(what, model, x), attempt(what, model, x))
    for module, training in was.items():
        module.training = training
    if calm:
        return "there is Dropout in the network, or noise in train mode: leave it out"
    nothing = torch.zeros_like(x)  # the same twice: what chance there is multiplies the input
    if torch.equal(attempt(what, model, nothing), attempt(what, model, nothing)):
        return "numbers of its input are hidden in forward, in eval mode too, as by F.dropout: leave it out"
    return (
        "forward draws noise, or hides numbers between its layers, in eval mode too, as F.dropout does "
        "without training=self.training"
    )


def _type(x):
    return str(x.dtype).removeprefix("torch.")


def check_gradients(model: nn.Module, x: torch.Tensor, what: str, to_input: bool = True) -> None:
    """Check that a gradient comes from the output to every parameter, and to the input."""
    __tracebackhide__ = True
    x = x.clone().requires_grad_(True)
    targets = dict(model.named_parameters()) | ({"its input": x} if to_input else {})
    y = attempt(what, model, x)
    grads: Sequence[torch.Tensor | None] = [None] * len(targets)
    if y.requires_grad:
        grads = torch.autograd.grad(y.sum(), list(targets.values()), allow_unused=True)
    broken = [name for name, grad in zip(targets, grads, strict=True) if grad is None]
    assert not broken, (
        f"no gradient comes from {what} to {broken[-1]}: is there detach() or no_grad() in forward?"
    )
