"""Texts written by a generator in one hand, and what is refused."""

from collections.abc import Callable
from typing import Any

import torch

from course.probe.samples.asked import SIDE, Writer
from course.probe.samples.noise import check_noise
from course.probe.values.compare import attempt, same, tensor


def check_writing(
    write: Callable[..., Any], text: str, nz: int, place: torch.device | str = "cpu"
) -> None:
    """Check that the digits of a text stand side by side, in an image on the CPU; G is on ``place``."""
    __tracebackhide__ = True
    G, what = Writer(nz).to(place), f"write(G, {text!r})"
    picture = attempt(what, write, G, text)
    tensor(picture, (1, SIDE, SIDE * len(text)), what)
    assert picture.device.type == "cpu", f"{what} is on {picture.device}: sample gives images on the CPU"
    noises, labels = G.seen()
    G = G.cpu()
    digits = torch.tensor([int(character) for character in text])
    missing = set(digits.tolist()) - set(labels.tolist())
    assert not missing, (
        f"{what} asks G for the digits {sorted(set(labels.tolist()))}, and not for {sorted(missing)}"
    )
    with torch.no_grad():
        tiles = (G.images(noises[:1].expand(len(digits), nz), digits) + 1) / 2  # (n, 1, 32, 32)
        own = (G.images(noises, labels) + 1) / 2
    row = torch.cat(list(tiles), 2)
    each = [torch.cat(list(own), 2)] if torch.equal(labels, digits) else []  # its own noise for each digit
    same(picture, [row, *each], f"a pixel of {what}", {
        "the digits stand in the opposite order": torch.cat(list(tiles.flip(0)), 2),
        "rows and digits are mixed up: reshape does not move pixels, torch.cat(list(images), 2) does":
            tiles.reshape(1, SIDE, -1),
        "the images are in [−1, 1]: those of sample are in [0, 1] already": 2 * row - 1,
        "the images are scaled once more: those of sample are in [0, 1] already": (row + 1) / 2,
        "black and white are exchanged": 1 - row,
    })  # fmt: skip


def check_hand(write: Callable[..., Any], nz: int) -> None:
    """Check that a text is written with one normal noise, and the next one with another."""
    __tracebackhide__ = True
    noises = []
    for _ in range(60):
        G = Writer(nz)
        attempt("write", write, G, "2077")
        rows = G.seen()[0]
        assert bool((rows == rows[:1]).all()), (
            "the digits of one text come from different noises, so from different hands: repeat one row"
        )
        noises.append(rows[:1])
    half = len(noises) // 2
    same_noise = all(torch.equal(noises[0], noise) for noise in noises)
    assert not same_noise, "each call of write uses the same noise: draw it inside, without a fixed seed"
    check_noise([torch.cat(noises[:half]), torch.cat(noises[half:])], (half, nz))


OTHER_SCRIPTS = {
    "²": "for str.isdigit and str.isnumeric",
    "٣": "for str.isdecimal, str.isdigit and int",
}


def check_text(write: Callable[..., Any], text: str, nz: int) -> None:
    """Check that a text that is empty or holds something else than digits is refused, by `check_refused`."""
    __tracebackhide__ = True
    what, passed = f"write(G, {text!r})", False
    try:
        came = write(Writer(nz), text)
        passed = True
        fault = f"gives {_picture(came, text)}"
    except ValueError as error:
        passed = str(error).startswith("invalid literal for int")
        fault = (
            f"is left to int, which says {_quoted(str(error))}: refuse it before, with a ValueError of your "
            f"own; it should show the text {text!r}"
        )
    except Exception:
        pass  # `check_refused` has words for it
    for other, asked in OTHER_SCRIPTS.items():
        if other in text:
            assert not passed, (
                f"{what} is not refused: {other!r} is a digit {asked}; ask whether each character is in "
                '"0123456789"'
            )
    if passed and text.endswith("\n"):
        fault = _newline(write, text, nz)
    assert not passed, f"{what} {fault}"
    check_refused(what, write, Writer(nz), text, shows=text)


def _newline(write, text, nz):
    """Why a newline at the end passes: it is taken away with all white space, or the check looks past it."""
    spaced = f"{text.rstrip()} "
    try:
        write(Writer(nz), spaced)
    except Exception:
        return (
            f"is not refused, though {spaced!r} is: the newline at the end gets past your check, as past $ "
            "in re.match. Ask whether each character is in \"0123456789\""
        )
    return f"is not refused, and neither is {spaced!r}: look at the text as it came, before any strip()"


def _picture(came, text):
    """What a text that should be refused gave, and why, where it can be told."""
    kept = [character for character in text if character in "0123456789"]
    if not torch.is_tensor(came) or came.dim() != 3:
        return f"a {type(came).__name__}: raise a ValueError with a sentence"
    if kept and kept != list("".join(text.split())) and came.shape[2] == SIDE * len(kept):
        return f"an image of {len(kept)} digits: what is no digit is left out; refuse it by a ValueError"
    return f"an image of width {came.shape[2]}: raise a ValueError with a sentence"


def _quoted(words, most=60):
    """Words of an error, in quotes, cut where they are long."""
    return repr(words if len(words) <= most else words[: most - 1] + "…")


def check_refused(what: str, function: Callable[..., Any], *args: Any, shows: str = "") -> None:
    """Check that a call raises a ValueError of its own, of one line, which shows what was wrong."""
    __tracebackhide__ = True
    try:
        value = function(*args)
    except NotImplementedError:
        raise
    except ValueError as error:
        words = str(error)
        plain = words.replace(shows, "").strip()
        assert plain and "\n" not in plain, f"{what}: its ValueError should say in one sentence what is wrong"
        assert shows in words or repr(shows)[1:-1] in words, (
            f"{what}: its ValueError says {_quoted(words)}; it should show the text {shows!r}"
        )
        assert not _others(error, words), (
            f"{what} is not refused, but goes on until something else stops, with {_quoted(words)}: look at "
            "it before anything else"
        )
        return
    except Exception as error:
        words = f"{what} stopped with {type(error).__name__}: raise a ValueError with a sentence"
        raise AssertionError(words) from error
    raise AssertionError(f"{what} gives a {type(value).__name__}: raise a ValueError with a sentence")


def _others(error, words):
    """True where a ValueError comes from what the lesson gives, or from torch."""
    trace, last = error.__traceback__, None
    while trace is not None:
        last, trace = trace.tb_frame.f_code, trace.tb_next
    given = last is not None and (last.co_name in ("check_asked", "sample") or "/torch/" in last.co_filename)
    return given or words.startswith(("torch.", "expected a non-empty", "invalid literal for int"))
