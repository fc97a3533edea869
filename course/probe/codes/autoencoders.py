"""Networks that encode and decode, tested through what they compute, whatever their layers are called."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import nn

from course.probe.codes.bounds import CLAMPS
from course.probe.codes.clouds import around, check_standard
from course.probe.values.compare import attempt, same, tensor
from course.probe.values.draws import normal, uniform
from course.probe.values.names import replaced

PIXELS = 784
Layer = Callable[[torch.Tensor], torch.Tensor]
Pair = tuple[Layer, Layer]  # behind the encoder's first and second layer


def leaky(slope: float) -> Layer:
    """LeakyReLU of this slope."""
    return lambda x: torch.where(x > 0, x, slope * x)


ACTIVATIONS: dict[str, list[Pair]] = {
    "LeakyReLU stands between the encoder's layers: here it is ReLU": [
        (leaky(slope),) * 2 for slope in (0.01, 0.1, 0.2)],
    "Tanh stands between the encoder's layers: here it is ReLU": [(torch.tanh,) * 2],
    "ReLU is missing between the encoder's layers": [(leaky(1.0),) * 2],
    "one of the encoder's two ReLU is missing": [(torch.relu, leaky(1.0)), (leaky(1.0), torch.relu)],
}  # fmt: skip
RELU = (torch.relu, torch.relu)


class Known:
    """A student's network with known weights: its layers as functions, by (inputs, outputs).

    Where two layers have the same sizes they get the same weights, but for those of the code, which are
    told apart: ``heads`` has one function of all 2 · latent numbers, or one for each half.
    """

    def __init__(
        self, model: nn.Module, code: int, hidden: int, clouds: bool, offset: float = 0.3
    ) -> None:
        """``offset``: the spread of biases; with a large one codes are far from 0."""
        __tracebackhide__ = True
        self.offset = offset
        self.layers: dict[tuple[int, int], Layer] = {}
        self.heads: list[Layer] = []
        found = linear(model)
        _check_sizes(model, found, code, hidden, clouds)
        heads = {(hidden, code), (hidden, 2 * code)}
        for layer in found:
            size = (layer.in_features, layer.out_features)
            if size in self.layers and size not in heads:
                self._copy(layer, size)
                continue
            known = self._fill(layer)
            if size in heads:
                self.heads.append(known)
            self.layers[size] = known
        self.code, self.hidden = code, hidden

    def _fill(self, layer):
        """Fresh weights, far enough from those that make all codes alike."""
        weight = 1.3 * normal(*layer.weight.shape) / layer.in_features**0.5
        bias = self.offset * normal(len(layer.bias))
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)

        def compute(x):
            return x @ weight.T + bias

        compute.values = (weight, bias)  # type: ignore[attr-defined]
        return compute

    def _copy(self, layer, size):
        weight, bias = self.layers[size].values  # type: ignore[attr-defined]
        with torch.no_grad():
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)

    def hidden_of(self, x: torch.Tensor, acts: Pair = RELU) -> torch.Tensor:
        """What the encoder's heads are given for images x, (N, hidden)."""
        one = acts[0](self.layers[PIXELS, self.hidden](x.flatten(1)))
        return acts[1](self.layers[self.hidden, self.hidden](one))

    def codes(self, x: torch.Tensor, acts: Pair = RELU) -> torch.Tensor:
        """What the encoder ends in, (N, code) or (N, 2 · code)."""
        return torch.cat([head(self.hidden_of(x, acts)) for head in self.heads], 1)

    def drawn(self, z: torch.Tensor, end: Layer = torch.sigmoid) -> torch.Tensor:
        """What the decoder makes of codes (N, code): (N, 1, 28, 28)."""
        one = torch.relu(self.layers[self.code, self.hidden](z))
        two = torch.relu(self.layers[self.hidden, self.hidden](one))
        return end(self.layers[self.hidden, PIXELS](two)).reshape(-1, 1, 28, 28)


def linear(model: nn.Module) -> list[nn.Linear]:
    """The linear layers of a network, in the order in which it keeps them."""
    __tracebackhide__ = True
    assert isinstance(model, nn.Module), f"the network should be an nn.Module, not {type(model).__name__}"
    return [module for module in model.modules() if isinstance(module, nn.Linear)]


def _check_sizes(model, linear, code, hidden, clouds):
    """The layers are those of the lesson's table, and nothing else has parameters."""
    __tracebackhide__ = True
    found = sorted((layer.in_features, layer.out_features) for layer in linear)
    rest = [(PIXELS, hidden), (hidden, hidden), (code, hidden), (hidden, hidden), (hidden, PIXELS)]
    ends = [[(hidden, 2 * code)], [(hidden, code)] * 2] if clouds else [[(hidden, code)]]
    fits = any(found == sorted(rest + end) for end in ends)
    wanted = " → ".join(map(str, (PIXELS, hidden, hidden, 2 * code if clouds else code)))
    back = " → ".join(map(str, (code, hidden, hidden, PIXELS)))
    came = ", ".join(f"{a} → {b}" for a, b in found) or "none"
    cause = ""
    if not found:
        cause = ": are they attributes, self.… = …, made after super().__init__()?"
    elif clouds and found == sorted([*rest, (hidden, code)]):
        cause = f": the encoder gives {code} numbers, and mu and logvar need {code} each"
    assert fits, (
        f"the network should hold linear layers {wanted} and {back}, but its layers are {came}{cause}"
    )
    own = {id(p) for layer in linear for p in layer.parameters()}
    others = [name for name, p in model.named_parameters() if id(p) not in own]
    assert not others, f"besides its linear layers nothing of the network learns, but {others[0]} does"
    biased = all(layer.bias is not None for layer in linear)
    assert biased, "each linear layer has a bias, as PyTorch makes it"


def check_encode(model: nn.Module, latent: int, hidden: int, n: int) -> None:
    """Check encode of a VAE: mu and logvar are the encoder's last numbers, as they are."""
    __tracebackhide__ = True
    known = Known(model, latent, hidden, clouds=True, offset=6.0)
    x = uniform(n, 1, 28, 28)
    mu, logvar = _pair(model, x, (n, latent))
    a, b = known.codes(x).split(latent, 1)
    changes: dict[str, tuple[Layer, Layer]] = {
        "ReLU follows the last layer: mu and logvar may be below 0": RELU,
        "ReLU follows logvar: it may be below 0": (leaky(1.0), torch.relu),
        "ReLU follows mu: it may be below 0": (torch.relu, leaky(1.0)),
        "exp is taken of logvar in encode: it is the logarithm": (leaky(1.0), torch.exp),
        "the standard deviation is returned, not logvar": (leaky(1.0), lambda x: (x / 2).exp()),
        "Softplus follows logvar: it may be below 0": (leaky(1.0), nn.functional.softplus),
    }
    mistakes: Mapping[str, Any] = {
        **{cause: [pair for acts in ways for pair in _either(*known.codes(x, acts).split(latent, 1))]
           for cause, ways in ACTIVATIONS.items()},
        **{cause: [torch.cat([f(one), g(other)], 1) for one, other in ((a, b), (b, a))]
           for cause, (f, g) in changes.items()},
        "logvar is clamped: return it as it is": [
            torch.cat([one, other.clamp(-c, c)], 1) for c in CLAMPS for one, other in ((a, b), (b, a))],
        "mu and logvar are the same numbers": [torch.cat([a, a], 1), torch.cat([b, b], 1)],
        "images are scaled to [−1, 1] before: here they stay in [0, 1]":
            _either(*known.codes(2 * x - 1).split(latent, 1)),
    }  # fmt: skip
    same(torch.cat([mu, logvar], 1), _either(a, b), "a number of (mu, logvar)", mistakes, tolerance=1e-3)


def _either(a, b):
    """Both orders of the two halves."""
    return [torch.cat([a, b], 1), torch.cat([b, a], 1)]


def _pair(model, x, shape):
    __tracebackhide__ = True
    found = attempt("encode(x)", method(model, "encode"), x)
    fits = isinstance(found, tuple | list) and len(found) == 2
    assert fits, f"encode(x) should return (mu, logvar), not {type(found).__name__}"
    n, latent = shape
    sizes = [tuple(value.shape) if torch.is_tensor(value) else None for value in found]
    assert sizes != [(n, 2 * latent), (n, 0)], (
        f"mu has all {2 * latent} numbers, logvar none: are they cut at a number such as LATENT? Cut at "
        "latent, or with chunk(2, dim=1)"
    )
    for value, name in zip(found, ("mu", "logvar"), strict=True):
        tensor(value, shape, name)
    return found


def method(model: nn.Module, name: str) -> Callable[..., Any]:
    """A method of a student's network."""
    __tracebackhide__ = True
    found = getattr(model, name, None)
    assert callable(found), f"the network has no method {name}: does it stand inside the class?"
    return found


def check_decode(model: nn.Module, latent: int, hidden: int, n: int) -> None:
    """Check decode of a VAE: the given decoder's images."""
    __tracebackhide__ = True
    known = Known(model, latent, hidden, clouds=True)
    z = normal(n, latent)
    images = attempt("decode(z)", method(model, "decode"), z)
    tensor(images, (n, 1, 28, 28), "decode(z)")
    same(
        images,
        known.drawn(z),
        "a pixel of decode(z)",
        {
            "it ends without Sigmoid": known.drawn(z, end=lambda x: x),
            "Sigmoid is applied twice": known.drawn(z).sigmoid(),
            "it is scaled to [−1, 1]: leave it in [0, 1]": 2 * known.drawn(z) - 1,
        },
        tolerance=1e-3,
    )


def check_forward(model: nn.Module, latent: int, hidden: int, training: bool, n: int = 300) -> None:
    """Check forward of a VAE: what is rebuilt is decoded from one fresh draw around mu, in either mode."""
    __tracebackhide__ = True
    known = Known(model, latent, hidden, clouds=True)
    model.train(training)
    x = uniform(n, 1, 28, 28)
    own = [value.detach() for value in _pair(model, x, (n, latent))]
    (recon, mu, logvar), z = _decoded(model, x, latent, hidden)
    tensor(recon, (n, 1, 28, 28), "recon")
    for value, right, other, name in ((mu, *own, "mu"), (logvar, *own[::-1], "logvar")):
        tensor(value, (n, latent), name)
        exchanged = {"mu and logvar are exchanged": other}
        same(value, right, f"a number of {name}, compared with encode's,", exchanged, tolerance=1e-3)
    mode = "train" if training else "eval"
    assert not torch.equal(z, own[0]), (
        f"in {mode} mode mu itself is decoded: draw z = reparameterize(mu, logvar) first"
    )
    check_standard((z - own[0]) / (own[1] / 2).exp(), "of the decoded codes z, (z − mu) / exp(logvar / 2)")
    same(recon, known.drawn(z), "a pixel of recon, compared with decode(z),", {
        "recon is the image itself": x, "Sigmoid is applied twice": known.drawn(z).sigmoid(),
    }, tolerance=1e-3)  # fmt: skip
    again = _decoded(model, x, latent, hidden)[1]
    assert not torch.equal(z, again), "two calls drew the same noise: draw it anew, without a fixed seed"
    _check_heads(model, recon, mu, hidden)


def _decoded(model, x, latent, hidden):
    """What forward returns, and the codes that it decoded."""
    __tracebackhide__ = True
    seen: list[torch.Tensor] = []
    first = next(m for m in linear(model) if (m.in_features, m.out_features) == (latent, hidden))
    listening = first.register_forward_pre_hook(lambda _, given: seen.append(given[0].detach().clone()))
    try:
        found = call(model, x)
    finally:
        listening.remove()
    fits = isinstance(found, tuple | list) and len(found) == 3
    assert fits, f"the VAE should return (recon, mu, logvar), not {type(found).__name__}"
    assert seen, "forward never decodes: recon is decode(z)"
    z = torch.cat(seen) if sum(map(len, seen)) == len(x) else seen[-1]
    tensor(z, (len(x), latent), "the code that is decoded")
    return found, z


def call(model: nn.Module, x: torch.Tensor, what: str = "the VAE") -> Any:
    """What a student's VAE gives for images, with the course's own draw around it."""
    __tracebackhide__ = True
    with replaced(model.forward, reparameterize=around):
        return attempt(what, model, x)


def check_place(model: nn.Module, place: torch.device) -> None:
    """Check that a VAE works on a device."""
    __tracebackhide__ = True
    found = call(model.to(place), uniform(4, 1, 28, 28).to(place), f"the VAE on {place.type}")
    for value, what in zip(found, ("recon", "mu", "logvar"), strict=True):
        assert value.device == place, f"{what} is on {value.device}, the images on {place}"


def _check_heads(model, recon, mu, hidden):
    """What is rebuilt teaches each number of mu and of logvar."""
    __tracebackhide__ = True
    sizes = (hidden, PIXELS)
    heads = [m.bias for m in linear(model) if m.in_features == hidden and m.out_features not in sizes]
    assert recon.requires_grad, "recon has no gradient: is there detach() or no_grad() on the way?"
    of_mu, taught = (_taught(value, heads) for value in (mu, recon))
    halves = [half.mean().item() for half in taught.chunk(2)]
    name = "mu" if bool((of_mu > taught).any()) else "logvar"
    name = "mu and logvar" if halves == [0, 0] else name
    assert 0 not in halves, f"no gradient comes from recon to {name}: is it detached in forward?"
    assert halves == [1, 1], (
        "from recon no gradient comes to some numbers of mu and logvar: does something behind the last layer "
        "cut them off?"
    )


def _taught(value, heads):
    """1 for each number of the heads to which a gradient comes from a value, else 0."""
    if not value.requires_grad:
        return torch.zeros(sum(map(len, heads)))
    grads = torch.autograd.grad(value.sum(), heads, allow_unused=True, retain_graph=True)
    pairs = zip(grads, heads, strict=True)
    return torch.cat([torch.zeros(len(h)) if g is None else (g != 0).float() for g, h in pairs])


def check_reached(model: nn.Module, *answers: torch.Tensor) -> None:
    """Check that a gradient comes from these answers, together, to all parameters."""
    __tracebackhide__ = True
    total = torch.stack([answer.sum() for answer in answers]).sum()
    names = dict(model.named_parameters())
    frozen = [name for name, value in names.items() if not value.requires_grad]
    assert not frozen, f"{frozen[0]} cannot learn: its requires_grad is False"
    grads: Sequence[Any] = [None] * len(names)
    if total.requires_grad:
        grads = torch.autograd.grad(total, list(names.values()), allow_unused=True, retain_graph=True)
    broken = [name for name, grad in zip(names, grads, strict=True) if grad is None]
    assert not broken, f"no gradient comes to {broken[0]}: is there detach() or no_grad() on the way?"
