# Sizes of the losses.
# fails: log-losses-curves, log-losses-bad-news
# says: its sign is lost: a loss may be negative
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", abs(loss_d), step)
    writer.add_scalar("Loss/generator", abs(loss_g), step)
