"""A stand-in accelerator: a device that behaves like a GPU on a machine without one.

A graded cell can only tell that code runs on "the device it is given" if that device is not
the CPU. `device()` gives such a device. Its tensors live on ``test_gpu:0``, say so in
``tensor.device``, and refuse to mix with tensors on the CPU in CUDA's own words::

    >>> torch.ones(2, device=accelerator.device()) + torch.ones(2)
    RuntimeError: Expected all tensors to be on the same device, but found at least two
    devices, test_gpu:0 and cpu! In add: self (2,) is on test_gpu:0, other (2,) is on cpu.

How it works. PyTorch keeps one backend, "privateuseone", free for devices made elsewhere, and
`torch.utils.backend_registration` lets it be written in Python. A `DeviceTensor` is a wrapper
without memory: it has a shape and a device, and in ``held`` the CPU tensor with the numbers.
Every operation arrives in ``__torch_dispatch__``, below autograd: it checks the devices, runs
the operation on the held tensors and wraps what comes out. So autograd, views, optimizers
and modules are PyTorch's own, and results equal the CPU's. What CUDA lets pass does pass:
0-dimensional CPU tensors beside device tensors, CPU indices, `copy_` either way. Limits:

- Random numbers come from CPU generators: those that ``torch.Generator(device)`` makes are such in
  disguise (torch has no Python hook for others), and a plain CPU generator is accepted too, where
  CUDA would refuse it.
- Stricter than CUDA: ``p.data = q`` with p and q on different devices is refused, and
  ``module.cpu()`` makes new parameters, so that an optimizer must be built anew after it.
- In backward a refusal begins "Unable to cast this gradient (Expected all tensors ...", and an
  exception raised by a hook becomes a SystemError.
- Laxer than CUDA: ``y.backward(gradient)`` may take a CPU gradient (the next product refuses
  it), and ``torch.load(file, map_location=device)`` leaves tensors saved from the CPU there,
  where `load_state_dict` picks them up.
- A lazy module must have been called once before it moves here.
- One device; no streams, autocast, pinned memory, sparse tensors, compile; memory
  addresses (``data_ptr``, ``untyped_storage``) mean nothing.
- Once registered it stays, as `torch.accelerator.current_accelerator()`, with `is_available()`
  False: ``DataLoader(pin_memory=True)`` then does not pin, with CUDA either.
- In a thread that has used it, autograd's backward runs without worker threads.
"""

import ctypes
import functools
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

import torch
from torch.utils import backend_registration

if TYPE_CHECKING:
    import numpy as np

NAME = "test_gpu"
DEVICE = torch.device("privateuseone", 0)  # called test_gpu:0 once `device` has registered it
CPU = torch.device("cpu")
aten = torch.ops.aten

# Everything else that makes a tensor (zeros, rand, arange, tensor, ...) is built on the first two.
FACTORIES = {
    aten.empty.memory_format: aten.empty.memory_format,
    aten.empty_strided.default: aten.empty_strided.default,
    aten._efficientzerotensor.default: aten.zeros.default,  # of forward-mode gradients
    aten.triu_indices.default: aten.triu_indices.default,
    aten.tril_indices.default: aten.tril_indices.default,
}
COPIES = {aten.copy_, aten.copy, aten._foreach_copy_}
JOINS = {aten.cat, aten.stack}  # on CUDA these refuse even 0-dimensional CPU tensors


@functools.cache
def _register():
    """Tell torch about the device, once in a process even if this module is reloaded."""
    if hasattr(torch, NAME):
        return
    # At the first backward of a process autograd starts a thread for each device, and after that
    # a forked child cannot run backward. A backward before there is a device starts none.
    torch.ones((), requires_grad=True).backward()
    module = types.SimpleNamespace(
        is_available=lambda: False,  # or DataLoader would try to pin memory for it
        is_initialized=lambda: True,
        device_count=lambda: 1,
        current_device=lambda: 0,
        # Random numbers come from the CPU's generator: there is no state of its own to keep.
        manual_seed_all=lambda seed: None,
        get_rng_state=lambda device: torch.empty(0, dtype=torch.uint8),
        set_rng_state=lambda state, device: None,
        _is_in_bad_fork=lambda: False,
        library=torch.library.Library("aten", "IMPL", "PrivateUse1"),
    )
    try:
        backend_registration._setup_privateuseone_for_python_backend(
            NAME, module, device_guard=_guard()
        )
    except (AttributeError, RuntimeError) as error:
        raise RuntimeError(
            "The stand-in accelerator needs torch 2.11 or newer and no other backend in the "
            f"place of 'privateuseone'; this is torch {torch.__version__} ({error})."
        ) from None
    for operation, on_cpu in FACTORIES.items():
        module.library.impl(operation, _factory(on_cpu))
    module.library.impl("_copy_from", _copy_from)
    # torch.load(map_location=device) asks for memory on the device, which only tensors have here:
    # what it loads waits on the CPU for load_state_dict or .to(device).
    torch.serialization.register_package(
        0, lambda storage: None, lambda storage, place: storage if place.startswith(NAME) else None
    )
    torch.Generator = Generator  # type: ignore[misc]


class _AnyGenerator(type(torch.Generator)):  # type: ignore[misc]
    def __instancecheck__(cls, value):
        return isinstance(value, torch._C.Generator)


class Generator(torch._C.Generator, metaclass=_AnyGenerator):
    """`torch.Generator`, once the stand-in is there: asked for one on it, it gives one of the CPU."""

    place: torch.device | None

    def __new__(cls, device: Any = CPU) -> "Generator":
        there = device is not None and torch.device(device).type == DEVICE.type
        generator = super().__new__(cls, CPU if there else device)  # type: ignore[call-arg]
        generator.place = DEVICE if there else None
        return generator

    def __init__(self, device: Any = CPU) -> None:
        """Take the device, which `__new__` has used."""

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """Where it draws."""
        return self.place or super().device


def _guard():
    """Return what tells torch the type of the current device."""
    kind = torch._C._autograd.DeviceType.PrivateUse1
    clear = ctypes.pythonapi.PyErr_Clear

    class Guard(torch._C._acc.DeviceGuard):
        # Backward calls this while an exception leaves it, and torch aborts the process if Python
        # still has that exception pending when this returns. Losing it is the lesser evil.
        def type_(self):
            clear()
            return kind

    return Guard()


def device() -> torch.device:
    """Return the stand-in accelerator, a `torch.device`; the first call registers it."""
    _register()
    return DEVICE


class DeviceTensor(torch.Tensor):
    """A tensor on the stand-in: PyTorch sees its shape and device, `held` has the numbers."""

    held: torch.Tensor
    # As torch's documentation has it; its own hints, here and below, are of other things.
    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]

    @staticmethod
    def __new__(cls, held: torch.Tensor) -> "DeviceTensor":
        # A view, and detach() makes one, belongs to inference mode where its base does.
        with torch.inference_mode(held.is_inference()):
            tensor = torch.Tensor._make_wrapper_subclass(
                cls, held.shape, strides=held.stride(), storage_offset=held.storage_offset(),
                dtype=held.dtype, device=DEVICE,
            )  # fmt: skip
        tensor.held = held
        # Autograd has no worker thread for this device (see `_register`), so backward must run
        # in the thread that calls it: a setting of each thread, so made by each that comes here.
        torch.autograd.set_multithreading_enabled(False)
        return tensor

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]
        cls,
        operation: Any,
        _types: Iterable[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return cls._run(operation, args, kwargs or {})
        except Exception as error:
            if torch._C._current_graph_task_id() < 0:
                raise
            # In backward torch would lose the exception (see `_guard`). A result that is no tensor
            # makes it raise one of its own, which quotes that result.
            results = len(operation._schema.returns)
            return _Refusal(error) if results == 1 else [_Refusal(error)] * results

    @staticmethod
    def _run(operation, args, kwargs):
        if _is_composite(operation):  # only in inference mode; its parts come back here
            return operation.decompose(*args, **kwargs)
        target = kwargs.get("device") or DEVICE
        if target.type == DEVICE.type and "device" in kwargs:
            kwargs = {**kwargs, "device": CPU}
        owners: dict[int, torch.Tensor] = {}
        plain = _unwrap((args, kwargs), owners)
        _check_devices(operation, args, kwargs, owners.values())
        result = operation(*plain[0], **plain[1])
        return _wrap(result, owners) if target.type == DEVICE.type else result

    # Assigning to `.data` copies what PyTorch sees; the numbers must follow.
    @property
    def data(self) -> torch.Tensor:
        return torch.Tensor.data.__get__(self)  # type: ignore[attr-defined]

    @data.setter
    def data(self, value: Any) -> None:
        torch.Tensor.data.__set__(self, value)  # type: ignore[attr-defined]
        self.held = value.held

    # With these two, Module.to() keeps each parameter the same object, as on CUDA,
    # so that an optimizer made before the move goes on working.
    def __tensor_flatten__(self) -> tuple[list[str], None]:
        return ["held"], None

    @staticmethod
    def __tensor_unflatten__(
        parts: Mapping[str, torch.Tensor], context: None, size: Sequence[int], stride: Sequence[int]
    ) -> "DeviceTensor":
        return DeviceTensor(parts["held"])

    # So that torch.load(file, map_location="cpu", weights_only=True) works.
    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        parts = self.detach().cpu(), self.dtype, str(self.device), self.requires_grad
        return torch._utils._rebuild_device_tensor_from_cpu_tensor, parts

    def numpy(self, *, force: bool = False) -> "np.ndarray":
        if force:
            return self.detach().cpu().numpy()
        raise TypeError(
            f"can't convert {self.device} device type tensor to numpy. "
            "Use Tensor.cpu() to copy the tensor to host memory first."
        )

    def tolist(self) -> Any:
        return self.held.tolist()

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.dim() == 0 else object.__format__(self, spec)

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]
        grad = ", requires_grad=True" if self.requires_grad else ""
        if self.grad_fn is not None:
            grad = f", grad_fn=<{self.grad_fn.name()}>"
        return f"{repr(self.held)[:-1]}, device='{self.device}'{grad})"


class _Refusal:
    def __init__(self, error):
        self.error = error

    def __str__(self):
        return f"this gradient ({self.error})"


@functools.cache
def _is_composite(operation):
    return operation._can_decompose()


def _unwrap(value, owners):
    """Replace device tensors by those they hold; `owners` maps the id of each to its owner."""
    if isinstance(value, torch.Tensor):
        held = value.held if isinstance(value, DeviceTensor) else value
        owners[id(held)] = value
        return held
    if isinstance(value, list | tuple):
        return [_unwrap(item, owners) for item in value]
    if isinstance(value, dict):
        return {name: _unwrap(item, owners) for name, item in value.items()}
    return value


def _wrap(value, owners):
    """Wrap results; what was written in place (`add_`, `out=`) stays the tensor it was."""
    if isinstance(value, list | tuple):
        return type(value)(_wrap(item, owners) for item in value)
    if not isinstance(value, torch.Tensor):
        return value
    owner = owners.get(id(value))
    if owner is None:
        return DeviceTensor(value)
    # After unsqueeze_, resize_ or out= the owner has a new shape, which PyTorch must see.
    if (owner.shape, owner.stride()) != (value.shape, value.stride()):
        owner.data = DeviceTensor(value)
    return owner


def _check_devices(operation, args, kwargs, tensors):
    """Raise what CUDA raises if an operation mixes devices."""
    packet = operation.overloadpacket
    if packet in COPIES or all(isinstance(tensor, DeviceTensor) for tensor in tensors):
        return
    arguments = list(_tensor_arguments(operation, args, kwargs))
    strays = [
        tensor
        for name, tensor, written in arguments
        if not isinstance(tensor, DeviceTensor)
        # What CUDA lets pass: x[indices], and 0-dimensional CPU tensors that are only read.
        and not name.startswith("indices[")
        and (tensor.dim() > 0 or tensor.device != CPU or written or packet in JOINS)
    ]
    if strays:
        places = [f"{name} {tuple(t.shape)} is on {t.device}" for name, t, _ in arguments[:6]]
        raise RuntimeError(
            "Expected all tensors to be on the same device, but found at least two devices, "
            f"{DEVICE} and {strays[0].device}! In {packet.__name__}: {', '.join(places)}."
        )


def _tensor_arguments(operation, args, kwargs):
    """Yield (name, tensor, whether the operation writes to it) for each tensor argument."""
    for place, argument in enumerate(operation._schema.arguments):
        value = args[place] if place < len(args) else kwargs.get(argument.name)
        written = argument.alias_info is not None and argument.alias_info.is_write
        if isinstance(value, torch.Tensor):
            yield argument.name, value, written
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value):
                if isinstance(item, torch.Tensor):
                    yield f"{argument.name}[{number}]", item, written


def _factory(operation):
    def make(*args, **kwargs):
        return DeviceTensor(operation(*args, **{**kwargs, "device": CPU}))

    return make


def _copy_from(source, target, non_blocking=False):
    """Fill `target`: torch.tensor(..., device=...) copies here, past ``__torch_dispatch__``."""
    target.held.copy_(source.held if isinstance(source, DeviceTensor) else source)
    return target
