# Only every tenth step is logged.
# fails: log-losses-curves, log-losses-bad-news
# says: some are missing
def log_losses(writer, step, loss_d, loss_g):
    if step % 10:
        return
    writer.add_scalar("Loss/discriminator", loss_d, step)
    writer.add_scalar("Loss/generator", loss_g, step)
