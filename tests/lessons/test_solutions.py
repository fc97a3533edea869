"""Solved notebooks to publish: the answers, and nothing that next year's students must not see."""

import nbformat
import pytest

from course.command import main
from course.grading import directory
from course.lessons import publish, solutions

MARKERS = {*directory.REGIONS, *directory.REGIONS.values()}


@pytest.mark.parametrize("lesson", publish.lessons())
def test_a_solved_notebook_has_the_answers_and_their_outputs(lesson, tmp_path):
    solved = nbformat.read(solutions.write(lesson, tmp_path), as_version=4)
    source = nbformat.read(directory.notebook(lesson), as_version=4)
    answers = solutions.reference_answers(lesson)
    for cell, written in zip(source.cells, solved.cells, strict=True):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            assert written.source.rstrip() == answers[name]
        assert "nbgrader" not in written.metadata
        assert written.get("outputs") == cell.get("outputs")
    text = "\n".join(cell.source for cell in solved.cells)
    assert "NotImplementedError(" not in text
    assert not any(marker in text for marker in MARKERS)


def test_hidden_tests_and_marking_schemes_stay_hidden():
    hidden = "### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS"
    scheme = "### BEGIN MARK SCHEME\nd\n### END MARK SCHEME"
    assert solutions.shown(f"a\n{hidden}\nc\n{scheme}\ne") == "a\nc\ne"
    assert solutions.shown("  ### BEGIN SOLUTION\n  x = 1\n  ### END SOLUTION") == "  x = 1"


def test_the_command_writes_what_is_asked_for(tmp_path, capsys):
    assert main.main(["solutions", "02_mlp_gan", "--to", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["02_mlp_gan.solved.ipynb"]
    assert "02_mlp_gan.solved.ipynb" in capsys.readouterr().out
    assert main.main(["solutions", "99_none", "--to", str(tmp_path)]) == 2
    assert "there is no lesson '99_none'" in capsys.readouterr().err
