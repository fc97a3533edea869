"""For instructors: what students hand in becomes a mark, or a reason, for everyone.

``course grade`` goes through these rooms, in this order:

    batch, progress     a class, several hand-ins at a time
    engine, cluster     in threads, or on a Dask cluster
    intake, repair      whatever was handed in, made clean; the same for nbgrader's own command
    copies              weights that nobody trained
    recorder, ledger    sanitizes, and writes nbgrader's gradebook; what is done already
    saving, stamps      marks by hand hold; what each mark was given for
    releases            each release of a lesson, kept
    errand, execute     one hand-in, run as nbgrader runs it
    supervision         plays controls beside it
    kernels             where it runs: forked from a warm process, inside the sandbox
    controls            who tampers with the marking is noticed, with help of the answer bank
    outputs             how much a hand-in may put out, and what of it counts
    absence             who handed in nothing
    faults              the machine fails, not a hand-in: a full disk, a locked gradebook
    marks, report, sheet   points and reasons, for people
    exchange            Moodle, Canvas, late penalties, feedback pages
    formgrader          what an instructor sees in nbgrader's formgrader

    directory, errors, syntax   where all lies; what can go wrong; Python's syntax tree

``nbgrader_config.py`` puts the same parts behind ``nbgrader autograde`` and formgrader.  Start with
docs/instructors.md.
"""
