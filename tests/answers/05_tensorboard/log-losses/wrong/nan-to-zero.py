# NaN becomes 0.
# fails: log-losses-bad-news
# says: is 0, expected nan
def log_losses(writer, step, loss_d, loss_g):
    for name, loss in (("discriminator", loss_d), ("generator", loss_g)):
        writer.add_scalar(f"Loss/{name}", 0.0 if math.isnan(loss) else loss, step)
