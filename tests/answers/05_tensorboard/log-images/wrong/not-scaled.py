# The images stay in [−1, 1].
# fails: log-images-grid
# says: they were not scaled, and what is below 0 comes out black
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid(images, nrow=8), step)
