# Black and white are exchanged.
# fails: log-images-grid
# says: black and white are exchanged
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid((1 - images) / 2, nrow=8), step)
