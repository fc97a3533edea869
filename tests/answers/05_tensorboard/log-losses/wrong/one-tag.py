# Both losses under one tag.
# fails: log-losses-curves, log-losses-bad-news
# says: the tag Loss/discriminator is missing: the run holds Loss
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss", loss_d, step)
    writer.add_scalar("Loss", loss_g, step)
