"""What a kernel says is a student's: malformed messages are put right or refused, and cost nobody a mark."""

import datetime
import os

import nbformat
import pytest
from helpers import tiny, trouble

from course.grading.execute import WarmExecute
from course.grading.kernels import messages
from course.grading.kernels.processes import can_fork
from course.grading.marks import marks

ENV = {"PATH": os.environ["PATH"], "NBGRADER_EXECUTION": "autograde", "OMP_NUM_THREADS": "1"}


def said(kind, content, **parts):
    """What a kernel publishes, once its signature has been checked."""
    envelope = {"msg_type": kind, "msg_id": "1", "header": {}, "parent_header": {"msg_id": "asked"}}
    return envelope | {"content": content} | parts


def nested(levels):
    return {"deeper": nested(levels - 1)} if levels else "end"


def shown(**more):
    return {"data": {"text/plain": "1"}, "metadata": {}} | more


REFUSED = [
    said("display_data", {}),
    said("display_data", shown(data=None)),
    said("display_data", shown(data=["text"])),
    said("display_data", shown(data={"text/plain": 5})),
    said("display_data", shown(data={"text/plain": {"a": 1}})),
    said("display_data", shown(data={"application/json": nested(900)})),
    said("display_data", shown(metadata={"image/png": nested(900)})),
    said("display_data", shown(transient={"display_id": ["a", "list"]})),
    said("update_display_data", shown(transient={"display_id": {"a": "dictionary"}})),
    said("execute_result", "no dictionary"),
    said("stream", {"text": "no name"}),
    said("stream", {"name": "stdout", "text": 5}),
    said("stream", {"name": "stdout", "text": ["a", 5]}),
    said("clear_output", None),
    said("error", ["E"]),
]


@pytest.mark.parametrize("message", REFUSED, ids=lambda message: str(message)[:60])
def test_of_what_cannot_be_put_right_a_line_is_left(message):
    kept = messages.published(message)
    assert (kept["msg_type"], kept["content"]["text"]) == ("stream", messages.REFUSED)
    assert kept["parent_header"] == {"msg_id": "asked"}


def test_what_can_be_put_right_is_kept():
    def content(kind, content):
        return messages.published(said(kind, content))["content"]

    assert content("stream", {"name": "a\ud800", "text": "b\ud800"}) == {"name": "stdout", "text": "b?"}
    assert content("display_data", shown(data={"text/html": ["a\n", "b"]}))["data"] == {"text/html": "a\nb"}
    numbers = {"data": {"application/x+json": [float("nan"), 1, True, "\udfff"]}, "metadata": None}
    assert content("display_data", numbers)["data"] == {"application/x+json": [None, 1, True, "?"]}
    assert content("execute_result", shown(execution_count=[1]))["execution_count"] is None
    assert content("execute_input", {"execution_count": "one"}) == {"execution_count": None}
    error = {"ename": "E\ud800", "evalue": None, "traceback": ["a", 5, "\ud800"]}
    assert content("error", error) == {"ename": "E?", "evalue": "", "traceback": ["a", "?"]}


def test_envelopes_hold_nothing_foreign():
    odd = said("stream", {"name": "stdout", "text": ""}, parent_header=[1], header={"date": "the year 0"})
    kept = messages.published(odd)
    assert kept["parent_header"] == {} and isinstance(kept["header"]["date"], datetime.datetime)
    for kind in ("comm_open", "debug_event", "", 5, None, ["stream"]):
        assert messages.published(said(kind, {})) is None


def test_replies():
    ok = messages.reply(said("execute_reply", {"status": "ok", "user_expressions": [], "payload": [{}]}))
    assert ok["content"] == {"status": "ok", "user_expressions": {}}
    failed = messages.reply(said("execute_reply", {"status": "error", "traceback": 5}))["content"]
    assert failed == {
        "status": "error", "user_expressions": {}, "ename": "Error", "evalue": "", "traceback": []
    }  # fmt: skip
    for content in ({}, {"status": "fine"}, {"status": ["ok"]}, None, ["status"]):
        with pytest.raises(messages.Malformed):
            messages.reply(said("execute_reply", content))


@pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
def test_a_right_answer_keeps_its_points_whatever_else_its_kernel_says(tmp_path):
    notebook = tiny.lesson()
    notebook.cells[1].source = f"{trouble.PUBLISH}\ndef double(x):\n    publish_all()\n    return 2 * x"
    notebook.cells[4].source += "\npublish_all()"
    runner = WarmExecute(env=ENV, timeout=60)
    notebook, _ = runner.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert {name: mark.full for name, mark in marks(notebook).items()} == dict.fromkeys(marks(notebook), True)
    nbformat.validate(notebook)
    text = nbformat.writes(notebook).encode()
    assert messages.REFUSED.strip().encode() in text
