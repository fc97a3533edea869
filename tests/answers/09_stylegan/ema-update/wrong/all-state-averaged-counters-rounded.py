# The whole state_dict is averaged and loaded, so counters are rounded down.
# fails: ema-update-buffers
# says: buffers are averaged: copy them
@torch.no_grad()
def ema_update(averaged, model, decay):
    mine, theirs = averaged.state_dict(), model.state_dict()
    averaged.load_state_dict({name: decay * mine[name] + (1 - decay) * theirs[name] for name in mine})
