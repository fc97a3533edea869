# All of model is loaded first; the remembered old weights are the same tensors and are overwritten.
# fails: ema-update-weights, ema-update-buffers
# says: it is a copy of the model's
@torch.no_grad()
def ema_update(averaged, model, decay):
    old = dict(averaged.named_parameters())
    averaged.load_state_dict(model.state_dict())
    for name, m in model.named_parameters():
        averaged.get_parameter(name).copy_(decay * old[name] + (1 - decay) * m)
