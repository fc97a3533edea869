"""For instructors: what students hand in becomes a mark, or a reason, for everyone.

``course grade`` goes through these rooms, in this order:

    batch, engine    a class, several hand-ins at a time, in threads or on a cluster
    intake/          whatever was handed in, made clean
    recorder         sanitizes, and writes nbgrader's gradebook; ledger knows what is done
    errand, execute  one hand-in, run as nbgrader runs it; supervision plays controls beside it
    kernels/         where it runs: forked from a warm process, inside the sandbox
    controls/        who tampers with the marking is noticed, with help of the answer bank
    marks, report, sheet   points and reasons, for people
    exchange/        Moodle, Canvas, late penalties, feedback pages

``nbgrader_config.py`` puts the same parts behind ``nbgrader autograde`` and formgrader.  Start with
docs/instructors.md.
"""
