# Each image is stretched by itself.
# fails: log-images-grid
# says: each image is stretched by itself
def log_images(writer, step, images):
    grid = make_grid(images, nrow=8, normalize=True, scale_each=True)
    writer.add_image("Generated Images", grid, step)
