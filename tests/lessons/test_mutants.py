"""Mutants of references: each kind is made, what lives is listed, and reasons are compared."""

import pytest
from helpers import tiny

from course.grading.controls.bank import BankError, read_lesson
from course.lessons import attack
from course.lessons.mutation import mutants
from course.lessons.rewriting import rewritten

STEP = '''def step(D, real, k=3):
    """Train D, k times."""
    optim.zero_grad()
    with torch.no_grad():
        fake = G(torch.randn(real.shape[0], k, device=device)).detach()
    loss = torch.mean(D(real) - D(fake)) + real * 0.5
    if loss > 1 and k:
        loss = -loss.clamp(min=0.0)
    total += loss.item()
    total = total / k
    return loss, total
'''


def changes(source, modules=frozenset({"torch"})):
    return {(mutant.kind, mutant.was, mutant.now) for mutant in mutants(source, modules)}


@pytest.mark.parametrize(
    ("kind", "was", "now"),
    [
        ("operator", "loss = torch.mean(D(real) - D(fake)) + real * 0.5",
         "loss = torch.mean(D(real) - D(fake)) - real * 0.5"),
        ("operands exchanged", "loss = torch.mean(D(real) - D(fake)) + real * 0.5",
         "loss = torch.mean(D(fake) - D(real)) + real * 0.5"),
        ("operand alone", "total = total / k", "total = total"),
        ("in place", "loss = torch.mean(D(real) - D(fake)) + real * 0.5",
         "loss = torch.mean(D(real) - D(fake)) + real.mul_(0.5)"),
        ("operator", "total += loss.item()", "total -= loss.item()"),
        ("comparison", "if loss > 1 and k:", "if loss >= 1 and k:"),
        ("condition", "if loss > 1 and k:", "if not (loss > 1 and k):"),
        ("operator", "if loss > 1 and k:", "if loss > 1 or k:"),
        ("constant", "if loss > 1 and k:", "if loss > 2 and k:"),
        ("constant", "loss = torch.mean(D(real) - D(fake)) + real * 0.5",
         "loss = torch.mean(D(real) - D(fake)) + real * 0.25"),
        ("arguments exchanged", "fake = G(torch.randn(real.shape[0], k, device=device)).detach()",
         "fake = G(torch.randn(k, real.shape[0], device=device)).detach()"),
        ("keyword dropped", "loss = -loss.clamp(min=0.0)", "loss = -loss.clamp()"),
        ("call dropped", "fake = G(torch.randn(real.shape[0], k, device=device)).detach()",
         "fake = G(torch.randn(real.shape[0], k, device=device))"),
        ("call dropped", "total += loss.item()", "total += loss"),
        ("neighbour", "loss = torch.mean(D(real) - D(fake)) + real * 0.5",
         "loss = torch.sum(D(real) - D(fake)) + real * 0.5"),
        ("on the CPU", "fake = G(torch.randn(real.shape[0], k, device=device)).detach()",
         "fake = G(torch.randn(real.shape[0], k, device='cpu')).detach()"),
        ("left out", "optim.zero_grad()", ""),
        ("doubled", "", "optim.zero_grad()"),
        ("moved", "total += loss.item()\ntotal = total / k", "total = total / k\ntotal += loss.item()"),
        ("block opened",
         "with torch.no_grad():\nfake = G(torch.randn(real.shape[0], k, device=device)).detach()",
         "fake = G(torch.randn(real.shape[0], k, device=device)).detach()"),
        ("pair exchanged", "return (loss, total)", "return (total, loss)"),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_made(kind, was, now):
    assert (kind, was, now) in changes(STEP)


def test_a_mutant_is_code_with_another_text_than_all_others():
    texts = [mutant.text for mutant in mutants(STEP, frozenset({"torch"}))]
    assert len(texts) == len(set(texts)) > 60
    for text in texts:
        compile(text, "mutant", "exec")
        assert "Train D, k times." in text or "def step" not in text, "a docstring is no code"


def test_a_module_is_no_operand():
    assert not any("loss = torch + " in now for _, _, now in changes(STEP))
    assert any("(torch)" in now for _, _, now in changes(STEP, modules=frozenset()))


PROGRAM = """
def scale(values, factor=2):
    total = 0
    for value in values:
        total += value * factor
    total = (total + 1) * 3
    return total + len(values)

result = scale([1, 2, 3], 4)
"""


def test_a_program_rewritten_rightly_computes_the_same():
    done = dict(rewritten(PROGRAM, {"scale": ["values", "factor"]}))
    assert len(done) == 4
    for what, text in {"as it was": PROGRAM, **done}.items():
        space = {}
        exec(text, space)
        assert space["result"] == 78, what
    assert "scale(values=[1, 2, 3], factor=4)" in done["arguments by keyword"]
    assert "torch.inference_mode()" in dict(rewritten(STEP))["inference_mode in place of no_grad"]


TRIPLE = """def triple(x):
    if x is None:
        return 0
    return 3 * x"""


def lesson(tmp_path, tests="assert triple(2) == 6\nassert triple(None) == 0", reference=TRIPLE):
    """A folder of lessons with one that has an exercise more than the tiny one."""
    cells = tiny.solution("triple", reference), tiny.graded("triple-value", ["triple"], 1, tests)
    tiny.write(tiny.lesson(*cells), tmp_path / "source" / "tiny" / "tiny.ipynb")
    return tmp_path / "source"


def lived(source, texts):
    """Which of these texts, in the place of `triple`, keep their points."""
    from course.lessons.mutation import Mutant

    plan = [("triple", Mutant(text, str(number), "", "")) for number, text in enumerate(texts)]
    return [int(found.kind) for found in attack.survivors(read_lesson("tiny", source), plan)]


def test_what_lives_and_what_does_not(tmp_path):
    """Neither loops without end nor the end of the process hides the others, nor what one leaves behind."""
    right = "def triple(x):\n    return 3 * x if x else 0"
    wrong = "def triple(x):\n    return 3 * x"
    spoils = f"import builtins\nbuiltins.abs = None\n{right}"
    texts = [wrong, right, "import os\nos._exit(0)", right, "while True: pass", spoils, right, wrong]
    tests = "assert triple(abs(-2)) == 6\nassert triple(None) == 0"
    found = lived(lesson(tmp_path, tests), texts)
    assert found == [1, 3, 6]


def test_what_dies_in_a_later_draw_does_not_live(tmp_path):
    """As by chance, but the same on each run: this cell notices at its third draw."""
    tests = "draw = globals().get('draw', 0) + 1\nassert triple(2) == 6 or draw < 3"
    assert lived(lesson(tmp_path, tests), ["def triple(x):\n    return x"] * 3) == []


def run(source, tmp_path, *solutions):
    return attack.check(["tiny"], solutions or ["triple"], tmp_path / "bank", source=source)


def reasons(tmp_path, text):
    path = tmp_path / "bank" / "tiny" / "survivors.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


WEAK = "assert triple(2) == 6"
REASON = """
[[survivor]]
solution = "triple"
why = "Nobody asks for None."
changes = [
    ['''if x is None:''', '''if not x is None:'''],
]
"""


def test_a_survivor_without_a_reason_is_listed_as_it_stands_in_the_file(tmp_path, capsys):
    source = lesson(tmp_path, WEAK)
    assert run(source, tmp_path) == 1
    printed = capsys.readouterr().out
    summary, *entries = printed.splitlines()
    assert "keep their points" in summary
    assert "    ['''return 0''', '''return 1''']," in entries
    reasons(tmp_path, "\n".join(entries).replace('why = ""', 'why = "Nobody asks for None."'))
    assert run(source, tmp_path) == 0
    assert "none without a reason" in capsys.readouterr().out


def test_a_reason_for_no_mutant_is_said(tmp_path, capsys):
    reasons(tmp_path, REASON.replace("if not x", "if anything"))
    assert run(lesson(tmp_path), tmp_path) == 1
    assert "gives a reason for what is no mutant any more" in capsys.readouterr().out


def test_a_reason_for_what_loses_points_is_said(tmp_path, capsys):
    reasons(tmp_path, REASON.replace("if not x is None", "if x is not None"))
    assert run(lesson(tmp_path), tmp_path) == 0
    assert "gives a reason for what lost points this time" in capsys.readouterr().out


def test_one_reason_does_not_excuse_the_same_lines_elsewhere(tmp_path, capsys):
    source = lesson(tmp_path, WEAK, f"{TRIPLE}\n\n\n{TRIPLE.replace('triple', 'third')}")
    assert run(source, tmp_path) == 1
    entries = capsys.readouterr().out.partition("\n")[2].replace('why = ""', 'why = "Nobody asks."')
    same = "    ['''return 0''', '''return 1'''],"
    assert entries.count(same) == 2
    reasons(tmp_path, entries)
    assert run(source, tmp_path) == 0
    reasons(tmp_path, entries.replace(same, "", 1))
    capsys.readouterr()
    assert run(source, tmp_path) == 1
    assert same in capsys.readouterr().out


SLOW = """import time
end = time.process_time() + 0.4
while time.process_time() < end: pass
"""


def test_where_the_reference_takes_longer_its_mutants_may_too(tmp_path, capsys, monkeypatch):
    """Else all would seem to be caught: nothing here asks for what is computed."""
    monkeypatch.setattr(attack, "SECONDS", 0.2)
    assert run(lesson(tmp_path, SLOW + WEAK), tmp_path) == 1
    assert "['''return 0''', '''return 1''']" in capsys.readouterr().out


def test_where_the_reference_itself_loses_points_nothing_is_claimed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(attack, "SECONDS", 0.2)
    monkeypatch.setattr(attack, "LONG", 0.3)
    assert run(lesson(tmp_path, SLOW + WEAK), tmp_path) == 2
    assert "The reference of triple itself loses points: " in capsys.readouterr().err


def test_a_right_rewriting_that_loses_points_is_said(tmp_path, capsys):
    tests = "import inspect\nassert triple(2) == 6 and triple(None) == 0\n" \
            "assert 'outcome' not in triple.__code__.co_varnames, 'no name for it'"  # fmt: skip
    assert run(lesson(tmp_path, tests), tmp_path) == 1
    assert (
        "kept in names of their own, loses points: no name for it" in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[survivor", "cannot be read"),
        (REASON.replace("why", "because"), "cannot be read: KeyError 'why'"),
        (REASON.replace("Nobody asks for None.", " "), "a survivor of triple has no reason"),
        (REASON.replace("'''if x is None:''', ", ""), "cannot be read: ValueError"),
    ],
)
def test_a_file_of_reasons_that_cannot_be_read(tmp_path, text, said):
    reasons(tmp_path, text)
    with pytest.raises(BankError, match=said.replace("(", r"\(")):
        attack.reasons("tiny", tmp_path / "bank")


def test_an_unknown_solution_gets_a_sentence(tmp_path, capsys):
    assert run(lesson(tmp_path), tmp_path, "treble") == 2
    said = "Lesson 'tiny' has no solution 'treble'; it has double, half, triple.\n"
    assert capsys.readouterr().err == said


def test_where_a_lesson_does_not_run_one_sentence_says_so_and_nothing_is_claimed(tmp_path, capsys):
    for reference, words in [
        (f"import missing_module\n{TRIPLE}", "the cell triple stops: ModuleNotFoundError"),
        (f"import os\nos.kill(os.getpid(), 9)\n{TRIPLE}", "its process was ended before"),
    ]:
        assert run(lesson(tmp_path, reference=reference), tmp_path) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        assert err.startswith("Lesson 'tiny' does not run: ") and words in err
