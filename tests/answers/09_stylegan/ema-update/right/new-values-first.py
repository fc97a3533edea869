# All new values are worked out first and then written, buffers included, in one loop.
@torch.no_grad()
def ema_update(averaged, model, decay):
    new = [decay * a + (1 - decay) * m for a, m in zip(averaged.parameters(), model.parameters())]
    new += [m.clone() for m in model.buffers()]
    for old, value in zip([*averaged.parameters(), *averaged.buffers()], new):
        old.copy_(value)
