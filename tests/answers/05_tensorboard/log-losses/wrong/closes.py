# Closes the writer each time.
# fails: log-losses-curves
# says: log_losses closed the writer
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d, step)
    writer.add_scalar("Loss/generator", loss_g, step)
    writer.close()
