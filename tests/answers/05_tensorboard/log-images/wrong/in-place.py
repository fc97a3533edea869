# Scales the images that it was given.
# fails: log-images-grid, log-images-steps
# says: log_images changed its input in place
def log_images(writer, step, images):
    images.add_(1).div_(2)
    writer.add_image("Generated Images", make_grid(images, nrow=8), step)
