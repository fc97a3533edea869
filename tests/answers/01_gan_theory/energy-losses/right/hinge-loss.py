# Hinge by minimum: m minus the smaller of energy and margin.
def energy_losses(real_energy, fake_energy, margin):
    lack = margin - torch.clamp(fake_energy, max=margin)
    return (real_energy.mean() + lack.mean(), fake_energy.mean())
