"""The GAN course.  What lies here directly is what notebooks import; behind it are three doors.

For students, what their notebooks import:

    data, device, metrics    images, where they are computed, how good they are
    pictures                 what the lessons show
    probe                    what graded cells test with
    budget, ring, board, runs   how long to train, eight Gaussians, TensorBoard, event files

Behind it:

    grading    for instructors: hand-ins become marks
    lessons    for authors: texts become notebooks, and graded cells are attacked
    command    the command ``course``, for all three

Imports go one way, command → lessons → grading → what notebooks import, and a test holds it.
The package that students get has only what notebooks import, and of the command what they need.
"""
