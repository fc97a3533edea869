# No margin at all.
# fails: energy-losses-values, energy-losses-gradients
# says: the margin is missing
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() - fake_energy.mean(), fake_energy.mean()
