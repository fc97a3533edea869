# Python's max of a whole tensor.
# fails: energy-losses-values, energy-losses-gradients
# says: Boolean value of Tensor
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + max(0, margin - fake_energy).mean(), fake_energy.mean()
