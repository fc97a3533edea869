# Parameters that ask for no gradient are skipped.
# fails: ema-update-weights, ema-update-buffers
# says: it did not move; only frozen parameters (requires_grad=False) are wrong
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        if a.requires_grad:
            a.lerp_(m, 1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
