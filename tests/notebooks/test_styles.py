"""The machinery of the lesson on styles: its oracles, what it lets pass and refuses; colours."""

import itertools

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from course import data, metrics
from course.lessons import publish
from course.probe.styles import averages, growth, injected, mapped, mixed, modulated, synthesized, weights


@pytest.fixture(scope="module")
def lesson():
    return publish.reference("09_stylegan")


def refuses(words, function, *args, **kwargs):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_colours_are_taken_off_again():
    digits = data.digits("test")[0]
    coloured = data.coloured(data.padded(digits), torch.Generator().manual_seed(3))
    grey, ink, ground = data.uncoloured(coloured)
    assert grey.shape == (500, 1, 32, 32) and ink.shape == ground.shape == (500, 3)
    inner = grey[:, :, 2:-2, 2:-2]
    assert (inner - digits).abs().mean() < 0.003
    assert torch.equal(metrics.read(inner), metrics.read(digits))
    again = ground[:, :, None, None] + grey * (ink - ground)[:, :, None, None]
    assert (again - coloured).abs().mean() < 0.003


def test_grey_images_have_no_colours_to_take_off():
    for wrong in (torch.rand(4, 1, 8, 8), torch.rand(3, 8, 8), [1]):
        with pytest.raises(ValueError, match=r"^Expected coloured images of shape"):
            data.uncoloured(wrong)


def test_grouped_weights_and_scaled_channels_are_the_same():
    """What the lesson says of the two ways: both pass the oracle, which is a loop."""
    given = weights.Given(
        torch.randn(4, 3, 6, 6), torch.randn(4, 3), torch.randn(5, 3, 3, 3), torch.randn(5)
    )
    own = given.weight * given.s[:, None, :, None, None]
    own = own / (own.square().sum((2, 3, 4), keepdim=True) + 1e-8).sqrt()
    grouped = F.conv2d(given.x.reshape(1, 12, 6, 6), own.reshape(20, 3, 3, 3), padding=1, groups=4)
    torch.testing.assert_close(
        grouped.reshape(4, 5, 6, 6) + given.bias[:, None, None],
        weights.modulated(given),
        atol=1e-4,
        rtol=1e-4,
    )


def test_demodulated_outputs_are_as_loud_as_their_inputs(lesson):
    layer = lesson["ModulatedConv2d"](16, 12, 3, 4)
    for loud in (0.0, 1.0, 10.0):
        y = layer(torch.randn(200, 16, 12, 12), loud * torch.randn(200, 4))[:, :, 1:-1, 1:-1]
        assert abs(y.std().item() - 1) < 0.05


def test_an_image_does_not_see_its_neighbours_in_the_batch(lesson):
    G = lesson["StyleGenerator"](8, 6, 16, 3).eval()
    z, order = torch.randn(5, 8), torch.tensor([3, 1, 4, 0, 2])
    torch.testing.assert_close(G(z)[order], G(z[order]), atol=1e-5, rtol=1e-4)  # the noise is silent at first


def test_noise_moves_images_only_through_its_strength(lesson):
    G = lesson["StyleGenerator"](8, 6, 16, 3)
    z = torch.randn(2, 8)
    assert torch.equal(G(z), G(z))
    for layer in G.modules():
        if isinstance(layer, lesson["NoiseInjection"]):
            nn.init.ones_(layer.strength)
    assert not torch.allclose(G(z), G(z), atol=1e-3)


def test_a_timetable_without_jumps():
    """The oracle itself: alpha moves by 1/fading at most, and a size begins at 0."""
    table = [growth._entry(step, 7, 4) for step in range(40)]
    for (size, alpha), (later, next_alpha) in itertools.pairwise(table):
        assert next_alpha == 0.0 if later > size else abs(next_alpha - alpha) <= 0.25
    assert table[0] == (8, 1.0) and table[-1] == (32, 1.0) and {size for size, _ in table} == {8, 16, 32}


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda x: F.normalize(x, dim=1), "it is divided by the length"),
    (lambda x: x / x.square().mean(1, keepdim=True), "the root is missing"),
    (lambda x: x / x.square().mean().sqrt(), "one mean square is taken of all numbers"),
    (lambda x: x / x.square().mean(-1, keepdim=True).sqrt(), "over the last dimension"),
])  # fmt: skip
def test_other_norms_are_named(wrong, words):
    refuses(words, mapped.check_norm, wrong, 4, 6, 3, 5)


def test_eps_counts_for_small_numbers():
    refuses(
        "add it to the mean square",
        mapped.check_small,
        lambda x: x / (x.square().mean(1, True).sqrt() + 1e-8),
    )


class _Noisy(nn.Module):
    """Noise injection with one thing changed."""

    def __init__(self, channels, draw):
        super().__init__()
        self.strength, self.draw = nn.Parameter(torch.zeros(channels)), draw

    def forward(self, x):
        return x + self.strength[:, None, None] * self.draw(x)


@pytest.mark.parametrize(("draw", "words"), [
    (torch.randn_like, "each channel draws noise of its own"),
    (lambda x: torch.randn(1, 1, *x.shape[2:]), "all images of the batch got the same noise"),
    (lambda x: torch.randn(len(x), 1, 1, 1), "all pixels of an image got the same noise"),
    (lambda x: torch.randn(len(x), 1, x.shape[2], 1), "all columns of an image got the same noise"),
    (lambda x: torch.randn(len(x), 1, 4, 9).repeat_interleave(2, 2), "serves several pixels"),
    (lambda x: torch.randn(len(x), 1, *x.shape[2:]) * x.std(), "twice as loud as for x"),
    (lambda x: torch.rand(len(x), 1, *x.shape[2:]), "torch.rand is uniform"),
])  # fmt: skip
def test_other_noise_is_named(draw, words):
    refuses(words, injected.check_noise, lambda channels: _Noisy(channels, draw), 30, 4, (8, 9))


def test_wrong_styles_are_named(lesson):
    class Reversed(lesson["StyleGenerator"]):
        def synthesis(self, ws):
            return super().synthesis(ws.flip(1))

    refuses("in the reverse order", synthesized.check_layers, Reversed, lesson["WIDTHS"], 3, 32, 3)


def test_other_mixes_are_named(lesson):
    mix = lesson["style_mix"]
    refuses("z1 and z2 are exchanged", mixed.check_mix, lambda G, a, b, cut: mix(G, b, a, cut), 4, 5, 2)
    refuses("one layer too late", mixed.check_mix, lambda G, a, b, cut: mix(G, a, b, cut + 1), 4, 7, 2)


def test_other_averages_are_named(lesson):
    update = lesson["ema_update"]
    refuses("are exchanged", averages.check_weights, lambda a, m, decay: update(a, m, 1 - decay), 0.9)

    @torch.no_grad()
    def all_averaged(a, m, decay):
        for old, new in zip(a.state_dict().values(), m.state_dict().values(), strict=True):
            old.copy_(decay * old + (1 - decay) * new)

    refuses("buffers are averaged", averages.check_buffers, all_averaged, 0.75)

    @torch.no_grad()
    def shared(a, m, decay):
        for old, new in zip(a.parameters(), m.parameters(), strict=True):
            old.data = new.data
        update(a, m, decay)

    refuses("moves with it", averages.check_apart, shared)


def test_normalized_over_the_batch_is_named(lesson):
    class OverBatch(lesson["AdaIN"]):
        def forward(self, x, w):
            apart = x - x.mean((0, 2, 3), keepdim=True)
            unit = apart / (apart.square().mean((0, 2, 3), keepdim=True) + 1e-5).sqrt()
            scale, shift = self.style(w)[:, :, None, None].chunk(2, dim=1)
            return (1 + scale) * unit + shift

    refuses("as BatchNorm does", modulated.check_adain, OverBatch, 5, 3, 4, (6, 6))
