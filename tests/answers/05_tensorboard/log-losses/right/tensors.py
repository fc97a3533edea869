# Tensors, the generator first, a flush after each.
def log_losses(writer, step, loss_d, loss_g):
    writer.add_scalar("Loss/generator", torch.as_tensor(loss_g), step)
    writer.add_scalar("Loss/discriminator", torch.as_tensor(loss_d), step)
    writer.flush()
