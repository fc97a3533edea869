# Caps the fake energy at the margin and subtracts it, but forgets to add the margin itself.
# fails: energy-losses-values
# says: too small by the margin
def energy_losses(real_energy, fake_energy, margin):
    """The two losses of an energy-based GAN, each the mean over its batch.

    real_energy, fake_energy: energies C(x) and C(G(z)), each (N,) or (N, 1), values ≥ 0; the two
        batches may differ in size. They are not changed.
    margin: the energy m, a number, beyond which a generated sample no longer interests D.
    Returns (loss_d, loss_g), two tensors without dimensions. The margin is applied to each sample,
    and gradients flow through both losses: detaching G's samples is the training step's business.
    """
    loss_d = real_energy.mean() - fake_energy.clamp(max=margin).mean()
    loss_g = fake_energy.mean()
    return loss_d, loss_g
