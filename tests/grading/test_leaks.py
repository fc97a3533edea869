"""Model answers, marking schemes and weights stay out of a hand-in's reach, whichever way it looks.

Each hand-in looks its own way, and prints what it finds into its feedback page.  That its way leads
somewhere, it shows by finding what it may see.
"""

import io
from pathlib import Path

import nbformat
import pytest
import torch
from helpers import tiny
from helpers.classroom import nbgrader

from course.grading import batch
from course.grading.kernels import sandbox
from course.lessons import publish

pytestmark = pytest.mark.skipif(bool(tiny.WHY_NO_SANDBOX), reason=tiny.WHY_NO_SANDBOX)

SECRET, NUMBER = "kanarienvogel", 31337.25
WEIGHTS = '''# the saved weights are in order
from course import probe
weights = probe.saved("net.pt")["w"]
assert bool((weights.diff() > 0).all()), "the weights are not in order"'''
# What all have: ``kept`` is what was seen, ``report`` prints what of it is secret or allowed.
TOOLS = """kept, torch_kept = [], []
def texts(value, depth=0):
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if isinstance(value, str):
        yield value
    elif depth < 6 and isinstance(value, dict):
        for item in list(value.items()):
            yield from texts(item, depth + 1)
    elif depth < 6 and isinstance(value, (list, tuple, set)):
        for item in list(value):
            yield from texts(item, depth + 1)
    elif type(value).__name__ == "code":  # torch.classes would be asked for any name, and raise an error
        yield from texts((value.co_consts, value.co_names, value.co_varnames), depth + 1)
    elif type(value).__name__ == "Tensor" and value.numel():
        yield f"number {float(value.max())}"
def report(mark):
    found = [text for value in list(kept) for text in texts(value)]
    bad = [text for text in found if "kanarien" + "vogel" in text or str(31337 + 0.25) in text]
    seeing = any(mark in text for text in found)
    print("STOLEN" if bad else "nothing", bad[:3], "marked" if seeing else "blind")
"""
WRAP = """def wrap(owner, *names):
    for name in names:
        def call(*args, _true=getattr(owner, name), **kwargs):
            kept.append((args, kwargs))
            result = _true(*args, **kwargs)
            kept.append(result)
            return result
        setattr(owner, name, call)
"""
# Ways to look: what runs before the answers, what runs last, and words that are there to be seen.
WAYS = {
    "what is compiled": (
        WRAP + "import builtins\nwrap(builtins, 'compile', 'exec', 'eval')", "", "double(3)"),
    "what is audited": (
        "import sys\nsys.addaudithook(lambda event, args: event in "
        "('compile', 'exec', 'open', 'code.__new__', 'marshal.loads') and kept.append((event, args)))",
        "", "net.pt"),
    "what is loaded": (
        WRAP + "import torch, io, base64, json\nwrap(torch, 'load', 'save')\nwrap(base64, 'b64decode')\n"
        "wrap(json, 'loads', 'dumps')\n"
        "for tensors in ('equal', 'randperm'):\n    wrap(torch, tensors)", "", "number 59.0"),
    "what the kernel is told": (
        WRAP + "kernel = get_ipython().kernel\nwrap(kernel.session, 'deserialize', 'unpack')\n"
        "wrap(kernel, 'do_execute')\nwrap(get_ipython(), 'user_expressions', 'ev')",
        "kept.append(kernel.get_parent())", "double(0)"),
    "what lies in memory": (
        "import gc", "kept += [o for o in gc.get_objects() if type(o) in (dict, list, tuple, set)]",
        "half(3)"),
    "what lies on disk": (
        "", """import os, sys
places = {sys.prefix, sys.base_prefix, "/usr", "/proc", "/sys", "/dev"}
for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in places]
    for name in names:
        try:
            kept.append((os.path.join(folder, name), open(os.path.join(folder, name), "rb").read(10**7)))
        except OSError:
            pass
for place in places - {"/proc", "/sys", "/dev"}:
    kept.append([os.path.join(f, n) for f, _, names in os.walk(place) for n in names if "tiny" in f + n])""",
        "scene.py"),
    "what was handed on": (
        "", """import os, sys
kept += [dict(os.environ), sys.argv, sys.orig_argv, sys.path, os.listdir("."), os.getcwd()]
for number in range(1024):
    try:
        kept.append(os.pread(number, 10**6, 0))
    except OSError:
        pass
from ipykernel.connect import get_connection_file
kept.append(open(get_connection_file()).read())""", "ipc"),
    "what threads see": (
        """import sys, threading, time
def look():
    while True:
        kept.extend(dict(f.f_locals) for f in list(sys._current_frames().values()))
        kept.append({k: v for k, v in list(globals().items()) if k != "kept"})
        del kept[:-3000]
        time.sleep(0.002)
threading.Thread(target=look, daemon=True).start()""", "", "half(3)"),
    "what is put back": (
        "", "import os\nkept += In[:]\nkept += [open(n, 'rb').read() for n in ('tiny.ipynb', 'tiny.py') "
        "if os.path.exists(n)]", "double(0)"),
}  # fmt: skip


def course_directory(root):
    """The tiny lesson with a secret in everything that only teachers have."""
    notebook = tiny.lesson(tiny.graded("weights", "half", 1, WEIGHTS))
    for cell in notebook.cells:
        cell.source = cell.source.replace("    return ", f"    {SECRET} = 1\n    return ")
    scheme = f"### BEGIN MARK SCHEME\nA point for the {SECRET}.\n### END MARK SCHEME"
    notebook.cells[6].source = f"Because of a {SECRET}.\n\n{scheme}"
    tiny.write(notebook, root / "source" / "tiny" / "tiny.ipynb")
    (root / "source" / "tiny" / "tiny.py").write_text(f"# {SECRET}\n")
    (root / "source" / "tiny" / "net.reference.pt").write_bytes(weights(NUMBER))
    wrong = "# fails: double-value\n# says: x\n"
    for name, fails in [("double/right/sum", ""), ("double/wrong/near", wrong)]:
        path = root / "tests" / "answers" / "tiny" / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"# An answer.\n{fails}def double(x):\n    {SECRET} = x\n    return {SECRET} + x\n")
    (root / "nbgrader_config.py").write_text(tiny.settings())
    publish.release("tiny", root)
    return root


def weights(last):
    file = io.BytesIO()
    torch.save({"w": torch.cat([torch.arange(59.0), torch.tensor([last])])}, file)
    return file.getvalue()


def hand_in(root, student, before, last, allowed):
    notebook = nbformat.read(root / "release" / "tiny" / "tiny.ipynb", as_version=4)
    notebook.cells[1].source = "def double(x):\n    return 2 * x"
    notebook.cells[4].source = "def half(x):\n    return x / 2"
    if student == "what is put back":
        del notebook.cells[6], notebook.cells[3]
    first = nbformat.v4.new_code_cell(f"{TOOLS}{before}", id="first")
    end = nbformat.v4.new_code_cell(f"{last}\nreport({allowed!r})", id="last")
    notebook.cells = [first, *notebook.cells, end]
    folder = root / "submitted" / student.replace(" ", "-") / "tiny"
    tiny.write(notebook, folder / "tiny.ipynb")
    (folder / "net.pt").write_bytes(weights(59.0))
    (folder / "tiny.py").symlink_to(root / "source" / "tiny" / "tiny.py")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course directory in which all who look were graded, and the rows by student."""
    root = course_directory(tmp_path_factory.mktemp("course"))
    for student, way in WAYS.items():
        hand_in(root, student, *way)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("COURSE_SECRET", SECRET)
        patch.setenv("SECRET", SECRET)
        rows = {row.student: row for row in batch.grade("tiny", root, workers=3)}
        nbgrader("generate_feedback", "tiny")
    return root, rows


@pytest.mark.parametrize("student", [way.replace(" ", "-") for way in WAYS])
def test_whoever_looks_for_model_answers_finds_none(student, graded):
    root, rows = graded
    notebook = nbformat.read(root / "autograded" / student / "tiny" / "tiny.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells[-2:] for output in cell.get("outputs", [])]
    shown = "".join(output.get("text", output.get("evalue", "")) for output in outputs)
    assert shown.startswith("nothing []") and shown.strip().endswith("marked"), shown or rows[student]
    for page in (root / "feedback" / student / "tiny" / "tiny.html", root / "autograded" / student):
        for path in [page] if page.is_file() else page.rglob("*.*"):
            content = path.read_bytes().decode("latin-1")
            assert SECRET not in content and str(NUMBER) not in content, path


def test_a_course_that_the_sandbox_would_show_is_refused(tmp_path, monkeypatch):
    """One in the folder of the interpreter, or among the system's own."""
    (tmp_path / "course" / "source").mkdir(parents=True)
    sandbox.refuse(tmp_path / "course")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    for place in (tmp_path / "course", Path("/usr/share/no-course")):
        monkeypatch.setattr(sandbox, "_has_secrets", lambda root: True)
        with pytest.raises(sandbox.SandboxError, match="could read"):
            sandbox.refuse(place)
