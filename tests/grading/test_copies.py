"""Weights that are the reference's own, under whatever name and however they were saved."""

import shutil

import pytest
import torch
from helpers.classroom import hand_in, released, rows_of

from course.grading import batch, copies, directory
from course.lessons import handins

LESSON = "02_mlp_gan"
REFERENCE = directory.SOURCE / LESSON / "generator.reference.pt"


def said(path):
    return copies.sentences({path.name: path}, LESSON, directory.SOURCE)


def save(path, change=lambda tensor: tensor, **how):
    weights = torch.load(REFERENCE, weights_only=True)
    torch.save({name: change(tensor) for name, tensor in weights.items()}, path, **how)
    return path


@pytest.mark.parametrize("name", ["generator.pt", "my weights.pth"])
def test_a_copied_file(tmp_path, name):
    path = shutil.copy(REFERENCE, tmp_path / name)
    (sentence,) = said(path)
    assert sentence.startswith(f"{name} holds the very weights of the course's own solution")


@pytest.mark.parametrize("how", [{}, {"_use_new_zipfile_serialization": False}], ids=["anew", "old format"])
def test_saved_once_more(tmp_path, how):
    assert said(save(tmp_path / "generator.pt", torch.clone, **how))


@pytest.mark.parametrize("change", [lambda t: t * 1.0001, torch.randn_like], ids=["nearly", "others"])
def test_other_weights(tmp_path, change):
    assert not said(save(tmp_path / "generator.pt", change))


def test_files_that_hold_no_weights(tmp_path):
    for name, content in {"empty.pt": b"", "text.pt": b"hello", "notes.txt": REFERENCE.read_bytes()}.items():
        (tmp_path / name).write_bytes(content)
        assert not said(tmp_path / name)


def test_weights_made_for_demos_and_tests_are_not_the_references(tmp_path):
    handins._train_anew(REFERENCE, tmp_path / "generator.pt")
    assert not said(tmp_path / "generator.pt")


def test_a_class_in_which_somebody_copied(tmp_path):
    root = released(tmp_path / "course")
    shutil.copy(REFERENCE, root / "source" / "tiny" / "generator.reference.pt")
    for student in ("ada", "ben"):
        hand_in(root, student)
    shutil.copy(REFERENCE, root / "submitted" / "ben" / "tiny" / "generator.pt")
    batch.grade("tiny", root)
    ada, ben = rows_of(root)
    assert (ada["status"], ada["notes"]) == ("graded", [])
    assert ben["status"] == "needs a look" and "the very weights" in ben["notes"][0]
    assert ben["points"] == ada["points"], "the marks are for a person to change"
