"""course doctor: a line for each thing, ok or the one thing to do."""

import json
import socket
import sys

import pytest

from course.command import doctor, lab, main
from course.grading import directory
from course.grading.kernels import sandbox


@pytest.fixture(scope="module")
def found():
    return {finding.name: finding for finding in doctor.look(port=0)}


def test_on_this_machine_all_is_in_place(found):
    names = ["Python", "torch", "device", "data", "JupyterLab", "writing", "sandbox", "nbgrader", "port"]
    assert list(found) == names
    assert not [finding for finding in found.values() if finding.level == "todo"]
    assert found["data"].words.startswith("4,500 training digits")


def test_the_short_form_is_one_line(capsys):
    assert main.main(["doctor", "--short", "--port", "0"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "fit together" in printed and "train on" in printed


def test_whatever_is_wrong_is_printed_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "OLDEST", (9, 0))
    assert doctor.report(short=True, port=0) == 1
    assert capsys.readouterr().out.startswith("todo  Python: 3.")


def test_a_port_in_use_is_only_a_note():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        finding = doctor._port(taken.getsockname()[1])
    assert finding.level == "note" and "is in use" in finding.words


def test_a_device_that_is_not_there(monkeypatch):
    monkeypatch.setenv("COURSE_DEVICE", "tpu")
    finding = doctor._device()
    assert finding.level == "todo" and "unset it" in finding.words


def test_digits_that_cannot_be_read(monkeypatch):
    from course.data import sets

    monkeypatch.setattr(sets.embedded, "DATA_PATH", "nowhere")
    sets._embedded.cache_clear()
    try:
        finding = doctor._data()
    finally:
        sets._embedded.cache_clear()
    assert finding.level == "todo" and "run make setup" in finding.words


def test_validate_that_is_switched_off(monkeypatch, tmp_path):
    config = tmp_path / "jupyter_server_config.d"
    config.mkdir()
    switched_off = {"ServerApp": {"jpserver_extensions": {doctor.EXTENSION: False}}}
    (config / "off.json").write_text(json.dumps(switched_off))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    finding = doctor._jupyter()
    assert finding.level == "todo" and f"enable {doctor.EXTENSION}" in finding.words


def test_a_folder_that_cannot_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr(directory, "ROOT", tmp_path)

    def refuse(dir):
        raise PermissionError(13, "no")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    finding = doctor._writing()
    assert finding.level == "todo" and "Permission denied" in finding.words


def test_without_a_sandbox_only_grading_is_lost(monkeypatch):
    def refuse():
        raise sandbox.SandboxError("There is none.")

    monkeypatch.setattr(sandbox, "check", refuse)
    finding = doctor._sandbox()
    assert (finding.level, finding.words) == ("note", "There is none. Only grading needs it.")


def test_settings_that_are_no_python(monkeypatch, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = (")
    monkeypatch.setattr(directory, "ROOT", tmp_path)
    assert doctor._settings().level == "todo"


def test_a_student_reads_of_nothing_that_grades(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    findings = {finding.name: finding.words for finding in doctor.look(port=0)}
    assert not {"sandbox", "nbgrader"} & set(findings)
    assert str(tmp_path) in findings["writing"]


def test_a_pair_that_does_not_fit(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)
    finding = doctor._torch()
    assert finding.level == "todo" and "do not fit together" in finding.words
