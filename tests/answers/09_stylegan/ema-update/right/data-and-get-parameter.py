# Through .data, get_parameter and get_buffer, as the difference added.
@torch.no_grad()
def ema_update(averaged, model, decay):
    for name, p in averaged.named_parameters():
        p.data += (1 - decay) * (model.get_parameter(name).data - p.data)
    for name, b in averaged.named_buffers():
        b.data[...] = model.get_buffer(name).data
