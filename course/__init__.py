"""The GAN course.  What lies here directly is what notebooks import; behind it are three doors.

For students, what their notebooks import:

    data, device, metrics    images, where they are computed, how good they are
    pictures                 what the lessons show
    probe                    what graded cells test with
    budget, ring, board, runs   how long to train, eight Gaussians, TensorBoard, event files

For instructors `course.grading`, for authors `course.lessons`, and around all of it
`course.command`, the command ``course``.  Imports go one way, down this list, and a test holds it:

    command    →  lessons  →  grading  →  what notebooks import

The package that students get has only what notebooks import, and of the command what they need.
"""
