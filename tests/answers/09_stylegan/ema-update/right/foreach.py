# All parameters at once by torch._foreach functions, guarded for networks without any.
@torch.no_grad()
def ema_update(averaged, model, decay):
    mine, theirs = list(averaged.parameters()), [p.detach() for p in model.parameters()]
    if mine:
        torch._foreach_mul_(mine, decay)
        torch._foreach_add_(mine, torch._foreach_mul(theirs, 1 - decay))
    mine, theirs = list(averaged.buffers()), list(model.buffers())
    if mine:
        torch._foreach_copy_(mine, theirs)
