"""Values: fresh inputs, comparisons, causes, and names that are replaced.

    draws     random inputs of a run
    compare   values against what is expected, and against known mistakes
    causes    the likely cause of an error, from its words
    names     the names that a function looks up, replaced while it runs
"""
