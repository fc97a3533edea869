"""nbgrader's settings: this repository is a course directory, and so is any folder with a copy.

Every path follows from the folder that holds this file.  ``make demo`` copies it to
``build/demo`` and runs nbgrader there, so that it grades into a gradebook of its own.
"""

import contextlib
import os
import shutil
import sys
import warnings
from pathlib import Path

from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute, IgnorePattern
from nbgrader.validator import Validator

from course.command.validate import InWords, OneOfEach
from course.grading import formgrader
from course.grading.formgrader import lists
from course.grading.kernels import sandbox

c = get_config()  # noqa: F821  (traitlets provides it)

root = Path(__file__).absolute().parent
c.CourseDirectory.course_id = "gan"
c.CourseDirectory.root = str(root)
c.CourseDirectory.db_url = f"sqlite:///{root}/gradebook/gradebook.db"
with contextlib.suppress(OSError):  # SQLite makes the file, but not its folder
    (root / "gradebook").mkdir(exist_ok=True)

# To make a gradebook nbgrader calls the program alembic, which lies beside it: not on the path
# when nbgrader was called as .venv/bin/nbgrader.
if not shutil.which("alembic"):
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

# SQLAlchemy 2.1 warns about nbgrader's own code, three long lines for a new hand-in.
warnings.filterwarnings("ignore", message="Object of type <Submitted")

# What nbgrader copies nowhere: not from source/ to release/, not from source/ over what students
# handed in, not from submitted/ to autograded/.
c.CourseDirectory.ignore = [
    ".*",
    "*.pyc",
    "__pycache__",
    "feedback",
    "*.py",  # the lessons' texts, with their solutions
    "*.reference.pt",  # the reference solutions' weights
    "runs",  # TensorBoard's event files of lesson 5, megabytes that no mark depends on
    "tries",
    # Weights that somebody left in source/ while trying a lesson.  By its whole path (with the
    # "." that nbgrader puts in a student's place), since students hand in files of that name.
    f"{root}/source/./*/*.pt",
]

# A fresh clone has release/, but no gradebook: without this nbgrader would write neither.
c.GenerateAssignment.force = True

c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("your code goes here: replace this line")'}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# A graded cell that a student deleted is put back and marked; without it there is no mark at all.
c.OverwriteCells.add_missing_cells = True

# Validate cuts each line at this width, and a message is one line.
c.Validator.width = 240
# Its sentence before the first entry, which sums up the others.
c.Validator.failed_warning = "Not all is passed yet. The first entry sums it up."

# Seconds a cell may take.  Under the quick budget the slowest one takes a few.
c.Execute.timeout = 60
c.Execute.error_on_timeout = {
    "ename": "CellTimeoutError",
    "evalue": "this cell did not finish within 60 seconds",
    "traceback": ["CellTimeoutError: this cell did not finish within 60 seconds"],
}

# What a student's function writes to standard error costs no points: a warning is no mistake.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "^"

# Validate would count it all the same, and its list of steps is not even a setting.
Validator.preprocessors.tag(config=True)
c.Validator.preprocessors = [
    OneOfEach, CheckCellMetadata, ClearOutput, Execute, IgnorePattern, InWords,
]  # fmt: skip

# Seconds that a hand-in's own cells may take in all; its controls get as many of their own.
c.WarmExecute.total_time = 600

# True: students' code runs inside bubblewrap (install the package of that name), or not at all.
# False: it runs with your rights.  On the command line: --WarmExecute.sandbox=False
c.WarmExecute.sandbox = True
# Said before anything is touched, and in one sentence; nbgrader would print a traceback a student.
if sys.argv[1:2] == ["autograde"] and "--WarmExecute.sandbox=False" not in sys.argv:
    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        sys.exit(f"nbgrader: {error}")

# Hand-ins are read as course grade does: whatever the file is called and however broken it is,
# and with the cells back that a student moved, doubled or deleted.
c.Autograde.pre_convert_hook = "course.grading.repair.rename"
c.Autograde.exporter_class = "course.grading.repair.Reader"

# nbgrader's own list, but for two: cells are added or removed after hand-ins only where that is meant,
# and each release is kept, since students hand in what they once got.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "course.grading.releases.SaveLesson",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "course.grading.releases.Keep",
]

# nbgrader's own list, but for two: kernels forked from a process that has imported torch, and marks
# by hand that hold when a hand-in is graded again.
c.Autograde.autograde_preprocessors = [
    "course.grading.execute.WarmExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "course.grading.saving.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Penalties for late hand-ins: none.  10, for example, takes off 10 % of the points earned for each
# day begun after the due date (nbgrader db assignment add LESSON --duedate ...) and the grace.
c.AssignLatePenalties.plugin_class = "course.grading.exchange.lateness.DailyPenalty"
c.DailyPenalty.percent = 0
c.DailyPenalty.grace = 15  # minutes

# Feedback pages of one file without scripts, which hide hidden tests; nothing lies beside them.
c.GenerateFeedback.preprocessors = ["course.grading.exchange.feedback.Grades"]
c.GenerateFeedback.exporter_class = "course.grading.exchange.feedback.Page"
c.GenerateFeedback.post_convert_hook = "course.grading.exchange.feedback.keep_pages"

# Formgrader: pictures without a red frame, formulas without a network, each essay beside its marking
# scheme, nothing of a student's that runs in the grader's browser; names and short logs in its lists.
c.HTMLExporter.preprocessors = ["course.grading.formgrader.page.ForGraders"]
c.HTMLExporter.filters = {"markdown2html": "course.grading.formgrader.page.markdown"}
c.HTMLExporter.extra_template_basedirs = formgrader.TEMPLATES
c.FormgradeExtension.debug = False  # it cannot show these settings, and says so in the log each time
lists.adapt()

# There is no exchange.  On a JupyterHub that has one, take this line out, and set c.Exchange.root.
c.ExchangeFactory.list = "course.grading.exchange.no_hub.NoHub"

# Downloads of Moodle and Canvas, in downloaded/LESSON/archive/.
c.ZipCollectApp.extractor_plugin = "course.grading.exchange.collection.LmsExtractor"
c.ZipCollectApp.collector_plugin = "course.grading.exchange.collection.LmsCollector"

# nbgrader's own CSV file, but quoted; see course/grading/exchange/exports.py for Canvas and Moodle.
c.ExportApp.plugin_class = "course.grading.exchange.exports.CsvExporter"
