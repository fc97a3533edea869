"""Values: fresh inputs, comparisons, causes, and how all this is shown.

    draws         random inputs of a run
    compare       values against what is expected, and against known mistakes
    rows          values of several rows, whose mistake is one
    derivatives   gradients, which must arrive before they can be compared
    causes        the likely cause of an error, from its words
    failures      how a graded cell shows what it found
    refusals      bad input, refused in a sentence
    switches      what an argument that is True or False must change
    names         the names that a function looks up, replaced while it runs
"""
