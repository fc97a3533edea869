# Returns three values.
# fails: energy-losses-values, energy-losses-gradients
# says: but returned 3 values
def energy_losses(real_energy, fake_energy, margin):
    loss_real, loss_fake = real_energy.mean(), F.relu(margin - fake_energy).mean()
    return loss_real, loss_fake, fake_energy.mean()
