# Detaches the generated energies in the loss of G.
# fails: energy-losses-gradients
# says: no gradient flows through loss_g
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + F.relu(margin - fake_energy).mean(), fake_energy.detach().mean()
