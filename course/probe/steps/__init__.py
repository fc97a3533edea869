"""One training step of D or of G, watched from outside.

    players   small known networks in the place of G and D
    watched   the step as it was played on them: what it is given, and what it did
    playing   sets it up, and plays it; counted  notes what happens meanwhile
    asked, stops   what D was shown; why autograd stops
    labelled  the same with labels
    paired    G's step from outlines to images, with L1 beside the loss; paired_players  its networks
    losses    the losses of a step, right ones and those of known mistakes
    updates   what the step must have done
"""
