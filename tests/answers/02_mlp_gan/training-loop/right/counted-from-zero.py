# Steps counted from 0, means from tensors.
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
        for i, batch in enumerate(loader):
            batch = scale_images(batch).to(device)
            n = batch.shape[0]
            loss_D = train_discriminator(batch, judge, G, loss_func, optim_D, n, INPUT_DIM, device)
            loss_G = train_generator(judge, G, loss_func, optim_G, n, INPUT_DIM, device)
            losses.append([loss_D, loss_G])
            if i % 100 == 0 or i == len(loader) - 1:
                log(epoch, i, loss_D, loss_G, G)
        history.append(tuple(torch.tensor(losses).mean(dim=0).tolist()))
    return G, D, history
