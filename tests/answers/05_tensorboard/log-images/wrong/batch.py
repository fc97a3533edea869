# A batch handed to add_image, which takes one picture.
# fails: log-images-grid, log-images-steps
# says: lay the batch out with make_grid
def log_images(writer, step, images):
    writer.add_image("Generated Images", (images + 1) / 2, step)
