# Four in a row.
# fails: log-images-grid
# says: should be 8 in a row
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid((images + 1) / 2, nrow=4), step)
