# Values up to 255.
# fails: log-images-grid
# says: not to 255
def log_images(writer, step, images):
    grid = make_grid((images + 1) / 2 * 255, nrow=8)
    writer.add_image("Generated Images", grid, step)
