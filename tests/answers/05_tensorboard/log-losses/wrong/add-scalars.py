# add_scalars makes a run of its own for each curve.
# fails: log-losses-curves
# says: add_scalars does that, use add_scalar
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalars("Loss", {"discriminator": loss_d, "generator": loss_g}, step)
