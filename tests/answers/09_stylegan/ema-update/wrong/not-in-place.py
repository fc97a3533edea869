# The new value is bound to the loop's name and lost.
# fails: ema-update-weights, ema-update-buffers
# says: it did not move; no other parameter is right either
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a = decay * a + (1 - decay) * m
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
