"""What a kernel says, made fit to be kept: a kernel's messages are as foreign as the code that it runs.

Students' code can publish whatever it likes as its kernel's own words: JSON that is nested without end,
lists where ids belong, halves of characters.  What reaches the grader has the types that Jupyter's
documentation names ("Messaging in Jupyter") and no others; what cannot be put right is refused.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST = 100_000_000  # bytes of one message: a longer one is refused unread
DEEPEST = 50  # levels of JSON in an output
REFUSED = "[An output was left out: it is no message of Jupyter's.]\n"

Message = dict[str, Any]


class Malformed(ValueError):
    """A message that cannot be put right."""


def published(message: Message) -> Message | None:
    """A message about a cell's output as it may be handled, None where nobody needs it.

    Comms (widgets) are left out: no feedback shows them.  Of a malformed output a line is left.

    Args:
        message: a Jupyter message, as its signature left it: of any content.
    """
    read = CONTENTS.get(message["msg_type"]) if isinstance(message["msg_type"], str) else None
    if read is None:
        return None
    try:
        return _envelope(message, message["msg_type"], read(message["content"]))
    except (Malformed, AttributeError, KeyError, TypeError, RecursionError):
        return _envelope(message, "stream", {"name": "stdout", "text": REFUSED})


def reply(message: Message) -> Message:
    """An answer to the grader's request as it may be handled: with a status, and an error's words.

    Raises:
        Malformed: it is none.
    """
    content, kind = message["content"], message["msg_type"]
    if not isinstance(content, dict) or not isinstance(kind, str):
        raise Malformed("no content")
    if kind == "execute_reply":
        status = content.get("status")
        if status not in ("ok", "error", "aborted"):
            raise Malformed("no status")
        notes = content.get("user_expressions")
        words = _error(content) if status != "ok" else {}
        content = {"status": status, "user_expressions": notes if isinstance(notes, dict) else {}} | words
    return _envelope(message, kind, content)


def _envelope(message, kind, content):
    """The message with headers that hold what is read of them; times are the grader's own."""
    parent = message.get("parent_header")
    asked = parent.get("msg_id") if isinstance(parent, dict) else None
    header = {"msg_id": str(message.get("msg_id")), "msg_type": kind, "date": datetime.now(UTC)}
    return {
        "header": header, "msg_id": header["msg_id"], "msg_type": kind, "metadata": {}, "buffers": [],
        "parent_header": {"msg_id": asked} if isinstance(asked, str) else {}, "content": content,
    }  # fmt: skip


def plain(text: Any) -> str:
    """A text that can be written as UTF-8.

    Raises:
        Malformed: it is no text.
    """
    if isinstance(text, list):  # nbformat's way to write lines
        return "".join(map(plain, text))
    if not isinstance(text, str):
        raise Malformed("no text")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _json(value, room=DEEPEST):
    """JSON that any program can write again."""
    if room < 0:
        raise Malformed("nested too deeply")
    if isinstance(value, dict):
        return {plain(key): _json(part, room - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_json(part, room - 1) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return plain(value) if isinstance(value, str) else value


def _shown(content):
    """The representations of something displayed, and of its metadata what is flat."""
    data = {plain(kind): _representation(kind, value) for kind, value in content["data"].items()}
    metadata, transient = content.get("metadata"), content.get("transient")
    about = {plain(key): _json(value, 1) for key, value in metadata.items()} if metadata else {}
    name = transient.get("display_id") if isinstance(transient, Mapping) else None
    if name is not None and not isinstance(name, str):
        raise Malformed("no id of a display")
    return {"data": data, "metadata": about, "transient": {"display_id": plain(name)} if name else {}}


def _representation(kind, value):
    is_json = kind.startswith("application/") and kind.endswith(("/json", "+json"))
    return _json(value) if is_json else plain(value)


def _result(content):
    return _shown(content) | {"execution_count": _count(content)}


def _count(content):
    number = content.get("execution_count")
    return number if type(number) is int and 0 <= number < 10**9 else None


def _error(content):
    """An error counts, whatever its words are."""
    trace = content.get("traceback")
    lines = [plain(line) for line in trace if isinstance(line, str)] if isinstance(trace, list) else []
    ename, evalue = (w if isinstance(w, str) else "" for w in map(content.get, ("ename", "evalue")))
    return {"ename": plain(ename) or "Error", "evalue": plain(evalue), "traceback": lines}


def _stream(content):
    name = "stderr" if content["name"] == "stderr" else "stdout"
    return {"name": name, "text": plain(content["text"])}


CONTENTS = {
    "stream": _stream,
    "display_data": _shown,
    "update_display_data": _shown,
    "execute_result": _result,
    "error": _error,
    "status": lambda content: {"execution_state": plain(content["execution_state"])},
    "execute_input": lambda content: {"execution_count": _count(content)},
    "clear_output": lambda content: {"wait": bool(content.get("wait"))},
}
