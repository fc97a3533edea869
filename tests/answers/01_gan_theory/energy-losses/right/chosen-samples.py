# Sums the samples below the margin, and divides by all.
def energy_losses(real_energy, fake_energy, margin):
    below = fake_energy[fake_energy < margin]
    loss_d = real_energy.sum() / real_energy.numel() + (margin - below).sum() / fake_energy.numel()
    return loss_d, fake_energy.sum() / len(fake_energy)
