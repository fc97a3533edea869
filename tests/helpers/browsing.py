"""JupyterLab as students and instructors open it, for a browser to look at."""

import contextlib
import json
import os
import re
import socket
import subprocess
import urllib.request
from pathlib import Path

from helpers.classroom import until

# The first is so for every notebook that somebody else made; the second for a machine that has much to do.
USUAL = ("not trusted", "ping")
# Tornado's words where a page was left while the server was sending it something.
LEFT = re.compile(
    r"Task exception was never retrieved\n.*ClosedError\(\)>\n(?!\[)(.*\n)*?\S*WebSocketClosedError\n"
)
# With these lessons would train for seconds only, and show stills.
QUICK = ("CI", "PYTEST_VERSION", "NBGRADER_EXECUTION", "COURSE_BUDGET", "COURSE_STILL")
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"


def complaints(page):
    """A list that grows with each error of the console, each script that fails, each failed request."""
    found = []
    page.on("console", lambda message: message.type == "error" and found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"{request.url} failed: {request.failure}"))
    page.on("response", lambda got: got.status >= 400 and found.append(f"{got.status} {got.url}"))
    return found


@contextlib.contextmanager
def page_of(chromium, width=1366, height=768):
    """An empty page, of a laptop's size if not said otherwise; what its console says is in ``complaints``."""
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(180_000)
    page = context.new_page()
    page.complaints = complaints(page)
    yield page
    context.close()


def picture(page, name, **options):
    """Keep a screenshot, ``build/screenshots/NAME.png``."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)


def free_port():
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A JupyterLab that runs: its ``address()``, with the token, and its ``log()``."""

    def __init__(self, process, path, port):
        self.process, self.path, self.port = process, path, port

    def log(self):
        """What the server has written so far."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def troubles(self):
        """The log's lines that are warnings, errors or tracebacks, but for what is `USUAL` or `LEFT`."""
        lines = LEFT.sub("", self.log()).split("\n")
        lines = [line for line in lines if re.match(r"\[[WEC] |Traceback", line)]
        return [line for line in lines if not any(words in line for words in USUAL)]

    def address(self, path="lab"):
        """The address of a page of this server, without the tabs that were open before."""
        return f"http://127.0.0.1:{self.port}/{path}?token=test&reset"


@contextlib.contextmanager
def served(command, folder, log, patience=90):
    """Run a JupyterLab, ``command`` without port and browser; yields a `Server` that answers.

    Args:
        command: what a user types, a list; ``--port`` and ``--no-browser`` are put behind it.
        folder: where it is typed.
        log: the file for all it says.
        patience: seconds until it must answer.
    """
    port = free_port()
    line = [*map(str, command), "--port", str(port), "--no-browser"]
    kept = {name: value for name, value in os.environ.items() if name not in QUICK}
    settings = {**kept, "OMP_NUM_THREADS": "1", "JUPYTER_TOKEN": "test", **_own(log.parent)}
    with log.open("wb") as out:
        process = subprocess.Popen(line, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=settings)
        server = Server(process, log, port)
        try:
            until(lambda: _answers(server), "JupyterLab did not answer", patience)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _own(folder):
    """Settings and data of a Jupyter that nobody has used: in a folder of the test's."""
    config = folder / "jupyter"
    config.mkdir(exist_ok=True)
    settings = {"ServerApp": {"allow_root": True}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    return {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(config / "data"), "HOME": str(folder)}


def _answers(server):
    """Whether the server answers; it must not have ended."""
    assert server.process.poll() is None, f"JupyterLab ended: {server.log()}"
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api", timeout=5)
