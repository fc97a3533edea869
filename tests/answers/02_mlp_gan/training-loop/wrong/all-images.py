# Takes the notebook's images in place of the batch.
# fails: training-loop-images
# says: each step was given 4500 images, where its batch has 6
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
        total_d, total_g = 0, 0
        for step, batch in enumerate(loader, start=1):
            real = scale_images(images)
            loss_d = train_discriminator(real, judge, G, loss_func, optim_D, len(images), INPUT_DIM, device)
            loss_g = train_generator(judge, G, loss_func, optim_G, len(images), INPUT_DIM, device)
            total_d += loss_d
            total_g += loss_g
            if step % 100 == 0:
                log(epoch, step, loss_d, loss_g, G)
        loss_d, loss_g = total_d / len(loader), total_g / len(loader)
        log(epoch, step, loss_d, loss_g, G)
        history.append((loss_d, loss_g))
    return G, D, history
