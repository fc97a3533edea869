# max(0, C − m).
# fails: energy-losses-values, energy-losses-gradients
# says: it is max(0, C − margin): turn it round
def energy_losses(real_energy, fake_energy, margin):
    return real_energy.mean() + F.relu(fake_energy - margin).mean(), fake_energy.mean()
