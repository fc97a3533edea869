# Squares what is lacking to the margin.
# fails: energy-losses-values, energy-losses-gradients
# says: the lack is squared
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + (F.relu(margin - fake_energy) ** 2).mean(), fake_energy.mean()
