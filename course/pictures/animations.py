"""Pictures that move: each frame a small PNG, all in one piece of HTML that needs no server."""

import base64
import hashlib
import html
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import torch
from IPython.display import HTML
from matplotlib.figure import Figure
from PIL import Image

from course.pictures.figures import COLOURS

COLOURS_IN_A_FRAME = 48
LONGEST = 0.6  # of an arrow, in the units of the plane

# Without JavaScript (a notebook that is not trusted, a reader on the web) the last frame stands still.
PLAYER = """<div data-play="@NAME" style="max-width:@WIDTHpx">
<img alt="@WORDS" style="width:100%" src="@LAST">
<div style="display:flex;gap:8px;align-items:center">
<button type="button" style="width:4em">play</button>
<input type="range" aria-label="frame" min="0" max="@MOST" value="@MOST" style="flex:1">
</div></div>
<script>
setTimeout(function () {
  for (const box of document.querySelectorAll('[data-play="@NAME"]')) {
    if (box.dataset.ready) continue;
    box.dataset.ready = "yes";
    const [image, button, slider] = ["img", "button", "input"].map((tag) => box.querySelector(tag));
    const frames = @FRAMES.concat(image.src);
    let timer = null, rest = 0;
    const show = (n) => { slider.value = n; image.src = frames[n]; };
    const stop = () => { clearInterval(timer); timer = null; button.textContent = "play"; };
    const tick = () => {
      if (!box.isConnected) return stop();
      if (rest > 0) return void (rest -= 1);
      const next = (Number(slider.value) + 1) % frames.length;
      show(next);
      if (next === frames.length - 1) rest = @PAUSE;
    };
    const start = () => { rest = 0; timer = setInterval(tick, @DELAY); button.textContent = "stop"; };
    button.onclick = () => (timer ? stop() : start());
    slider.oninput = () => { stop(); show(Number(slider.value)); };
    start();
  }
}, 0);
</script>"""


def play(
    draw: Callable[[Figure, int], Any],
    count: int,
    size: tuple[float, float] = (7, 3.2),
    rate: int = 8,
    words: str = "",
) -> HTML:
    """Return an animation that plays in a notebook, with a button and a slider.

    Args:
        draw: function of (figure, number) that draws frame ``number`` on an empty figure.
        count: how many frames, at least 1.
        size: width and height in inches.
        rate: frames a second.
        words: what is to be seen, for readers who cannot see it.

    Returns:
        An `IPython.display.HTML`.  It asks for nothing from outside: frames, buttons and script
        are in it.
    """
    figure = plt.figure(figsize=size)
    frames = []
    for number in range(count):
        figure.clear()
        draw(figure, number)
        frames.append(_png(figure))
    plt.close(figure)
    parts = {
        "FRAMES": json.dumps(frames[:-1]), "LAST": frames[-1], "MOST": count - 1, "DELAY": round(1000 / rate),
        "PAUSE": 2 * rate, "WORDS": html.escape(words, quote=True), "WIDTH": round(100 * size[0]),
        "NAME": hashlib.sha256("".join(frames).encode()).hexdigest()[:12],
    }  # fmt: skip
    page = PLAYER
    for name, value in parts.items():
        page = page.replace(f"@{name}", str(value))
    return HTML(page)


def _png(figure):
    """A frame as a data address: few colours, so that it is small."""
    memory = io.BytesIO()
    figure.savefig(memory, format="png", dpi=100)
    frame = Image.open(memory).convert("RGB").quantize(COLOURS_IN_A_FRAME, dither=Image.Dither.NONE)
    memory = io.BytesIO()
    frame.save(memory, format="png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(memory.getvalue()).decode()


def duel(
    frames: Sequence[tuple[int, torch.Tensor, torch.Tensor, torch.Tensor]],
    density: Callable[[torch.Tensor], torch.Tensor],
    words: str = "D's curve, the real density and the generator's samples as training runs",
) -> HTML:
    """D's curve over one-dimensional data as training runs.

    Args:
        frames: list of (step, x, d, fakes): the grid x (M,), D's probabilities d (M,) on it, and
            samples of the generator, any shape.
        density: function of x, the density of the real data.

    Raises:
        ValueError: there are no frames.
    """
    if not frames:
        raise ValueError("there are no frames to show: call watch(step, G, D) in each step")

    def draw(figure, number):
        step, x, d, fakes = frames[number]
        axes = figure.add_subplot()
        top = 1.5 * float(density(x).max())
        axes.fill_between(x, density(x), color=COLOURS["real"], alpha=0.35, linewidth=0, label="real density")
        bars, *_ = axes.hist(fakes.flatten().tolist(), bins=60, range=(float(x[0]), float(x[-1])),
                             density=True, color=COLOURS["G"], alpha=0.6, label="samples of G")  # fmt: skip
        if max(bars) > top:  # a frame in which G makes nearly one number would flatten all others
            axes.text(0.02, 0.93, f"bars cut off, the highest reaches {max(bars):.1f}", fontsize=8, va="top",
                      transform=axes.transAxes, bbox={"color": "white", "alpha": 0.85, "pad": 1})  # fmt: skip
        axes.set(xlim=(float(x[0]), float(x[-1])), ylim=(0, top), xlabel="x", ylabel="density")
        axes.set_title(f"step {step}", loc="left")
        judge = axes.twinx()
        judge.plot(x, d, color=COLOURS["D"], linewidth=2, label="D(x)")
        judge.axhline(0.5, color=COLOURS["D"], linestyle=":", linewidth=1)
        judge.set(ylim=(0, 1), ylabel="D(x)")
        figure.legend(*_labels(axes, judge), loc="upper right", ncols=3, frameon=False)
        figure.subplots_adjust(0.09, 0.15, 0.91, 0.88)

    return play(draw, len(frames), words=words)


def orbits(
    paths: Mapping[str, torch.Tensor],
    count: int,
    reach: float = 2.5,
    words: str = "the paths of both players around (0, 0)",
) -> HTML:
    """Paths in the plane of both players' moves, side by side.

    Args:
        paths: tensors (N, 2) of points (x, y), each under its name.
        count: how many frames; the paths grow evenly through them.
        reach: the pictures show −reach to reach.
    """

    def draw(figure, number):
        for axes, (name, path) in zip(figure.subplots(1, len(paths)), paths.items(), strict=True):
            so_far = path[: 1 + round((len(path) - 1) * (number + 1) / count)]
            axes.plot(*so_far.T, color=COLOURS["noise"], linewidth=1)
            axes.plot(*path[0], "o", color="white", markeredgecolor=COLOURS["real"])
            axes.plot(*so_far[-1], "o", color=COLOURS["D"])
            axes.plot(0, 0, "+", color=COLOURS["real"], markersize=12)
            axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="x", ylabel="y", aspect="equal")
            axes.set_title(f"{name}, step {len(so_far) - 1}", fontsize=10)
        figure.subplots_adjust(0.08, 0.13, 0.98, 0.92, wspace=0.2)

    return play(draw, count, (7.2, 3.9), words=words)


def pushes(
    frames: Sequence[tuple[int, torch.Tensor, torch.Tensor]],
    real: torch.Tensor,
    reach: float = 1.8,
    words: str = "the generator's samples, and the arrows along which D sends them",
) -> HTML:
    """A generator's samples in the plane, and where D sends them.

    Args:
        frames: list of (step, fakes, arrows), tensors (N, 2): the samples, and for each one the
            direction in which the generator's loss falls.
        real: real points (M, 2).
    """

    # One scale for all frames, so that arrows shrink where the gradient does; the longest ones are cut.
    lengths = torch.cat([arrows.norm(dim=1) for _, _, arrows in frames])
    scale = 0.3 / float(lengths.quantile(0.9).clamp(min=1e-12))

    def draw(figure, number):
        step, fakes, arrows = frames[number]
        axes = figure.add_subplot()
        axes.scatter(*real.T, s=4, color=COLOURS["noise"], alpha=0.5, linewidths=0, label="real")
        axes.scatter(*fakes.T, s=12, color=COLOURS["G"], linewidths=0, label="samples of G", zorder=3)
        shown = scale * arrows
        shown = shown * (LONGEST / shown.norm(dim=1, keepdim=True).clamp(min=LONGEST))
        axes.quiver(*fakes.T, *shown.T, color=COLOURS["D"], angles="xy", scale_units="xy", scale=1,
                    width=0.003)  # fmt: skip
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
        axes.set_title(f"step {step}", loc="left")
        axes.set_title("arrows: one scale in all frames", loc="right", fontsize=8)
        axes.legend(loc="upper right", frameon=False, fontsize=8)
        figure.subplots_adjust(0.02, 0.02, 0.98, 0.93)

    return play(draw, len(frames), (5.2, 5.4), words=words)


def _labels(*several):
    """The handles and labels of several axes, for one legend."""
    pairs = [axes.get_legend_handles_labels() for axes in several]
    return [[item for pair in pairs for item in pair[part]] for part in (0, 1)]
