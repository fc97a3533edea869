# The average is written into both networks.
# fails: ema-update-weights, ema-update-buffers
# says: ema_update changed the model (gain): only averaged follows
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        m.copy_(a.lerp_(m, 1 - decay))
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
