# Only buffers of more than one number are copied, for scalars are counters.
# fails: ema-update-buffers
# says: buffers are left as they were: copy them
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        if a.dim():
            a.copy_(m)
