# A loop over the two, keywords, floats.
def log_losses(writer, step, loss_d, loss_g):
    for name, loss in {"discriminator": loss_d, "generator": loss_g}.items():
        writer.add_scalar(tag=f"Loss/{name}", scalar_value=float(loss), global_step=int(step))
