# The step is not handed on.
# fails: log-losses-curves
# says: all lie at step 0: is the step handed on?
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d)
    writer.add_scalar("Loss/generator", loss_g)
