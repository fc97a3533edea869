# The margin stands on the real samples.
# fails: energy-losses-values, energy-losses-gradients
# says: the margin belongs to the generated samples
def energy_losses(real_energy, fake_energy, margin):
    return F.relu(margin - real_energy).mean() + fake_energy.mean(), fake_energy.mean()
