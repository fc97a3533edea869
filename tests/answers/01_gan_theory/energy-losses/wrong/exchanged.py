# Returns the generator first.
# fails: energy-losses-values, energy-losses-gradients
# says: the order is (loss_d, loss_g)
def energy_losses(real_energy, fake_energy, margin):
    loss_d = real_energy.mean() + F.relu(margin - fake_energy).mean()
    return fake_energy.mean(), loss_d
