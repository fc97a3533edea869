"""Whole trainings, played with the parts around them replaced.

    loop          a training loop that writes down what happens
    loops         what it must have done
    gaussian      a GAN on one-dimensional data, watched while it trains
    trained       what that training must have done
    shown         what D was shown for each update there
    adversarial   the gradients of an update, right ones and those of known mistakes
    recorded      networks that write down what they are shown, and how they are updated
    rescue        sick trainings, played again with a student's repair
"""
