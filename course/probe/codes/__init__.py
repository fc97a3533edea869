"""Codes that are clouds, the bound on the likelihood, networks and steps with energies.

    clouds        codes drawn around a mean
    bounds        the divergence of such a cloud from the standard normal, and the evidence lower bound
    autoencoders  networks that encode to clouds and decode, tested through what they compute
    energies      the energy of an autoencoder
    apart         the pulling-away term
    margins       training steps on energies
    walks         paths from code to code
"""
