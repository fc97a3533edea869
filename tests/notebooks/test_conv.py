"""The machinery of the convolution lesson: what it lets pass, what it refuses, in which words."""

import itertools

import pytest
import torch
from torch import nn

from course import probe
from course.device import testbeds as devices  # pytest would take `testbeds` for a test
from course.probe.values.compare import close


def refuses(words, function, *args, **kwargs):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message


def generator(*channels, bias=False, kernel=4, end=()):
    """A generator with these channels, built layer by layer."""
    layers = []
    for number, (a, b) in enumerate(itertools.pairwise(channels)):
        stride, padding = (2, 1) if number else (1, 0)
        layers.append(nn.ConvTranspose2d(a, b, kernel, stride, padding, bias=bias))
        if b != channels[-1]:
            layers += [nn.BatchNorm2d(b), nn.ReLU()]
    return nn.Sequential(*layers, *end, nn.Tanh())


def discriminator(*channels, bias=False, first=(), slope=0.2):
    """The same for a discriminator; ``first`` stands behind the first convolution."""
    layers = []
    for number, (a, b) in enumerate(itertools.pairwise(channels)):
        last = number == len(channels) - 2
        layers.append(nn.Conv2d(a, b, 4, *((1, 0) if last else (2, 1)), bias=bias))
        if number and not last:
            layers.append(nn.BatchNorm2d(b))
        layers += [nn.Flatten()] if last else [*(first if not number else ()), nn.LeakyReLU(slope)]
    return nn.Sequential(*layers)


class Backwards(nn.Module):
    """Written from the last layer to the first; the first has two names."""

    def __init__(self):
        super().__init__()
        self.d, self.c, self.b, self.a = (
            nn.Sequential(nn.ConvTranspose2d(4, 3, 4, 2, 1), nn.Tanh()),
            nn.Sequential(nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.BatchNorm2d(4), nn.ReLU()),
            nn.Sequential(nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.BatchNorm2d(8), nn.ReLU()),
            nn.Sequential(nn.ConvTranspose2d(10, 16, 4), nn.BatchNorm2d(16), nn.ReLU()),
        )
        self.first = self.a

    def forward(self, z):
        return self.d(self.c(self.b(self.first(z))))


G_CHANNELS, D_CHANNELS = (10, 16, 8, 4, 3), (3, 5, 10, 20, 1)


@pytest.mark.parametrize("model", [generator(*G_CHANNELS), generator(*G_CHANNELS, bias=True), Backwards()])
@pytest.mark.parametrize("training", [True, False])
def test_conv_knows_what_a_generator_computes(model, training):
    layers = probe.conv(model.train(training), *G_CHANNELS, transposed=True)
    z = probe.normal(4, 10, 1, 1)
    for _ in range(2):  # training moves the running averages, and the answer stays the same
        assert close(model(z), layers(z, torch.relu, torch.tanh, training=training), 1e-5)
    for other in ({"late": True}, {"norm": False}, {"eps": 0.8}, {"training": not training}):
        assert not close(model(z), layers(z, torch.relu, torch.tanh, **{"training": training} | other), 1e-3)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("size", [32, 64])
def test_conv_knows_what_a_discriminator_computes(bias, size):
    channels = D_CHANNELS if size == 32 else (1, 4, 8, 16, 32, 1)
    model = discriminator(*channels, bias=bias)
    layers = probe.conv(model, *channels, transposed=False)
    x = probe.uniform(3, channels[0], size, size, low=-1)
    assert close(model(x), layers(x, nn.LeakyReLU(0.2)), 1e-5)
    assert not close(model(x), layers(x, nn.LeakyReLU(0.1)), 1e-3)


def test_conv_accepts_lazy_layers():
    lazy = nn.Sequential(
        nn.LazyConv2d(5, 4, 2, 1), nn.LeakyReLU(0.2), nn.LazyConv2d(10, 4, 2, 1), nn.LazyBatchNorm2d(),
        nn.LeakyReLU(0.2), nn.LazyConv2d(20, 4, 2, 1), nn.LazyBatchNorm2d(), nn.LeakyReLU(0.2),
        nn.LazyConv2d(1, 4), nn.Flatten(),
    )  # fmt: skip
    layers = probe.conv(lazy, *D_CHANNELS, transposed=False)
    x = probe.uniform(3, 3, 32, 32)
    assert close(lazy(x), layers(x, nn.LeakyReLU(0.2)), 1e-5)


ODD_G = {
    "none": (nn.Tanh(), "it holds no parameters: is each layer an attribute"),
    "no module": (torch.tanh, "should be an nn.Module"),
    "linear": (nn.Sequential(nn.Linear(10, 256), *generator(16, 8, 4, 3)), "there is a linear layer"),
    "three": (generator(10, 16, 8, 3), "3 convolutions, not 4"),
    "kernel": (generator(*G_CHANNELS, kernel=5), "one has kernel 5 × 5"),
    "plain": (nn.Sequential(*(nn.Conv2d(a, b, 4) for a, b in itertools.pairwise(G_CHANNELS))),
              "G uses nn.ConvTranspose2d"),
    "widths": (generator(10, 32, 8, 4, 3), "are the widths as in the table?"),
    "norm at the end": (generator(*G_CHANNELS, end=[nn.BatchNorm2d(3)]), "on the generator's output"),
    "no running": (nn.Sequential(*generator(*G_CHANNELS)[:-1], nn.BatchNorm2d(3, track_running_stats=False)),
                   "holds '10', a BatchNorm2d that keeps no running averages: leave out"),
    "prelu": (generator(*G_CHANNELS, end=[nn.PReLU()]), "belongs to no convolution and no BatchNorm"),
    "no norm": (nn.Sequential(*(m for m in generator(*G_CHANNELS) if not isinstance(m, nn.BatchNorm2d))),
                "BatchNorm is missing behind the convolution to 16 and to 8 and to 4 channels"),
    "twice": (nn.Sequential(*generator(*G_CHANNELS), nn.BatchNorm2d(8)), "should hold 3 BatchNorms, not 4"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_G)
def test_conv_refuses_other_generators(case):
    model, words = ODD_G[case]
    refuses(words, probe.conv, model, *G_CHANNELS, transposed=True)


def test_conv_refuses_batch_norm_behind_the_first_layer_of_d():
    model = discriminator(*D_CHANNELS, first=[nn.BatchNorm2d(5)])
    refuses("behind the discriminator's first convolution", probe.conv, model, *D_CHANNELS, transposed=False)


# Weights that were handed in


def trained(*channels, bias=False):
    """A generator whose running averages and parameters are not the first ones."""
    model = generator(*channels, bias=bias)
    with torch.no_grad():
        for tensor in model.state_dict().values():
            if tensor.is_floating_point():
                tensor.copy_(tensor + 0.2 * torch.rand_like(tensor))
    return model.eval()


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("channels", [(64, 64, 32, 16, 1), (7, 40, 20, 10, 5, 3)])
def test_handed_in_generators_compute_the_same(channels, bias):
    model = trained(*channels, bias=bias)
    backwards = dict(reversed(model.state_dict().items()))
    size = 4 * 2 ** (len(channels) - 2)
    z = torch.randn(6, channels[0], 1, 1)
    images = probe.conv_generator(backwards, channels[0], channels[-1], size)(z)
    assert images.shape == (6, channels[-1], size, size)
    assert close(images, model(z), 1e-5)


def test_other_weights_are_refused():
    for state, words in [
        (discriminator(1, 16, 32, 64, 1).state_dict(), "was D saved in the place of G?"),
        (generator(64, 64, 32, 16, 3).state_dict(), "for images with 1 channel(s)"),
        (generator(30, 64, 32, 16, 1).state_dict(), "64 → 64 → 32 → 16 → 1 channels"),
        (generator(64, 128, 64, 32, 16, 1).state_dict(), "there are 5 convolutions, not 4"),
        ({"a": torch.ones(3)}, "not weights of this lesson's generator"),
    ]:
        refuses(words, probe.conv_generator, state, 64, 1, 32)


def test_weights_that_give_no_numbers():
    state = {name: -t if "var" in name else t for name, t in trained(64, 64, 32, 16, 1).state_dict().items()}
    refuses("not finite", probe.conv_generator(state, 64, 1, 32), torch.randn(3, 64, 1, 1))


# First weights


def test_right_first_weights_never_fail():
    for _ in range(300):
        probe.weights_like(0.02 * torch.randn(6000), 0, 0.02, "weights")
        probe.weights_like(1 + 0.02 * torch.randn(6000), 1, 0.02, "weights")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (0.2 * torch.randn(6000), ": a well-known typing error"),
        (0.1414 * torch.randn(6000), ": 0.02 is the standard deviation"),
        (0.07 * torch.rand(6000) - 0.035, "has not the bell"),
        (0.04 * torch.rand(6000) - 0.02, ": they look uniform, at most 0.02 from 0"),
        (0.04 * torch.randn(6000), "their standard deviation is 0.0"),
        (0.02 + 0.02 * torch.randn(6000), "their mean is 0.0"),
        (torch.zeros(6000), "all are 0"),
        (torch.full((6000,), float("nan")), "not all finite"),
    ],
)
def test_other_first_weights_fail(values, words):
    refuses(words, probe.weights_like, values, 0, 0.02, "weights")


# Steps on images


BCE = nn.BCEWithLogitsLoss()


def step_D(change=None, sum_of=BCE, noise=(1, 1)):
    def play(s):
        real = s.real.to(s.device)
        fake = s.G(torch.randn(len(real), s.input_dim, *noise, device=s.device)).detach()
        if change == "flat":
            real = real.flatten(1)
        a, b = s.D(real), s.D(fake)
        loss = sum_of(a, torch.ones_like(a)) + sum_of(b, torch.zeros_like(b))
        if change == "published":
            loss = -a.mean() - b.mean()
        s.optim.zero_grad()
        loss.backward()
        s.optim.step()
        return loss.item()

    return probe.discriminator_step(play, 7, image=(3, 32, 32), flat=False, output="logit", input_dim=30)


def test_steps_on_images():
    step = step_D()
    probe.same(step.returned, step.losses(), "loss", step.loss_mistakes())
    probe.same(step.change(), step.changes(), "move", step.change_mistakes())
    probe.check_noise([step.noise(), *(step_D().noise() for _ in range(9))], (7, 30, 1, 1))  # 2,100 numbers
    for change, words in [("published", "the wrong sign, and there are no labels")]:
        step = step_D(change)
        refuses(words, probe.same, step.returned, step.losses(), "loss", step.loss_mistakes())
        refuses(words, probe.same, step.change(), step.changes(), "move", step.change_mistakes())
    twice = step_D(sum_of=lambda a, y: nn.functional.binary_cross_entropy_with_logits(a.sigmoid(), y))
    refuses("BCEWithLogits applies its own", probe.same, twice.returned, twice.losses(), "loss",
            twice.loss_mistakes())
    refuses("not flattened", step_D, "flat")
    refuses("needs BCEWithLogitsLoss", step_D, sum_of=nn.BCELoss())
    refuses("torch.randn(batch_size, nz, 1, 1", step_D, noise=(2, 1))


# Building


class Both(nn.Module):
    def __init__(self, *makers):
        super().__init__()
        self.parts = nn.ModuleList(makers)


BUILD = """
def build(nz, nf, nc, size, device):
    G = Generator(nz, nf, nc, size).to(device)
    D = Discriminator(nc, ndf=nf, image_size=size).to(device)
    optim_G, optim_D = SGD(G.parameters(), lr=1), SGD(D.parameters(), lr=1)
    return G, D, optim_G, optim_D
"""


def built(*changes, device="cpu"):
    text = BUILD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    names = {"SGD": torch.optim.SGD, "Both": Both}
    exec(text, names)
    return probe.built(names["build"], 16, 4, 3, 32, device)


def test_a_right_build():
    for place in ["cpu", *devices()]:
        G, D, _, _ = built(device=place).parts()
        assert (G.arguments, D.arguments) == ((16, 4, 3, 32), (3, 4, 32))
        assert next(G.parameters()).device.type == torch.device(place).type


WRONG_BUILDS = {
    "wrapper": (("G = Generator(nz, nf, nc, size)", "G = Both(Generator(nz, nf, nc, size))"),
                "G should be a Generator, but it is a Both"),
    "exchanged": (("return G, D,", "return D, G,"), "G should be a Generator, but it is a Discriminator"),
    "two": (("    G =", "    Generator(nz, nf, nc, size)\n    G ="), "2 networks of class Generator"),
    "optimizer": (("SGD(D.p", "SGD(G.p"), "optim_D should hold all parameters of its own network"),
    "no return": (("    return G, D, optim_G, optim_D", ""), "is a return missing?"),
    "no optimizers": (("optim_G, optim_D\n", "1, 2\n"), "optim_G should be an optimizer, not int"),
    "error": (("(nz, nf, nc, size)", "(nf, nc, size)"), "build stopped with TypeError"),
}


@pytest.mark.parametrize("case", WRONG_BUILDS)
def test_wrong_builds(case):
    change, words = WRONG_BUILDS[case]
    refuses(words, lambda: built(change).parts())
