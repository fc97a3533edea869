"""course.device.accelerator: the stand-in computes as the CPU does and refuses what CUDA refuses."""

import copy
import gc
import importlib
import io
import os
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.utils import make_grid

from course.device import accelerator

# Torch compiles its rules for jvp when they are imported, at the first jvp. ast.parse of CPython 3.11.7 may
# stop there with a SystemError, where garbage is collected meanwhile (cpython issue 106905): so now, without.
gc.disable()
importlib.import_module("torch._decomp.decompositions_for_jvp")
gc.enable()

DEVICE = accelerator.device()
CPU = torch.device("cpu")
MIXED = "Expected all tensors to be on the same device"


@pytest.fixture(autouse=True)
def quiet_and_seeded():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Sockets that other tests left open may be collected now: they are no fault of this one.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.simplefilter("ignore", pytest.PytestUnraisableExceptionWarning)
        yield


def on(device, value):
    """Move tensors, lists of them and modules to `device`, leaving other values alone."""
    if isinstance(value, list):
        return [on(device, item) for item in value]
    return copy.deepcopy(value).to(device) if isinstance(value, torch.Tensor | nn.Module) else value


def assert_same(result, expected):
    """The result is on the stand-in and equals the CPU's."""
    assert result.device == DEVICE
    assert (result.dtype, result.shape, result.stride()) == (
        expected.dtype,
        expected.shape,
        expected.stride(),
    )
    torch.testing.assert_close(result.detach().cpu(), expected.detach(), equal_nan=True)


# Making tensors

FACTORIES = {
    "zeros": lambda **k: torch.zeros(2, 3, **k),
    "zeros, tuple": lambda **k: torch.zeros((2, 3), **k),
    "ones": lambda **k: torch.ones(2, 3, **k),
    "full": lambda **k: torch.full((2,), 0.9, **k),
    "rand": lambda **k: torch.rand(2, 3, **k),
    "randn": lambda **k: torch.randn(2, 3, **k),
    "randint": lambda **k: torch.randint(0, 10, (5,), **k),
    "randint, high only": lambda **k: torch.randint(10, (5,), **k),
    "randperm": lambda **k: torch.randperm(6, **k),
    "normal": lambda **k: torch.normal(0.0, 1.0, (2, 3), **k),
    "arange": lambda **k: torch.arange(5, **k),
    "arange, start": lambda **k: torch.arange(1, 5, **k),
    "arange, step": lambda **k: torch.arange(0.0, 1.0, 0.25, **k),
    "linspace": lambda **k: torch.linspace(-1, 1, 5, **k),
    "eye": lambda **k: torch.eye(3, **k),
    "eye, oblong": lambda **k: torch.eye(3, 2, **k),
    "tensor": lambda **k: torch.tensor([1.0, 2.0], **k),
    "tensor of ints": lambda **k: torch.tensor([[1, 2], [3, 4]], **k),
    "tensor of nothing": lambda **k: torch.tensor([], **k),
    "scalar": lambda **k: torch.tensor(0.5, **k),
    "as_tensor": lambda **k: torch.as_tensor([1.0, 2.0], **k),
    "as_tensor of numpy": lambda **k: torch.as_tensor(np.arange(3.0), **k),
    "asarray": lambda **k: torch.asarray([1, 2], **k),
    "zeros_like": lambda **k: torch.zeros_like(torch.ones(2, 3), **k),
    "ones_like": lambda **k: torch.ones_like(torch.ones(2, 3), **k),
    "full_like": lambda **k: torch.full_like(torch.ones(2, 3), 2, **k),
    "rand_like": lambda **k: torch.rand_like(torch.ones(2, 3), **k),
    "randn_like": lambda **k: torch.randn_like(torch.ones(2, 3), **k),
    "randint_like": lambda **k: torch.randint_like(torch.ones(2, 3), 9, **k),
    "new_zeros": lambda **k: torch.ones(1).new_zeros(2, 3, **k),
    "new_ones": lambda **k: torch.ones(1).new_ones((2, 3), **k),
    "new_full": lambda **k: torch.ones(1).new_full((2,), 3, **k),
    "new_tensor": lambda **k: torch.ones(1).new_tensor([1.0, 2.0], **k),
}


@pytest.mark.parametrize("make", FACTORIES.values(), ids=FACTORIES)
@pytest.mark.parametrize(
    "name", [DEVICE, "test_gpu", "test_gpu:0"], ids=["device", "name", "index"]
)
def test_factory(make, name):
    state = torch.get_rng_state()
    expected = make()
    torch.set_rng_state(state)
    assert_same(make(device=name), expected)


@pytest.mark.parametrize(
    "make", ["zeros_like", "ones_like", "empty_like", "rand_like", "randn_like"]
)
def test_like_follows_its_tensor(make):
    x = torch.rand(2, 3, device=DEVICE)
    assert getattr(torch, make)(x).device == DEVICE
    assert type(getattr(torch, make)(x, device="cpu")) is torch.Tensor


@pytest.mark.parametrize("make", ["new_zeros", "new_ones", "new_empty"])
def test_new_follows_its_tensor(make):
    x = torch.rand(2, 3, device=DEVICE, dtype=torch.float64)
    made = getattr(x, make)(4)
    assert (made.device, made.dtype, made.shape) == (DEVICE, torch.float64, (4,))
    assert getattr(x, make)(4, device="test_gpu").device == DEVICE
    assert getattr(x, make)(4, device="cpu").device == CPU


def test_factory_options():
    x = torch.zeros(2, device=DEVICE, dtype=torch.float64, requires_grad=True)
    assert x.requires_grad and x.is_leaf and x.dtype == torch.float64
    assert torch.tensor([1.0], device=DEVICE, requires_grad=True).requires_grad
    assert torch.empty(2, 3, device=DEVICE).shape == (2, 3)


def test_draws_are_seeded_and_may_use_a_generator():
    def draw(**k):
        return torch.manual_seed(3) and torch.randn(4, device=DEVICE, **k).tolist()

    assert draw() == draw()
    generators = [torch.Generator().manual_seed(seed) for seed in (5, 5, 6)]
    first, second, other = (torch.rand(4, device=DEVICE, generator=g).tolist() for g in generators)
    assert first == second != other


@pytest.mark.parametrize("fill", ["normal_", "uniform_", "zero_", "bernoulli_", "random_"])
def test_fill(fill):
    x = torch.full((100,), 7.5, device=DEVICE)
    torch.manual_seed(1)
    assert getattr(x, fill)() is x
    torch.manual_seed(1)
    assert_same(x, getattr(torch.full((100,), 7.5), fill)())


def test_default_device_context():
    with torch.device(DEVICE):
        made = [torch.zeros(2), torch.randn(2), torch.tensor([1.0]), nn.Linear(2, 3).weight]
    assert all(tensor.device == DEVICE for tensor in made)
    assert torch.zeros(2).device == CPU


# Moving them

MOVES = {
    "to(device)": lambda x: x.to(DEVICE),
    "to(name)": lambda x: x.to("test_gpu"),
    "to(device=)": lambda x: x.to(device=DEVICE),
    "to(tensor)": lambda x: x.to(torch.ones(1, device=DEVICE)),
    "to, non-blocking": lambda x: x.to(DEVICE, non_blocking=True),
    "to, copy": lambda x: x.to(DEVICE, copy=True),
    "twice": lambda x: x.to(DEVICE).to(DEVICE),
    "there and back": lambda x: x.to(DEVICE).cpu().to(DEVICE),
    "copy_": lambda x: torch.zeros(2, 3, device=DEVICE).copy_(x),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_move_copies(move):
    source = torch.rand(2, 3)
    expected = source.clone()
    moved = move(source)
    source.zero_()
    assert_same(moved, expected)


@pytest.mark.parametrize(
    "back",
    [
        lambda x: x.cpu(),
        lambda x: x.to("cpu"),
        lambda x: x.to(torch.ones(1)),
        lambda x: torch.empty(2, 3).copy_(x),
        lambda x: torch.tensor(x.tolist()),
    ],
)
def test_move_back_copies(back):
    x = torch.rand(2, 3, device=DEVICE)
    home = back(x)
    expected = x.tolist()
    x.zero_()
    assert type(home) is torch.Tensor and home.device == CPU and home.tolist() == expected


def test_move_with_dtype():
    moved = torch.arange(3).to(DEVICE, torch.float64)
    assert_same(moved, torch.arange(3.0, dtype=torch.float64))
    assert_same(moved.to(torch.float32), torch.arange(3.0))
    assert_same(moved.long(), torch.arange(3))
    assert moved.to("cpu", torch.float32).dtype == torch.float32
    assert_same(
        torch.ones(2).to(torch.zeros(1, dtype=torch.float16, device=DEVICE)),
        torch.ones(2, dtype=torch.float16),
    )


def test_moving_where_it_already_is_returns_itself():
    x = torch.ones(2, device=DEVICE)
    assert x.to(DEVICE) is x and x.to("test_gpu") is x


def test_moving_keeps_the_gradient():
    x = torch.ones(2, requires_grad=True)
    (x.to(DEVICE) * 3).sum().cpu().backward()
    assert x.grad.device == CPU and x.grad.tolist() == [3, 3]


def test_memory_format_survives():
    x = torch.rand(2, 3, 4, 4).to(memory_format=torch.channels_last)
    assert_same(x.to(DEVICE), x)


# Looking at them


def test_scalar_out():
    x = torch.tensor(2.5, device=DEVICE)
    assert (x.item(), float(x), int(x), bool(x), f"{x:.2f}", x.tolist()) == (
        2.5,
        2.5,
        2,
        True,
        "2.50",
        2.5,
    )
    assert x.numel() == 1 and len(torch.zeros(3, 2, device=DEVICE)) == 3


def test_numpy_is_refused_as_cuda_refuses_it():
    # NumPy warns of any TypeError in __array__, a CUDA tensor's too.
    warnings.simplefilter("ignore", DeprecationWarning)
    message = r"can't convert test_gpu:0 device type tensor to numpy\. Use Tensor\.cpu\(\)"
    for refused in (lambda x: x.numpy(), np.asarray, np.array, lambda x: x.detach().numpy()):
        with pytest.raises(TypeError, match=message):
            refused(torch.ones(2, device=DEVICE))
    assert torch.ones(2, device=DEVICE).cpu().numpy().tolist() == [1, 1]
    assert torch.ones(2, device=DEVICE, requires_grad=True).numpy(force=True).tolist() == [1, 1]


def test_what_it_says_of_itself():
    x = torch.ones(2, device=DEVICE)
    assert isinstance(x, torch.Tensor) and torch.is_tensor(x)
    assert x.device == DEVICE and x.device.type == "test_gpu" and str(x.device) == "test_gpu:0"
    assert not x.is_cuda and not x.is_cpu and x.device != CPU
    assert torch.device("test_gpu:0") == DEVICE and x.get_device() == 0


@pytest.mark.parametrize(
    "tensor, text",
    [
        (lambda: torch.ones(2, device=DEVICE), "tensor([1., 1.], device='test_gpu:0')"),
        (
            lambda: torch.ones(1, device=DEVICE, requires_grad=True),
            "tensor([1.], device='test_gpu:0', requires_grad=True)",
        ),
        (
            lambda: torch.ones((), device=DEVICE, requires_grad=True) * 2,
            "tensor(2., device='test_gpu:0', grad_fn=<MulBackward0>)",
        ),
    ],
)
def test_repr(tensor, text):
    assert repr(tensor()) == str(tensor()) == text


# Computing with them

A, B, POSITIVE, MASK = (
    torch.randn(4, 3),
    torch.randn(4, 3),
    torch.rand(4, 3) + 0.1,
    torch.rand(4, 3) > 0.5,
)
OPERATIONS = {
    "arithmetic": lambda a, b, p, m: (a + b * 2 - 1) / p,
    "number first": lambda a, b, p, m: 1 - a + 2 * b,
    "matmul": lambda a, b, p, m: a @ b.T,
    "inner": lambda a, b, p, m: a.inner(b),
    "exp log": lambda a, b, p, m: p.log() + a.exp(),
    "clamp": lambda a, b, p, m: a.clamp(-0.5, 0.5),
    "mean std": lambda a, b, p, m: a.mean(0) + b.std(dim=0),
    "sum var": lambda a, b, p, m: a.sum() + b.var(),
    "norm": lambda a, b, p, m: a.norm(2, dim=1) + torch.linalg.vector_norm(b, dim=1),
    "max min argmax": lambda a, b, p, m: a.max(1).values + b.min(1)[0] + a.argmax(1),
    "compare": lambda a, b, p, m: (a > b) & ~m,
    "boolean mask": lambda a, b, p, m: a[m],
    "index": lambda a, b, p, m: a[1:3, [0, 2]],
    "ellipsis": lambda a, b, p, m: a[..., None, 0],
    "where": lambda a, b, p, m: torch.where(m, a, b) + torch.where(m, a, 0.0),
    "cat stack": lambda a, b, p, m: torch.cat([torch.stack([a, b]), torch.stack([b, a])], dim=1),
    "chunk split": lambda a, b, p, m: a.chunk(2)[1] + b.split([2, 2])[0],
    "view permute": lambda a, b, p, m: a.view(2, 2, 3).permute(2, 0, 1).contiguous().flatten(1),
    "expand repeat": lambda a, b, p, m: a[:, :1].expand(-1, 3) + b[:1].repeat(4, 1),
    "topk sort": lambda a, b, p, m: a.topk(2).values + b.sort(descending=True)[0][:, :2],
    "einsum": lambda a, b, p, m: torch.einsum("ij,kj->ik", a, b),
    "cdist": lambda a, b, p, m: torch.cdist(a, b),
    "softplus": lambda a, b, p, m: F.softplus(a) - F.logsigmoid(b),
    "activations": lambda a, b, p, m: (
        F.leaky_relu(a, 0.1) + F.relu(b) + torch.tanh(a) + torch.sigmoid(b) + F.silu(a)
    ),
    "softmax": lambda a, b, p, m: F.softmax(a, dim=1) + F.log_softmax(b, dim=1),
    "bce": lambda a, b, p, m: F.binary_cross_entropy(torch.sigmoid(a), m.float()),
    "bce logits": lambda a, b, p, m: F.binary_cross_entropy_with_logits(a, torch.ones_like(a)),
    "mse l1": lambda a, b, p, m: F.mse_loss(a, b) + F.l1_loss(a, b),
    "cross entropy": lambda a, b, p, m: F.cross_entropy(a, b.argmax(1)),
    "nan": lambda a, b, p, m: torch.isfinite(a).all() & ~torch.isnan(b).any(),
    "normalize": lambda a, b, p, m: F.normalize(a, dim=1),
    "interpolate": lambda a, b, p, m: F.interpolate(a[None, None], scale_factor=2, mode="nearest"),
    "pad pool": lambda a, b, p, m: F.avg_pool2d(F.pad(a[None], (1, 0, 0, 0)), 2),
    "bincount": lambda a, b, p, m: torch.bincount(a.argmax(1), minlength=4),
    "unique": lambda a, b, p, m: torch.unique(a.argmax(1)),
    "gather scatter": lambda a, b, p, m: (
        torch.zeros_like(a).scatter_(1, a.argmax(1, keepdim=True), 1.0).gather(1, m.long())
    ),
    "one-hot": lambda a, b, p, m: F.one_hot(a.argmax(1), 3),
    "make_grid": lambda a, b, p, m: make_grid(a.view(4, 1, 3, 1), nrow=2, normalize=True),
    "quantile": lambda a, b, p, m: torch.quantile(a, 0.5) + b.median(),
    "eigh": lambda a, b, p, m: torch.linalg.eigvalsh(a.T @ a),
    "out=": lambda a, b, p, m: torch.add(a, b, out=torch.empty_like(a)),
    "out= resized": lambda a, b, p, m: torch.cat([a, b], out=a.new_empty(0)),
    "in place": lambda a, b, p, m: a.add_(b).mul_(2).clamp_(min=0).sub_(1),
    "augmented": lambda a, b, p, m: (a := a + 1, a.__iadd__(b), a.__imul__(p))[0],
    "unsqueeze_": lambda a, b, p, m: a.unsqueeze_(1).squeeze_().t_() @ b,
    "set item": lambda a, b, p, m: (
        (a.__setitem__(m, 0.0), a.__setitem__((0, slice(None)), b[1]), a.__setitem__(2, 5))[1] or a
    ),
    "masked_fill": lambda a, b, p, m: a.masked_fill(m, 0.5),
    "lerp": lambda a, b, p, m: torch.lerp(a, b, 0.3),
    "no elements": lambda a, b, p, m: a[:0].sum() + a[:0].reshape(0, 3).sum(),
    "type promotion": lambda a, b, p, m: a + m.int(),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_operation_equals_cpu(operation):
    inputs = [A, B, POSITIVE, MASK]
    assert_same(operation(*on(DEVICE, inputs)), operation(*on(CPU, inputs)))


VIEWS = {
    "view": lambda x: x.view(6),
    "reshape": lambda x: x.reshape(3, 2),
    "detach": lambda x: x.detach(),
    "data": lambda x: x.data,
    "transpose": lambda x: x.T,
    "row": lambda x: x[1],
    "slice of slice": lambda x: x[:, 1:][:, 0],
    "flatten": lambda x: x.flatten(),
    "unsqueeze": lambda x: x.unsqueeze(0),
    "chunk": lambda x: x.chunk(2)[1],
    "diagonal": lambda x: x.diagonal(),
}


@pytest.mark.parametrize("look", VIEWS.values(), ids=VIEWS)
def test_view_aliases(look):
    x, expected = torch.zeros(2, 3, device=DEVICE), torch.zeros(2, 3)
    look(x).add_(1)
    look(expected).add_(1)
    assert_same(x, expected)
    assert look(x).storage_offset() == look(expected).storage_offset()
    x.fill_(9)
    assert (look(x) == 9).all()


@pytest.mark.parametrize("device", [CPU, DEVICE], ids=str)
def test_writing_to_a_view_reaches_autograd(device):
    w = torch.ones(4, device=device, requires_grad=True)
    y = w * 2
    y[1:3].mul_(5)
    y[0] = 0
    y.t_().sum().backward()
    assert w.grad.tolist() == [0, 10, 10, 2]


def test_writing_to_a_leaf_is_refused():
    with pytest.raises(RuntimeError, match="leaf Variable that requires grad"):
        torch.ones(2, device=DEVICE, requires_grad=True).add_(1)


def test_inference_mode():
    net = nn.Sequential(
        nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Dropout(), nn.Linear(8, 1)
    ).eval()
    x = torch.rand(3, 1, 4, 4)
    with torch.inference_mode():
        assert_same(on(DEVICE, net)(x.to(DEVICE)), net(x))
        assert x.to(DEVICE).cpu().device == CPU
        with pytest.raises(RuntimeError, match=MIXED):
            on(DEVICE, net)(x)


LOOKS = {
    "detach": lambda x: x.detach(),
    "view": lambda x: x.view(-1),
    "row": lambda x: x[0],
    "data": lambda x: x.data,
    "sum": lambda x: x.sum(),
    "clone": lambda x: x.clone(),
    "detach_": lambda x: (x + 1).detach_(),
    "detach of a new one": lambda x: (x + 1).detach(),
    "in place": lambda x: (x + 1).mul_(2).sub_(1),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("grad", [False, True], ids=["plain", "parameter"])
def test_inference_mode_looks_at_tensors_made_before(look, grad):
    x = torch.rand(2, 3, requires_grad=grad)
    there = x.detach().to(DEVICE).requires_grad_(grad)
    with torch.inference_mode():
        expected, result = look(x), look(there)
        assert_same(result, expected)
    assert result.is_inference() == expected.is_inference()
    assert result.detach().is_inference() == expected.detach().is_inference()


def test_what_inference_mode_made_stays_outside_of_autograd():
    with torch.inference_mode():
        made = torch.ones(2, device=DEVICE)
    w = torch.ones(2, device=DEVICE, requires_grad=True)
    with pytest.raises(RuntimeError, match="Inference tensors cannot be saved for backward"):
        (made * w).sum()
    (made.clone() * w).sum().backward()
    assert w.grad.tolist() == [1, 1]


FUNCTIONS = {
    "vmap": lambda net, x: torch.vmap(lambda row: net(row[None]).sum())(x),
    "vmap in chunks": lambda net, x: torch.vmap(lambda row: row.norm(), chunk_size=2)(x),
    "grad": lambda net, x: torch.func.grad(lambda rows: net(rows).sum())(x),
    "grad by sample": lambda net, x: torch.vmap(torch.func.grad(lambda row: net(row).sum()))(x),
    "vjp": lambda net, x: torch.func.vjp(net, x)[1](torch.ones_like(net(x)))[0],
    "jvp": lambda net, x: torch.func.jvp(net, (x,), (x,))[1],
    "jacrev": lambda net, x: torch.func.jacrev(net)(x),
    "jacfwd": lambda net, x: torch.func.jacfwd(net)(x),
    "hessian": lambda net, x: torch.func.hessian(lambda row: net(row).sum())(x[0]),
    "functional_call": lambda net, x: torch.func.functional_call(
        net, dict(net.named_parameters()), (x,)
    ),
    "jacobian": lambda net, x: torch.autograd.functional.jacobian(net, x),
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_function_transforms_equal_cpu(function):
    warnings.filterwarnings("ignore", "`torch.jit.script` is deprecated")  # torch's own, on the CPU too
    net, x = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)), torch.randn(5, 3)
    expected = function(net, x)
    result = function(on(DEVICE, net), x.to(DEVICE))
    assert result.device == DEVICE
    torch.testing.assert_close(result.detach().cpu(), expected.detach())


def test_gradient_penalty_by_sample_reaches_the_weights():
    net, x = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)), torch.randn(5, 3)
    nets = [net, on(DEVICE, net)]
    for one, rows in zip(nets, [x, x.to(DEVICE)], strict=True):
        slopes = torch.vmap(torch.func.grad(lambda row, one=one: one(row).sum()))(rows)
        (slopes.norm(2, dim=1) - 1).square().mean().backward()
    torch.testing.assert_close(nets[1][0].weight.grad.cpu(), net[0].weight.grad)


def test_function_transforms_refuse_other_devices():
    with pytest.raises(RuntimeError, match=MIXED):
        torch.vmap(lambda row: row + torch.ones(3))(torch.ones(2, 3, device=DEVICE))


@pytest.mark.parametrize("place", [DEVICE, "test_gpu", "test_gpu:0"])
def test_generator_of_the_device(place):
    generator = torch.Generator(device=place)
    assert generator.manual_seed(3) is generator and generator.device == DEVICE
    first = torch.randn(4, device=DEVICE, generator=generator)
    assert_same(first, torch.randn(4, generator=torch.Generator().manual_seed(3)))
    state = generator.get_state()
    second = torch.empty(4, device=DEVICE).normal_(generator=generator)
    generator.set_state(state)
    assert_same(torch.randn(4, device=DEVICE, generator=generator), second.cpu())
    assert sorted(torch.randperm(4, device=DEVICE, generator=generator).tolist()) == [0, 1, 2, 3]


def test_other_generators_are_as_before():
    for made in (torch.Generator(), torch.Generator("cpu"), torch.default_generator):
        assert isinstance(made, torch.Generator) and made.device == CPU
    assert not isinstance(3, torch.Generator)
    again = copy.deepcopy(torch.Generator().manual_seed(5))
    assert again.initial_seed() == 5
    images = torch.utils.data.TensorDataset(torch.arange(4.0))
    loader = torch.utils.data.DataLoader(images, shuffle=True, generator=torch.Generator().manual_seed(1))
    assert sorted(float(batch[0]) for batch in loader) == [0, 1, 2, 3]
    assert torch.utils.data.random_split(images, [2, 2], generator=again)


# Mixing devices

D, C = torch.rand(3, 3, device=DEVICE), torch.rand(3, 3)
MIXTURES = {
    "add": lambda: D + C,
    "add, CPU first": lambda: C + D,
    "sub": lambda: D - C,
    "mul": lambda: C * D,
    "div": lambda: D / C,
    "matmul": lambda: D @ C,
    "matmul, CPU first": lambda: C @ D,
    "mv": lambda: D @ C[0],
    "linear": lambda: F.linear(D, C),
    "linear bias": lambda: F.linear(D, D, C[0]),
    "cat": lambda: torch.cat([D, C]),
    "stack": lambda: torch.stack([C, D]),
    "stack of scalars": lambda: torch.stack([D.mean(), C.mean()]),
    "bce target": lambda: F.binary_cross_entropy(D, C),
    "bce input": lambda: F.binary_cross_entropy(C, D),
    "BCELoss": lambda: nn.BCELoss()(D, torch.ones(3, 3)),
    "BCEWithLogitsLoss": lambda: nn.BCEWithLogitsLoss()(D, torch.ones(3, 3)),
    "mse target": lambda: F.mse_loss(D, C),
    "cross entropy target": lambda: F.cross_entropy(D, torch.zeros(3).long()),
    "in place": lambda: D.clone().add_(C),
    "in place on CPU": lambda: C.clone().mul_(D),
    "in place on a CPU scalar": lambda: torch.zeros(()).add_(D.mean()),
    "out=": lambda: torch.add(D, D, out=C.clone()),
    "where": lambda: torch.where(D > 0.5, D, C),
    "where condition": lambda: torch.where(C > 0.5, D, D),
    "compare": lambda: D > C,
    "equal": lambda: torch.equal(D, C),
    "allclose": lambda: torch.allclose(D, C),
    "maximum": lambda: torch.maximum(D, C),
    "lerp": lambda: torch.lerp(D, C, 0.5),
    "masked_fill": lambda: D.masked_fill(C > 0.5, 0),
    "gather": lambda: D.gather(0, torch.zeros(3, 3).long()),
    "index_select": lambda: D.index_select(0, torch.tensor([0])),
    "CPU indexed by device": lambda: C[torch.tensor([0], device=DEVICE)],
    "CPU masked by device": lambda: C[D > 0.5],
    "index_put value": lambda: D.clone().__setitem__(D > 2, C[0]),
    "embedding": lambda: F.embedding(torch.tensor([0]), D),
    "conv input": lambda: F.conv2d(C[None, None], D[None, None]),
    "conv weight": lambda: F.conv2d(D[None, None], C[None, None]),
    "transposed conv": lambda: F.conv_transpose2d(C[None, None], D[None, None]),
    "batch norm statistics": lambda: F.batch_norm(D, torch.zeros(3), torch.ones(3), training=True),
    "cdist": lambda: torch.cdist(D, C),
    "einsum": lambda: torch.einsum("ij,jk->ik", D, C),
    "foreach": lambda: torch._foreach_add([D], [C]),
    "module": lambda: nn.Linear(3, 1)(D),
    "data": lambda: nn.Linear(3, 3).to(DEVICE)(C),
    "one-element vector": lambda: D + torch.ones(1),
}


@pytest.mark.parametrize("mixture", MIXTURES.values(), ids=MIXTURES)
def test_mixing_is_refused(mixture):
    with pytest.raises(
        RuntimeError, match=f"^{MIXED}, but found at least two devices, test_gpu:0 and cpu!"
    ):
        mixture()


def test_refusal_names_the_culprit():
    with pytest.raises(RuntimeError) as error:
        F.binary_cross_entropy(torch.rand(8, 1, device=DEVICE), torch.ones(8, 1))
    assert str(error.value).endswith(
        "In binary_cross_entropy: self (8, 1) is on test_gpu:0, target (8, 1) is on cpu."
    )


def test_refusal_leaves_tensors_alone():
    x = torch.zeros(3, device=DEVICE)
    with pytest.raises(RuntimeError, match=MIXED):
        x += torch.ones(3)
    assert x.tolist() == [0, 0, 0]


S = torch.tensor(2.0)
ALLOWED = {
    "scalar product": (lambda d: d * S, lambda c: c * 2),
    "scalar first": (lambda d: S - d, lambda c: 2 - c),
    "two scalars": (lambda d: d.mean() + S, lambda c: c.mean() + 2),
    "scalar in place": (lambda d: d.clone().mul_(S), lambda c: c * 2),
    "compare scalar": (lambda d: d > S, lambda c: c > 2),
    "where scalar": (lambda d: torch.where(d > 0.5, d, S), lambda c: torch.where(c > 0.5, c, S)),
    "masked_fill scalar": (
        lambda d: d.masked_fill(d > 0.5, S),
        lambda c: c.masked_fill(c > 0.5, 2),
    ),
    "set scalar": (
        lambda d: (d.__setitem__(d > 0.5, S), d)[1],
        lambda c: (c.__setitem__(c > 0.5, S), c)[1],
    ),
    "set row": (lambda d: (d.__setitem__(0, C[1]), d)[1], lambda c: (c.__setitem__(0, C[1]), c)[1]),
    "CPU indices": (lambda d: d[torch.tensor([2, 0])], lambda c: c[[2, 0]]),
    "CPU mask": (lambda d: d[C > 0.5], lambda c: c[C > 0.5]),
    "set by CPU mask": (
        lambda d: (d.__setitem__(C > 0.5, 0.0), d)[1],
        lambda c: (c.__setitem__(C > 0.5, 0.0), c)[1],
    ),
    "copy_": (lambda d: d.copy_(C.T), lambda c: c.copy_(C.T)),
}


@pytest.mark.parametrize("mixed, plain", ALLOWED.values(), ids=ALLOWED)
def test_mixing_cuda_allows(mixed, plain):
    x = torch.rand(3, 3)
    assert_same(mixed(x.to(DEVICE)), plain(x.clone()))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="asks a CUDA device for its rules")
def test_mixing_rules_are_those_of_cuda(monkeypatch):
    cuda = torch.device("cuda", 0)
    monkeypatch.setitem(globals(), "DEVICE", cuda)
    monkeypatch.setitem(globals(), "D", C.cuda())
    for mixed, _ in ALLOWED.values():
        assert mixed(C.cuda()).device == cuda
    passed = [name for name, mixture in MIXTURES.items() if not refuses(mixture)]
    assert passed == []


def refuses(mixture):
    try:
        mixture()
    except (RuntimeError, ValueError):
        return True
    return False


# Gradients


def test_backward_equals_cpu():
    def gradients(device):
        a, b = (on(device, x).requires_grad_() for x in (A, B))
        loss = (F.softplus(a @ b.T) * torch.where(a > 0, a, b).sum(1)).mean() + a.std()
        loss.backward()
        return [loss.detach(), a.grad, b.grad]

    for result, expected in zip(gradients(DEVICE), gradients(CPU), strict=True):
        assert_same(result, expected)


def test_gradients_accumulate_and_clear():
    w = torch.ones(2, device=DEVICE, requires_grad=True)
    for _ in range(2):
        (w * 3).sum().backward()
    assert w.grad.device == DEVICE and w.grad.tolist() == [6, 6]
    w.grad.zero_()
    assert w.grad.tolist() == [0, 0]


def test_detach_and_no_grad_cut_the_graph():
    w = torch.ones(2, device=DEVICE, requires_grad=True)
    assert not (w * 2).detach().requires_grad
    with torch.no_grad():
        assert not (w * 2).requires_grad
    with pytest.raises(RuntimeError, match="does not require grad"):
        (w * 2).detach().sum().backward()
    loss = (w**2).sum()
    loss.backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        loss.backward()


def test_gradient_penalty_equals_cpu():
    def penalty(device):
        torch.manual_seed(1)
        net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(64, 1))
        x = torch.rand(5, 1, 6, 6)
        net, x = net.to(device), x.to(device).requires_grad_()
        (slope,) = torch.autograd.grad(net(x).sum(), x, create_graph=True)
        loss = ((slope.flatten(1).norm(2, dim=1) - 1) ** 2).mean()
        loss.backward()
        return [loss.detach(), *(p.grad for p in net.parameters() if p.grad is not None)]

    results, expecteds = penalty(DEVICE), penalty(CPU)
    assert len(results) == len(expecteds) == 4
    for result, expected in zip(results, expecteds, strict=True):
        assert_same(result, expected)


def test_gradient_on_another_device_is_refused():
    w = torch.ones(2, device=DEVICE, requires_grad=True)
    with pytest.raises(RuntimeError, match="gradient with device type 'cpu'"):
        w.grad = torch.ones(2)


@pytest.mark.parametrize(
    "layer, shape",
    [(nn.Linear(4, 4), (3, 4)), (nn.Conv2d(1, 1, 3, bias=False), (3, 1, 2, 2))],
    ids=["one result", "several"],
)
def test_refusal_in_backward(layer, shape):
    """Torch would abort the process here, or lose the message."""
    x = torch.rand(3, *layer.weight.shape[1:], device=DEVICE)
    output = on(DEVICE, layer)(x if x.dim() == 2 else F.pad(x, (0, 1, 0, 1)))
    with pytest.raises(RuntimeError, match=rf"this gradient \({MIXED}, but found at least two"):
        output.backward(torch.ones(shape))


@pytest.mark.parametrize("exception", [ValueError, KeyboardInterrupt])
def test_exception_in_a_hook_does_not_end_the_process(exception):
    w = torch.ones(2, device=DEVICE, requires_grad=True)

    def raise_it(grad):
        raise exception

    handle = w.register_hook(raise_it)
    with pytest.raises(SystemError):
        (w * 2).sum().backward()
    handle.remove()
    (w * 2).sum().backward()
    assert w.grad.tolist() == [2, 2]


def test_hooks_see_device_gradients():
    seen = []
    w = torch.ones(2, device=DEVICE, requires_grad=True)
    w.register_hook(lambda grad: seen.append(grad.device))
    w.sum().backward()
    assert seen == [DEVICE]


# Modules

MODULES = {
    "Linear": (lambda: nn.Linear(8, 3), (5, 8)),
    "Conv2d": (lambda: nn.Conv2d(2, 4, 4, 2, 1), (3, 2, 8, 8)),
    "ConvTranspose2d": (lambda: nn.ConvTranspose2d(2, 4, 4, 2, 1, bias=False), (3, 2, 4, 4)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(8), (5, 8)),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(2), (5, 2, 4, 4)),
    "InstanceNorm2d": (lambda: nn.InstanceNorm2d(2, affine=True), (5, 2, 4, 4)),
    "LayerNorm": (lambda: nn.LayerNorm(8), (5, 8)),
    "Dropout": (lambda: nn.Dropout(0.5), (5, 8)),
    "Dropout2d": (lambda: nn.Dropout2d(0.5), (5, 2, 4, 4)),
    "Unflatten": (lambda: nn.Sequential(nn.Flatten(), nn.Unflatten(1, (2, 4))), (5, 8)),
    "activations": (
        lambda: nn.Sequential(
            nn.LeakyReLU(0.1), nn.Tanh(), nn.Softplus(), nn.PReLU(), nn.Sigmoid()
        ),
        (5, 8),
    ),
    "pooling": (
        lambda: nn.Sequential(
            nn.MaxPool2d(2), nn.Upsample(scale_factor=2), nn.AdaptiveAvgPool2d(1)
        ),
        (5, 2, 4, 4),
    ),
    "spectral norm": (lambda: nn.utils.parametrizations.spectral_norm(nn.Linear(8, 3)), (5, 8)),
    "spectral norm conv": (
        lambda: nn.utils.parametrizations.spectral_norm(nn.Conv2d(2, 4, 3)),
        (3, 2, 8, 8),
    ),
    "old spectral norm": (lambda: nn.utils.spectral_norm(nn.Linear(8, 3)), (5, 8)),
}


@pytest.mark.parametrize("make, shape", MODULES.values(), ids=MODULES)
def test_module_equals_cpu(make, shape):
    """Two passes in training mode, one in evaluation mode; outputs, gradients and buffers."""

    def outcome(device):
        torch.manual_seed(2)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", FutureWarning
            )  # the old spectral norm says that it is old
            net = make().to(device)
        x = torch.randn(shape).to(device).requires_grad_()
        outputs = [net(x), net(x + 1), net.eval()(x)]
        sum((output**2).sum() for output in outputs).backward()
        found = [
            *outputs,
            x.grad,
            *(p.grad for p in net.parameters()),
            *net.buffers(),
            *net.state_dict().values(),
        ]
        return [tensor.detach() for tensor in found]

    for result, expected in zip(outcome(DEVICE), outcome(CPU), strict=True):
        assert_same(result, expected)


def test_moving_a_module_keeps_its_parameters():
    net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    before = dict(net.named_parameters())
    net[0].weight.grad = torch.ones(3, 2)
    assert net.to(DEVICE) is net
    for name, parameter in net.named_parameters():
        assert parameter is before[name], "an optimizer made before the move would train nothing"
        assert isinstance(parameter, nn.Parameter) and parameter.requires_grad and parameter.is_leaf
        assert parameter.device == DEVICE
    assert net[0].weight.grad.device == DEVICE
    assert all(buffer.device == DEVICE for buffer in net.buffers())
    assert all(tensor.device == CPU for tensor in net.cpu().state_dict().values())


def test_moving_a_module_while_its_graph_lives():
    net = nn.Linear(2, 1)
    loss = net(torch.ones(1, 2)).sum()
    loss.backward()
    net.to(DEVICE)
    net(torch.ones(1, 2, device=DEVICE)).sum().backward()
    assert net.weight.grad.tolist() == [[2, 2]]


def test_frozen_parameters_stay_frozen():
    net = nn.Linear(2, 1).requires_grad_(False).to(DEVICE)
    assert not net(torch.ones(1, 2, device=DEVICE)).requires_grad
    net.requires_grad_(True)
    assert net(torch.ones(1, 2, device=DEVICE)).requires_grad


def test_initialisers_work_through_data_and_init():
    net = nn.Linear(200, 200).to(DEVICE)
    net.weight.data.normal_(1.0, 0.02)
    nn.init.constant_(net.bias, 3)
    assert abs(net.weight.mean().item() - 1) < 0.01 and net.bias.tolist() == [3] * 200
    net.weight.data = net.weight.data.clamp(-0.5, 0.5)
    assert (
        net.weight.max().item() == 0.5
        and net(torch.ones(1, 200, device=DEVICE))[0, 0].item() == 103
    )
    assert "device='test_gpu:0', requires_grad=True" in repr(net.weight)


# State


def test_state_dict_to_and_from_the_cpu():
    source, target = nn.BatchNorm1d(4).to(DEVICE), nn.BatchNorm1d(4)
    source(torch.randn(5, 4, device=DEVICE))
    target.load_state_dict(source.state_dict())
    assert (
        target.running_mean.device == CPU
        and target.running_mean.tolist() == source.running_mean.tolist() != [0] * 4
    )
    again = nn.BatchNorm1d(4).to(DEVICE)
    again.load_state_dict(target.state_dict())
    assert_same(again.running_mean, target.running_mean)


def test_save_and_load():
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).to(DEVICE)
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.randn(4, 3, device=DEVICE)).square().sum().backward()
    optimizer.step()
    for state in (net.state_dict(), {"optimizer": optimizer.state_dict()}):
        file = io.BytesIO()
        torch.save(state, file)
        for place in (CPU, DEVICE):
            file.seek(0)
            loaded = torch.load(file, map_location=place, weights_only=True)
            if "optimizer" in loaded:
                loaded = loaded["optimizer"]["state"][0]
                assert loaded["exp_avg"].device == place
            else:
                assert {tensor.device for tensor in loaded.values()} == {place}
                assert torch.equal(loaded["0.weight"].cpu(), net[0].weight.detach().cpu())


def test_deepcopy():
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).to(DEVICE)
    net(torch.randn(4, 3, device=DEVICE)).square().sum().backward()
    twin = copy.deepcopy(net)
    for (name, old), (_, new) in zip(
        net.state_dict().items(), twin.state_dict().items(), strict=True
    ):
        assert_same(new, old.cpu())
        old.add_(1)
        assert not torch.equal(new, old), name
    assert all(
        isinstance(p, nn.Parameter) and p.requires_grad and p.grad.device == DEVICE
        for p in twin.parameters()
    )
    x = torch.ones(2, device=DEVICE)
    y = copy.deepcopy(x)
    y.add_(1)
    assert x.tolist() == [1, 1] and y.tolist() == [2, 2]


# Optimizers

OPTIMIZERS = {
    "Adam": lambda p: torch.optim.Adam(p, 0.01),
    "Adam of DCGAN": lambda p: torch.optim.Adam(p, 0.01, betas=(0.5, 0.999), weight_decay=0.1),
    "Adam foreach": lambda p: torch.optim.Adam(p, 0.01, foreach=True),
    "Adam fused": lambda p: torch.optim.Adam(p, 0.01, fused=True),
    "AdamW": lambda p: torch.optim.AdamW(p, 0.01),
    "SGD": lambda p: torch.optim.SGD(p, 0.1),
    "SGD momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "SGD foreach": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, foreach=True),
    "RMSprop": lambda p: torch.optim.RMSprop(p, 0.01),
}


def trained(device, make, move_late=False):
    torch.manual_seed(3)
    net, x = (
        nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 1)),
        torch.randn(6, 4).to(device),
    )
    if not move_late:
        net.to(device)
    optimizer = make(net.parameters())
    net.to(device)
    for _ in range(3):
        optimizer.zero_grad()
        net(x).square().mean().backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()
    return [p.detach() for p in net.parameters()], optimizer


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
@pytest.mark.parametrize("move_late", [False, True], ids=["moved first", "moved after"])
def test_optimizer_equals_cpu(make, move_late):
    """An optimizer made before the network moves trains it all the same, as on CUDA."""
    (results, _), (expecteds, _) = trained(DEVICE, make, move_late), trained(CPU, make)
    for result, expected in zip(results, expecteds, strict=True):
        assert_same(result, expected)


def test_optimizer_state_moves():
    parameters, optimizer = trained(CPU, OPTIMIZERS["Adam"])
    there = torch.optim.Adam([p.to(DEVICE).requires_grad_() for p in parameters])
    there.load_state_dict(optimizer.state_dict())
    assert all(state["exp_avg"].device == DEVICE for state in there.state.values())


def test_learning_rate_schedule():
    parameter = nn.Parameter(torch.ones(1, device=DEVICE))
    optimizer = torch.optim.SGD([parameter], 1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.1)
    for _ in range(2):
        optimizer.zero_grad()
        parameter.sum().backward()
        optimizer.step()
        schedule.step()
    assert abs(parameter.item() + 0.1) < 1e-6


# The GAN step of lesson 02, right and wrong


def networks():
    generator = nn.Sequential(
        nn.Linear(100, 256),
        nn.ReLU(),
        nn.Linear(256, 256),
        nn.ReLU(),
        nn.Linear(256, 784),
        nn.Tanh(),
    )
    discriminator = nn.Sequential(
        nn.Linear(784, 256),
        nn.LeakyReLU(0.1),
        nn.Linear(256, 256),
        nn.LeakyReLU(0.1),
        nn.Linear(256, 1),
        nn.Sigmoid(),
    )
    return generator, discriminator


def gan_step(device, real, mistake=None, size=8):
    """One step of D and of G as a student writes it, with a mistake if asked; losses, weights."""
    places = {
        "noise": device,
        "labels": device,
        "generator": device,
        "discriminator": device,
        "real": device,
    }
    if mistake in places:
        places[mistake] = "cpu"
    G, D = networks()
    G, D = G.to(places["generator"]), D.to(places["discriminator"])
    if mistake == ".cuda() on noise":
        G(torch.randn(size, 100).cuda())
    if mistake == ".cuda() on a network":
        D.cuda()
    if mistake == ".cuda() on a device tensor":
        torch.ones(size, 1, device=device).cuda()
    optim_G = torch.optim.Adam(G.parameters(), lr=0.0002)
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0002)
    loss_func = nn.BCELoss()
    ones = torch.ones(size, 1, device=places["labels"])
    zeros = torch.zeros(size, 1).to(places["labels"])

    real = real.view(size, -1).to(places["real"], non_blocking=True)
    fake = G(torch.randn(size, 100, device=places["noise"])).detach()
    if mistake == ".cpu() on the fakes":
        fake = fake.cpu()
    loss_D = loss_func(D(real), ones) + loss_func(D(fake), zeros)
    optim_D.zero_grad()
    loss_D.backward()
    optim_D.step()

    judged = D(G(torch.randn(size, 100).to(places["noise"])))
    if mistake == ".cpu() on the verdict":
        judged = judged.cpu()
    loss_G = loss_func(judged, ones)
    optim_G.zero_grad()
    loss_G.backward()
    optim_G.step()
    return (
        loss_D.item(),
        loss_G.item(),
        [p.detach().cpu() for p in [*G.parameters(), *D.parameters()]],
    )


def test_right_gan_step_equals_cpu():
    real = torch.rand(8, 1, 28, 28)
    outcomes = []
    for device in (DEVICE, CPU):
        torch.manual_seed(4)
        outcomes.append(gan_step(device, real))
    (loss_d, loss_g, results), (expected_d, expected_g, expecteds) = outcomes
    assert (loss_d, loss_g) == (expected_d, expected_g)
    assert all(
        torch.equal(result, expected) for result, expected in zip(results, expecteds, strict=True)
    )


@pytest.mark.parametrize(
    "mistake",
    [
        "noise",
        "labels",
        "generator",
        "discriminator",
        "real",
        ".cpu() on the fakes",
        ".cpu() on the verdict",
    ],
)
def test_gan_step_with_a_device_mistake_is_refused(mistake):
    with pytest.raises(
        RuntimeError, match=f"{MIXED}, but found at least two devices, test_gpu:0 and cpu!"
    ):
        gan_step(DEVICE, torch.rand(8, 1, 28, 28), mistake)


@pytest.mark.parametrize(
    "mistake", [".cuda() on noise", ".cuda() on a network", ".cuda() on a device tensor"]
)
def test_gan_step_with_hard_coded_cuda_is_refused(mistake):
    """Without CUDA torch itself refuses; with it the mixture does, or the result is elsewhere."""
    if torch.cuda.is_available() and mistake == ".cuda() on a device tensor":
        assert torch.ones(1, device=DEVICE).cuda().is_cuda
        return
    with pytest.raises((RuntimeError, AssertionError), match=f"{MIXED}|NVIDIA|CUDA"):
        gan_step(DEVICE, torch.rand(8, 1, 28, 28), mistake)


def test_everything_on_the_cpu_is_visible():
    """Who ignores `device` altogether meets no refusal, but a cell can see where the result is."""
    G, _ = networks()
    assert G(torch.randn(8, 100)).device != DEVICE
    assert next(G.parameters()).device != DEVICE


def test_gan_step_is_fast_enough():
    real = torch.rand(8, 1, 28, 28)
    gan_step(DEVICE, real)
    times = []
    for _ in range(5):
        start = time.process_time()  # of computing: on a busy machine it also waits
        gan_step(DEVICE, real)
        times.append(time.process_time() - start)
    assert min(times) < 0.25, (
        f"{min(times):.3f} s with making and moving the networks; 0.03 s is usual"
    )


def test_data_loader_batches():
    data = torch.utils.data.TensorDataset(torch.rand(10, 3), torch.arange(10))
    batches = [
        (x.to(DEVICE), y.to(DEVICE))
        for x, y in torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)
    ]
    assert [len(x) for x, _ in batches] == [4, 4, 2]
    assert sorted(torch.cat([y for _, y in batches]).tolist()) == list(range(10))


# Registration


def test_device_is_one_and_the_same():
    assert accelerator.device() == accelerator.device() == DEVICE
    assert not torch.accelerator.is_available(), (
        "DataLoader(pin_memory=True) would try to pin for it"
    )


SCRIPT = """
import importlib, os, sys
import torch
from torch import nn
from course import device
from course.device import accelerator

def backward():
    torch.ones(2, requires_grad=True).sum().backward()

def use():
    place = accelerator.device()
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1)).to(place)
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.randn(5, 3, device=place)).mean().backward()
    optimizer.step()
    try:
        net(torch.ones(5, 3))
    except RuntimeError as error:
        return f"{net[0].weight.grad.device}, {'same device' in str(error)}"

def refused():
    torch.utils.rename_privateuse1_backend("other")
    try:
        accelerator.device()
    except RuntimeError as error:
        return error

def say(name, action, fork=True):
    sys.stdout.flush()
    if fork and os.fork():
        return os.wait()
    print(f"{name}: {action()}", flush=True)
    if fork:
        os._exit(0)

torch.set_num_threads(1)
device.choose()
say("after choose", lambda: hasattr(torch, "test_gpu"), fork=False)
say("other backend", refused)
say("fork after import", use)
say("after backward", lambda: (backward(), use())[1])
say("at once", use, fork=False)
say("fork after use", use)
backward()
say("fork after all", lambda: (backward(), use())[1])
importlib.reload(accelerator)
say("after reload", use, fork=False)
"""


@pytest.fixture(scope="module")
def fresh():
    """What a fresh process says while it registers, uses, forks and reloads the stand-in."""
    environment = {name: value for name, value in os.environ.items() if name != "COURSE_DEVICE"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        capture_output=True,
        text=True,
        env=environment,
    )
    return dict(line.split(": ", 1) for line in run.stdout.splitlines()), run.stderr


needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork") or torch.cuda.is_available(),
    reason="forks after backward, which CUDA's autograd threads forbid",
)


@needs_fork
def test_silent(fresh):
    said, stderr = fresh
    assert stderr == ""
    assert len(said) == 8


@needs_fork
def test_choosing_a_device_registers_nothing(fresh):
    """A student who only trains has the PyTorch they installed."""
    assert fresh[0]["after choose"] == "False"


@needs_fork
@pytest.mark.parametrize(
    "moment",
    [
        "fork after import",
        "after backward",
        "at once",
        "fork after use",
        "fork after all",
        "after reload",
    ],
)
def test_works(fresh, moment):
    assert fresh[0][moment] == "test_gpu:0, True"


@needs_fork
def test_one_sentence_where_it_cannot_be_registered(fresh):
    message = fresh[0]["other backend"]
    assert message.startswith("The stand-in accelerator needs torch 2.11 or newer and no other")
    assert torch.__version__ in message


def test_backward_in_another_thread():
    outcome = []

    def work():
        w = torch.ones(2, device=DEVICE, requires_grad=True)
        (w * 3).sum().backward()
        outcome.append(w.grad.tolist())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert outcome == [[3, 3]]


def test_forking_the_random_state_works_once_the_device_is_there():
    accelerator.device()
    torch.manual_seed(3)
    expected = torch.randn(4)
    torch.manual_seed(3)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        torch.randn(4)
    assert torch.equal(torch.randn(4), expected)
