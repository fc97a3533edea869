# Sums over the batches.
# fails: energy-losses-values, energy-losses-gradients
# says: the sum is taken
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.sum() + F.relu(margin - fake_energy).sum(), fake_energy.sum()
