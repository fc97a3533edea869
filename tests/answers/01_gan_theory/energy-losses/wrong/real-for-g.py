# The loss of G has the real energies too.
# fails: energy-losses-values
# says: none of G's business
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + F.relu(margin - fake_energy).mean(), fake_energy.mean() - real_energy.mean()
