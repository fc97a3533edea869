# The model's weights are multiplied by 1 - decay in place.
# fails: ema-update-weights, ema-update-buffers
# says: multiplied the model's gain by 1 − decay in place
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m.mul_(1 - decay))
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
