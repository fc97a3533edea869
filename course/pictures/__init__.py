"""The pictures of the lessons.

    figures     grids of images, losses, curves, values
    animations  pictures that move (lesson 01)
    interactive images that sliders change, and a table of them where nobody can move one
    flow        data and gradients through the two networks, noise pushed to a density (lesson 01)
    windows     convolutions (lesson 03)
    symptoms    sick and healthy training (lesson 04)
    charts      what TensorBoard shows (lesson 05)
    judging     balls around samples, precision against recall, runs compared (lesson 06)
    tables      images and shares by digit, edits (lesson 07)
    codes       clouds, maps of codes, energies against a margin (lesson 08)
    styles      channels, mixing matrices, timetables of growing (lesson 09)
"""

from course.pictures.figures import (
    COLOURS,
    show,
    show_answers,
    show_curves,
    show_grid,
    show_growth,
    show_images,
    show_losses,
    show_values,
)

__all__ = [
    "COLOURS",
    "show",
    "show_answers",
    "show_curves",
    "show_grid",
    "show_growth",
    "show_images",
    "show_losses",
    "show_values",
]
