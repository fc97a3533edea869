# Looks under torch.inference_mode, with a list of steps to look at.
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    z = torch.normal(0.0, 1.0, (64, INPUT_DIM), device=device)
    with open_writer(root, name) as writer:
        log_graphs(writer, G=players.G, D=players.D, input_dim=INPUT_DIM, image_dim=PIXELS)
        due = 0
        for step, images in enumerate(loader):
            d, g = players.step(images)
            log_losses(writer, step, loss_d=d, loss_g=g)
            if step < due:
                continue
            due += look
            with torch.inference_mode():
                log_images(writer, step, players.G(z).unflatten(1, (1, 28, 28)))
            log_histograms(writer, step, model=players.G)
            log_histograms(writer, step, model=players.D)
            result = {"Final/distance": log_quality(writer, step, players.G)}
        log_hparams(writer, settings=settings, metrics=result)
    return writer.log_dir, players
