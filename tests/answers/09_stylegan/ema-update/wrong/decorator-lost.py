# no_grad is lost: in-place changes fail or leave a graph, and frozen averages begin to ask for gradients.
# fails: ema-update-weights, ema-update-buffers
# says: a parameter or input that collects gradients is changed in place: do
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.mul_(decay).add_(m, alpha=1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
