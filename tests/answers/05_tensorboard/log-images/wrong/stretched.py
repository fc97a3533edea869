# Each picture is stretched to its own darkest and brightest pixel.
# fails: log-images-grid
# says: stretched from the darkest pixel to the brightest
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid(images, nrow=8, normalize=True), step)
