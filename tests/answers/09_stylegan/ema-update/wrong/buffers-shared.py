# The buffers become the very same tensors as model's.
# fails: ema-update-buffers
# says: the buffer seen of averaged is the model's own: copy its numbers
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.modules(), model.modules()):
        for name, b in m._buffers.items():
            a._buffers[name] = b
