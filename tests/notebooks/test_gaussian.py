"""The watched training of a one-dimensional GAN: what it lets pass, what it refuses, in which words."""

import itertools

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from course import probe
from course.device import testbeds as devices
from course.probe.training import adversarial

BATCH, RATE = 32, 0.01


def make_networks():
    return nn.Sequential(nn.Linear(2, 1)), nn.Sequential(nn.Linear(1, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))


def watch(step, G, D):
    raise RuntimeError("the lesson's own watch should be replaced")


def generator_loss(logits, saturating):
    raise RuntimeError("the student's own loss should be replaced")


def make_train(order="DDG", clear=True, detach=False, again=False, noise=None, rate=RATE, wrong=False):
    """A training with an order of updates of its own in each step, and with chosen mistakes."""

    def train(real_sampler, steps, k, device):
        G, D = (network.to(device) for network in make_networks())
        adam = torch.optim.Adam
        optimizers = {"D": adam(D.parameters(), rate), "G": adam(G.parameters(), rate)}
        real = real_sampler(BATCH).to(device) if again else None
        for step in range(steps):
            for name in order:
                z = torch.randn(BATCH, 2).to(device) if noise is None else noise
                if name == "D":
                    batch = real if again else real_sampler(BATCH).to(device)
                    a, b = D(batch), D(G(z).detach())
                    loss = F.softplus(a if wrong else -a).mean() + F.softplus(-b if wrong else b).mean()
                else:
                    loss = generator_loss(D(G(z).detach() if detach else G(z)), saturating=False)
                optimizers[name].param_groups[0]["lr"] = rate * (1 - step / steps)
                if clear:
                    optimizers[name].zero_grad()
                loss.backward()
                optimizers[name].step()
            watch(step, G, D)
        return G

    return train


def play(train, steps=4, k=2, **setting):
    return probe.gaussian_training(train, make_networks, mean=2.0, std=1.0, steps=steps, k=k, **setting)


def refused(words, check, *args):
    with pytest.raises(AssertionError, match=words):
        check(*args)


@pytest.mark.parametrize("device", ["cpu", *devices()])
def test_a_right_training_passes_every_check(device):
    run = play(make_train(), device=device, steps=20)
    run.check_generator()
    run.check_updates(20, 2)
    run.check_batches(BATCH)
    run.check_noise(BATCH)
    run.check_gradients()
    run.check_losses()
    run.check_rates(20, 2, RATE)
    assert next(run.returned.parameters()).device.type == torch.device(device).type


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("DG", "k is not used"),
        ("DGG", "it is D that is updated k times"),
        ("GDD", "G comes first"),
        ("DGDG", "it waits for all k"),
        ("DD", "G's optimizer never takes a step"),
        ("G", "D's optimizer never takes a step"),
        ("DDD", "should update DDGDDGDDGDDG, but it was DDDDDDDDDDDD: update D k times, then G once"),
        ("", "but it was nothing: no optimizer took a step"),
    ],
)
def test_the_order_of_updates_is_named(order, words):
    refused(words, play(make_train(order)).check_updates, 4, 2)


def test_batches_are_compared():
    refused("each update of D draws its own", play(make_train(again=True)).check_batches, BATCH)
    refused("saw 32 real numbers, expected 64", play(make_train()).check_batches, 2 * BATCH)


def test_old_gradients_and_missing_ones_are_named():
    refused("at an update of D gradients of an earlier", play(make_train(clear=False)).check_gradients)
    refused("no gradient came to G: `fake` is cut off", play(make_train(detach=True)).check_gradients)


@pytest.mark.parametrize("name", ["D", "G"])
def test_each_mistaken_loss_is_named_and_no_other(name):
    mistakes = adversarial.D_MISTAKES if name == "D" else adversarial.G_MISTAKES
    named = 0
    for cause, mistaken in mistakes.items():

        def train(real_sampler, steps, k, device, mistaken=mistaken):
            G, D = make_networks()
            optim_D, optim_G = (torch.optim.Adam(network.parameters(), RATE) for network in (D, G))
            for _ in range(steps):
                logits = D(real_sampler(BATCH)), D(G(torch.randn(BATCH, 2)).detach())
                optim_D.zero_grad()
                (mistaken if name == "D" else adversarial.right)(*logits).backward()
                optim_D.step()
                optim_G.zero_grad()
                loss = mistaken if name == "G" else adversarial.right_g
                loss(D(G(torch.randn(BATCH, 2)))).backward()
                optim_G.step()
            return G

        with pytest.raises(AssertionError) as caught:
            play(train, steps=8, k=1).check_losses()
        said = str(caught.value).removeprefix(f"{name} was not updated by the gradient of its loss, ")
        pairs = [f"either {a}, or {b}" for a, b in itertools.combinations(mistakes, 2) if cause in (a, b)]
        formula = adversarial.FORMULA[name]
        assert said in (formula, *(f"{formula}: {words}" for words in (cause, *pairs)))
        named += cause in said
    assert named > 0.7 * len(mistakes)  # three alike are not named


def test_two_mistakes_that_give_one_gradient_are_both_named():
    def certain(make=make_networks):  # all logits are negative, so that relu(−f) is −f
        G, D = make()
        nn.init.constant_(D[-1].weight, -0.01), nn.init.constant_(D[-1].bias, -1.0)
        return G, D

    def train(real_sampler, steps, k, device):
        G, D = make_networks()
        optim_G = torch.optim.Adam(G.parameters(), RATE)
        for _ in range(steps):
            optim_G.zero_grad()
            (-D(G(torch.randn(BATCH, 2)))).mean().backward()
            optim_G.step()
        return G

    run = probe.gaussian_training(train, certain, mean=2.0, std=1.0, steps=4, k=0)
    refused("either the loss is relu of the logit: .*, or softplus is missing", run.check_losses)


def test_noise_is_checked():
    run = play(make_train("DG", noise=torch.randn(BATCH, 2)), steps=40, k=1)
    refused("two calls used the same noise", run.check_batches, BATCH)
    refused("used the noise of an update of D once more", run.check_noise, BATCH)


def test_what_was_learned_is_judged():
    run = play(make_train(), steps=1)
    assert not run.succeeded()
    with torch.no_grad():
        layer = run.returned[0]
        layer.weight.copy_(torch.tensor([[0.8, 0.6]])), layer.bias.fill_(2.2)
    assert run.succeeded()
    mean, std = run.learned()
    assert abs(mean - 2.2) < 0.1
    assert abs(std - 1) < 0.1


def test_the_cause_of_a_failure_is_named():
    assert "`fake` is cut off from G" in play(make_train(detach=True)).failure()
    assert "call zero_grad()" in play(make_train(clear=False)).failure()
    assert "labels are exchanged" in play(make_train(wrong=True)).failure()
    assert ":" not in play(make_train(), steps=1).failure()  # nothing is to blame
    broken = play(make_train(rate=float("inf")))
    assert "diverged" in broken.failure()
    assert not broken.succeeded()


def test_another_answer_than_the_generator_is_refused():
    run = play(lambda real_sampler, steps, k, device: None)
    refused("is a return missing", run.check_generator)
    run = play(lambda real_sampler, steps, k, device: make_networks()[1])
    refused("D came back", run.check_generator)
    network = nn.Linear(2, 1)
    refused(r"never calls make_networks\(\)", play(lambda *args: network).check_generator)


def test_an_error_becomes_a_sentence():
    with pytest.raises(AssertionError, match="train_gaussian_gan stopped with ValueError: too many"):
        def train(real_sampler, steps, k, device):
            raise ValueError("too many")

        play(train)
