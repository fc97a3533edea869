"""The machinery that graded cells share: what it lets pass, what it refuses, and in which words."""

import itertools
import os
import pickle
import sys

import pytest
import torch
from torch import nn
from torch.utils.tensorboard import summary
from torchvision.utils import make_grid

from course import probe
from course.device import testbeds as devices  # pytest would take `testbeds` for a test
from course.probe.values import causes, draws
from course.probe.values.compare import close
from course.probe.values.names import replaced


def refuses(words, function, *args, **kwargs):
    """The call raises an AssertionError of one line that contains the words."""
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    return message


# Comparisons


def test_same_accepts_what_is_near_enough():
    probe.same(1.00005, 1.0, "it")
    probe.same(2.0, [1.0, 2.0], "it")
    probe.same(torch.tensor([1e6, 5.0]), torch.tensor([1e6, 0.0]), "it")  # relative to the largest
    probe.same(torch.tensor([1.0], requires_grad=True), torch.ones(1), "it")


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (1.001, "it is 1.0010, expected 1.0000"),
        (2.0, "it is 2, expected 1: it was doubled"),
        (float("inf"), "it is inf, expected 1.0000"),
        (float("nan"), "it is nan, expected 1.0000"),
        (None, "it should be a tensor or a number, not None: is a return missing?"),
        ("1", "it should be a tensor or a number, not str"),
        (torch.ones(2), "it has shape (2,), expected ()"),
    ],
)
def test_same_says_what_came_and_why(got, words):
    message = refuses(words, probe.same, got, 1.0, "it", {"it was doubled": 2.0})
    assert message.endswith(words)


def test_same_shows_the_place_that_differs_most():
    got, expected = torch.tensor([0.0, 5.0, 1.5]), torch.tensor([0.0, 1.0, 1.0])
    refuses("it is 5 in one place, expected 1", probe.same, got, expected, "it")


def test_same_names_the_nearest_mistake():
    mistakes = {"far": [7.0, 2.00009], "near": 2.00001}
    refuses(": near", probe.same, 2.0, 1.0, "it", mistakes)


def test_numbers_that_differ_do_not_look_alike():
    refuses("it is 1e-05, expected 0", probe.same, 0.00001, 0.0, "it", tolerance=1e-9)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_values_that_are_not_finite_match_nothing(value):
    assert not close(0.5, value) and not close(value, 0.5) and not close(value, value)
    assert not close(torch.ones(2), torch.tensor([1.0, value]))
    message = refuses("it is 0.5000, expected 1.0000", probe.same, 0.5, 1.0, "it", {"infinite": value})
    assert "infinite" not in message


CHANGES = {
    "augmented": lambda x: x.__imul__(2),
    "method": lambda x: x.sub_(1),
    "detach and method": lambda x: x.detach().clamp_(2, 3),
    "one number": lambda x: x.__setitem__((0, 0), 7),
    "through numpy": lambda x: x.numpy().fill(3),
    "another shape": lambda x: x.unsqueeze_(0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_input_that_was_changed_is_said_first(change):
    words = "f(x) changed its input in place"
    refuses(words, probe.attempt, "f(x)", change, torch.rand(3, 2))
    refuses(words, probe.attempt, "f(x)", lambda pair: change(pair[1]), (1, torch.rand(3, 2)))
    refuses(words, probe.attempt, "f(x)", lambda batch: change(batch["x"]), batch={"x": torch.rand(3, 2)})


class Scaling(nn.Module):
    def forward(self, x, style):
        return x.mul_(2) * style


def test_of_several_inputs_the_changed_one_is_named():
    pair = torch.rand(3, 2), torch.rand(3, 2)
    refuses("changed its input y in place", probe.attempt, "f(x, y)", lambda x, y: y.mul_(2), *pair)
    refuses("changed its input x in place", probe.attempt, "f(x, y)", Scaling(), *pair)
    refuses("changed its input in place", probe.attempt, "f(x, y)", lambda *both: both[1].mul_(2), *pair)
    refuses("changed its input in place", probe.attempt, "f(x, y)", lambda x, y: x.mul_(2), pair[0], 1.0)
    refuses("changed its input in place", probe.attempt, "add", torch.add, *pair, out=pair[0])


def test_an_input_with_nan_that_stays_is_no_change():
    x = torch.tensor([1.0, float("nan"), float("inf")], requires_grad=True)
    assert probe.attempt("f(x)", lambda x: x * 2, x).shape == (3,)
    w = nn.Parameter(torch.ones(2))  # which is there to be changed
    probe.attempt("f(w)", lambda w: w.data.mul_(2), w)
    with torch.inference_mode():
        probe.attempt("f(x)", lambda x: x.detach() + 1, x)


def test_close_asks_for_the_same_shape():
    assert not close(torch.ones(2, 1), torch.ones(2))
    assert close(torch.ones(0), torch.ones(0))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.tensor(1.0), "is a tensor: return a float, with .item()"),
        (torch.tensor(1.0).item, "not builtin_function_or_method"),
        (None, "not None: is a return missing?"),
        (True, "not bool"),
        ((1.0, 2.0), "not tuple"),
        (float("inf"), "not a finite number"),
        (float("nan"), "not a finite number"),
    ],
)
def test_number_refuses(value, words):
    refuses(words, probe.number, value, "the loss")


def test_number_accepts_what_python_and_numpy_call_a_number():
    for value in (1.5, 2, torch.ones(1).double().numpy()[0], torch.ones(1).numpy()[0]):
        probe.number(value, "the loss")


def test_tensor_checks_kind_and_shape():
    probe.tensor(torch.ones(2, 3), (None, 3), "it")
    refuses("not ndarray", probe.tensor, torch.ones(2).numpy(), (2,), "it")
    refuses("shape (2, 1), not (2,)", probe.tensor, torch.ones(2), (2, 1), "it")
    refuses("shape ('any', 4), not (2, 3)", probe.tensor, torch.ones(2, 3), (None, 4), "it")


def test_derivatives_arrive_or_say_why_not():
    x, y = torch.ones(3, requires_grad=True), torch.ones(2, requires_grad=True)
    loss, inputs = (2 * x).sum() + y.prod(), {"x": x, "y": y}
    for _ in range(2):
        got = probe.derivatives(loss, inputs, "the loss")
        assert [g.tolist() for g in got] == [[2, 2, 2], [1, 1]]
    for value, words in [
        (None, "the loss should be a tensor, not None"),
        (0.5, "the loss should be a tensor, not float"),
        (2 * x, "the loss should be one number, but has shape (3,)"),
        (loss.detach(), "no gradient flows through the loss"),
        (x.sum(), "no gradient of the loss comes to y"),
        (spoilt(x) + y.sum(), "write x = x + 1 in place of x += 1"),
    ]:
        refuses(words, probe.derivatives, value, inputs, "the loss")


def spoilt(x):
    power = x.exp()
    total = power.sum() + (y := power.exp()).sum()
    y.mul_(2)
    return total


# Errors of a student's code


def fail(error):
    raise error


def no_gradient():
    torch.ones(1).backward()


def twice():
    loss = torch.ones(1, requires_grad=True).exp().sum()
    loss.backward()
    loss.backward()


def changed_after_use():
    x = torch.ones(1, requires_grad=True).exp()
    y = x.exp()
    x += 1
    y.add_(1)
    y.backward()


def empty_histogram():
    summary.histogram("weights", torch.zeros(0), "auto")


def inference():
    with torch.inference_mode():
        made = torch.ones(2)
    (made * torch.ones(2, requires_grad=True)).sum().backward()


def mixed_devices():
    torch.ones(2, device=devices()[-1]) + torch.ones(2)


def wrong_labels(labels):
    return nn.BCELoss()(torch.rand(3, 1), labels)


class NoSuper(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(1, 1)


CASES = {
    "no gradient": (no_gradient, "was it computed under torch.no_grad()"),
    "backward twice": (twice, "is `fake` detached in the discriminator's step, and is D asked anew"),
    "devices": (mixed_devices, "a tensor was left on the CPU"),
    "label shape": (lambda: wrong_labels(torch.ones(4, 1)), "taken from batch_size"),
    "label kind": (lambda: wrong_labels(torch.ones(3, 1).long()), "labels are whole numbers"),
    "precision": (lambda: nn.Linear(2, 2)(torch.ones(1, 2).double()), "make them .float()"),
    "answers": (lambda: nn.BCELoss()(2 * torch.ones(1, 1), torch.ones(1, 1)), "probabilities"),
    "reshape": (lambda: torch.ones(5).view(2, 2), "is the batch size written as a number?"),
    "network": (lambda: probe.attempt("it", nn.Linear(2, 2), torch.ones(1, 3)), "two sizes do not"),
    "no super": (NoSuper, "call super().__init__() first"),
    "no forward": (lambda: nn.Module()(1), "is the method called forward"),
    "parentheses": (lambda: torch.optim.Adam(nn.Linear(1, 1).parameters, 1), "write parameters()"),
    "labels": (lambda: [a for a, b in [(1, 2, 3)]], "without labels"),
    "changed after use": (changed_after_use, "write x = x + 1 in place of x += 1"),
    "yes or no": (lambda: 1 if torch.ones(2) > 0 else 2, "asks a whole tensor for one yes or no"),
    "yes or no of nothing": (lambda: 1 if torch.ones(0) > 0 else 2, "ask for its length"),
    "leaf": (lambda: torch.ones(2, requires_grad=True).mul_(2), "do it under torch.no_grad()"),
    "no values": (empty_histogram, "add_histogram was given no values"),
    "inference": (inference, "use detach() or torch.no_grad() there"),
    "no cause": (lambda: {}["x"], "it stopped with KeyError: 'x'"),
}


@pytest.mark.parametrize("case", CASES)
def test_attempt_turns_an_error_into_a_sentence(case):
    function, words = CASES[case]
    refuses(words, probe.attempt, "it", function)


@pytest.mark.parametrize(
    "words",
    [
        "Torch not compiled with CUDA enabled",
        "No CUDA GPUs are available",
        "Found no NVIDIA driver on your system.",
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!",
    ],
)
def test_hard_coded_cuda_is_named(words):
    assert "is hard-coded" in causes.likely_cause(RuntimeError(words))


def test_attempt_lets_an_empty_stub_through():
    for words in ((), ("your code goes here: replace this line",)):
        with pytest.raises(NotImplementedError):
            probe.attempt("it", fail, NotImplementedError(*words))


def test_attempt_keeps_standard_error_clean(capsys):
    def noisy(x):
        print("50 %", file=sys.stderr)
        return x

    assert probe.attempt("it", noisy, 3) == 3
    assert capsys.readouterr() == ("50 %\n", "")


# Draws


def test_draws_leave_the_students_random_numbers_alone():
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    probe.normal(5), probe.uniform(5), probe.integer(0, 9)
    assert torch.equal(torch.rand(1), expected)
    assert not torch.equal(probe.normal(5), probe.normal(5))
    assert draws.SEED >= 0


# Fully connected networks


def layers(*modules):
    return nn.Sequential(*modules)


def sequential(*sizes):
    return layers(*(nn.Linear(a, b) for a, b in itertools.pairwise(sizes)))


class Attributes(nn.Module):
    """Written from the last layer to the first, with an activation of its own."""

    def __init__(self, sizes=(4, 6, 6, 3), act=torch.relu, end=torch.tanh):
        super().__init__()
        self.c, self.b, self.a = sequential(*sizes)[::-1]
        self.act, self.end = act, end

    def forward(self, x):
        return self.end(self.c(self.act(self.b(self.act(self.a(x))))))


def test_dense_knows_what_a_network_computes():
    lazy = nn.Sequential(nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(3),
                         nn.Tanh())
    for model in (Attributes(), lazy):
        one, two, three = probe.dense(model, 4, 6, 6, 3)
        x = probe.normal(5, 4)
        expected = torch.tanh(three(torch.relu(two(torch.relu(one(x))))))
        assert close(probe.output(model, x, (5, 3), "G(z)"), expected, 1e-6)
        probe.check_gradients(model, x, "G(z)")


ODD = {
    "none": (nn.ReLU(), "holds no parameters: is each layer an attribute"),
    "two": (layers(nn.Linear(4, 6), nn.Linear(6, 3)), "3 linear layers, not 2"),
    "fixed": (Attributes((10, 20, 20, 30)), "are the sizes taken from the arguments?"),
    "last": (Attributes((4, 6, 6, 2)), "one layer is 6 → 2 and should be 6 → 3"),
    "norm": (layers(Attributes(), nn.BatchNorm1d(3)), "(no BatchNorm, no PReLU)"),
    "no bias": (layers(nn.Linear(4, 6), nn.Linear(6, 6, bias=False), nn.Linear(6, 3)), "needs a bias"),
    "no module": (torch.tanh, "should be an nn.Module, not builtin_function_or_method"),
}


@pytest.mark.parametrize("case", ODD)
def test_dense_refuses_other_networks(case):
    model, words = ODD[case]
    refuses(words, probe.dense, model, 4, 6, 6, 3)


def test_dense_refuses_equal_first_weights():
    model = Attributes()
    nn.init.constant_(model.b.weight, 0.5)
    refuses("all 36 weights of a layer are 0.5", probe.dense, model, 4, 6, 6, 3)


def test_output_and_gradients():
    x = torch.ones(2, 4)
    refuses("Dropout", probe.output, layers(Attributes(), nn.Dropout(0.5)), x.repeat(20, 1), (40, 3), "y")
    refuses("shape (2, 4), not (2, 3)", probe.output, Attributes(), x, (2, 4), "y")
    for end in (torch.detach, lambda y: torch.tensor(y.tolist())):
        refuses("no gradient comes from y", probe.check_gradients, Attributes(end=end), x, "y")
    broken = Attributes(act=lambda h: torch.relu(h.detach()))
    refuses("no gradient comes from y to its input", probe.check_gradients, broken, x, "y")
    refuses("no gradient comes from y to a.bias", probe.check_gradients, broken, x, "y", to_input=False)


# Optimizers


def test_optimizer_paths():
    network = nn.Linear(3, 2)
    before = [p.clone() for p in network.parameters()]
    adam = torch.optim.Adam(network.parameters(), lr=0.01, betas=(0.5, 0.999))
    grads = probe.gradients(adam)
    path = probe.path(adam, grads)
    assert path.shape == (3 * 8,)
    assert all(torch.equal(p, old) for p, old in zip(network.parameters(), before, strict=True))
    assert close(path, probe.path_of(torch.optim.Adam, adam, grads, lr=0.01, betas=(0.5, 0.999)), 1e-7)
    for kind, settings in [(torch.optim.Adam, {}), (torch.optim.SGD, {})]:
        assert not close(path, probe.path_of(kind, adam, grads, lr=0.01, **settings), 1e-4)


def test_optimizer_pair():
    G, D = nn.Linear(1, 1), nn.Linear(1, 1)
    sgd = torch.optim.SGD(G.parameters(), lr=1)
    assert probe.optimizer_pair(lambda G, D, lr: [sgd, sgd], G, D, 1) == (sgd, sgd)
    for value, words in [(None, "is a return missing?"), (sgd, "not SGD"), ((sgd, G), "not Linear")]:
        refuses(words, probe.optimizer_pair, lambda G, D, lr, value=value: value, G, D, 1)


# Watched steps


def play_D(change=(), image=False, **kwargs):
    """A step of D in which some of its parts are left out or done wrong."""

    def play(s):
        noise = torch.randn(s.batch_size, s.input_dim, device=s.device)
        fake = s.G(noise)
        fake = fake if "attached" in change else fake.detach()
        real = s.real.to(s.device)
        real = real if image else real.flatten(1)
        if "stale" not in change:
            s.optim.zero_grad()
        answers = s.D(real), s.D(fake)
        if image:  # logits
            loss = sum(nn.functional.softplus(a).mean() for a in (-answers[0], answers[1]))
        else:
            one, zero = (torch.full_like(answers[0], y) for y in ((0, 1) if "swapped" in change else (1, 0)))
            loss = nn.BCELoss()(answers[0], one) + nn.BCELoss()(answers[1], zero)
        if "half" in change:
            loss = loss / 2
        if "no backward" not in change:
            loss.backward()
        if "cleared" in change:
            s.optim.zero_grad()
        for _ in range(0 if "no step" in change else 1 + ("twice" in change)):
            s.optim.step()
        return loss.item()

    return probe.discriminator_step(play, **kwargs)


def play_G(change=(), **kwargs):
    """The same for G."""

    def play(s):
        fake = s.G(torch.randn(s.batch_size, s.input_dim, device=s.device))
        s.optim.zero_grad()
        p = s.D(fake.detach() if "detached" in change else fake)
        loss = torch.log(1 - p).mean() if "saturating" in change else -torch.log(p).mean()
        if "constant" in change:
            loss = torch.tensor(loss.item(), requires_grad=True)
        loss.backward()
        s.optim.step()
        return loss.item()

    return probe.generator_step(play, **kwargs)


SETTINGS = [{"batch_size": n} for n in (1, 7, 32)] + [{"batch_size": 5, "input_dim": 12}]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("half", [(), ("half",)])
def test_a_right_step_of_d(setting, half):
    step = play_D(half, **setting)
    probe.check_loss(step)
    probe.check_alone(step)
    probe.check_update(step)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_right_step_of_g(setting):
    step = play_G(**setting)
    probe.check_loss(step)
    probe.check_alone(step)
    probe.check_update(step)


def test_a_step_on_images_and_logits():
    step = play_D(image=True, batch_size=3, flat=False, output="logit")
    probe.check_loss(step)
    probe.check_update(step)


@pytest.mark.parametrize("play, change, check, words", [
    (play_D, "swapped", probe.check_loss, "the returned loss of D"),
    (play_D, "swapped", probe.check_loss, "real images should be labelled 1"),
    (play_D, "swapped", probe.check_update, "real images should be labelled 1"),
    (play_D, "attached", probe.check_alone, "left gradients behind in G: was `fake` detached?"),
    (play_D, "stale", probe.check_update, "gradients of an earlier step were still there"),
    (play_D, "twice", probe.check_update, "optim_D.step() was called 2 times: one step is enough"),
    (play_D, "no backward", probe.check_update, "no gradient came"),
    (play_D, "no step", probe.check_update, "step() was never called"),
    (play_D, "cleared", probe.check_update, "zero_grad() stands between"),
    (play_G, "detached", probe.check_update, "`fake` is cut off from G"),
    (play_G, "constant", probe.check_update, "not from a constant"),
    (play_G, "saturating", probe.check_update, "saturating"),
    (play_G, "saturating", probe.check_loss, "saturating"),
])  # fmt: skip
def test_a_wrong_step_is_refused(play, change, check, words):
    refuses(words, check, play((change,), batch_size=7))


def test_a_step_before_backward_is_called_so():
    def play(s):
        loss = -torch.log(s.D(s.G(torch.randn(4, 100)))).mean()
        s.optim.zero_grad()
        s.optim.step()
        loss.backward()

    refuses("step() comes before backward()", probe.check_update, probe.generator_step(play, 4))


def test_images_that_d_is_wrongly_shown_are_named():
    def play(s, change):
        fake = s.G(torch.randn(s.batch_size, s.input_dim)).detach_()
        return -(torch.log(s.D(change(s.real).flatten(1))).mean() + torch.log(1 - s.D(fake)).mean()).item()

    for words, change in [("scaled once more", lambda x: 2 * x - 1), ("never shown the real", torch.sin)]:
        said = []
        for _ in range(3):  # once in some hundred draws another mistake, or the right loss, is near by chance
            step = probe.discriminator_step(lambda s, change=change: play(s, change), 8)
            try:
                probe.check_loss(step)
            except AssertionError as refusal:
                said.append(str(refusal))
        assert any(words in message for message in said), said


def test_a_step_that_changes_the_other_network_is_refused():
    def play(s):
        with torch.no_grad():
            s.G.layer.weight.add_(1)

    step = probe.discriminator_step(play, 4)
    refuses("the discriminator's step changed G: step optim_D only", probe.check_alone, step)
    step = probe.generator_step(lambda s: s.D.requires_grad_(False), 4)
    refuses("left D frozen: set requires_grad back to True", probe.check_alone, step)


def test_a_loss_that_is_no_number_is_refused():
    step = play_D(batch_size=4)
    step.returned = None
    refuses("the first loss", probe.check_loss, step, "the first loss")


def test_a_step_that_uses_nothing():
    step = probe.discriminator_step(lambda s: 0.0, 4)
    for method in (step.losses, step.noise, step.changes):
        refuses("never calls G", method)
    refuses("G takes noise (batch_size, 100), but was given (4, 7)",
            probe.discriminator_step, lambda s: s.G(torch.ones(4, 7)), 4)
    refuses("flatten the real images", probe.discriminator_step, lambda s: s.D(s.real), 4)


def test_steps_on_another_device():
    for place in devices():
        probe.check_place(play_D(batch_size=3, device=place), place)
    for place in [place for place in devices() if place.type != "cpu"]:
        refuses("moved a network away", probe.check_place, play_G(batch_size=3, device=place), "cpu")


# Noise


def test_right_noise_never_fails():
    torch.manual_seed(0)
    for _ in range(1000):
        probe.check_noise([torch.randn(32, 40), torch.randn(32, 40)], (32, 40))


BAD_NOISE = {
    "zeros": (torch.zeros, "all zeros"),
    "ones": (torch.ones, "is 1 everywhere"),
    "uniform": (torch.rand, "torch.rand is uniform"),
    "centred": (lambda *s: 12**0.5 * (torch.rand(*s) - 0.5), "torch.rand is uniform"),
    "wide": (lambda *s: 2 * torch.randn(*s), "use torch.randn as it is"),
    "narrow": (lambda *s: 0.8 * torch.randn(*s), "use torch.randn as it is"),
    "shifted": (lambda *s: 0.3 + torch.randn(*s), "use torch.randn as it is"),
    "signs": (lambda *s: torch.randn(*s).sign(), "not the bell"),
    "rows": (lambda n, d: torch.randn(1, d).repeat(n, 1), "all rows of the noise are the same"),
    "columns": (lambda n, d: torch.randn(n, 1).repeat(1, d), "each row of the noise repeats"),
    "shape": (lambda n, d: torch.randn(n, d, 1, 1), "should have shape (32, 100)"),
}


@pytest.mark.parametrize("case", BAD_NOISE)
def test_other_noise_fails(case):
    draw, words = BAD_NOISE[case]
    for _ in range(10):
        refuses(words, probe.check_noise, [draw(32, 100), draw(32, 100)], (32, 100))


def test_little_noise_is_normal_too():
    """A training of three steps uses 768 numbers: of a thousand right ones not one may look wrong."""
    for _ in range(1000):
        probe.check_noise([torch.randn(64, 3), torch.randn(64, 3)], (64, 3))
    for wrong in (lambda *size: 0.6 * torch.randn(size), lambda *size: 0.5 + torch.randn(size), torch.rand):
        refuses("should be standard normal", probe.check_noise, [wrong(64, 3), wrong(64, 3)], (64, 3))


def test_noise_must_be_fresh():
    noise = torch.randn(32, 100)
    refuses("two calls used the same noise", probe.check_noise, [noise, noise.clone()], (32, 100))


# Sampling


def grid_of(images, columns=8, padding=2):
    return make_grid((images.reshape(-1, 1, 28, 28) + 1) / 2, nrow=columns, padding=padding)


@pytest.mark.parametrize("n", [1, 5, 8, 11])
@pytest.mark.parametrize("padding", [0, 2, 3])
def test_a_right_grid(n, padding):
    images = torch.tanh(probe.normal(n, 784))
    grid = grid_of(images, padding=padding)
    for form in (grid, grid[:1], grid[0]):
        probe.image(form, "the grid")
        probe.shows(form, images, "the grid")


def test_wrong_grids():
    images = torch.tanh(probe.normal(11, 784))
    for grid, words in [
        (grid_of(images, columns=4), "should be 8 in a row"),
        (grid_of(images[:8]), "should be 8 in a row"),
        (grid_of(-images), "black and white are exchanged"),
        (grid_of(2 * images.clamp(0, 1) - 1), "negative values were cut off"),
        (grid_of(images.flip(0)), "the grid is"),
    ]:
        refuses(words, probe.shows, grid, images, "the grid")
    refuses("values in [0, 1]", probe.image, 2 * grid_of(images) - 1, "the grid")
    refuses("should be (3, H, W), not (6, 6, 3)", probe.image, torch.rand(6, 6, 3), "the grid")
    refuses("is a return missing?", probe.image, None, "the grid")


def test_sampling_puts_gradients_on_again():
    model = probe.PlainGenerator(6)
    probe.sample(lambda G, n, dim, device: torch.set_grad_enabled(False), model, 2, 6)
    assert torch.is_grad_enabled()
    assert not model.gradients_on
    refuses("never calls G", model.seen)


# Weights that were handed in


def state_of(model):
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def test_weights_by_any_names_in_any_order(tmp_path):
    model = Attributes((10, 20, 20, 30))
    torch.save(model.state_dict(), tmp_path / "generator.pt")
    weights = probe.saved(tmp_path / "generator.pt")
    assert next(iter(weights)) == "c.weight"
    z = torch.randn(5, 10)
    assert close(probe.dense_generator(weights, 10, 30)(z), model(z), 1e-5)
    half = {name: tensor.half() for name, tensor in weights.items()}
    assert close(probe.dense_generator(half, 10, 30)(z), model(z), 1e-2)


def test_weights_that_are_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refuses("generator.pt is not there: train", probe.saved, "generator.pt")
    os.mkdir("generator.pt")
    refuses("generator.pt is not there", probe.saved, "generator.pt")
    torch.save({"a": torch.ones(1)}, "generator.reference.pt")
    assert list(probe.saved("generator.pt")) == ["a"]


class Bomb:
    def __reduce__(self):
        return os.system, ("touch exploded",)


def damaged(folder):
    """Files that are no weights, by name."""
    torch.save(sequential(10, 20, 20, 30).state_dict(), folder / "good.pt")
    good = (folder / "good.pt").read_bytes()
    torch.save({"a": Bomb()}, folder / "code.pt")
    files = {
        "empty": b"", "text": b"my weights", "random": os.urandom(3000), "cut": good[: len(good) // 2],
        "head": good[:100], "code": (folder / "code.pt").read_bytes(),
        "pickle": pickle.dumps(Bomb()), "pop": b"0", "numbers": bytes(range(256)) * 4,
    }
    torch.save(nn.Linear(1, 1), folder / "module.pt")
    return files | {"module": (folder / "module.pt").read_bytes()}


def test_damaged_weights(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, data in damaged(tmp_path).items():
        (tmp_path / "generator.pt").write_bytes(data)
        message = refuses("torch.save(G.state_dict()", probe.saved, "generator.pt")
        assert "cannot be read as weights" in message, name
    assert not os.path.exists("exploded")


NO_STATE = {
    "list": [torch.ones(2)],
    "empty": {},
    "checkpoint": {"model": {"a": torch.ones(1)}, "epoch": 3},
    "tensor": torch.ones(3),
    "sparse": {"a": torch.eye(3).to_sparse()},
    "complex": {"a": torch.ones(3, dtype=torch.complex64)},
    "meta": {"a": torch.ones(3, device="meta")},
}


@pytest.mark.parametrize("case", NO_STATE)
def test_files_without_a_state_dict(case, tmp_path):
    torch.save(NO_STATE[case], tmp_path / "generator.pt")
    refuses("holds no state dict", probe.saved, tmp_path / "generator.pt")


def test_weights_that_are_no_numbers_or_too_many(tmp_path):
    path = tmp_path / "generator.pt"
    torch.save({"a": torch.tensor([1.0, float("nan")])}, path)
    refuses("not finite: the training diverged", probe.saved, path)
    torch.save({"a": torch.ones(1).expand(10**12)}, path)
    refuses("too many for this generator", probe.saved, path)


FOREIGN = {
    "discriminator": (state_of(sequential(30, 20, 20, 1)), "was D saved in the place of G?"),
    "batch norm": (state_of(layers(nn.Linear(10, 20), nn.BatchNorm1d(20), nn.Linear(20, 20),
                                   nn.Linear(20, 30))), "not weights of this lesson's generator"),
    "two layers": (state_of(sequential(10, 20, 30)), "three linear layers from 10 to 30"),
    "layers and more": (state_of(sequential(10, 20, 30)) | {"a": torch.ones(1), "b": torch.ones(1)},
                        "three linear layers from 10 to 30"),
    "four layers": (state_of(sequential(10, 20, 20, 20, 30)), "three linear layers from 10 to 30"),
    "other noise": (state_of(sequential(12, 20, 20, 30)), "three linear layers from 10 to 30"),
    "other pixels": (state_of(sequential(10, 20, 20, 31)), "three linear layers from 10 to 30"),
    "transposed": ({name: w.T if w.dim() == 2 else w for name, w in
                    state_of(sequential(10, 20, 20, 30)).items()}, "three linear layers"),
    "biases gone": ({name: w for name, w in state_of(sequential(10, 20, 20, 30)).items()
                     if "weight" in name}, "three linear layers"),
    "short bias": (state_of(sequential(10, 20, 20, 30)) | {"1.bias": torch.ones(1)}, "three linear"),
    "scalars": ({str(n): torch.tensor(1.0) for n in range(6)}, "three linear layers"),
}  # fmt: skip


@pytest.mark.parametrize("case", FOREIGN)
def test_foreign_weights(case):
    weights, words = FOREIGN[case]
    refuses(words, probe.dense_generator, weights, 10, 30)


def test_weights_that_overflow():
    weights = {name: 1e38 * w for name, w in state_of(sequential(10, 20, 20, 30)).items()}
    refuses("not finite", probe.dense_generator(weights, 10, 30), torch.randn(50, 10))


# Loops

LOOP = """
def train(loader, epochs, device):
    G, D = Generator(100, 256, 784).to(device), Discriminator(784, 256).to(device)
    optim_G, optim_D = make_optimizers(G, D, lr=0.001)
    history = []
    for epoch in range(epochs):
        losses = []
        for step, images in enumerate(loader, start=1):
            real, n = scale_images(images), len(images)
            d = train_discriminator(real, D, G, loss, optim_D, n, 100, device)
            g = train_generator(D, G, loss, optim_G, n, 100, device)
            losses.append((d, g))
            if step % 100 == 0:
                log(epoch, step, d, g, G)
        mean = tuple(sum(column) / len(losses) for column in zip(*losses))
        log(epoch, step, *mean, G)
        history.append(mean)
    return G, D, history
"""


def loop_of(*changes, **setting):
    """Watch the loop above, with some of its words replaced."""
    text = LOOP
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    names = {"loss": nn.BCELoss()}
    exec(text, names)
    return probe.training_loop(names["train"], **setting)


def test_a_right_loop():
    loop = loop_of(sizes=(8, 8, 5), epochs=3)
    assert loop.steps() == "DG" * 9
    assert [call["batch_size"] for call in loop.calls("G")] == [8, 8, 5] * 3
    assert loop.networks() == [loop.network("G"), loop.network("D")]
    assert probe.held(loop.calls("D")[0]["optim_D"])[0] is loop.network("D").layer.weight
    probe.same(loop.history(), loop.mean_losses(), "history", loop.mistaken_losses())
    assert loop.logged() == ([], [1, 2, 3])
    real = loop.calls("D")[4]["real_images"]
    probe.same(real, 2 * loop.batches[1] - 1, "real")


@pytest.mark.parametrize(
    ("changes", "moments"),
    [
        ((), [100, 200, 305, 405]),
        ((("start=1", "start=0"),), [1, 101, 201, 206, 306, 406]),
        ((("start=1", "start=205 * epoch + 1"),), [100, 200, 300, 400]),
    ],
)
def test_when_log_may_be_called(changes, moments):
    loop = loop_of(*changes, sizes=(1,) * 205, epochs=2)
    regular, ends = loop.logged()
    assert regular == moments
    assert regular in loop.every(100)
    assert ends == [1, 2]


def test_logs_at_other_times():
    for old, new in [("% 100", "% 50"), ("step % 100 == 0", "True"), ("step % 100 == 0", "False")]:
        regular, _ = loop_of((old, new), sizes=(1,) * 205).logged()
        assert regular not in loop_of(sizes=(1,) * 205).every(100)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("sum(column) / len(losses)", "column[-1]"), "the losses of the last step"),
        (("sum(column) / len(losses)", "column[0]"), "the losses of the first step"),
        (("sum(column) / len(losses)", "sum(column)"), "it holds sums"),
        (("append((d, g))", "append((g, d))"), "D comes first"),
        (("        losses = []", "        losses = losses if epoch else []"), "over all epochs so far"),
        (("history.append(mean)", "history.append(mean[0])"), "pairs (loss_d, loss_g), not a float"),
        (("history.append(mean)", "pass"), "not 0: append one pair"),
        (("return G, D, history", "return history"), "not (tuple, tuple, tuple)"),
        (("    return G, D, history", ""), "is a return missing?"),
    ],
)
def test_wrong_histories(change, words):
    loop = loop_of(change, sizes=(8, 8, 5), epochs=3)
    refuses(words, lambda: probe.same(loop.history(), loop.mean_losses(), "h", loop.mistaken_losses()))


def test_sums_that_are_never_set_back():
    changes = ("losses = []", "losses = losses if epoch else []"), ("/ len(losses)", "/ 3")
    loop = loop_of(*changes, sizes=(8, 8, 5), epochs=3)
    refuses("the sums are never set back to 0", probe.same,
            loop.history(), loop.mean_losses(), "h", loop.mistaken_losses())


def test_loops_that_take_other_steps():
    short = loop_of(("            losses.append", "            break\n            losses.append"),
                    ("/ len(losses)", "/ 1"), ("*mean, G", "0.5, 1.5, G"), sizes=(2, 2))
    refuses("4 batches should give 4 steps of D, not 2", short.mean_losses)
    for changes, words in [
        ([("D, G, loss, optim_D", "D, G, optim_D, loss")], "was given a BCELoss as optim_D"),
        ([("n, 100, device)", "100, device)")], "TypeError: train_discriminator() missing 1"),
        ([("step, images in", "step, (images, y) in")], "without labels"),
    ]:
        refuses(words, loop_of, *changes)
    refuses("train never makes a Discriminator", probe.training_loop(lambda *_: None).network, "D")


SET_UP = (100, 256, 784, 0.001)
NOTHING = ("history = []", "history = []")


@pytest.mark.parametrize(
    ("change", "check", "args", "words"),
    [
        (("range(epochs)", "range(1)"), "order", (), "this is one epoch"),
        (("range(epochs)", "range(4)"), "order", (), "these are 4 epochs"),
        (("scale_images(images)", "images"), "images", (), "not scaled"),
        (("len(images)", "8"), "sizes", (), "take len(images)"),
        (("100, 256", "256, 100"), "set_up", SET_UP, "was given the sizes"),
        (NOTHING, "set_up", SET_UP, "let it fall"),
        (("loss, optim_D", "loss, optim_G"), "set_up", SET_UP, "other network's"),
        (NOTHING, "judge", ("D",), "hand it judge"),
        (("*mean, G", "*mean[::-1], G"), "log", (100,), "D's loss, then G's"),
        (("log(epoch", "log(0"), "log", (100,), "as epoch in epoch 1"),
        (("return G, D", "return D, G"), "networks", (), "D first, then G"),
    ],
)
def test_rules_of_a_loop(change, check, args, words):
    loop = loop_of(change, sizes=(8, 8, 8, 5), epochs=3)
    refuses(words, getattr(probe.loops, f"check_{check}"), loop, *args)


def test_a_loop_cannot_learn_without_gradients():
    with torch.no_grad():
        loop = loop_of()
    refuses("cannot learn", probe.loops.check_set_up, loop, *SET_UP)


def test_networks_that_are_made_twice():
    loop = loop_of(("        losses = []", "        losses, G = [], Generator(100, 256, 784)"))
    refuses("train makes 3 networks of class Generator", loop.network, "G")


def test_a_loop_on_another_device():
    for place in devices():
        loop = loop_of(sizes=(3,), device=place)
        assert {call["device"] for call in loop.calls("D")} == {place}
        assert next(loop.network("D").parameters()).device.type == place.type
        assert next(loop_of((".to(device)", ""), sizes=(3,), device=place).network("G").parameters()).is_cpu


known = "before"


def look():
    return known, globals().get("fresh")


def test_replaced_restores_globals_even_after_an_error():
    with pytest.raises(ValueError), replaced(look, known="inside", fresh=1):
        assert look() == ("inside", 1)
        raise ValueError
    assert look() == ("before", None)
    assert "fresh" not in globals()
