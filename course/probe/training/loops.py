"""What a training loop, watched by `course.probe.training.loop`, must have done."""

from typing import Any

import torch
import torch.nn.functional as F

from course.probe.networks.optimizers import held
from course.probe.training.loop import NETWORKS, HidePixels, Loop
from course.probe.values.compare import attempt, number, same
from course.probe.values.draws import uniform


def check_order(loop: Loop) -> None:
    """Check that each batch of each epoch trained first D, then G."""
    __tracebackhide__ = True
    got, epoch = loop.steps(), "DG" * len(loop.batches)
    if got == epoch * loop.epochs:
        return
    rounds = len(got) // len(epoch)
    cause = ""
    if got == "DG" * loop.epochs:
        cause = ": this is one batch of each epoch"
    elif rounds and got == epoch * rounds:
        cause = f": these are {rounds} epochs" if rounds > 1 else f": this is one epoch{_why_one(loop)}"
        if rounds == loop.notebooks:
            cause += f". EPOCHS is {rounds} here: take the argument, epochs"
    shown = f"{got[:12]}{'…' if len(got) > 12 else ''}, {len(got)} in all" if got else "none"
    raise AssertionError(
        f"{loop.epochs} epochs of {len(loop.batches)} batches should give D, G, D, G, …, "
        f"{len(epoch) * loop.epochs} steps in all, but the steps were {shown}{cause}"
    )


def _why_one(loop):
    """Why there was only one epoch: what came back tells."""
    whole = isinstance(loop.returned, tuple | list) and len(loop.returned) == 3
    pairs: Any = loop.returned[2] if whole else 0
    count = len(pairs) if hasattr(pairs, "__len__") else -1
    if count == 1:
        return ". Does return stand inside the loop?"
    return ". Only the first had batches: is the loader's iterator used up?" if count == loop.epochs else ""


def check_set_up(loop: Loop, input_dim: int, hidden_dim: int, pixels: int, rate: float) -> None:
    """Check what the given lines set up: sizes, loss function, learning rates, and that D and G can learn."""
    __tracebackhide__ = True
    sizes = {"G": (input_dim, hidden_dim, pixels), "D": (pixels, hidden_dim)}
    for name, wanted in sizes.items():
        got = loop.network(name).sizes
        assert got == wanted, f"{NETWORKS[name]} was given the sizes {got}: they should be {wanted}"
    assert loop.pairs == 1, (
        f"make_optimizers was called {loop.pairs} times: call it once, before the loop, since Adam remembers"
    )
    for name in "DG":
        for call in loop.calls(name):
            _check_call(loop, name, call, rate)
            assert call["input_dim"] == input_dim, (
                f"the step of {name} was given input_dim {call['input_dim']}, not {input_dim}"
            )


def _check_call(loop, name, call, rate):
    __tracebackhide__ = True
    who, network = f"the step of {name}", loop.network(name)
    own = {id(p) for p in held(call[f"optim_{name}"])} == {id(p) for p in network.parameters()}
    assert own, f"{who} was given the other network's optimizer"
    assert call["G"] is loop.network("G"), (
        f"{who} was given {type(call['G']).__name__.lstrip('_')} as G: D comes before G"
    )
    assert call["gradients_on"], (
        f"{who} cannot learn: it is called with gradients switched off. Is there torch.no_grad() around it?"
    )
    assert not call["frozen"], (
        f"{who} cannot learn: {name} is frozen when it begins. Set its requires_grad back to True"
    )
    answers, labels = uniform(9, 1, low=0.1, high=0.9), uniform(9, 1).round()
    loss = attempt("loss_func", call["loss_func"], answers, labels)
    same(loss, F.binary_cross_entropy(answers, labels), f"the loss_func that {who} was given", {
        "this is nn.BCEWithLogitsLoss, and D gives probabilities: use nn.BCELoss":
            F.binary_cross_entropy_with_logits(answers, labels),
        "this is nn.MSELoss: use nn.BCELoss": F.mse_loss(answers, labels),
    })  # fmt: skip
    epoch, was = call["epoch"], call["rates"]
    wanted = rate * (1 - epoch / loop.epochs)
    assert all(abs(got - wanted) < 1e-9 for got in was), (
        f"in epoch {epoch + 1} of {loop.epochs} the learning rate of optim_{name} was {was[0]:.3g}, "
        f"not {wanted:.3g}: keep the lines that let it fall, for both optimizers"
    )


def check_judge(loop: Loop, name: str) -> None:
    """Check that the step of this name was given D with pixels hidden from it."""
    __tracebackhide__ = True
    D, hide, x = loop.network("D"), HidePixels(), uniform(4, 784, low=0.2)
    who = f"the step of {name} was given"
    for call in loop.calls(name):
        assert call["D"] is not D, f"{who} D itself: hand it judge, which hides pixels from D"
        device = next(D.parameters()).device
        got = attempt("judge", call["D"], x.to(device))
        same(got, D(hide(x.to(device))), f"an answer of the judge that {who}", {
            "judge hides no pixels: it is HidePixels(), then D": D(x.to(device)),
            "judge hides pixels after D: it is HidePixels(), then D": hide(D(x.to(device))),
            "judge hides pixels twice": D(hide(hide(x.to(device)))),
        })  # fmt: skip


def check_images(loop: Loop) -> None:
    """Check that D saw every image of every epoch, scaled."""
    __tracebackhide__ = True
    seen, epochs = [call["real_images"] for call in loop.calls("D")], loop.epochs
    count, wanted = sum(len(x) for x in seen), sum(len(batch) for batch in loop.batches)
    sizes, own = [len(x) for x in seen], epochs * [len(batch) for batch in loop.batches]
    same_each = len(sizes) == len(own) and len(set(sizes)) == 1 and sizes[0] not in own
    assert not same_each, (
        f"each step was given {sizes[0]} images, where its batch has {own[0]}: are these the notebook's "
        "images, not the loop's?"
    )
    assert count == epochs * wanted, (
        f"{wanted} images and {epochs} epochs are {epochs * wanted} images, but D saw {count}"
    )
    for x, batch in zip(seen, epochs * loop.batches, strict=False):
        assert x.numel() == batch.numel(), (
            f"D was given images of shape {tuple(x.shape)} where the loader gave {tuple(batch.shape)}"
        )
        same(x.reshape(batch.shape), 2 * batch - 1, "a pixel of the real images that D sees", {
            "they were not scaled: call scale_images": batch, "they were scaled twice": 4 * batch - 3,
        })  # fmt: skip


def check_sizes(loop: Loop) -> None:
    """Check that each step was told how many images its batch holds."""
    __tracebackhide__ = True
    for name in "DG":
        for call, seen in zip(loop.calls(name), loop.calls("D"), strict=False):
            n, size = len(seen["real_images"]), call["batch_size"]
            assert size == n, (
                f"batch_size was {size} for a batch of {n} images in the step of {name}: "
                "the last batch is smaller, so take len(images)"
            )


def check_device(loop: Loop, place: torch.device) -> None:
    """Check that both networks were on the device ``place`` when they trained, and the steps told so."""
    __tracebackhide__ = True
    assert loop.steps(), "no step was taken"
    for name in "DG":
        for call in loop.calls(name):
            told = call["device"]
            fits = isinstance(told, str | torch.device) and torch.device(told).type == place.type
            assert fits, f"the step of {name} was given the device {told}, not {place}"
            for where in call["places"]:
                assert where.type == place.type, f"a network is on {where}, not on {place}"


def check_log(loop: Loop, period: int) -> None:
    """Check when log was called, and with what."""
    __tracebackhide__ = True
    regular, ends = loop.logged()
    assert regular or ends, "log was never called"
    times = " and ".join(str(n) for n in range(period, len(loop.batches), period))
    assert regular in loop.every(period), (
        f"log should be called after {times} steps of each epoch, but was called after batches "
        f"{regular[:6]}, counted through all epochs"
    )
    every = list(range(1, loop.epochs + 1))
    assert ends == every, (
        f"log should be called once at the end of each of the {loop.epochs} epochs, but was called at the "
        f"end of {ends or 'none'}"
    )
    calls = [_plain(call) for call in loop.calls("log")]
    sizes = {call["size"] for call in calls}
    assert len(sizes) < 2 or any(call["step"] != call["size"] for call in calls), (
        "log was given the size of the batch as step: hand it the number of the step"
    )
    assert any(call["epoch"] != loop.epochs for call in calls), (
        f"log was given {loop.epochs} as epoch each time, the number of epochs: hand it the loop's epoch"
    )
    for call in calls:
        _check_logged(loop, call)
    said = [call["epoch"] for call in loop.calls("log")]
    assert len({call["epoch"] - call["in_epoch"] for call in loop.calls("log")}) == 1, (
        f"epoch was {said[0]}, …, {said[-1]} in the calls of log: hand it the loop's epoch"
    )


def _plain(call):
    """The arguments of a call of log, which must be numbers."""
    __tracebackhide__ = True
    for name in ("epoch", "step", "loss_d", "loss_g"):
        value = call[name].item() if torch.is_tensor(call[name]) and call[name].numel() == 1 else call[name]
        number(value, f"{name} in a call of log")
        call[name] = value
    return call


def _check_logged(loop, call):
    __tracebackhide__ = True
    order = "the order is log(epoch, step, loss_d, loss_g, G)"
    assert call["epoch"] - call["in_epoch"] in (0, 1), (
        f"log was given {call['epoch']} as epoch in epoch {call['in_epoch']}, counted from 0: {order}"
    )
    through = call["batches"]
    anew = through - call["in_epoch"] * len(loop.batches)
    hint = f": {order}" if call["step"] in (call["loss_d"], call["loss_g"]) else ""
    assert call["step"] in {through, through - 1, anew, anew - 1}, (
        f"log was given {call['step']:.4g} as step after {anew} steps of an epoch{hint}"
    )
    d, g = call["loss_d"], call["loss_g"]
    assert not (0 <= g < 1 <= d < 2), f"log was not given D's loss, then G's: {order}"
    assert 0 <= d < 1 <= g < 2, (
        f"log was given the losses {d:.2f} and {g:.2f}: D's were between 0 and 1, G's between 1 and 2, and "
        "so are their means"
    )
    assert call["G"] is loop.network("G"), "the last argument of log should be G"


def check_networks(loop: Loop) -> None:
    """Check that ``train`` returned the networks that it trained, G first."""
    __tracebackhide__ = True
    G, D = loop.networks()
    mine = loop.network("G"), loop.network("D")
    assert not (G is mine[1] and D is mine[0]), "train returned D first, then G: the order is G, D, history"
    for name, got, wanted in zip("GD", (G, D), mine, strict=True):
        assert got is wanted, (
            f"train should return G first, then D, the networks it trained, but the {name} it returned is "
            f"{'another ' if type(got) is type(wanted) else 'a '}{type(got).__name__.lstrip('_')}"
        )
