# Eval mode for the look, train mode after it; settings only after a whole training.
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    torch.manual_seed(0)
    fixed = torch.randn(64, INPUT_DIM).to(device)
    writer, step, quality = open_writer(root, name), -1, []
    try:
        log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
        for images in loader:
            step += 1
            log_losses(writer, step, *players.step(images))
            if step % look:
                continue
            players.G.eval()
            torch.set_grad_enabled(False)
            log_images(writer, step, players.G(fixed).view(64, 1, 28, 28))
            torch.set_grad_enabled(True)
            players.G.train()
            [log_histograms(writer, step, network) for network in (players.G, players.D)]
            quality += [log_quality(writer, step, players.G)]
    except BaseException:
        raise
    else:
        log_hparams(writer, settings, {"Final/distance": quality[-1]})
    finally:
        writer.close()
    return (str(writer.log_dir), players)
