# The model's weights are added whole.
# fails: ema-update-weights, ema-update-buffers
# says: the two do not sum to
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
