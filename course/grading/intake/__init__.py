"""Whatever a student handed in, made into a clean hand-in, or one sentence why that cannot be.

    handin     the whole of it: which notebook, which files
    folders    nothing is followed, and nothing but plain files is opened
    reading    a notebook from a file that may be anything
    matching   which cell is which of the released notebook's
    repairs    cells that were moved, doubled or deleted are put back
    essays     an answer that was written beside the cell for it is found
    notes      what was repaired or left out, in phrases for a table
"""

from course.grading.intake.handin import Intake, name_problem, note, take

__all__ = ["Intake", "name_problem", "note", "take"]
