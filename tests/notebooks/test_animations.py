"""Pictures that move play from one piece of HTML, with nothing from outside."""

import base64
import io
import json
import re
import shutil
import subprocess

import nbformat
import pytest
import torch
from PIL import Image

from course.grading import directory
from course.lessons import publish
from course.pictures import animations

MEGABYTE = 2**20

# A page of one player: an image, a button and a slider, and a clock that is turned by hand.
BROWSER = """
const part = (extra) => Object.assign({ isConnected: true, dataset: {} }, extra);
const parts = { img: part({ src: LAST }), button: part({}), input: part({ value: String(MOST) }) };
const box = part({ querySelector: (tag) => parts[tag] });
let tick = null;
globalThis.document = { querySelectorAll: () => [box] };
globalThis.setTimeout = (start) => start();
globalThis.setInterval = (step) => ((tick = step), 7);
globalThis.clearInterval = () => (tick = null);
eval(SCRIPT);
const seen = [];
for (let n = 0; n < 60; n++) { tick(); seen.push(parts.img.src); }
parts.button.onclick();
const stopped = tick === null;
parts.input.value = "1";
parts.input.oninput();
console.log(JSON.stringify({ seen, stopped, chosen: parts.img.src }));
"""


def dot(figure, number):
    figure.add_subplot().plot([number], [number], "o")


def frames(page):
    """The frames of a page in their order: the last one stands in the picture, before the script."""
    last, *others = re.findall(r"data:image/png;base64,[A-Za-z0-9+/=]+", page)
    return [*others, last]


def opened(frame):
    return Image.open(io.BytesIO(base64.b64decode(frame.split(",")[1])))


def test_an_animation_holds_all_it_needs():
    page = animations.play(dot, 5, size=(3, 2), words='a dot that "moves"').data
    pictures = [opened(frame) for frame in frames(page)]
    assert len(set(frames(page))) == 5
    assert {picture.size for picture in pictures} == {(300, 200)}
    assert 'alt="a dot that &quot;moves&quot;"' in page
    assert not re.search(r"https?:|src=\"(?!data:)|@[A-Z]{2}", page), "something comes from outside"


def test_one_frame_is_enough():
    assert len(frames(animations.play(dot, 1).data)) == 1


@pytest.mark.skipif(not shutil.which("node"), reason="needs node to run the player's script")
def test_an_animation_plays_stops_and_follows_the_slider():
    page = animations.play(dot, 5, size=(3, 2), rate=4).data
    script = re.search(r"<script>(.*)</script>", page, flags=re.S).group(1)
    shown = frames(page)
    names = {"LAST": shown[-1], "MOST": 4, "SCRIPT": script}
    program = "".join(f"const {k} = {json.dumps(v)};" for k, v in names.items()) + BROWSER
    done = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    assert result["seen"][:5] == shown
    # After the last frame it rests for two seconds, then begins anew.
    assert result["seen"][4:14] == [shown[-1]] * 9 + shown[:1]
    assert result["stopped"]
    assert result["chosen"] == shown[1]


def test_the_moving_pictures_of_lesson_01():
    x = torch.linspace(-2, 2, 9)
    duel = animations.duel([(0, x, x.sigmoid(), torch.randn(20, 1))] * 2, density=lambda x: (-x * x).exp())
    path = torch.randn(10, 2).double()
    orbits = animations.orbits({"one": path, "other": path}, count=3)
    still = (0, torch.randn(5, 2), torch.zeros(5, 2))  # arrows of no length are no error
    pushes = animations.pushes([still, (1, torch.randn(5, 2), torch.randn(5, 2))], torch.randn(9, 2))
    assert [len(frames(page.data)) for page in (duel, orbits, pushes)] == [2, 3, 2]


def test_no_frames_are_said_in_a_sentence():
    with pytest.raises(ValueError, match="call watch"):
        animations.duel([], density=None)


@pytest.mark.parametrize("lesson", publish.lessons())
def test_the_animations_of_a_lesson_are_small(lesson):
    cells = nbformat.read(directory.notebook(lesson), as_version=4).cells
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    pages = [output["text/html"] for output in outputs if "text/html" in output]
    moving = ["".join(page) for page in pages if "data-play" in "".join(page)]
    assert all(len(page) < MEGABYTE for page in moving)
    assert all(len(frames(page)) >= 20 for page in moving), "built with the quick budget?"
    assert len(moving) >= 3 or lesson != "01_gan_theory"
