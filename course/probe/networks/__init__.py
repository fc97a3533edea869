"""Networks and optimizers, tested through what they compute, whatever their layers are called.

    dense           fully connected ones
    conv            convolutions; conv_weights  those that were handed in
    first_weights   were they drawn as the text says?
    handed_in       weights that a student trained and saved
    slopes          networks whose slope is known, or too steep
    optimizers      what an optimizer does to its parameters
    building        networks and optimizers built together
"""
