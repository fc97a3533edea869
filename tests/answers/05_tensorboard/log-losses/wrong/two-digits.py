# Rounded to two digits.
# fails: log-losses-curves
# says: it is rounded: log it as it is
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", round(loss_d, 2), step)
    writer.add_scalar("Loss/generator", round(loss_g, 2), step)
