"""Measurements: ``make bench`` runs them all and saves their tables in ``bench/results``.

    notebooks   how fast and how well the lessons train: speed, quality, recipe, threads, dcgan, tricks,
                few, conditional, outline, codes, drawing, styles
    grading     how fast a class is graded (``grading``), and what a crowd of troubles does (``crowd``)
"""
