# add_images lays a batch out itself, 8 in a row.
def log_images(writer, step, images):
    writer.add_images("Generated Images", (images.detach() + 1) / 2, step)
