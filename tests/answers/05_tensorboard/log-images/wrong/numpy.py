# NumPy refuses tensors that carry a gradient or lie on another device.
# fails: log-images-steps
# says: the writer does both
def log_images(writer, step, images):
    grid = make_grid((images + 1) / 2, nrow=8)
    writer.add_image("Generated Images", grid.numpy(), step)
