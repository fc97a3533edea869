# Closes in two places, raises again, looks at a set of steps.
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    writer = open_writer(root, name)
    folder = writer.log_dir
    distances = []
    try:
        fixed_noise = torch.randn(64, INPUT_DIM, device=device)
        log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
        next_look = 0
        for step, images in enumerate(loader):
            pair = players.step(images)
            log_losses(writer, step, pair[0], pair[1])
            if step == next_look:
                next_look += look
                distances.append(log_quality(writer, step, players.G))
                log_histograms(writer, step, players.D)
                log_histograms(writer, step, players.G)
                with torch.no_grad():
                    log_images(writer, step, players.G(fixed_noise).unflatten(1, (1, 28, 28)))
        log_hparams(writer, dict(settings), {"Final/distance": distances[-1]})
    except BaseException:
        writer.close()
        raise
    writer.close()
    return [folder, players]
