# softplus in place of the maximum.
# fails: energy-losses-values, energy-losses-gradients
# says: max(0, …) is softplus here
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + F.softplus(margin - fake_energy).mean(), fake_energy.mean()
