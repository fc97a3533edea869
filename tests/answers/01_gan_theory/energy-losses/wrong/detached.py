# Detaches the generated energies in the loss of D.
# fails: energy-losses-gradients
# says: or detached on the way
def energy_losses(real_energy, fake_energy, margin):
    loss_d = real_energy.mean() + F.relu(margin - fake_energy.detach()).mean()
    return loss_d, fake_energy.mean()
