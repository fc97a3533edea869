# The margin is applied to the mean.
# fails: energy-losses-values, energy-losses-gradients
# says: max(0, …) is taken of the mean
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + F.relu(margin - fake_energy.mean()), fake_energy.mean()
