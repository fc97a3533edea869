"""A generator that gives each layer a style, tested with known layers in place of the lesson's."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from course.probe.codes.autoencoders import leaky
from course.probe.values.compare import attempt, close, fitting, same, tensor
from course.probe.values.draws import integer, normal
from course.probe.values.names import replaced

Z_DIM, W_DIM = 5, 6
DEPTH = 3  # layers of the mapping network


class _Known(nn.Module):
    """A layer with fixed weights: channels mixed, moved by the style; remembers how it was made."""

    def __init__(self, name, ins, outs, w_dim, **how):
        super().__init__()
        self.name, self.ins, self.w_dim, self.how = name, ins, w_dim, how
        self.size = (ins, outs, *how.values())
        self.given: torch.Tensor | None = None  # the styles of its last call
        self.mix, self.style = nn.Parameter(normal(outs, ins) / ins**0.5), nn.Parameter(normal(outs, w_dim))

    def forward(self, x, w):
        if x.dim() != 4 or x.shape[1] != self.ins:
            raise ValueError(f"{self.name} takes x (N, {self.ins}, H, W), but was given {tuple(x.shape)}")
        if len(x) == 1 != len(w) and tuple(w.shape)[1:] == (self.w_dim,):
            raise ValueError(f"{self.name} got 1 image x and {len(w)} styles: repeat the constant N times")
        if tuple(w.shape) != (len(x), self.w_dim):
            raise ValueError(f"{self.name} takes w ({len(x)}, {self.w_dim}), but was given {tuple(w.shape)}")
        self.given = w.detach().clone()
        if self.how.get("grow"):
            x = F.interpolate(x, scale_factor=2)
        y = torch.einsum("oi,nihw->nohw", self.mix, x) + (w @ self.style.T)[:, :, None, None]
        return 2 * y if self.name == "ModulatedConv2d" else torch.tanh(y)  # colours have no bounds


class _Mapping(nn.Module):
    """Stands for the mapping network."""

    def __init__(self, z_dim, w_dim, layers):
        super().__init__()
        self.size = (z_dim, w_dim, layers)
        self.weight = nn.Parameter(normal(w_dim, z_dim))

    def forward(self, z):
        return torch.tanh(z @ self.weight.T)


class Scene:
    """A student's generator, built of known layers, and all that were made."""

    def __init__(
        self, StyleGenerator: Callable[..., Any], widths: Mapping[int, int], image_size: int, nc: int
    ) -> None:
        """``widths``: channels by size; the lesson's, or others, that tell layers apart."""
        __tracebackhide__ = True
        self.made: list[Any] = []
        self.widths, self.image_size, self.nc = widths, image_size, nc
        parts = {
            "MappingNetwork": self._mapping,
            "StyledLayer": self._layer,
            "ModulatedConv2d": self._colours,
        }
        what = f"StyleGenerator(z_dim, w_dim, {image_size}, nc)"
        with replaced(StyleGenerator.__init__, WIDTHS=dict(widths), **parts):
            self.model = attempt(what, StyleGenerator, Z_DIM, W_DIM, image_size, nc)
        assert isinstance(self.model, nn.Module), "the generator should be an nn.Module"
        self._check_made()
        self.constant = self._constant()

    def _mapping(self, z_dim, w_dim, layers):
        return self._keep(_Mapping(z_dim, w_dim, layers))

    def _layer(self, in_channels, out_channels, w_dim, grow):
        return self._keep(_Known("StyledLayer", in_channels, out_channels, w_dim, grow=bool(grow)))

    def _colours(self, in_channels, out_channels, kernel, w_dim, demodulate=True):
        how = {"kernel": kernel, "demodulate": demodulate}
        return self._keep(_Known("ModulatedConv2d", in_channels, out_channels, w_dim, **how))

    def _keep(self, layer):
        self.made.append(layer)
        return layer

    def _table(self, image_size):
        """What the lesson's table says for this size."""
        W, sizes = self.widths, [4]
        while sizes[-1] < image_size:
            sizes.append(2 * sizes[-1])
        table: list[tuple[str, tuple[int, ...]]] = [("StyledLayer", (W[4], W[4], False))]
        table += [("StyledLayer", (W[a], W[b], True)) for a, b in itertools.pairwise(sizes)]
        return [*table, ("ModulatedConv2d", (W[image_size], self.nc, 1, False))]

    def _check_made(self):
        """What was made is what the lesson's table says."""
        __tracebackhide__ = True
        W, table = self.widths, self._table(self.image_size)
        made = [(layer.name, layer.size) for layer in self.made if isinstance(layer, _Known)]
        words = {"StyledLayer": "in, out, grow", "ModulatedConv2d": "in, out, kernel, demodulate"}
        others = [size for size in W if size != self.image_size and sorted(self._table(size)) == sorted(made)]
        assert not others, (
            f"for {self.image_size} pixels the layers of {others[0]} pixels are made, {len(made) - 1} "
            f"StyledLayers where {len(table) - 1} are asked for, and their colours: go by image_size"
        )
        for entry in table:
            name, size = entry
            same_kind = [found for kind, found in made if kind == name]
            assert entry in made, (
                f"for {self.image_size} pixels there should be a {name} with ({words[name]}) = {size}, but "
                f"those made have {', '.join(map(str, same_kind)) or 'none'} (WIDTHS is {W} in this test)"
            )
        assert len(made) == len(table), (
            f"for {self.image_size} pixels {len(table)} layers are made, colours included, not {len(made)}"
        )
        wrong = [layer.w_dim for layer in self.made if isinstance(layer, _Known) and layer.w_dim != W_DIM]
        assert not wrong, (
            f"each layer takes styles of w_dim = {W_DIM} numbers, but one was made for {wrong[0]}"
        )
        mappings = [layer.size for layer in self.made if isinstance(layer, _Mapping)]
        assert mappings == [(Z_DIM, W_DIM, DEPTH)], (
            f"there should be one MappingNetwork(z_dim, w_dim, {DEPTH}), but those made have "
            f"{', '.join(map(str, mappings)) or 'none'} (z_dim is {Z_DIM}, w_dim {W_DIM})"
        )
        self.layers = [next(layer for layer in self.made if getattr(layer, "name", "") == name
                            and layer.size == size) for name, size in table]  # fmt: skip
        self.map = next(layer for layer in self.made if isinstance(layer, _Mapping))
        styles = getattr(self.model, "styles", None)
        assert styles == len(table), (
            f"styles should be {len(table)} for {self.image_size} pixels, one for each layer and one for the "
            f"colours, not {styles}"
        )

    def _constant(self):
        __tracebackhide__ = True
        own = {id(p) for layer in self.made for p in layer.parameters()}
        rest = {name: p for name, p in self.model.named_parameters() if id(p) not in own}
        shape = (1, self.widths[4], 4, 4)
        shown = ", ".join(f"{name} {tuple(p.shape)}" for name, p in rest.items()) or "nothing"
        assert len(rest) == 1 and tuple(next(iter(rest.values())).shape) == shape, (
            f"besides its layers the generator should hold one parameter, the constant, of shape "
            f"(1, WIDTHS[4], 4, 4) = {shape}, but it holds {shown}"
        )
        return next(iter(rest.values()))

    def images(
        self, ws: torch.Tensor, start: torch.Tensor | None = None, act: Callable[..., Any] | None = None
    ) -> torch.Tensor:
        """What the table gives for styles (N, styles, w_dim)."""
        constant = self.constant if start is None else start
        x = constant.expand(len(ws), -1, -1, -1)
        for n, layer in enumerate(self.layers):
            x = layer(x, ws[:, n])
            x = act(x) if act and n < len(self.layers) - 1 else x
        return x

    def _row(self, ws):
        """The number of the style of its own image that each layer got; [] where that does not say it."""
        row = []
        for own, layer in enumerate(self.layers):
            if layer.given is None or len(layer.given) != len(ws):
                return []
            row += [n for n in (own, *range(ws.shape[1]))
                    if torch.allclose(layer.given, ws[:, n], atol=1e-5)][:1]  # fmt: skip
        return row if len(row) == len(self.layers) else []

    def told(self, ws: torch.Tensor) -> str:
        """Which layer was given a wrong style in the last call, and whose; nothing where none was."""
        last, row = len(self.layers) - 1, self._row(ws)
        if row and row != list(range(last + 1)):
            came, right = (", ".join(map(str, numbers)) for numbers in (row, range(last + 1)))
            return f"layers 0 to {last - 1} and the colours got styles {came} of their image, not {right}"
        for number, layer in enumerate(self.layers):
            if layer.given is None or len(layer.given) != len(ws):
                return f"layer {number} is not asked for all images at once"
            name = "the colours" if number == len(self.layers) - 1 else f"layer {number}"
            for image, style in enumerate(layer.given):
                if torch.allclose(style, ws[image, number], atol=1e-5):
                    continue
                owners = [f"style {n} of image {m}" for m in range(len(ws)) for n in range(ws.shape[1])
                          if torch.allclose(style, ws[m, n], atol=1e-5)]  # fmt: skip
                whose = owners[0] if owners else "none of the styles given"
                return f"{name} of image {image} got {whose}, not style {number} of image {image}"
        return ""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of one image."""
        return self.nc, self.image_size, self.image_size


LEAKY = leaky(0.2)


def _widths():
    """Channels that are all different, so that a layer is known by them."""
    first = integer(3, 5)
    return {4: first + 6, 8: first + 5, 16: first + 3, 32: first + 2, 64: first}


def check_layers(
    StyleGenerator: Callable[..., Any], widths: Mapping[int, int], n: int, image_size: int, nc: int
) -> None:
    """Check synthesis: each layer with its own style, from one constant; with two sets of widths."""
    __tracebackhide__ = True
    for channels in (widths, _widths()):
        scene = Scene(StyleGenerator, channels, image_size, nc)
        ws = normal(n, len(scene.layers), W_DIM)
        came = attempt("synthesis(ws)", _method(scene.model, "synthesis"), ws)
        tensor(came, (n, *scene.shape), "synthesis(ws)")
        again = attempt("synthesis(ws)", scene.model.synthesis, ws)
        assert torch.is_tensor(again) and torch.equal(again, came), (
            "two calls with the same styles give different images: is the constant drawn in synthesis?"
        )
        told = scene.told(ws)
        with torch.no_grad():
            right = scene.images(ws)
            mistakes = {} if close(came, right) else _mistakes(scene, ws, right)
        if told and len(fitting(came, mistakes)) != 1:
            mistakes = {told: came}
        same(came, right, "a pixel of synthesis(ws)", mistakes)


def _mistakes(scene, ws, right):
    """What synthesis gives for styles (N, styles, w_dim), made wrong in likely ways, by their causes."""
    return {
        "the styles are given in the reverse order": scene.images(ws.flip(1)),
        "all layers are given the first style": scene.images(ws[:, :1].expand_as(ws)),
        "all layers are given the last style": scene.images(ws[:, -1:].expand_as(ws)),
        "all layers are given the mean of the styles": scene.images(ws.mean(1, keepdim=True).expand_as(ws)),
        "the colours are given the last layer's style: theirs is the last, ws[:, -1]": scene.images(
            torch.cat([ws[:, :-1], ws[:, -2:-1]], 1)
        ),
        "each layer is given the style of the one before": scene.images(
            torch.cat([ws[:, :1], ws[:, :-1]], 1)
        ),
        "the constant is not used": scene.images(ws, torch.zeros_like(scene.constant)),
        "the constant is ones: use the parameter": scene.images(ws, torch.ones_like(scene.constant)),
        "LeakyReLU follows each layer: it is in there already": scene.images(ws, act=LEAKY),
        "Tanh follows the colours: nothing does": right.tanh(),
        "Sigmoid follows the colours: nothing does": right.sigmoid(),
        "LeakyReLU follows the colours: nothing does": [LEAKY(right), right.relu()],
        "colours are cut off: nothing follows them": [right.clamp(-1, 1), right.clamp(0, 1)],
    }


def check_forward(
    StyleGenerator: Callable[..., Any], widths: Mapping[int, int], n: int, image_size: int
) -> None:
    """Check forward: one style, mapped from z, for all layers."""
    __tracebackhide__ = True
    scene = Scene(StyleGenerator, widths, image_size, 3)
    z = normal(n, Z_DIM)
    w = attempt("G.mapping(z)", _method(scene.model, "mapping"), z)
    tensor(w, (n, W_DIM), "G.mapping(z)")
    same(w, scene.map(z), "a number of G.mapping(z), compared with the mapping network's,")
    for_all = lambda w: w[:, None].expand(-1, len(scene.layers), -1)  # noqa: E731
    found = {}
    for mode in ("train", "eval"):
        came = attempt("G(z)", scene.model.train(mode == "train"), z)
        tensor(came, (n, *scene.shape), "G(z)")
        told = scene.told(for_all(w)).split(", not")[0]
        if told and not close(came, scene.images(for_all(w))):
            found[mode] = told
    where = f" in {next(iter(found))} mode" if len(found) == 1 else ""
    told = next(iter(found.values()), "")
    told = told.replace("none of the styles given", "a style that mapping did not give")
    assert not found, f"G(z) should give all layers the style of their image, but{where} {told}"
    with torch.no_grad():
        first = w[:1].expand_as(w)
        same(came, scene.images(for_all(w)), "a pixel of G(z)", {
            "all images are given the style of the first z": scene.images(for_all(first)),
            "the styles are zeros": scene.images(for_all(0 * w)),
            "all images are given the mean style": scene.images(for_all(w.mean(0).expand_as(w))),
            "the styles are scaled": scene.images(for_all(2 * w)),
        })  # fmt: skip


def _method(model, name):
    __tracebackhide__ = True
    found = getattr(model, name, None)
    assert callable(found), f"the generator has no {name}: does it stand inside the class, or as self.{name}?"
    return found


def check_learns(StyleGenerator: Callable[..., Any], widths: Mapping[int, int]) -> None:
    """Check that all layers are found by an optimizer and by save, and the constant's start and slope."""
    __tracebackhide__ = True
    scene = Scene(StyleGenerator, widths, 32, 3)
    held = {id(p) for p in scene.model.parameters()}
    for layer in scene.made:
        assert all(id(p) in held for p in layer.parameters()), (
            "the parameters of a layer are not among those of the generator: keep layers in an "
            "nn.ModuleList, not in a list"
        )
    values = scene.constant.detach()
    mean, deviation = values.mean().item(), values.std().item()
    assert abs(mean) < 0.2 and abs(deviation - 1) < 0.15, (
        f"the constant should start from N(0, 1), but its mean is {mean:.2f}, its deviation {deviation:.2f}"
        f"{': it looks uniform, torch.rand is' if abs(deviation - 0.289) < 0.03 else ''}"
    )
    z = normal(3, Z_DIM)
    came = attempt("G(z)", scene.model, z)
    tensor(came, (3, *scene.shape), "G(z)")
    assert came.requires_grad, "G(z) has no gradient: is there detach() or no_grad() on the way?"
    names = {"the constant": scene.constant, "the mapping network": scene.map.weight}
    names |= {f"layer {n}": layer.mix for n, layer in enumerate(scene.layers[:-1])}
    names["the colours"] = scene.layers[-1].mix
    for name, value in names.items():
        assert value.requires_grad, f"{name} cannot learn: its requires_grad is False"
    weights = normal(3, *scene.shape)
    found = torch.autograd.grad((came * weights).sum(), list(names.values()), allow_unused=True)
    ws = scene.map(z)[:, None].expand(-1, len(scene.layers), -1)
    images = scene.images(ws)
    wanted = torch.autograd.grad((images * weights).sum(), list(names.values()))
    fits = close(came, images)  # other images cost points elsewhere
    lost = [name for name, slope in zip(names, found, strict=True) if slope is None]
    assert not lost, f"no gradient comes to {', '.join(lost)}{_stopped(lost, list(names))}"
    for name, slope, right in zip(names, found, wanted, strict=True):
        assert not fits or close(slope, right, 1e-3), f"the slope by {name} is wrong: is a part detached?"


def _stopped(lost, names):
    """Where gradients may stop that do not come to these, of the constant, the mapping and all layers."""
    way = [name for name in names if name != "the mapping network"]
    front, behind = way[: len(lost)], way[len(lost) :]
    if lost == front[:1]:
        return ", but to all layers: is the constant detached, or its .data taken?"
    if lost == front and behind:
        return f", only to what comes behind: is x detached before {behind[0]}?"
    return ": is there detach() or no_grad() on the way?"


def check_place(StyleGenerator: Callable[..., Any], widths: Mapping[int, int], place: torch.device) -> None:
    """Check the generator on a device."""
    __tracebackhide__ = True
    scene = Scene(StyleGenerator, widths, 8, 3)
    came = attempt(f"G(z) on {place.type}", scene.model.to(place), normal(2, Z_DIM).to(place))
    tensor(came, (2, *scene.shape), "G(z)")
    assert came.device == place, f"the images are on {came.device}, the noise on {place}"
