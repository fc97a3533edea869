# Asks numbers for their item.
# fails: log-losses-curves, log-losses-bad-news
# says: these are plain numbers already
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d.item(), step)
    writer.add_scalar("Loss/generator", loss_g.item(), step)
