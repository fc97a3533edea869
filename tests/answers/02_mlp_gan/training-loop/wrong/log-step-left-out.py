# Hands log the batch size as the step.
# fails: training-loop-log
# says: log was given the size of the batch as step
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
        losses = []
        for step, images in enumerate(loader, start=1):
            real, n = scale_images(images), len(images)
            loss_d = train_discriminator(real, judge, G, loss_func, optim_D, n, INPUT_DIM, device)
            loss_g = train_generator(judge, G, loss_func, optim_G, n, INPUT_DIM, device)
            losses.append((loss_d, loss_g))
            if step % 100 == 0:
                log(epoch, n, loss_d, loss_g, G)
        mean_d, mean_g = (sum(column) / len(losses) for column in zip(*losses))
        log(epoch, n, mean_d, mean_g, G)
        history.append((mean_d, mean_g))
    return G, D, history
