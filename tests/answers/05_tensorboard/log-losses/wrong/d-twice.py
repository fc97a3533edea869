# D's loss under both tags.
# fails: log-losses-curves
# says: this is D's loss
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d, step)
    writer.add_scalar("Loss/generator", loss_d, step)
