# decay and 1 - decay are exchanged: lerp_ is given decay.
# fails: ema-update-weights
# says: − decay are exchanged
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.lerp_(m, decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
