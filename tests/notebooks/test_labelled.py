"""The machinery of the lesson with labels: what it lets pass, what it refuses, in which words."""

import re

import pytest
import torch
from torch import nn
from torch.nn import functional

from course import data, metrics, probe
from course.grading import directory
from course.probe import asked, conditional, directions, handwriting, labelled, obedient, strokes


def refuses(words, function, *args, **kwargs):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message


def play(own=lambda s, drawn: s.labels, shown=lambda s, drawn: drawn, draw=torch.randint):
    """A step of D: which labels real images go with, and which the fakes."""

    def step(s):
        real = s.images.to(s.device)
        drawn = draw(s.number, (len(real),), device=s.device)
        with torch.no_grad():
            fake = s.G(torch.randn(len(real), s.input_dim, 1, 1, device=s.device), drawn)
        s.optim.zero_grad()
        on_real, on_fake = s.D(real, own(s, drawn).to(s.device)), s.D(fake, shown(s, drawn))
        loss = functional.softplus(-on_real).mean() + functional.softplus(on_fake).mean()
        loss.backward()
        s.optim.step()
        return loss.item()

    return step


def watched(play, n=20, **setting):
    return labelled.labelled_discriminator_step(play, n, **setting)


@pytest.mark.parametrize("setting", [{}, {"number": 3}, {"normed": True}, {"sure": True}])
def test_a_right_step_with_labels(setting):
    step = watched(play(), **setting)
    probe.check_loss(step)
    probe.check_alone(step)
    probe.check_update(step)


@pytest.mark.parametrize(("wrong", "words"), [
    (play(own=lambda s, drawn: s.labels.flip(0)), "the real images with their own labels in another order"),
    (play(own=lambda s, drawn: drawn), "the real images with the labels drawn for G, which belong to"),
    (play(shown=lambda s, drawn: (drawn + 1) % s.number), "labels other than G made them for"),
])  # fmt: skip
def test_wrong_pairs_are_named(wrong, words):
    refuses(words, probe.check_loss, watched(wrong))
    refuses(words, probe.check_update, watched(wrong))


def in_turn(number, shape, device):
    return torch.arange(shape[0]) % number


def low(number, shape, device):
    return torch.randint(number - 1, shape)


@pytest.mark.parametrize(("draw", "words"), [(in_turn, "the same labels in two calls"), (low, "none was 9")])
def test_labels_that_are_not_drawn_well(draw, words):
    refuses(words, labelled.check_labels, [watched(play(draw=draw), 400) for _ in range(2)])


def test_labels_that_are_drawn_well():
    labelled.check_labels([watched(play(), 400) for _ in range(2)])


@pytest.mark.parametrize(("labels", "words"), [
    (torch.tensor([0.0, 1.0]), "not torch.float32"), (torch.tensor([1]), "takes labels (2,)"),
    (torch.tensor([0, 3]), "the label 3: of 3 classes they go from 0 to 2"),
])  # fmt: skip
def test_what_is_no_label(labels, words):
    step = labelled._stage("G", 2, number=3)
    with pytest.raises(ValueError, match="label") as caught:
        step.G(torch.randn(2, 64, 1, 1), labels)
    assert words in str(caught.value)


class Plain(nn.Module):
    """The discriminator of the lesson, layer by layer."""

    def __init__(self, ndf, classes, width):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, ndf, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(ndf, 2 * ndf, 4, 2, 1), nn.BatchNorm2d(2 * ndf), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * ndf, 4 * ndf, 4, 2, 1), nn.BatchNorm2d(4 * ndf), nn.LeakyReLU(0.2),
            nn.Conv2d(4 * ndf, 8 * ndf, 4), nn.LeakyReLU(0.2), nn.Flatten(),
        )  # fmt: skip
        self.psi, self.embed = nn.Linear(8 * ndf, 1), nn.Embedding(classes, width)

    def forward(self, x, y):
        phi = self.features(x)
        return self.psi(phi) + (self.embed(y) * phi).sum(1, keepdim=True)


class Drawn(nn.Module):
    """A generator's first layer and embedding, of any width; the rest is never asked for."""

    def __init__(self, takes, table=None):
        super().__init__()
        self.first = nn.ConvTranspose2d(takes, 16, 4, bias=False)
        if table is not None:
            self.embed = table


@pytest.mark.parametrize(("model", "words"), [
    (Drawn(20, torch.randn(5, 10)), "self.embed is a plain tensor, which no optimizer holds"),
    (Drawn(11), "1 more than the noise has: the label enters as one number"),
    (Drawn(15), "5 more than the noise has: the label enters as a one-hot row"),
    (Drawn(20), "no table at all: is it an attribute"),
])  # fmt: skip
def test_a_generator_without_a_table(model, words):
    refuses(words, conditional.generator, model, 10, 4, 5)


def test_a_discriminator_without_its_last_layer():
    model = Plain(4, 5, 256)
    model.features = model.features[:8]
    refuses("φ has 3 convolutions, the table 4", conditional.discriminator, model, 4, 5)


def test_a_discriminator_is_known_by_its_sizes():
    model = Plain(3, 5, 24)
    net = conditional.discriminator(model, 3, 5)
    x, y = torch.randn(4, 1, 32, 32), torch.tensor([0, 4, 2, 2])
    assert torch.allclose(model(x, y), net.logits(net.features(x), net.table[y]), atol=1e-4)
    conditional.check_gradients(model, net, torch.randn(6, 1, 32, 32, requires_grad=True), False, "D(x, y)")
    conditional.check_image_gradient(model, net, torch.rand(5, 1, 32, 32))
    refuses("one embedding of shape (5, 24)", conditional.discriminator, Plain(3, 5, 3), 3, 5)
    refuses("but holds (5, 1)", conditional.discriminator, Plain(3, 5, 1), 3, 5)


def test_the_classifier_reads_digits():
    images, labels = data.digits("test")
    assert (metrics.read(images) == labels).float().mean() >= 0.98


def test_a_stroke_leans_as_it_is_drawn():
    strokes.check_slant(lambda x: torch.stack([_slant(image) for image in x[:, 0]]), torch.rand(3, 1, 9, 12))
    assert abs(_slant(strokes.stroke(0.5, 3.0)) - 0.5) < 0.05


def _slant(image):
    y, x = torch.meshgrid(*(torch.arange(n).float() for n in image.shape), indexing="ij")
    m = image.sum()
    dx, dy = x - (image * x).sum() / m, y - (image * y).sum() / m
    return -(image * dx * dy).sum() / (image * dy * dy).sum()


def test_a_parrot_obeys_now_and_then():
    G = asked.Parrot(8, 10).eval()
    G(torch.randn(200, 8, 1, 1), torch.arange(200) % 10)
    share = (G.read() == torch.arange(200) % 10).float().mean()
    assert 0.2 < share < 0.95


def rounded(number, shape, device):
    return (torch.rand(shape) * (number - 1)).round().long()


def test_the_ends_come_half_as_often():
    steps = [watched(play(draw=rounded), 3000, image=(1, 4, 4)) for _ in range(2)]
    refuses("the first and the last come half as often", labelled.check_labels, steps)


def weights():
    file = directory.SOURCE / "07_conditional" / "generator.reference.pt"
    return torch.load(file, map_location="cpu", weights_only=True)


@pytest.mark.parametrize("row_first", [False, True])
def test_the_row_may_stand_first(row_first):
    state = weights()
    name = next(name for name, value in state.items() if value.dim() == 4)
    first, last = state[name].chunk(2)
    state[name] = torch.cat([last, first]) if row_first else state[name]
    y = torch.arange(200) % 10
    images = obedient.seen(obedient.conditional_generator(state, 64, 10)(torch.randn(200, 64, 1, 1), y))
    obedient.check_obeys(images, y, share=0.8, worst=0.5, distance=200)


def test_weights_of_something_else():
    refuses("was D saved", obedient.conditional_generator, Plain(16, 10, 128).state_dict(), 64, 10)
    plain = {name: value for name, value in weights().items() if value.dim() != 2}
    refuses("lesson 3's generator", obedient.conditional_generator, plain, 64, 10)


def test_digits_that_do_not_obey():
    images, labels = data.digits("test")
    goal = {"share": 0.95, "worst": 0.8, "distance": 100.0}
    obedient.check_obeys(images, labels, **goal)
    refuses("The labels play no part", obedient.check_obeys, images, labels[torch.randperm(500)], **goal)
    alike = torch.stack([images[labels == digit][0] for digit in labels.tolist()])
    refuses("one label gives one image", obedient.check_obeys, alike, labels, **goal | {"distance": 1.0})
    eights = torch.where((labels == 8)[:, None, None, None], images[labels == 3][0], images)
    refuses("asked for an 8", obedient.check_obeys, eights, labels, **goal)


def test_a_refusal_of_its_own():
    def own(text):
        raise ValueError(f"no digits: {text}")

    def others(text):
        return torch.nn.functional.interpolate(torch.zeros(1, 1, 2, 2), size=2, scale_factor=2)

    for text in ("", "12x", "12\n"):
        handwriting.check_refused("write", own, text, shows=text)
    refuses("goes on until something else stops", handwriting.check_refused, "write", others, "", shows="")


def written(text):
    return torch.zeros(1, 32, 32 * len(text))


@pytest.mark.parametrize(("fits", "text", "words"), [
    (str.isdigit, "1²", "'²' is a digit for str.isdigit"),
    (str.isdecimal, "4٣", "'٣' is a digit for str.isdecimal"),
    (lambda text: True, "12x", "is left to int, which says"),
])  # fmt: skip
def test_texts_that_are_let_pass(fits, text, words):
    def write(G, text):
        if not fits(text):
            raise ValueError(f"no digits: {text!r}")
        return written([int(character) for character in text])

    refuses(words, handwriting.check_text, write, text, 8)


def test_a_text_that_is_refused():
    def write(G, text):
        raise ValueError(f"no digits: {text!r}")

    for text in ("12x", "", "1²", "4٣"):
        handwriting.check_text(write, text, 8)


def test_a_text_of_which_letters_are_left_out():
    write = lambda G, text: written([c for c in text if c in "0123456789"])  # noqa: E731
    refuses("an image of 2 digits: what is no digit", handwriting.check_text, write, "12x", 8)
    refuses("gives an image of width 0: raise", handwriting.check_text, write, "", 8)
    refuses("not refused, and neither is '12 ': look at", handwriting.check_text, write, "12\n", 8)


def test_a_newline_that_gets_past_the_check():
    def write(G, text):
        if not re.match(r"^[0-9]+$", text):
            raise ValueError(f"not digits alone: {text!r}")
        return written(text.strip())

    refuses("the newline at the end gets past", handwriting.check_text, write, "12\n", 8)


def direction(refused, latents, attribute):
    values = attribute - attribute.mean()
    if refused(attribute, values):
        raise ValueError("the attribute is the same everywhere.")
    slope = torch.linalg.lstsq(latents - latents.mean(0), values[:, None]).solution[:, 0]
    return slope / slope.norm()


@pytest.mark.parametrize(("refused", "words"), [
    (lambda a, values: False, "0 everywhere) gives NaN: no constant attribute is refused"),
    (lambda a, values: bool((values == 0).all()), "though 0 everywhere is refused: its mean is rounded"),
    (lambda a, values: bool(values.abs().max() < 1e-5 * a.abs().max()), "NaN, though 2.5 everywhere is"),
])  # fmt: skip
def test_constants_that_are_let_pass(refused, words):
    refuses(words, directions.check_constant, lambda latents, a: direction(refused, latents, a))


def test_zeros_for_a_constant():
    refuses("gives zeros: raise", directions.check_constant, lambda latents, a: 0 * latents[0])
    rightly = lambda a, values: bool(values.abs().max() <= 1e-5 * a.abs().max())  # noqa: E731
    directions.check_constant(lambda latents, a: direction(rightly, latents, a))


def test_directions_of_any_length():
    def move(least, z, way, amount):
        length = way.norm() if way.norm() > least else 1.0
        return z + torch.as_tensor(amount).reshape(-1, 1) * way / length

    directions.check_edit(lambda *given: move(0, *given), 4, 9)
    for least, words in ((1, "shorter than 1 stays as it is, 0.05 here"), (10, "by its length, 9 here")):
        refuses(words, directions.check_edit, lambda *given, least=least: move(least, *given), 4, 9)
