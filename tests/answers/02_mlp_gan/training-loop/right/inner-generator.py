# A nested generator function yields the pairs; the means by zip and a tuple.
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
        def play():
            for real in map(scale_images, loader):
                size = len(real)
                loss_d = train_discriminator(real, judge, G, loss_func, optim_D, size, INPUT_DIM, device)
                yield loss_d, train_generator(judge, G, loss_func, optim_G, size, INPUT_DIM, device)

        pairs = []
        for step, pair in enumerate(play()):
            pairs.append(pair)
            if step % 100 == 0 and step > 0:
                log(epoch, step, *pair, G)
        log(epoch, len(pairs) - 1, *pairs[-1], G)
        history.append(tuple(sum(column) / len(column) for column in zip(*pairs)))
    return G, D, history
