# The loss of G has the wrong sign.
# fails: energy-losses-values, energy-losses-gradients
# says: G wants low energies
def energy_losses(real_energy, fake_energy, margin):
    loss_d = real_energy.mean() + F.relu(margin - fake_energy).mean()
    return loss_d, -fake_energy.mean()
