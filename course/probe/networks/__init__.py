"""Networks and optimizers, tested through what they compute, whatever their layers are called.

    dense           fully connected ones
    dropout         units put to zero, and the others made up for it
    conv            convolutions; conv_weights  those that were handed in; conv_layers  those out of place
    conditional     networks that take labels; obedient  a generator handed in, and does it obey?
    first_weights   were they drawn as the text says?
    handed_in       weights that a student trained and saved
    slopes          discriminators whose slope is known everywhere
    spectral        networks that are too steep
    optimizers      what an optimizer does to its parameters
    building        networks and optimizers built together
"""
