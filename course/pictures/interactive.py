"""Pictures that answer: a reader moves sliders, and the image follows.

Sliders need a kernel.  A notebook is also read where there is none: on the web, in a feedback page, in
JupyterLab before anything has run.  So the cell always shows a still picture, a table of images.  Where
somebody may move them the sliders come behind it, and `LOOK` hides whichever of the two is of no use.
"""

import base64
import html
import io
import os
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
import torch
from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib.figure import Figure
from PIL import Image

from course import budget

Control = tuple[float, float, float]  # lowest value, highest, the one at the beginning
STEP = 0.1  # of a slider whose values are not whole numbers
PAUSE = 200  # milliseconds between two steps of a slider that plays

# JupyterLab keeps a widget's place in the file but not the widget.  Opened again, it would write "Error
# displaying widget" there: an output without an element in it, which is hidden so that the still picture
# stands alone.  While the sliders are there, the still picture before them is hidden.  The script gives
# names to what ipywidgets leaves without one, for readers who hear the page.
LOOK = """<style class="course-sliders">
.jp-OutputArea-child:has(> * > style.course-sliders) { display: none; }
.jp-OutputArea-child:has(+ .jp-OutputArea-child .course-sliders-live) { display: none; }
.jp-OutputArea:has(style.course-sliders) > * > .lm-Panel.jp-OutputArea-output:not(:has(*)) { display: none; }
</style>
<script>
(function name(left) {
  const all = (kind) => document.querySelectorAll(`.course-sliders-live ${kind}`);
  for (const part of all(".widget-slider"))
    part.querySelector("[role=slider]")?.setAttribute("aria-label", part.querySelector("label").textContent);
  all(".widget-play button").forEach((b, n) => (b.title = b.ariaLabel = ["play", "stop", "repeat"][n % 3]));
  if (left) setTimeout(name, 500, left - 1);
})(20);
</script>"""


def sliders(
    make_image: Callable[..., torch.Tensor],
    controls: Mapping[str, Control],
    title: str = "",
    play: str = "",
    table: tuple[int, int] = (6, 9),
) -> None:
    """Show an image that sliders change; where nobody can move them, a table of such images.

    Args:
        make_image: function of the sliders' values, in their order, that returns an image in [0, 1],
            (H, W), (1, H, W) or (3, H, W).  It always begins with the same random numbers, takes no
            gradient, and leaves the random numbers of later cells alone.
        controls: by name (lowest, highest, first) value; whole numbers or, in steps of 0.1, others.
        title: words above the picture, also for readers who cannot see it.
        play: the name of a control of whole numbers that gets a button to play it.
        table: most rows and columns of the still picture: the first control changes from row to row, the
            second from column to column, others stay as they begin.  One control makes one row.

    Raises:
        ValueError: there is no control, or its values are not in order; an image is none.
    """
    _check(controls, play)
    still, live = _still(make_image, controls, title, table), _live()
    if live:
        display({"text/html": LOOK, "text/plain": ""}, raw=True)
    picture = {"image/png": base64.b64encode(still).decode(), "text/plain": title}
    display(picture, metadata={"image/png": {"alt": title}}, raw=True)
    if live:
        display({**panel(make_image, controls, title, play)._repr_mimebundle_(), "text/plain": ""}, raw=True)


def panel(
    make_image: Callable[..., torch.Tensor], controls: Mapping[str, Control], title: str = "", play: str = ""
) -> widgets.VBox:
    """The title, the image and a row for each slider, as one widget; arguments as for `sliders`."""
    moved = {name: _slider(name, *control) for name, control in controls.items()}
    picture = widgets.HTML()

    def redraw(_change=None):
        values = [slider.value for slider in moved.values()]
        told = ", ".join(f"{name} {value:g}" for name, value in zip(moved, values, strict=True))
        try:
            picture.value = _tag(_image(make_image, values), f"{title}: {told}")
        except Exception as error:  # it happens between two cells, where nobody would see a traceback
            picture.value = html.escape(f"No image for {told}: {type(error).__name__}: {error}")

    for slider in moved.values():
        slider.observe(redraw, names="value")
    redraw()
    rows = [_played(slider) if name == play else slider for name, slider in moved.items()]
    box = widgets.VBox([widgets.HTML(f"<b>{html.escape(title)}</b>"), picture, *rows])
    return box.add_class("course-sliders-live")


def _live():
    """True where a student may move a slider: in a kernel, but not when a lesson is built or checked."""
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and budget.full() and not os.environ.get("COURSE_STILL")


def _check(controls, play):
    """ValueError unless there are controls, each with its values in order, among them the one to play."""
    if not controls:
        raise ValueError("there is nothing to move: name at least one control")
    for name, (low, high, first) in controls.items():
        if not low <= first <= high or low == high:
            raise ValueError(f"{name} goes from {low} to {high}, and cannot begin at {first}")
    if play and not (play in controls and _is_whole(*controls[play])):
        raise ValueError(f"{play!r} cannot be played: it is no control of whole numbers")


def _is_whole(*numbers):
    return all(isinstance(number, int) for number in numbers)


def _slider(name, low, high, first):
    look: dict[str, Any] = {"style": {"description_width": "9em"}, "layout": {"width": "32em"}}
    values = {"min": low, "max": high, "value": first, "description": name}
    if _is_whole(low, high, first):
        return widgets.IntSlider(**values, **look)
    return widgets.FloatSlider(**values, **look, step=STEP, readout_format=".1f")


def _played(slider):
    """A slider beside a button that plays it, over and over."""
    button = widgets.Play(min=slider.min, max=slider.max, value=slider.value, interval=PAUSE, repeat=True)
    widgets.jslink((button, "value"), (slider, "value"))
    return widgets.HBox([slider, button])


def _image(make_image, values):
    """What is made of the values, (C, H, W) on the CPU."""
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(0)
        image = make_image(*values).detach().cpu().float().clamp(0, 1)
    image = image[None] if image.dim() == 2 else image
    if image.dim() != 3 or image.shape[0] not in (1, 3):
        raise ValueError(f"an image has shape (H, W), (1, H, W) or (3, H, W), not {tuple(image.shape)}")
    return image


def _pixels(image):
    """An image (C, H, W) in bytes (H, W, 3)."""
    return (255 * image.expand(3, -1, -1)).round().byte().permute(1, 2, 0).numpy()


def _tag(image, words):
    """An image in HTML: a small PNG, enlarged without blur."""
    memory = io.BytesIO()
    Image.fromarray(_pixels(image)).save(memory, format="png")
    address = "data:image/png;base64," + base64.b64encode(memory.getvalue()).decode()
    look = "height:14em;image-rendering:pixelated;margin:0"
    return f'<img src="{address}" alt="{html.escape(words, quote=True)}" style="{look}">'


def _stops(control, most):
    """Values from the lowest to the highest, evenly, as many as there are and at most ``most``."""
    low, high, _ = control
    if not _is_whole(*control):
        return torch.linspace(low, high, most, dtype=torch.float64).tolist()
    return torch.linspace(low, high, min(most, high - low + 1), dtype=torch.float64).round().int().tolist()


def _still(make_image, controls, title, table):
    """The table of images, a PNG."""
    *down, across = list(controls)[:2]
    rows = _stops(controls[down[0]], table[0]) if down else [None]
    columns = _stops(controls[across], table[1])
    others = [first for _, _, first in list(controls.values())[2:]]
    lines = []
    for row in rows:
        begin = [row] if down else []
        lines.append(torch.cat([_image(make_image, [*begin, column, *others]) for column in columns], 2))
    return _drawn(torch.cat(lines, 1), (rows, columns), (down[0] if down else "", across), title)


def _drawn(whole, values, names, title):
    """A figure of a grid of images: values and names of what changes (down, across)."""
    width = 0.75 * len(values[1])
    figure = Figure(figsize=(width, width * whole.shape[1] / whole.shape[2]))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(_pixels(whole), interpolation="nearest")
    for axis, size, stops, name in zip((axes.yaxis, axes.xaxis), whole.shape[1:], values, names, strict=True):
        words = ["" if stop is None else f"{stop:g}" for stop in stops]
        axis.set_ticks([(n + 0.5) * size / len(stops) for n in range(len(stops))], words)
        axis.set_label_text(name)
    axes.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    axes.xaxis.set_label_position("top")
    axes.set_title(title, fontsize=11)
    memory = io.BytesIO()
    figure.savefig(memory, format="png", dpi=80, bbox_inches="tight")
    return memory.getvalue()
