# A progress bar over the batches, which writes to standard error, and pictures on the way.
from tqdm import tqdm


def train(loader, epochs, device):
    """Train a GAN on a loader of image batches (N, 1, 28, 28) with values in [0, 1].

    Returns G, D and the history: for each epoch the pair (mean loss of D, mean loss of G).
    """
    G = Generator(INPUT_DIM, HIDDEN_DIM, PIXELS).to(device)
    D = Discriminator(PIXELS, HIDDEN_DIM).to(device)
    judge = nn.Sequential(HidePixels(), D)  # D, with pixels hidden from it
    optim_G, optim_D = make_optimizers(G, D, lr=LEARNING_RATE)
    loss_func = nn.BCELoss()
    history = []
    for epoch in budget.progress(range(epochs), "epochs"):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / epochs)
        losses_d, losses_g = [], []
        for step, images in enumerate(tqdm(loader), start=1):
            x = scale_images(images)
            losses_d += [train_discriminator(x, judge, G, loss_func, optim_D, len(x), INPUT_DIM, device)]
            losses_g += [train_generator(judge, G, loss_func, optim_G, len(x), INPUT_DIM, device)]
            if step % 100 == 0:
                log(epoch, step, losses_d[-1], losses_g[-1], G)
        with torch.no_grad():
            G(torch.randn(4, INPUT_DIM, device=device)).view(4, 1, 28, 28)
        mean = sum(losses_d) / len(losses_d), sum(losses_g) / len(losses_g)
        log(epoch, step, *mean, G)
        history.append(mean)
    return G, D, history
