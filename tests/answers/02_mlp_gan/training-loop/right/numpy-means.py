# Means from NumPy, lists in the history, log at every hundredth step of the whole training.
import numpy as np


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
    steps = 0
    for epoch in budget.progress(range(epochs), "epochs"):
        for group in optim_G.param_groups + optim_D.param_groups:
            group["lr"] = LEARNING_RATE * (1 - epoch / epochs)
        losses_D, losses_G = [], []
        for images in loader:
            size = images.size(0)
            real_images = scale_images(images)
            losses_D.append(train_discriminator(real_images, judge, G, loss_func, optim_D, batch_size=size,
                                                input_dim=INPUT_DIM, device=device))
            losses_G.append(train_generator(judge, G, loss_func, optim_G, batch_size=size,
                                            input_dim=INPUT_DIM, device=device))
            steps = steps + 1
            if steps % 100 == 0:
                log(epoch, steps, losses_D[-1], losses_G[-1], G)
        log(epoch, steps, np.mean(losses_D), np.mean(losses_G), G)
        history.append([np.mean(losses_D), np.mean(losses_G)])
    return G, D, history
