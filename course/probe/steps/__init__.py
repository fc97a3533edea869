"""One training step of D or of G, watched from outside.

    players   small known networks in the place of G and D
    watched   the step, played on them
    labelled  the same with labels
    losses    the losses of a step, right ones and those of known mistakes
    updates   what the step must have done
"""
