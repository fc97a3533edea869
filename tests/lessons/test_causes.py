"""Over the bank: a cause is said to those who made that mistake, and to nobody else.

What an answer is told stands in docs/answers.md; what it should be told, in its header.  Where the
cause in a message is one that another answer of the lesson declares as its own, this answer must
declare it too, with words of its own ``# says:``: then somebody has seen that it is true of both.
"""

import re
from dataclasses import dataclass

import pytest

from course.grading import directory
from course.lessons import publish

BANK, TABLE = directory.ROOT / "tests" / "answers", directory.ROOT / "docs" / "answers.md"
WORDS = 3  # fewer are no cause, but a number or a name


@dataclass
class Told:
    """One wrong answer: what it is told, and which words of that its header asks for."""

    name: str
    message: str
    says: list[str]

    @property
    def begin(self):
        """Where the cause begins in the message: behind what came and what was expected."""
        places = [place for place in (self.message.find(": "), self.message.find(" — ")) if place >= 0]
        return min(places, default=len(self.message))

    @property
    def cause(self):
        return self.message[self.begin :]

    def declares(self):
        """Whether some of its own words lie in the cause, or reach into it."""
        return any((at := self.message.find(words)) >= 0 and at + len(words) > self.begin + 2
                   for words in self.says)  # fmt: skip


def plain(text):
    return " ".join(text.split()).casefold()


def false_causes(answers):
    """Sentences about answers that are told the cause of another one."""
    owners = {}
    for answer in answers:
        for words in answer.says:
            if len(words.split()) >= WORDS and words in answer.cause:
                owners.setdefault(words, answer.name)
    return [
        f"{answer.name} is told {words!r}, as {owner} is: mend the message, or let its header say so"
        for answer in answers if not answer.declares()
        for words, owner in owners.items() if words in answer.cause
    ]  # fmt: skip


def told(lesson):
    """The wrong answers of a lesson that stand in the table."""
    messages = {}
    for line in TABLE.read_text("utf-8").splitlines():
        columns = [column.strip().replace("\\|", "|") for column in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(columns) == 5:
            messages[columns[0].strip("`")] = plain(columns[4])
    for path in sorted((BANK / lesson).glob("*/wrong/*.py")):
        name = path.relative_to(BANK).with_suffix("").as_posix()
        says = re.findall(r"^# says:(.*)$", path.read_text("utf-8"), re.MULTILINE)
        if name in messages:
            yield Told(name, messages[name], [plain(words) for words in says])


@pytest.mark.parametrize("lesson", publish.lessons())
def test_no_answer_is_told_the_cause_of_another(lesson):
    found = false_causes(list(told(lesson)))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_a_cause_of_another_is_found():
    swapped = Told("swapped", "the loss is 2, expected 1: the labels look swapped", ["labels look swapped"])
    borrows = Told("borrows", "the loss is 3, expected 1: the labels look swapped", ["expected 1"])
    declares = Told("declares", "the loss is 3, expected 1: the labels look swapped", ["look swapped"])
    other = Told("other", "the labels look swapped is not said here", ["is not said"])
    assert false_causes([swapped, declares, other]) == []
    (problem,) = false_causes([swapped, borrows, declares, other])
    assert problem.startswith("borrows is told 'labels look swapped', as swapped is")
