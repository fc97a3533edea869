# The error is printed and swallowed.
# fails: train-logged-closed
# says: FloatingPointError was swallowed: after closing, let it go on to the caller. An `except`
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    fixed = torch.randn(64, INPUT_DIM, device=device)
    writer = open_writer(root, name)
    try:
        log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
        for step, images in enumerate(loader):
            loss_d, loss_g = players.step(images)
            log_losses(writer, step, loss_d, loss_g)
            if step % look == 0:
                with torch.no_grad():
                    fakes = players.G(fixed).reshape(64, 1, 28, 28)
                log_images(writer, step, fakes)
                log_histograms(writer, step, players.G)
                log_histograms(writer, step, players.D)
                distance = log_quality(writer, step, players.G)
        log_hparams(writer, settings, {"Final/distance": distance})
    except Exception as error:
        print("failed:", error)
    finally:
        writer.close()
    return writer.log_dir, players
