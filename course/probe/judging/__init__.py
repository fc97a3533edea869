"""Measures of generated samples: sets whose scores are known, and the scores that mistakes give.

    features     the Fréchet distance of two sets of features
    manifolds    precision and recall by nearest-neighbour balls, and along a truncation curve
    neighbours   nearest images, and the share of copies
    augmented    augmentation, taken apart again into shift, brightness and hole
    changes      how those are spread over many images
    control      the controller of the augmentation
    looks        training steps in which D sees images through a function only
"""
