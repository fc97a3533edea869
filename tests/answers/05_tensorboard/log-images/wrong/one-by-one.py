# Each image for itself, under one tag.
# fails: log-images-grid, log-images-steps
# says: one call logged 11 pictures
def log_images(writer, step, images):
    for image in images:
        writer.add_image("Generated Images", (image + 1) / 2, step)
