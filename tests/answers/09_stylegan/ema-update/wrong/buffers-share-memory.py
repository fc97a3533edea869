# The buffers' data are set to model's data, so they change with it.
# fails: ema-update-buffers
# says: the buffer seen of averaged is the model's own: copy its numbers
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.data = m.data
