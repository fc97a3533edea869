# model's gradients are cleared at the end.
# fails: ema-update-buffers
# says: the gradient of gain of the model was changed: averaging leaves
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
    model.zero_grad()
