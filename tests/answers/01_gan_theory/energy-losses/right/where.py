# torch.where, and sums over counts.
def energy_losses(real_energy, fake_energy, margin):
    lack = torch.where(fake_energy < margin, margin - fake_energy, 0.0)
    d = real_energy.sum() / real_energy.numel() + lack.sum() / lack.numel()
    g = fake_energy.sum() / fake_energy.numel()
    return d, g
