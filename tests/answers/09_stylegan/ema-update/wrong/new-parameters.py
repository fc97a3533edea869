# Each parameter is replaced by a new one, which always asks for a gradient.
# fails: ema-update-weights, ema-update-buffers
# says: the parameter gain of averaged was replaced by a new one: change it
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.modules(), model.modules()):
        for name, p in list(a._parameters.items()):
            if p is not None:
                setattr(a, name, nn.Parameter(decay * p + (1 - decay) * m._parameters[name]))
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
