# The averaged network is frozen, since it is never trained.
# fails: ema-update-buffers
# says: requires_grad of gain of averaged was changed
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
    averaged.requires_grad_(False)
