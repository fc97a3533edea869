# A third curve, the sum.
# fails: log-losses-bad-news
# says: two curves were expected, but the run holds 3
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d, step)
    writer.add_scalar("Loss/generator", loss_g, step)
    writer.add_scalar("Loss/total", loss_d + loss_g, step)
