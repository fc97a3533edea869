"""For authors: from a lesson's text to its notebooks, and the attack on its graded cells.

    authoring   a lesson's text becomes a notebook; a mistake in it is named with file and line
    publish     source/ executed for readers, release/ cleared for students
    answers     ``course answers``: every wrong answer loses its points, every right one keeps them
    trial       answers played in forked processes, or one in a kernel; uses says which graded cells
                can feel one, verdict compares what it earned with what it promises
    attack      ``course mutants``: references changed by a program, which graded cells must notice;
                mutation changes them in one place, rewriting writes them otherwise but rightly
    stage, cells   a lesson's cells, played in forked processes; pages makes a fork cheap
    solutions   solved notebooks, to publish after the deadline
    handbook    ``course handbook``: lessons without solutions and every page, as HTML
    handins     hand-ins made from the reference, for demos, tests and benchmarks

Start with docs/writing-a-lesson.md.  The bank's files are read by `course.grading.controls.bank`,
since grading uses them too.
"""
