# A Python loop over the images, and the divergence formula written out once more.
def elbo_loss(recon, x, mu, logvar):
    losses = []
    for r, image, m, lv in zip(recon, x, mu, logvar):
        error = nn.BCELoss(reduction="sum")(r, image)
        divergence = 0.5 * (m * m + lv.exp() - 1 - lv).sum()
        losses.append(error + divergence)
    return torch.stack(losses).mean()
