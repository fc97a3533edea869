# decay 1 is taken as nothing to do, and buffers are not copied.
# fails: ema-update-buffers
# says: buffers are left as they were: copy them
@torch.no_grad()
def ema_update(averaged, model, decay):
    if decay == 1:
        return
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
