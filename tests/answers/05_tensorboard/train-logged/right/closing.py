# contextlib closes; the rest stands in functions of their own.
import contextlib
import itertools


def train_logged(root, name, settings, loader, look, device):
    players = Players(settings, device)

    def take_look(step):
        for network in (players.G, players.D):
            log_histograms(writer, step, network)
        log_images(writer, step, players.G(noise).detach().reshape(-1, 1, 28, 28))
        return log_quality(writer, step, players.G)

    with contextlib.closing(open_writer(root, name)) as writer:
        noise = torch.empty(64, INPUT_DIM, device=device).normal_()
        log_graphs(writer, players.G, players.D, input_dim=INPUT_DIM, image_dim=PIXELS)
        last = None
        for step, batch in zip(itertools.count(), loader):
            losses = players.step(batch.to(device))
            log_losses(writer, step, *losses)
            last = last if step % look else take_look(step)
        log_hparams(writer, settings, metrics={"Final/distance": last})
        return writer.log_dir, players
