"""One training step of D or of G, watched from outside.

    players   small known networks in the place of G and D
    watched   the step, played on them
    labelled  the same with labels
    paired    G's step from outlines to images, with L1 beside the loss; paired_players  its networks
    losses    the losses of a step, right ones and those of known mistakes
    updates   what the step must have done
"""
