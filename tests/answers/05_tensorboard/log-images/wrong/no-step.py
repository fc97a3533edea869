# The step is not handed on.
# fails: log-images-steps
# says: all lie at step 0
def log_images(writer, step, images):
    writer.add_image("Generated Images", make_grid((images + 1) / 2, nrow=8))
