"""Values of several rows, whose likely cause is one."""

from collections.abc import Mapping, Sequence

from course.probe.values.compare import Value, Values, close, fitting, same

Row = tuple[Value, Value, str, Mapping[str, Values]]


def same_in_rows(rows: Sequence[Row]) -> None:
    """As `same` on each of the rows (got, expected, what, mistakes), judged together.

    Two mistakes can give the same value in one row.  Of the first row that is wrong those causes are
    named that fit all other wrong rows too; where none does, those that fit the first.
    """
    __tracebackhide__ = True
    wrong = [row for row in rows if not close(row[0], row[1])]
    if not wrong:
        return
    got, expected, what, mistakes = wrong[0]
    common = {cause: value for cause, value in mistakes.items()
              if all(cause in fitting(row[0], row[3]) for row in wrong)}  # fmt: skip
    same(got, expected, what, common or mistakes)
