# Value and step are exchanged.
# fails: log-losses-curves, log-losses-bad-news
# says: holds the steps where its values should be
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", step, loss_d)
    writer.add_scalar("Loss/generator", step, loss_g)
