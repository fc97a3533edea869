# Nothing stops at the margin.
# fails: energy-losses-values, energy-losses-gradients
# says: beyond the margin
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + (margin - fake_energy).mean(), fake_energy.mean()
