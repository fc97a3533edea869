# No padding, channels last, whole numbers.
def log_images(writer, step, images):
    with torch.no_grad():
        grid = make_grid(images.cpu() * 0.5 + 0.5, padding=0)
        picture = (grid.clamp(0, 1) * 255).byte().permute(1, 2, 0).numpy()
    writer.add_image("Generated Images", picture, step, dataformats="HWC")
