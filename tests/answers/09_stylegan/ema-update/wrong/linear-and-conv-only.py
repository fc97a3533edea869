# Only modules with a parameter called weight or bias are averaged.
# fails: ema-update-weights, ema-update-buffers
# says: it did not move; body.0.weight and 4 more are right: take all parameters
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.modules(), model.modules()):
        for name in ("weight", "bias"):
            p = a._parameters.get(name)
            if p is not None:
                p.lerp_(m._parameters[name], 1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
