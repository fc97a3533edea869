# decay 0 is taken as a copy, and the weights share model's memory afterwards.
# fails: ema-update-buffers
# says: when the model trains on, gain of averaged moves with it: copy
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        if decay == 0:
            a.data = m.data
        else:
            a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
