"""The command ``course``, for all three: what the Makefile calls.

    main          the command line, as far as this copy of the package goes
    students      lab, validate, doctor
    authors       source, release, answers, mutants, handbook
    instructors   kit, students, grade, solutions, demo

    lab       JupyterLab on the lessons, with a few settings in jupyterlab/
    validate, validation   Validate in words: its steps; the same on a terminal
    doctor    is everything in place?
    kit       what students get: lessons, their package, and the pages in handout/
    demo      a small class from release to feedback

What a command does lives behind its door: `course.grading` for instructors, `course.lessons` for
authors.
"""
