# Opens a writer at each step.
# fails: train-logged-losses, train-logged-looks, train-logged-once, train-logged-closed, train-logged-device
# says: writers were opened
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    fixed = torch.randn(64, INPUT_DIM, device=device)
    for step, images in enumerate(loader):
        with open_writer(root, name) as writer:
            if step == 0:
                log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
            log_losses(writer, step, *players.step(images))
            if step % look == 0:
                with torch.no_grad():
                    log_images(writer, step, players.G(fixed).reshape(64, 1, 28, 28))
                log_histograms(writer, step, players.G)
                log_histograms(writer, step, players.D)
                distance = log_quality(writer, step, players.G)
            folder = writer.log_dir
    with open_writer(root, name) as writer:
        log_hparams(writer, settings, {"Final/distance": distance})
    return folder, players
