# Names from the state dict, a mask in NumPy.
def log_histograms(writer, step, model):
    for name, tensor in model.state_dict().items():
        values = tensor.cpu().numpy()
        values = values[np.isfinite(values)]
        if values.size > 0:
            writer.add_histogram(model.__class__.__name__ + "/" + name, values, global_step=step)


import numpy as np
