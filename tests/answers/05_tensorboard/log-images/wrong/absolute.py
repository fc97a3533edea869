# Absolute values, so that black becomes white.
# fails: log-images-grid
# says: the sign of the values is lost
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid(images.abs(), nrow=8), step)
