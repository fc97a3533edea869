"""What was repaired in a hand-in, left out of it, or mended for it, gathered into a few short phrases."""

from pathlib import PurePath

SHOWN, LONGEST = 3, 60


class Notes:
    """Phrases like "graded cells a, b restored", one for each thing that happened."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        self._mended: dict[tuple[str, str], list[str]] = {}

    def add(self, noun: str, what: str, name: str | PurePath = "") -> None:
        """Note that `what` happened to the `noun` of this name, which may be a student's text."""
        self._names.setdefault((noun, what), []).append(shown(name))

    def mend(self, noun: str, name: str) -> None:
        """Note that the `noun` of this name is not as the student got it, for the lesson has changed."""
        self._mended.setdefault((f"graded with the {noun}", ""), []).append(name)

    def extend(self, other: "Notes") -> None:
        """Take over all of another's notes."""
        for key, names in other._names.items():
            self._names.setdefault(key, []).extend(names)

    def phrases(self) -> tuple[str, ...]:
        """What was repaired as a tuple of phrases, in the order in which each thing came first."""
        return tuple(_phrase(*key, names) for key, names in self._names.items())

    def mended(self) -> tuple[str, ...]:
        """What was mended in the lesson, as phrases: the student has changed nothing."""
        return tuple(_phrase(*key, names) for key, names in self._mended.items())


def shown(name: str | PurePath) -> str:
    """A name that a student chose, fit for a line of a table: printable, not too long."""
    text = "".join(c if c.isprintable() else "?" for c in str(name))
    text = text if text == text.strip() else repr(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _phrase(noun, what, names):
    several = noun if len(names) == 1 or not names[0] else f"{noun}s"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = ", ".join(names[:SHOWN]) + more if names[0] else ""
    return " ".join(word for word in (several, listed, what) if word)
