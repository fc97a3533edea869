# lerp_ for each pair of parameters, copy_ for each pair of buffers.
@torch.no_grad()
def ema_update(averaged, model, decay):
    for mean, now in zip(averaged.parameters(), model.parameters()):
        mean.lerp_(now, 1 - decay)
    for mean, now in zip(averaged.buffers(), model.buffers()):
        mean.copy_(now)
