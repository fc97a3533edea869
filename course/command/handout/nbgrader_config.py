"""nbgrader's settings for a student: Validate says what the grader will say.

Every value is the instructor's, and a test holds it to that.
"""

from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute, IgnorePattern
from nbgrader.validator import Validator

from course.command.validate import InWords, OneOfEach

c = get_config()  # noqa: F821  (traitlets provides it)

# Validate cuts each line at this width, and a message is one line.
c.Validator.width = 240
# Its sentence before the first entry, which sums up the others.
c.Validator.failed_warning = "Not all is passed yet. The first entry sums it up."

# Seconds a cell may take.  Validate trains for seconds only.
c.Execute.timeout = 60
c.Execute.error_on_timeout = {
    "ename": "CellTimeoutError",
    "evalue": "this cell did not finish within 60 seconds",
    "traceback": ["CellTimeoutError: this cell did not finish within 60 seconds"],
}

# What a student's function writes to standard error costs no points: a warning is no mistake.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "^"
# The grader looks away there by itself; Validate's list of steps is not even a setting.
Validator.preprocessors.tag(config=True)
c.Validator.preprocessors = [
    OneOfEach, CheckCellMetadata, ClearOutput, Execute, IgnorePattern, InWords,
]  # fmt: skip
