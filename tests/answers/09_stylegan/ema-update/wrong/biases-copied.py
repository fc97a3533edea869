# Only weight matrices are averaged; vectors (biases, BatchNorm) are copied.
# fails: ema-update-weights, ema-update-buffers
# says: a copy of the model's; parameters of two dimensions are right, those of fewer are not
@torch.no_grad()
def ema_update(averaged, model, decay):
    for a, m in zip(averaged.parameters(), model.parameters()):
        if a.dim() > 1:
            a.lerp_(m, 1 - decay)
        else:
            a.copy_(m)
    for a, m in zip(averaged.buffers(), model.buffers()):
        a.copy_(m)
