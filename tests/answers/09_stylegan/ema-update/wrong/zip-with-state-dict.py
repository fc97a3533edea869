# Parameters are paired with the state_dict's values, which hold buffers in between.
# fails: ema-update-weights, ema-update-buffers
# says: two tensors whose sizes do not fit meet element by element. If one
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.state_dict().values()):
        a.lerp_(m, 1 - decay)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
