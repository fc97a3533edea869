"""A function that builds both networks and their optimizers, watched with recorders in their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from course.probe.networks.optimizers import held
from course.probe.values.compare import attempt, kind
from course.probe.values.names import replaced


class _Recorder(nn.Module):
    """Stands for a network; remembers its arguments."""

    def __init__(self, *arguments):
        super().__init__()
        self.arguments = arguments
        self.layer = nn.Conv2d(1, 1, 3)


@dataclass
class Building:
    """What was built: all networks made, by class, and what was returned."""

    made: dict[str, list[nn.Module]] = field(default_factory=lambda: {"Generator": [], "Discriminator": []})
    returned: Any = None

    def parts(self) -> Sequence[Any]:
        """(G, D, optim_G, optim_D), checked for kind and owner."""
        __tracebackhide__ = True
        fits = isinstance(self.returned, tuple | list) and len(self.returned) == 4
        assert fits, f"build should return (G, D, optim_G, optim_D), not {kind(self.returned)}"
        G, D, *optimizers = self.returned
        for name, network in (("Generator", G), ("Discriminator", D)):
            self._check_network(name, network)
        for name, optimizer, network in zip(("optim_G", "optim_D"), optimizers, (G, D), strict=True):
            assert isinstance(optimizer, torch.optim.Optimizer), (
                f"{name} should be an optimizer, not {type(optimizer).__name__}"
            )
            same = {id(p) for p in held(optimizer)} == {id(p) for p in network.parameters()}
            other = {id(p) for p in (D if network is G else G).parameters()}
            swapped = {id(p) for p in held(optimizer)} == other
            cause = ": it holds the other one's, the order is (G, D, optim_G, optim_D)" if swapped else ""
            assert same, f"{name} should hold all parameters of its own network, and no others{cause}"
        return self.returned

    def _check_network(self, name, network):
        __tracebackhide__ = True
        letter = name[0]
        assert any(network is made for made in self.made[name]), (
            f"{letter} should be a {name}, but it is a {type(network).__name__.lstrip('_')}: "
            "make each network from its own class, without the wrapper"
        )
        count = len(self.made[name])
        assert count == 1, f"{count} networks of class {name} were made: one is enough"


def built(
    build: Callable[..., Any], nz: int, nf: int, nc: int, image_size: int, device: torch.device | str
) -> Building:
    """Call a student's ``build`` with recorders in the place of the two network classes."""
    __tracebackhide__ = True
    building = Building()

    def recorder(name):
        def made(*arguments):
            building.made[name].append(classes[name](*arguments))
            return building.made[name][-1]

        return made

    classes = {name: type(name, (_Recorder,), {}) for name in building.made}

    def Generator(nz, ngf, nc, image_size):
        return recorder("Generator")(nz, ngf, nc, image_size)

    def Discriminator(nc, ndf, image_size):
        return recorder("Discriminator")(nc, ndf, image_size)

    with replaced(build, Generator=Generator, Discriminator=Discriminator):
        building.returned = attempt("build", build, nz, nf, nc, image_size, device)
    return building
