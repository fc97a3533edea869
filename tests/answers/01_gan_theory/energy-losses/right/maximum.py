# The maximum with zeros; returns a list.
def energy_losses(real_energy, fake_energy, margin):
    lack = torch.maximum(margin - fake_energy, torch.zeros_like(fake_energy))
    return [torch.mean(real_energy) + torch.mean(lack), torch.mean(fake_energy)]
