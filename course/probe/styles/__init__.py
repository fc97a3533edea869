"""Styles: what maps to them, layers that take them, a generator made of these, and what is done with it.

    mapped        pixel norm and mapping networks
    modulated     adaptive instance normalization
    convolved     modulated convolutions
    held          what a student's layer of these holds
    weights       what these compute, and what likely mistakes give
    injected      noise of a learnt strength
    loudness      words for strengths that are not used as they are
    synthesized   generators with a style for each layer
    mixed         styles mixed and truncated
    crossed       what tells mixes apart
    averages      averaged weights
    growth        fading in, and the timetable of growing
"""
