# The gradients are averaged too.
# fails: ema-update-buffers
# says: gain of averaged got a gradient: averaging is about weights only
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        a.lerp_(m, 1 - decay)
        if m.grad is not None:
            a.grad = (1 - decay) * m.grad if a.grad is None else a.grad.lerp(m.grad, 1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
