# By names, with mul_ and add_.
@torch.no_grad()
def ema_update(averaged, model, decay):
    theirs = dict(model.named_parameters())
    for name, p in averaged.named_parameters():
        p.mul_(decay).add_(theirs[name], alpha=1 - decay)
    theirs = dict(model.named_buffers())
    for name, b in averaged.named_buffers():
        b.copy_(theirs[name])
