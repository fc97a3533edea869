# The scaling is images / 2 + 1: grey becomes white.
# fails: log-images-grid
# says: 1 is added after halving
def log_images(writer, step, images):
    grid = make_grid(images / 2 + 1, nrow=8)
    writer.add_image("Generated Images", grid, step)
