# The average is written into both networks.
# fails: ema-update-weights, ema-update-buffers
# says: wrote the average into the model's gain too: only averaged follows
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        m.copy_(a.lerp_(m, 1 - decay))
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
