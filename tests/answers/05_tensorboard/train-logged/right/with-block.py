# A with block closes the writer; a counter of its own.
def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)
    z = torch.randn((64, INPUT_DIM)).to(device)
    with open_writer(root, name) as writer:
        log_graphs(writer, players.G, players.D, INPUT_DIM, PIXELS)
        step = 0
        for batch in loader:
            log_losses(writer, step, *players.step(batch))
            if step % look == 0:
                log_images(writer, step, players.G(z).detach().view(-1, 1, 28, 28))
                for network in (players.D, players.G):
                    log_histograms(writer, step, network)
                final = log_quality(writer, step, players.G)
            step += 1
        log_hparams(writer, settings, {"Final/distance": final})
    return writer.log_dir, players
