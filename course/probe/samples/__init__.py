"""Samples: what was drawn, and what functions of samples must give.

    noise        is this fresh standard normal noise?
    sampling     a generator's images as a grid
    points       points around centres whose coverage is known
    chance       functions that draw at random from a given generator
    smoothing    labels smoothed on one side or on both
    arcs         walks between two noises, and why one is straight
    asked        generators that write down what they were asked for
    strokes      strokes whose slant and thickness are known
    directions   directions that a plane through latents has
    handwriting  texts written in one hand, and what is refused
    batches      known values for functions of a whole batch
"""
