"""Whole trainings, played with the parts around them replaced.

    loop       a training loop that writes down what happens
    gaussian   a GAN on one-dimensional data, watched while it trains
    rescue     sick trainings, played again with a student's repair
"""
