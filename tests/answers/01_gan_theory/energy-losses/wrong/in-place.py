# Changes the generated energies in place.
# fails: energy-losses-values, energy-losses-gradients
# says: in place
def energy_losses(real_energy, fake_energy, margin):
    loss_g = fake_energy.mean()
    lack = fake_energy.neg_().add_(margin).clamp_(min=0)
    return real_energy.mean() + lack.mean(), loss_g
