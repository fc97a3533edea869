# max(0, C - m) in place of max(0, m - C).
# fails: energy-losses-values, energy-losses-gradients
# says: it is max(0, C − margin): turn it round
def energy_losses(real_energy, fake_energy, margin):
    """The two losses of an energy-based GAN, each the mean over its batch.

    real_energy, fake_energy: energies C(x) and C(G(z)), each (N,) or (N, 1), values ≥ 0; the two
        batches may differ in size.
    margin: the energy m, a number, beyond which a generated sample no longer interests D.
    Returns (loss_d, loss_g), two tensors without dimensions. The margin is applied to each sample,
    and gradients flow through both losses: detaching G's samples is the training step's business.
    """
    hinge = (fake_energy - margin).clamp(min=0)
    loss_d = real_energy.mean() + hinge.mean()
    loss_g = fake_energy.mean()
    return loss_d, loss_g
