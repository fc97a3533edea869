# Recursion over children, remembering what was already moved (shared weights move once).
@torch.no_grad()
def ema_update(averaged, model, decay):
    done = set()

    def walk(a, m):
        for name, p in a._parameters.items():
            if p is not None and id(p) not in done:
                done.add(id(p))
                p.copy_(decay * p + (1 - decay) * m._parameters[name])
        for name, b in a._buffers.items():
            if b is not None:
                b.copy_(m._buffers[name])
        for name, child in a._modules.items():
            if child is not None:
                walk(child, m._modules[name])

    walk(averaged, model)
