# make_grid scales, with a fixed range.
def log_images(writer, step, images):
    grid = make_grid(images.detach().cpu(), nrow=8, padding=1, normalize=True, value_range=(-1, 1))
    writer.add_image("Generated Images", grid, global_step=step)
