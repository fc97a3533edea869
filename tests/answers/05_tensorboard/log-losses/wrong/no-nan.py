# Leaves out what is not finite.
# fails: log-losses-bad-news
# says: bad news is news too
def log_losses(writer, step, loss_d, loss_g):
    if math.isfinite(loss_d):
        writer.add_scalar("Loss/discriminator", loss_d, step)
    if math.isfinite(loss_g):
        writer.add_scalar("Loss/generator", loss_g, step)
