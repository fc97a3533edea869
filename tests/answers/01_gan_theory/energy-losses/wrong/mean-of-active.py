# The hinge's mean runs only over the samples below the margin.
# fails: energy-losses-values, energy-losses-gradients
# says: below the margin only
def energy_losses(real_energy, fake_energy, margin):
    """The two losses of an energy-based GAN, each the mean over its batch.

    real_energy, fake_energy: energies C(x) and C(G(z)), each (N,) or (N, 1), values ≥ 0; the two
        batches may differ in size.
    margin: the energy m, a number, beyond which a generated sample no longer interests D.
    Returns (loss_d, loss_g), two tensors without dimensions. The margin is applied to each sample,
    and gradients flow through both losses: detaching G's samples is the training step's business.
    """
    hinge = (margin - fake_energy).clamp(min=0)
    loss_d = real_energy.mean() + hinge.sum() / (hinge > 0).sum().clamp(min=1)
    loss_g = fake_energy.mean()
    return loss_d, loss_g
