"""Values: fresh inputs, comparisons, causes, and names that are replaced.

    draws         random inputs of a run
    compare       values against what is expected, and against known mistakes
    derivatives   gradients, which must arrive before they can be compared
    causes        the likely cause of an error, from its words
    names         the names that a function looks up, replaced while it runs
"""
