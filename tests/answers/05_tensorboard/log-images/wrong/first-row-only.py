# The first eight images only.
# fails: log-images-grid
# says: should be 8 in a row
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid((images[:8] + 1) / 2, nrow=8), step)
