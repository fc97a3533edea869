"""The command ``course``, for all three: what the Makefile calls.

    main        the command line
    demo        a small class from release to feedback
    lab         JupyterLab on the lessons, with a few settings in jupyterlab/

What a command does lives behind its door: `course.grading` for instructors, `course.lessons` for
authors.
"""
