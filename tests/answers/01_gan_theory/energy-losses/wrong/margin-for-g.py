# The loss of G has the margin too.
# fails: energy-losses-values, energy-losses-gradients
# says: the margin belongs to D's loss only
def energy_losses(real_energy, fake_energy, margin):
    lack = F.relu(margin - fake_energy).mean()
    return real_energy.mean() + lack, lack
