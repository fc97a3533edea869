# model's buffers become copies of averaged's.
# fails: ema-update-weights, ema-update-buffers
# says: copied averaged's seen into the model, the other way round
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        m.copy_(a)
