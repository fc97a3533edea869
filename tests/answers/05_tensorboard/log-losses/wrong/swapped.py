# The tags are exchanged.
# fails: log-losses-curves
# says: the two losses are exchanged
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/generator", loss_d, step)
    writer.add_scalar("Loss/discriminator", loss_g, step)
